"""Checks beside the fourteen points, and the figure that sums them up."""

from collections.abc import Mapping, Sequence

from milepost.engine.analysis import Analysis
from milepost.engine.instants import TICKS_PER_DAY
from milepost.engine.plan import ConstraintType, LinkType, TaskKind
from milepost.engine.problems import ProblemCode, with_code
from milepost.engine.progress import Stage, stage
from milepost.engine.quality.checks import Check, count, share
from milepost.engine.quality.facts import Facts
from milepost.engine.quality.gather import dangling, in_reach

MANY_PREDECESSORS = 10
ROUND_DAYS = (5, 10, 20, 40, 60)
"""Durations so round that they look guessed: one, two, four, eight, twelve weeks."""
STALE_DAYS = 30
MANY_NODES = 20_000
"""Above this redundant links are not looked for: the sets of ancestors would fill the memory."""


def checks(analysis: Analysis, facts: Facts) -> tuple[Check, ...]:
    """The further checks, each with its offenders."""
    plan, schedule = analysis.plan, analysis.schedule
    open_tasks = [task for task in facts.tasks if not task.is_complete]
    links = [link for link in plan.links if in_reach(analysis, facts.projects, link.successor)]
    crowded = [task.id for task in open_tasks if len(task.predecessors) > MANY_PREDECESSORS]
    backwards = [link.successor for link in links if link.type is LinkType.START_FINISH]
    out_of_sequence = [
        p.subject
        for p in with_code(analysis.problems, ProblemCode.OUT_OF_SEQUENCE)
        if p.subject and in_reach(analysis, facts.projects, p.subject)
    ]
    held = [
        task.id
        for place, task in enumerate(plan.tasks)
        if schedule.on_longest_path[place]
        and not schedule.is_summary[place]
        and facts.covers(task.project)
        and _is_held(analysis, task.id)
    ]
    rounded = [t.id for t in open_tasks if t.is_discrete and t.duration_days in ROUND_DAYS]
    return (
        share(
            "open_ends", "Dangling ends", [t.id for t in open_tasks if dangling(t)], len(open_tasks), limit=5
        ),
        count("out_of_sequence", "Out of sequence", out_of_sequence),
        count("start_to_finish", "Start-to-finish links", backwards),
        count("many_predecessors", f"More than {MANY_PREDECESSORS} predecessors", crowded),
        count("constrained_path", "Longest path held by a date", held),
        redundant_links(analysis, facts),
        stale(analysis, facts),
        share("round_durations", "Round durations", rounded, len(open_tasks), limit=None),
    )


def _is_held(analysis: Analysis, task: int) -> bool:
    """Whether a date, not a predecessor, decides where a task on the longest path starts."""
    stated = analysis.plan.tasks[analysis.schedule.position[task]]
    dated = stated.constraint not in (
        ConstraintType.AS_SOON_AS_POSSIBLE,
        ConstraintType.AS_LATE_AS_POSSIBLE,
    )
    return dated and stage(stated) is Stage.NOT_STARTED and not analysis.schedule.driven_by(task)


def redundant_links(analysis: Analysis, facts: Facts) -> Check:
    """Finish-to-start links without lag that a longer chain of links already implies."""
    name = "Redundant links"
    network = analysis.network
    if network.nodes > MANY_NODES:
        return Check("redundant_links", name, None)
    arcs = [
        (int(network.node_of[arc.from_]), int(network.node_of[arc.to]), analysis.plan.links[arc.link])
        for arc in network.arcs
        if arc.to < len(analysis.plan.tasks) and arc.from_ < len(analysis.plan.tasks)
    ]
    before: dict[int, list[int]] = {}
    for source, target, link in arcs:
        if link.type is LinkType.FINISH_START and link.lag >= 0:
            before.setdefault(target, []).append(source)
    ancestors: list[int] = []
    for node in range(network.nodes):
        sources = before.get(node, ())
        # A set of nodes as the bits of one integer: joining two of them is a single operation.
        ancestors.append(_joined([ancestors[source] | 1 << source for source in sources]))
    offenders = [
        link.successor
        for source, target, link in arcs
        if link.type is LinkType.FINISH_START
        and link.lag == 0
        and in_reach(analysis, facts.projects, link.successor)
        and any(ancestors[other] >> source & 1 for other in before.get(target, ()) if other != source)
    ]
    return count("redundant_links", name, offenders, limit=None)


def _joined(sets: Sequence[int]) -> int:
    joined = 0
    for one in sets:
        joined |= one
    return joined


def stale(analysis: Analysis, facts: Facts) -> Check:
    """Tasks that should be under way and have recorded nothing for a month before the status date."""
    found = []
    for place, task in enumerate(analysis.plan.tasks):
        setting = analysis.network.frame.setting(task.project)
        if not facts.covers(task.project):
            continue
        if setting.status is None or analysis.schedule.is_summary[place] or task.kind is not TaskKind.TASK:
            continue
        started = task.actual_start
        untouched = task.remaining is None or task.remaining >= task.duration
        if stage(task) is not Stage.STARTED or started is None or not untouched or task.percent_complete:
            continue
        if setting.status - started > STALE_DAYS * TICKS_PER_DAY:
            found.append(task.id)
    return count("stale", "Started a month ago, nothing recorded", found)


def score(checks: Sequence[Check], weights: Mapping[str, float] | None = None) -> float | None:
    """The share of applicable checks passed, 0 to 100; None when none applies.

    Each check weighs 1 unless `weights` says otherwise by its id: no standard exists, so nothing is hidden.
    """
    weighed = [
        (1.0 if weights is None else weights.get(check.id, 1.0), check.passes)
        for check in checks
        if check.passes is not None
    ]
    total = sum(weight for weight, _ in weighed)
    return None if total == 0 else 100 * sum(weight for weight, passes in weighed if passes) / total
