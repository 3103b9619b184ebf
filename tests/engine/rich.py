"""Plans with everything in them, and random edits of every kind: from a seed, the same each time."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR
from milepost.engine.plan import (
    Assignment,
    ConstraintType,
    EffortType,
    LagUnit,
    Link,
    LinkType,
    PercentKind,
    Plan,
    Project,
    Resource,
    Split,
    Task,
    TaskKind,
)
from milepost.engine.rules import PRESETS
from tests.engine.plans import CALENDARS, START

HOUR = TICKS_PER_HOUR
KINDS = (TaskKind.TASK,) * 12 + (
    TaskKind.LEVEL_OF_EFFORT,
    TaskKind.START_MILESTONE,
    TaskKind.FINISH_MILESTONE,
)


def plan(seed: int, *, tasks: int = 40, rules: str = "milepost") -> Plan:
    """Three projects: summaries in summaries, levels of effort, progress, people, links of all kinds."""
    random = Random(seed)
    projects = tuple(
        Project(number, f"project {number}", START, random.choice((None, 1, 2))) for number in (1, 2, 3)
    )
    rows: list[Task] = []
    for number in range(1, tasks + 1):
        project = 1 + (number - 1) * 3 // tasks
        above = [row.id for row in rows[-6:] if row.project == project and row.kind is TaskKind.TASK]
        parent = random.choice(above) if above and random.random() < 0.6 else None
        rows.append(_task(random, number, project, parent))
    first = Plan(projects, CALENDARS, tuple(rows), rules=PRESETS[rules], status=START + 4 * TICKS_PER_DAY)
    people = tuple(
        Resource(number, f"person {number}", calendar=calendar)
        for number, calendar in enumerate((None, 2, 3), 1)
    )
    booked = tuple(
        Assignment(
            number, random.randint(1, tasks), random.randint(1, 3), work=random.choice((None, 16 * HOUR))
        )
        for number in range(1, tasks // 4)
    )
    links = tuple(_link(random, number, first) for number in range(1, tasks))
    return replace(first, resources=people, assignments=booked, links=links)


def edited(random: Random, now: Plan) -> tuple[Plan, Task | None]:
    """The plan after one random edit; the task stated anew where that is all there was to it."""
    if random.random() < 0.7:
        place = random.randrange(len(now.tasks))
        task = replace(now.tasks[place], **random.choice(_fields(random)))  # type: ignore[arg-type]
        return replace(now, tasks=(*now.tasks[:place], task, *now.tasks[place + 1 :])), task
    change = random.choice((_linked, _unlinked, _relinked, _added, _removed, _moved, _holiday))
    return change(random, now), None


def _task(random: Random, number: int, project: int, parent: int | None) -> Task:
    task = Task(
        number,
        project,
        f"task {number}",
        parent,
        duration=random.choice((0, 4, 8, 16, 40)) * HOUR,
        calendar=random.choice((None, None, None, 1, 2, 3, 4)),
        kind=random.choice(KINDS),
        effort_type=random.choice(tuple(EffortType)),
    )
    return replace(task, **random.choice(_fields(random))) if random.random() < 0.4 else task  # type: ignore[arg-type]


def _fields(random: Random) -> list[dict[str, object]]:
    """Edits of one task, as the fields they state anew."""
    day = START + random.randint(0, 12) * TICKS_PER_DAY
    constraint = random.choice(tuple(ConstraintType))
    return [
        {"name": f"renamed {random.randint(1, 99)}"},
        {"duration": random.choice((0, 2, 8, 24, 80)) * HOUR},
        {"is_elapsed": random.random() < 0.5},
        {"calendar": random.choice((None, 1, 2, 3, 4))},
        {"constraint": constraint, "constraint_date": random.choice((None, day))},
        {"constraint": ConstraintType.AS_SOON_AS_POSSIBLE, "constraint_date": None},
        {"second_constraint": ConstraintType.FINISH_NO_LATER_THAN, "second_constraint_date": day},
        {"deadline": random.choice((None, day))},
        {"expected_finish": random.choice((None, day))},
        {"actual_start": day},
        {"actual_start": START, "actual_finish": START + random.randint(1, 5) * TICKS_PER_DAY},
        {"actual_start": None, "actual_finish": None, "remaining": None},
        {"remaining": random.choice((None, 4 * HOUR))},
        {"percent_complete": random.choice((0, 30, 55.5, 100))},
        {"percent_kind": random.choice(tuple(PercentKind)), "physical_percent": 40.0},
        {"suspended_at": START + HOUR, "resumes_at": day},
        {"splits": random.choice(((), (Split(4 * HOUR, 16 * HOUR),)))},
        {"levelling_delay": random.choice((0, TICKS_PER_DAY))},
        {"is_manual": True, "manual_start": day, "manual_finish": day + 3 * TICKS_PER_DAY},
        {"is_manual": False},
        {"is_active": random.random() < 0.7},
        {"effort_type": random.choice(tuple(EffortType))},
        {"ignores_resource_calendars": random.random() < 0.5},
        {"priority": random.randint(0, 1000)},
    ]


def _link(random: Random, number: int, now: Plan) -> Link:
    ids = [task.id for task in now.tasks]
    before, after = sorted(random.sample(range(len(ids)), 2))
    if random.random() < 0.05:
        before, after = after, before
    unit = random.choice((LagUnit.WORKING, LagUnit.WORKING, LagUnit.WORKING, *LagUnit))
    lag = random.choice((0, 0, 0, 50, -25) if unit in _PERCENTS else (0, 0, 0, 8 * HOUR, -4 * HOUR))
    return Link(number, ids[before], ids[after], random.choice(tuple(LinkType)), lag, unit)


_PERCENTS = (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT)


def _linked(random: Random, now: Plan) -> Plan:
    number = max((link.id for link in now.links), default=0) + 1
    return replace(now, links=(*now.links, _link(random, number, now)))


def _unlinked(random: Random, now: Plan) -> Plan:
    gone = random.choice(now.links).id if now.links else None
    return replace(now, links=tuple(link for link in now.links if link.id != gone))


def _relinked(random: Random, now: Plan) -> Plan:
    if not now.links:
        return now
    place = random.randrange(len(now.links))
    link = _link(random, now.links[place].id, now)
    return replace(now, links=(*now.links[:place], link, *now.links[place + 1 :]))


def _added(random: Random, now: Plan) -> Plan:
    place, number = random.randrange(len(now.tasks)), max(task.id for task in now.tasks) + 1
    beside = now.tasks[place]
    task = _task(random, number, beside.project, random.choice((beside.parent, beside.id)))
    return replace(now, tasks=(*now.tasks[: place + 1], task, *now.tasks[place + 1 :]))


def _removed(random: Random, now: Plan) -> Plan:
    gone = random.choice(now.tasks)
    if len(now.tasks) < 5 or any(task.parent == gone.id for task in now.tasks):
        return now
    return replace(now, tasks=tuple(task for task in now.tasks if task.id != gone.id))


def _moved(random: Random, now: Plan) -> Plan:
    place = random.randrange(len(now.tasks))
    task = now.tasks[place]
    above = [row.id for row in now.tasks[:place] if row.project == task.project]
    moved = replace(task, parent=random.choice((None, *above)))
    return replace(now, tasks=(*now.tasks[:place], moved, *now.tasks[place + 1 :]))


def _holiday(random: Random, now: Plan) -> Plan:
    place = random.randrange(len(now.calendars))
    week = random.choice(CALENDARS).week
    calendar = replace(now.calendars[place], week=week)
    return replace(now, calendars=(*now.calendars[:place], calendar, *now.calendars[place + 1 :]))
