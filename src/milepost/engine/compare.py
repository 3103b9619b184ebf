"""What changed between two plans, what moved between two analyses, what departs from a baseline."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from milepost.engine.analysis import Analysis
from milepost.engine.instants import Instant, Ticks
from milepost.engine.kernels import dates
from milepost.engine.kernels.layout import NEVER
from milepost.engine.plan import Baseline, Plan, Task
from milepost.engine.schedule import Schedule


class ChangeKind(StrEnum):
    """What happened to something between two plans."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: of which noun (`task`, `link`, `calendar`, …) and which id, and of which field.

    `field` is empty and the values are None where something was added or removed as a whole. `moved` is
    for computed dates, `changed` for stated facts.
    """

    kind: ChangeKind
    noun: str
    id: int
    field: str = ""
    before: Any = None
    after: Any = None


DATES = ("start", "finish")
_NOUNS = (
    ("project", "projects"),
    ("calendar", "calendars"),
    ("task", "tasks"),
    ("link", "links"),
    ("resource", "resources"),
    ("assignment", "assignments"),
)


def plans(before: Plan, after: Plan) -> tuple[Change, ...]:
    """What people changed: every row added or removed, every stated field that differs."""
    changes = [
        change
        for noun, collection in _NOUNS
        for change in _rows(noun, getattr(before, collection), getattr(after, collection))
    ]
    for name in ("rules", "status", "milestone"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            changes.append(Change(ChangeKind.CHANGED, "plan", 0, name, old, new))
    return tuple(changes)


def _rows(noun: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    old, new = {row.id: row for row in before}, {row.id: row for row in after}
    for id_ in old.keys() - new.keys():
        yield Change(ChangeKind.REMOVED, noun, id_)
    for id_, row in new.items():
        if id_ not in old:
            yield Change(ChangeKind.ADDED, noun, id_)
        elif row is not old[id_] and row != old[id_]:
            for name, was, now in differing(old[id_], row):
                yield Change(ChangeKind.CHANGED, noun, id_, name, was, now)


def differing(before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    """The fields in which two values of one dataclass differ, each with what it was and is."""
    for known in fields(after):
        was, now = getattr(before, known.name), getattr(after, known.name)
        if was != now:
            yield known.name, was, now


def schedules(before: Schedule, after: Schedule) -> tuple[Change, ...]:
    """Whose start or finish moved, among the tasks both schedules have."""
    changes = []
    for task in after.plan.tasks:
        if task.id not in before.position:
            continue
        was, now = before.row(task.id), after.row(task.id)
        for name in DATES:
            old, new = getattr(was, name), getattr(now, name)
            if old != new:
                changes.append(Change(ChangeKind.MOVED, "task", task.id, name, old, new))
    return tuple(changes)


def analyses(before: Analysis, after: Analysis) -> tuple[Change, ...]:
    """What people changed and what moved because of it, in that order."""
    return (*plans(before.plan, after.plan), *schedules(before.schedule, after.schedule))


@dataclass(frozen=True, slots=True)
class Variance:
    """How far one task is from what a baseline promised, in working ticks of its own calendar.

    Positive is late, or long. None where either side has no such figure.
    """

    task: int
    start: Ticks | None
    finish: Ticks | None
    duration: Ticks | None


def variances(analysis: Analysis, baseline: Baseline) -> tuple[Variance, ...]:
    """The variance of every task the baseline covers, in the order of the plan."""
    found = []
    for place, task in enumerate(analysis.plan.tasks):
        promise = baseline.tasks.get(task.id)
        if promise is None:
            continue
        start = _late_by(analysis, place, promise.start, int(analysis.schedule.start[place]))
        finish = _late_by(analysis, place, promise.finish, int(analysis.schedule.finish[place]))
        longer = None
        if promise.duration is not None:
            longer = int(analysis.schedule.duration[place]) - promise.duration
        found.append(Variance(task.id, start, finish, longer))
    return tuple(found)


def _late_by(analysis: Analysis, place: int, promised: Instant | None, found: int) -> Ticks | None:
    if promised is None or found == NEVER:
        return None
    frame = analysis.network.frame
    return dates.work_between(frame.calendars.plain, frame.calendar_of(place), promised, found)


def matched_by_name(before: Plan, after: Plan) -> Mapping[int, int]:
    """Ids of the later plan by ids of the earlier, for plans that do not share their numbers.

    Tasks match when their names and the names above them are the same and unique in both.
    """
    old, new = _by_path(before), _by_path(after)
    return {id_: new[path] for path, id_ in old.items() if path in new}


def _by_path(plan: Plan) -> dict[tuple[str, ...], int]:
    paths: dict[int, tuple[str, ...]] = {}
    ids: dict[tuple[str, ...], list[int]] = {}
    for task in plan.tasks:
        paths[task.id] = (*_above(task, paths), task.name)
        ids.setdefault(paths[task.id], []).append(task.id)
    return {path: found[0] for path, found in ids.items() if len(found) == 1}


def _above(task: Task, paths: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    return () if task.parent is None else paths.get(task.parent, ())
