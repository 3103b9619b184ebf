"""Plans in whole hours in which any rule may matter, for the walking reference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR, Instant
from milepost.engine.plan import (
    Assignment,
    ConstraintType,
    EffortType,
    LagUnit,
    Link,
    LinkType,
    Plan,
    Project,
    Resource,
    Split,
    Task,
    TaskKind,
)
from milepost.engine.rules import FloatKind, LagCalendar, PlanRules, ProgressMode
from tests.engine.plans import CALENDARS, START

HOUR, DAY = TICKS_PER_HOUR, TICKS_PER_DAY
MIDNIGHT = START // DAY * DAY
EARLIEST = (ConstraintType.START_NO_EARLIER_THAN, ConstraintType.FINISH_NO_EARLIER_THAN)
LATEST = (ConstraintType.START_NO_LATER_THAN, ConstraintType.FINISH_NO_LATER_THAN)
HARD = (ConstraintType.MUST_START_ON, ConstraintType.MUST_FINISH_ON)
MANDATORY = (ConstraintType.MANDATORY_START, ConstraintType.MANDATORY_FINISH)
STATUS = START + 2 * DAY
PEOPLE = tuple(
    Resource(number, f"person {number}", calendar=calendar)
    for number, calendar in ((1, None), (2, 2), (3, 3))
)

Draw = st.DrawFn


@st.composite
def plans(draw: Draw, rules: PlanRules, *fields: str, most: int = 6) -> Plan:
    """A small plan by some rules in which tasks may have what the fields name (see `FIELDS`)."""
    count = draw(st.integers(2, most))
    tasks = [draw(_task(number)) for number in range(1, count + 1)]
    for field in fields:
        # The first task stays plain: somebody must have dates of their own.
        chosen_tasks = draw(st.sets(st.integers(1, count - 1)))
        tasks = [FIELDS[field](draw, task) if at in chosen_tasks else task for at, task in enumerate(tasks)]
    pairs = [(a, b) for a in range(1, count + 1) for b in range(a + 1, count + 1)]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=count + 2, unique=True))
    chosen_rules = replace(
        rules,
        lag_calendar=draw(st.sampled_from(LagCalendar)),
        float_kind=draw(st.sampled_from(FloatKind)),
        progress=draw(st.sampled_from(ProgressMode)),
    )
    return Plan(
        projects=(Project(1, "one", START, 1),),
        calendars=CALENDARS,
        tasks=tuple(tasks),
        links=tuple(draw(_link(number, pair)) for number, pair in enumerate(chosen, 1)),
        rules=chosen_rules,
        status=STATUS if "progress" in fields else None,
    )


@st.composite
def with_people(draw: Draw, rules: PlanRules) -> Plan:
    """A plan with people of different calendars on some of its tasks, who decide how long they take."""
    plan = draw(plans(rules, "fixed duration", "deadline"))
    booked: list[Assignment] = []
    for task in plan.tasks:
        whose = (
            draw(st.lists(st.sampled_from((1, 2, 3)), max_size=2, unique=True)) if _takes_people(task) else []
        )
        for person in whose:
            units = draw(st.sampled_from((1.0, 0.5)))
            work = round(task.duration * units)
            booked.append(Assignment(len(booked) + 1, task.id, person, units=units, work=work))
    return replace(plan, resources=PEOPLE, assignments=tuple(booked))


@st.composite
def with_level_of_effort(draw: Draw, rules: PlanRules) -> Plan:
    """A plan with a level of effort that hangs between two of its tasks."""
    plan = draw(plans(rules, "earliest"))
    first, last = draw(st.integers(1, len(plan.tasks))), draw(st.integers(1, len(plan.tasks)))
    level = Task(100, 1, "level", kind=TaskKind.LEVEL_OF_EFFORT, calendar=draw(st.sampled_from((None, 2, 3))))
    begins = Link(90, first, 100, draw(st.sampled_from((LinkType.START_START, LinkType.FINISH_START))))
    ends = Link(91, last, 100, LinkType.FINISH_FINISH)
    if draw(st.booleans()):
        ends = Link(91, 100, last, draw(st.sampled_from((LinkType.FINISH_START, LinkType.FINISH_FINISH))))
    return replace(plan, tasks=(*plan.tasks, level), links=(*plan.links, begins, ends))


@st.composite
def with_summary(draw: Draw, rules: PlanRules) -> Plan:
    """A plan with some tasks under a summary that has links, and perhaps a date, of its own."""
    plan = draw(plans(rules, "deadline"))
    count = len(plan.tasks)
    first = draw(st.integers(1, count))
    last = draw(st.integers(first, count))
    kind = draw(st.sampled_from((None, *EARLIEST[:1], *LATEST[1:])))
    summary = Task(100, 1, "summary")
    if kind is not None:
        summary = replace(summary, constraint=kind, constraint_date=_date(draw, kind))
    rows: list[Task] = []
    for task in plan.tasks:
        rows += [summary] if task.id == first else []
        rows.append(replace(task, parent=100) if first <= task.id <= last else task)
    ends = [(one, 100) for one in range(1, first)] + [(100, one) for one in range(last + 1, count + 1)]
    chosen = draw(st.lists(st.sampled_from(ends), max_size=2, unique=True)) if ends else []
    links = [draw(_link(number, pair)) for number, pair in enumerate(chosen, len(plan.links) + 1)]
    return replace(plan, tasks=tuple(rows), links=(*plan.links, *links))


def _takes_people(task: Task) -> bool:
    return task.duration > 0 and not task.is_elapsed and not task.splits and task.remaining is None


@st.composite
def _task(draw: Draw, number: int) -> Task:
    return Task(
        number,
        1,
        f"t{number}",
        duration=draw(st.sampled_from((0, 4, 8, 12, 16, 40))) * HOUR,
        calendar=draw(st.sampled_from((None, None, 1, 2, 3, 4))),
    )


@st.composite
def _link(draw: Draw, number: int, pair: tuple[int, int]) -> Link:
    unit = draw(st.sampled_from((LagUnit.WORKING, LagUnit.WORKING, *LagUnit)))
    percents = (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT)
    lag = draw(
        st.sampled_from((0, 25, 50, -50) if unit in percents else (0, 0, 2 * HOUR, 8 * HOUR, -4 * HOUR))
    )
    return Link(number, *pair, draw(st.sampled_from(LinkType)), lag, unit)


def _date(draw: Draw, kind: ConstraintType) -> Instant:
    """A morning for what starts, an evening for what finishes, on any day of the first two weeks."""
    hour = 8 if "start" in kind.value else 17
    return MIDNIGHT + draw(st.integers(0, 14)) * DAY + hour * HOUR


def _constrained(draw: Draw, task: Task, kinds: tuple[ConstraintType, ...]) -> Task:
    kind = draw(st.sampled_from(kinds))
    return replace(task, constraint=kind, constraint_date=_date(draw, kind))


def _twice(draw: Draw, task: Task) -> Task:
    second = draw(st.sampled_from(LATEST))
    first = _constrained(draw, task, EARLIEST)
    return replace(first, second_constraint=second, second_constraint_date=_date(draw, second))


def _begun(draw: Draw, task: Task) -> Task:
    """Started or complete on the first day, before the status date."""
    if task.duration < 8 * HOUR or task.constraint is not ConstraintType.AS_SOON_AS_POSSIBLE:
        return task
    if draw(st.booleans()):
        return replace(task, actual_start=START, actual_finish=START + 9 * HOUR, remaining=0)
    left = replace(task, actual_start=START, remaining=task.duration - 4 * HOUR)
    if draw(st.integers(0, 2)) == 0:
        resumes = START + draw(st.integers(3, 9)) * DAY
        return replace(left, suspended_at=START + 4 * HOUR, resumes_at=resumes)
    return left


def _expected(draw: Draw, task: Task) -> Task:
    day = _date(draw, ConstraintType.FINISH_NO_LATER_THAN)
    return replace(task, expected_finish=day) if task.duration else task


def _manual(draw: Draw, task: Task) -> Task:
    start = START + draw(st.integers(0, 9)) * DAY
    return replace(task, is_manual=True, manual_start=start, manual_finish=start + DAY + 9 * HOUR)


def _external(draw: Draw, task: Task) -> Task:
    at = START + draw(st.integers(0, 9)) * DAY
    return replace(task, kind=TaskKind.EXTERNAL, duration=0, manual_start=at, manual_finish=at)


def _milestone(draw: Draw, task: Task) -> Task:
    kinds = (TaskKind.MILESTONE, TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE)
    return replace(task, duration=0, kind=draw(st.sampled_from(kinds)))


def _split(draw: Draw, task: Task) -> Task:
    pause = draw(st.sampled_from((4, 8, 16))) * HOUR
    return replace(task, splits=(Split(4 * HOUR, pause),)) if task.duration > 4 * HOUR else task


FIELDS: dict[str, Callable[[Draw, Task], Task]] = {
    "elapsed": lambda draw, task: replace(task, is_elapsed=task.duration > 0),
    "earliest": lambda draw, task: _constrained(draw, task, EARLIEST),
    "latest": lambda draw, task: _constrained(draw, task, LATEST),
    "hard": lambda draw, task: _constrained(draw, task, HARD),
    "mandatory": lambda draw, task: _constrained(draw, task, MANDATORY),
    "twice": _twice,
    "deadline": lambda draw, task: replace(task, deadline=_date(draw, ConstraintType.FINISH_NO_LATER_THAN)),
    "late": lambda draw, task: replace(task, constraint=ConstraintType.AS_LATE_AS_POSSIBLE),
    "expected": _expected,
    "progress": _begun,
    "manual": _manual,
    "inactive": lambda draw, task: replace(task, is_active=False),
    "external": _external,
    "milestone": _milestone,
    "split": _split,
    "delay": lambda draw, task: replace(task, levelling_delay=draw(st.sampled_from((8, 24))) * HOUR),
    "fixed duration": lambda draw, task: replace(task, effort_type=EffortType.FIXED_DURATION),
}
