"""Plans in three lines of text, for tests, documentation and the command line.

    project start 2026-01-05
    design    5d
    build    10d   after design
    manual    3d   after design SS+2d, start no earlier than 2026-01-19
    launch    0d   after build, after manual

A line is a task: a name, a length, then what else is stated, parted by commas. Indented lines are parts of
the line above. Lengths and lags are `m`, `h`, `d` (8 h), `w` (5 d), with an `e` before the letter for elapsed
time (`2ed` is 48 h); lags may be `+50%`. Lines that begin with `project`, `status`, `rules`, `calendar` or
`holiday` state what their word says; a `#` begins a remark. A `project` line below tasks begins the next
project of the program. docs/guide/how-milepost-schedules.md shows it at work.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, Instant, Ticks, instant
from milepost.engine.plan import (
    OFFICE_WEEK,
    ROUND_THE_CLOCK,
    Calendar,
    CalendarException,
    ConstraintType,
    Day,
    LagUnit,
    Link,
    LinkType,
    Plan,
    Project,
    Shift,
    Split,
    Task,
    TaskKind,
    Week,
)
from milepost.engine.rules import MILEPOST, PRESETS, PlanRules, ProgressMode

MORNING, EVENING = 8 * TICKS_PER_HOUR, 17 * TICKS_PER_HOUR
LENGTHS = {"m": TICKS_PER_MINUTE, "h": TICKS_PER_HOUR, "d": 8 * TICKS_PER_HOUR, "w": 40 * TICKS_PER_HOUR}
ELAPSED = {"m": TICKS_PER_MINUTE, "h": TICKS_PER_HOUR, "d": TICKS_PER_DAY, "w": 7 * TICKS_PER_DAY}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(e?)([mhdw])")
_LINK = re.compile(r"(?P<name>\S+)(?:\s+(?P<type>FS|SS|FF|SF)?\s*(?P<lag>[+-]\S+)?)?")
_PROJECT = re.compile(
    r"project(?: (?!start |from )(?P<name>\S+))?(?: (?P<end>start|from finish) (?P<at>.+))?"
)
_KINDS = {
    "start milestone": TaskKind.START_MILESTONE,
    "finish milestone": TaskKind.FINISH_MILESTONE,
    "level of effort": TaskKind.LEVEL_OF_EFFORT,
}
_STARTS = (ConstraintType.START_NO_EARLIER_THAN, ConstraintType.MUST_START_ON, ConstraintType.MANDATORY_START)
_STARTS_BY = (*_STARTS, ConstraintType.START_NO_LATER_THAN, ConstraintType.FINISH_NO_EARLIER_THAN)


class NotationError(ValueError):
    """A line that is no plan: which one, and what was expected."""


@dataclass
class _Draft:
    """A plan on its way from text."""

    projects: list[Project] = field(
        default_factory=lambda: [Project(1, "plan", instant(datetime(2026, 1, 5, 8)), 1)]
    )
    rules: PlanRules = MILEPOST
    status: Instant | None = None
    calendars: dict[str, Calendar] = field(default_factory=lambda: {"standard": Calendar(1, "standard")})
    tasks: list[Task] = field(default_factory=list)
    links: list[tuple[int, str, LinkType, float, LagUnit]] = field(default_factory=list)
    levels: list[tuple[int, int]] = field(default_factory=list)


def parse(text: str) -> Plan:
    """The plan a text describes; tasks are numbered from 1 by line, the office week is calendar 1.

    Raises: NotationError, naming the line.
    """
    draft = _Draft()
    for number, line in enumerate(text.splitlines(), 1):
        stated = line.split("#")[0].rstrip()
        if not stated.strip():
            continue
        try:
            _read(draft, stated)
        except (ValueError, KeyError) as wrong:
            raise NotationError(f"line {number}, '{stated.strip()}': {wrong}") from wrong
    return _plan(draft)


def ids(plan: Plan) -> dict[str, int]:
    """Task numbers by name."""
    return {task.name: task.id for task in plan.tasks}


def days(count: float) -> Ticks:
    """Working days of eight hours, in ticks."""
    return round(count * LENGTHS["d"])


def length(text: str) -> tuple[Ticks, bool]:
    """A length such as `5d` or `2ew` in ticks, and whether it is elapsed."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        raise NotationError(f"'{text}' is no length such as 3d, 4h, 2w or 1ed")
    amount, is_elapsed, unit = float(match[1]), bool(match[2]), match[3]
    return round(amount * (ELAPSED if is_elapsed else LENGTHS)[unit]), is_elapsed


def _read(draft: _Draft, line: str) -> None:
    words = line.split()
    match words[0]:
        case "project":
            _read_project(draft, " ".join(words))
        case "status":
            draft.status = _at(" ".join(words[1:]), MORNING)
        case "rules":
            draft.rules = PRESETS[words[1]]
            if words[2:]:
                draft.rules = replace(draft.rules, progress=ProgressMode("_".join(words[2:])))
        case "calendar":
            draft.calendars[words[1]] = Calendar(len(draft.calendars) + 1, words[1], _week(words[2:]))
        case "holiday":
            _add_holiday(draft, [date.fromisoformat(word) for word in words[1:]])
        case _:
            _read_task(draft, line)


def _read_project(draft: _Draft, line: str) -> None:
    """State the program's project, or, below the tasks of one, begin the next."""
    match = _PROJECT.fullmatch(line)
    if match is None:
        raise NotationError("a project is 'project works start 2026-01-05' or '... from finish 2026-01-23'")
    project = draft.projects[-1]
    if draft.tasks:
        project = replace(draft.projects[0], id=project.id + 1, from_finish=False, finish_by=None)
        draft.projects.append(project)
        draft.levels.clear()
    project = replace(project, name=match["name"] or project.name)
    if match["end"] == "start":
        project = replace(project, start=_at(match["at"], MORNING))
    elif match["end"]:
        project = replace(project, from_finish=True, finish_by=_at(match["at"], EVENING))
    draft.projects[-1] = project


def _add_holiday(draft: _Draft, named: list[date]) -> None:
    exception = CalendarException(named[0], named[-1])
    for name, calendar in draft.calendars.items():
        draft.calendars[name] = replace(calendar, exceptions=(*calendar.exceptions, exception))


def _week(words: list[str]) -> Week:
    """A week such as `mon-sat 6:00-14:00 14:00-22:00`, or `always`."""
    if words == ["always"]:
        return (ROUND_THE_CLOCK,) * 7
    first, _, last = words[0].partition("-")
    chosen = range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
    shifts: Day = tuple(Shift(*(_clock(end) for end in word.split("-"))) for word in words[1:])
    week = [(shifts or OFFICE_WEEK[0]) if day in chosen else () for day in range(7)]
    return (week[0], week[1], week[2], week[3], week[4], week[5], week[6])


def _read_task(draft: _Draft, line: str) -> None:
    level = len(line) - len(line.lstrip())
    head, *rest = (clause.strip() for clause in line.split(","))
    words = head.split(maxsplit=2)
    while draft.levels and draft.levels[-1][0] >= level:
        draft.levels.pop()
    parent = draft.levels[-1][1] if draft.levels else None
    duration, is_elapsed = length(words[1]) if len(words) > 1 else (0, False)
    project = draft.projects[-1].id
    task = Task(len(draft.tasks) + 1, project, words[0], parent, duration=duration, is_elapsed=is_elapsed)
    draft.levels.append((level, task.id))
    for clause in (*words[2:], *rest):
        task = _with_clause(draft, task, clause)
    draft.tasks.append(task)


def _with_clause(draft: _Draft, task: Task, clause: str) -> Task:
    """The task with one more thing stated about it."""
    word, _, rest = clause.partition(" ")
    if clause in _KINDS:
        return replace(task, kind=_KINDS[clause])
    match word:
        case "after":
            draft.links.append(_link(task.id, rest))
            return task
        case "on":
            return replace(task, calendar=draft.calendars[rest].id)
        case "left":
            return replace(task, remaining=length(rest)[0])
        case "pause":
            pause, _, after = rest.partition(" after ")
            split = Split(after=length(after)[0], pause=length(pause)[0])
            return replace(task, splits=(*task.splits, split))
        case "delay":
            return replace(task, levelling_delay=length(rest)[0])
        case "inactive":
            return replace(task, is_active=False)
        case "manual":
            start, _, finish = rest.partition(" to ")
            return replace(
                task, is_manual=True, manual_start=_at(start, MORNING), manual_finish=_at(finish, EVENING)
            )
    return _dated(task, clause)


def _dated(task: Task, clause: str) -> Task:
    """The task with one more date stated about it."""
    word, _, at = clause.partition(" ")
    match word:
        case "deadline":
            return replace(task, deadline=_at(at, EVENING))
        case "expected":
            return replace(task, expected_finish=_at(at, EVENING))
        case "promised":
            return replace(task, promised=_at(at, EVENING))
        case "started":
            return replace(task, actual_start=_at(at, MORNING))
        case "finished":
            return replace(task, actual_finish=_at(at, EVENING))
        case "suspended":
            return replace(task, suspended_at=_at(at, EVENING))
        case "resumes":
            return replace(task, resumes_at=_at(at, MORNING))
        case "external":
            return replace(task, kind=TaskKind.EXTERNAL, manual_finish=_at(at, EVENING))
    return _constrained(task, clause)


def _constrained(task: Task, clause: str) -> Task:
    for kind in ConstraintType:
        words = kind.replace("_", " ")
        if clause == words:
            return replace(task, constraint=kind)
        if clause.startswith(f"{words} "):
            at = _at(clause.removeprefix(words).strip(), MORNING if kind in _STARTS_BY else EVENING)
            if task.constraint is not ConstraintType.AS_SOON_AS_POSSIBLE:
                return replace(task, second_constraint=kind, second_constraint_date=at)
            return replace(task, constraint=kind, constraint_date=at)
    raise NotationError(f"'{clause}' says nothing about a task")


def _link(successor: int, text: str) -> tuple[int, str, LinkType, float, LagUnit]:
    match = _LINK.fullmatch(text)
    if match is None:
        raise NotationError(f"'{text}' is no predecessor such as 'design' or 'design SS+2d'")
    kind = LinkType(match["type"] or "FS")
    if match["lag"] is None:
        return successor, match["name"], kind, 0, LagUnit.WORKING
    sign = -1 if match["lag"][0] == "-" else 1
    if match["lag"].endswith("%"):
        return successor, match["name"], kind, sign * float(match["lag"][1:-1]), LagUnit.PERCENT
    lag, is_elapsed = length(match["lag"][1:])
    return successor, match["name"], kind, sign * lag, LagUnit.ELAPSED if is_elapsed else LagUnit.WORKING


def _plan(draft: _Draft) -> Plan:
    number = {task.name: task.id for task in draft.tasks}
    unknown = sorted({name for _, name, *_ in draft.links if name not in number})
    if unknown:
        raise NotationError(f"no task is called {', '.join(unknown)}")
    return Plan(
        projects=tuple(draft.projects),
        calendars=tuple(draft.calendars.values()),
        tasks=tuple(draft.tasks),
        links=tuple(
            Link(at, number[name], successor, kind, lag, unit)
            for at, (successor, name, kind, lag, unit) in enumerate(draft.links, 1)
        ),
        rules=draft.rules,
        status=draft.status,
    )


def _at(text: str, time_of_day: Ticks) -> Instant:
    """A date, at the given time of day, or a date and time, to the minute."""
    stated = datetime.fromisoformat(text)
    return instant(stated) if len(text) > len("2026-01-05") else instant(stated) + time_of_day


def _clock(text: str) -> Ticks:
    hours, minutes = text.split(":")
    return int(hours) * TICKS_PER_HOUR + int(minutes) * TICKS_PER_MINUTE
