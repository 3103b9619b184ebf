"""The DCMA 14-point assessment.

Limits are inclusive at 5 percent and strict at 44 working days. Missing logic means either end (ruling
35); the baseline execution index counts every completed task, and unbaselined tasks in its denominator
(ruling 36).
Source: DCMA EVMS program analysis pamphlet; vertexeng.com, "DCMA 14-point assessment".
"""

from milepost.engine.plan import ConstraintType, LinkType
from milepost.engine.quality.checks import Check, count, share
from milepost.engine.quality.facts import Facts, Share, TaskFacts

LONG_DAYS = 44
INDEX_LIMIT = 0.95
TOLERATED_PERCENT = 5.0
FINISH_TO_START_PERCENT = 90.0
HARD_CONSTRAINTS = frozenset(
    {
        ConstraintType.MUST_START_ON,
        ConstraintType.MUST_FINISH_ON,
        ConstraintType.START_NO_LATER_THAN,
        ConstraintType.FINISH_NO_LATER_THAN,
        ConstraintType.MANDATORY_START,
        ConstraintType.MANDATORY_FINISH,
    }
)


def assess(facts: Facts) -> tuple[Check, ...]:
    """The fourteen checks in their usual order."""
    return (
        *_logic_checks(facts),
        *_task_checks(facts),
        missed_tasks(facts.missed),
        critical_path_test(facts),
        critical_path_length_index(facts),
        baseline_execution_index(facts.executed),
    )


def _logic_checks(facts: Facts) -> tuple[Check, ...]:
    tasks, links = _scope(facts), facts.links
    loose = [task.id for task in tasks if not task.predecessors or not task.successors]
    leads = [link.successor for link in links if link.lag < 0]
    lags = [link.successor for link in links if link.lag > 0]
    return (
        share("logic", "Missing logic", loose, len(tasks), limit=TOLERATED_PERCENT),
        share("leads", "Leads", leads, len(links), limit=0),
        share("lags", "Lags", lags, len(links), limit=TOLERATED_PERCENT),
        relationship_types(facts),
    )


def relationship_types(facts: Facts) -> Check:
    """How many links are finish-to-start; the others are the offenders."""
    plain = sum(link.type is LinkType.FINISH_START for link in facts.links)
    others = tuple(link.successor for link in facts.links if link.type is not LinkType.FINISH_START)
    value = None if not facts.links else 100 * plain / len(facts.links)
    passes = None if value is None else value >= FINISH_TO_START_PERCENT
    return Check(
        "relationship_types",
        "Relationship types",
        value,
        FINISH_TO_START_PERCENT,
        passes,
        plain,
        len(facts.links),
        others,
    )


def _task_checks(facts: Facts) -> tuple[Check, ...]:
    tasks = _scope(facts)
    floats = [(task.id, task.total_float_days) for task in tasks if task.total_float_days is not None]
    hard = [task.id for task in tasks if task.constraint in HARD_CONSTRAINTS]
    high = [id_ for id_, days in floats if days > LONG_DAYS]
    negative = [id_ for id_, days in floats if days < 0]
    long = [task.id for task in tasks if task.duration_days > LONG_DAYS]
    invalid = [task.id for task in facts.tasks if _has_invalid_date(task, facts)]
    bare = [task.id for task in tasks if task.duration_days >= 1 and not task.has_resources]
    return (
        share("hard_constraints", "Hard constraints", hard, len(tasks), limit=TOLERATED_PERCENT),
        share("high_float", "High float", high, len(tasks), limit=TOLERATED_PERCENT),
        share("negative_float", "Negative float", negative, len(tasks), limit=0),
        share("high_duration", "High duration", long, len(tasks), limit=TOLERATED_PERCENT),
        count("invalid_dates", "Invalid dates", invalid),
        share("resources", "Without resources", bare, len(tasks), limit=None),
    )


def _scope(facts: Facts) -> list[TaskFacts]:
    return [task for task in facts.tasks if not task.is_complete and task.is_discrete]


def _has_invalid_date(task: TaskFacts, facts: Facts) -> bool:
    """Whether something is forecast before the status date, or recorded after it."""
    status = facts.status
    if status is None:
        return False
    recorded = (task.actual_start, task.actual_finish)
    starts_late = (
        task.actual_start is None and task.forecast_start is not None and task.forecast_start < status
    )
    ends_late = (
        task.actual_finish is None and task.forecast_finish is not None and task.forecast_finish < status
    )
    return starts_late or ends_late or any(at is not None and at > status for at in recorded)


def missed_tasks(missed: Share | None) -> Check:
    """Of the tasks promised for the past, how many finished late or not at all."""
    if missed is None or missed.denominator == 0:
        return Check("missed_tasks", "Missed tasks", None, TOLERATED_PERCENT)
    value = 100 * missed.numerator / missed.denominator
    return Check(
        "missed_tasks",
        "Missed tasks",
        value,
        TOLERATED_PERCENT,
        value <= TOLERATED_PERCENT,
        missed.numerator,
        missed.denominator,
        missed.offenders,
    )


def critical_path_test(facts: Facts) -> Check:
    """Whether a delay of a critical task reaches the finish undiminished."""
    if facts.stretch is None:
        return Check("critical_path_test", "Critical path test", None)
    moved, added = facts.stretch.moved_days, facts.stretch.added_days
    return Check("critical_path_test", "Critical path test", moved, added, moved == added, moved, added)


def critical_path_length_index(facts: Facts) -> Check:
    """How realistic the promised finish is: below 1 the remaining path must be beaten to keep it."""
    critical = facts.critical
    if critical is None or critical.length_days == 0:
        return Check("cpli", "Critical path length index", None, INDEX_LIMIT)
    reached = critical.length_days + critical.total_float_days
    value = reached / critical.length_days
    return Check(
        "cpli",
        "Critical path length index",
        value,
        INDEX_LIMIT,
        value >= INDEX_LIMIT,
        reached,
        critical.length_days,
    )


def baseline_execution_index(executed: Share | None) -> Check:
    """How many tasks are complete for each that should be; above 1 is ahead."""
    if executed is None or executed.denominator == 0:
        return Check("bei", "Baseline execution index", None, INDEX_LIMIT)
    value = executed.numerator / executed.denominator
    return Check(
        "bei",
        "Baseline execution index",
        value,
        INDEX_LIMIT,
        value >= INDEX_LIMIT,
        executed.numerator,
        executed.denominator,
        executed.offenders,
    )
