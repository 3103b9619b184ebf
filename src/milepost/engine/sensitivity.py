"""Why a date moved: its change, split by what people did and in which project.

Changes are put into groups (durations, logic, …, per project). Each group's share is its Shapley value:
the move it causes, averaged over every order in which the groups could have been applied. So the shares
add up to the whole move exactly, and no group gains by being looked at first.
Source: Shapley, "A Value for n-Person Games" (1953).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np

from milepost.engine.analysis import analyse
from milepost.engine.instants import Instant, Ticks
from milepost.engine.kernels.layout import NEVER
from milepost.engine.plan import Plan, Task
from milepost.engine.schedule import Schedule

EXACT_GROUPS = 8
"""Up to so many groups every subset is worked out (2^8 plans); beyond, orders are sampled."""
SAMPLED_ORDERS = 64


class Cause(StrEnum):
    """What kind of change moved a date."""

    DURATION = "duration"
    LOGIC = "logic"
    CALENDAR = "calendar"
    CONSTRAINT = "constraint"
    SCOPE_ADDED = "scope_added"
    SCOPE_REMOVED = "scope_removed"
    PROGRESS = "progress"
    OTHER = "other"


_PROGRESS = {
    "actual_start",
    "actual_finish",
    "remaining",
    "percent_complete",
    "percent_kind",
    "physical_percent",
    "suspended_at",
    "resumes_at",
}
_CONSTRAINT = {
    "constraint",
    "constraint_date",
    "second_constraint",
    "second_constraint_date",
    "deadline",
    "expected_finish",
    "is_manual",
    "manual_start",
    "manual_finish",
    "levelling_delay",
}
_CALENDAR = {"calendar", "ignores_resource_calendars"}
_DURATION = {"duration", "is_elapsed", "splits", "effort_type", "is_effort_driven"}


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a move that one cause in one project brought about, in elapsed ticks, exactly.

    `project` is None for causes that belong to no single project, such as a shared calendar.
    """

    cause: Cause
    project: int | None
    ticks: Fraction


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a date moved: from where, to where, and the shares, the largest first.

    The shares sum to `after - before` exactly. `is_sampled` says that there were too many groups to try
    every order; the sum is exact then too, the single shares are estimates.
    """

    before: Instant
    after: Instant
    shares: tuple[Share, ...]
    is_sampled: bool

    @property
    def moved(self) -> Ticks:
        """How far the date moved; positive is later."""
        return self.after - self.before


Group = tuple[Cause, int | None]


def why_it_moved(before: Plan, after: Plan, task: int | None = None) -> Explanation | None:
    """Why a task (None: the program) finishes at another time in the later plan; None if it is undated."""
    reader = _finish_of(task)
    first, last = reader(analyse(before).schedule), reader(analyse(after).schedule)
    if first is None or last is None:
        return None
    groups = sorted(_groups(before, after), key=str)
    finishes: dict[frozenset[Group], int] = {frozenset(): first, frozenset(groups): last}

    def finish(chosen: frozenset[Group]) -> int:
        if chosen not in finishes:
            found = reader(analyse(_mixed(before, after, chosen)).schedule)
            finishes[chosen] = first if found is None else found
        return finishes[chosen]

    is_sampled = len(groups) > EXACT_GROUPS
    values = _sampled(groups, finish) if is_sampled else _exact(groups, finish)
    shares = [Share(*group, value) for group, value in values.items() if value]
    shares.sort(key=lambda share: (-abs(share.ticks), str(share.cause)))
    return Explanation(first, last, tuple(shares), is_sampled)


def _finish_of(task: int | None) -> Callable[[Schedule], Instant | None]:
    if task is None:
        return lambda schedule: schedule.ends

    def finish(schedule: Schedule) -> Instant | None:
        place = schedule.position.get(task)
        at = NEVER if place is None else int(schedule.finish[place])
        return None if at == NEVER else at

    return finish


def _exact(groups: Sequence[Group], finish: Callable[[frozenset[Group]], int]) -> dict[Group, Fraction]:
    """Shapley values from every subset."""
    count = len(groups)
    values = dict.fromkeys(groups, Fraction(0))
    for group in groups:
        others = [other for other in groups if other != group]
        for size in range(count):
            weight = Fraction(factorial(size) * factorial(count - size - 1), factorial(count))
            for chosen in combinations(others, size):
                without = frozenset(chosen)
                values[group] += weight * (finish(without | {group}) - finish(without))
    return values


def _sampled(groups: Sequence[Group], finish: Callable[[frozenset[Group]], int]) -> dict[Group, Fraction]:
    """Shapley values from a fixed sample of orders and their reverses; each order sums to the whole."""
    random = np.random.default_rng(len(groups))
    values = dict.fromkeys(groups, Fraction(0))
    orders = [random.permutation(len(groups)).tolist() for _ in range(SAMPLED_ORDERS // 2)]
    for order in [*orders, *(one[::-1] for one in orders)]:
        chosen: frozenset[Group] = frozenset()
        for place in order:
            with_it = chosen | {groups[place]}
            values[groups[place]] += Fraction(finish(with_it) - finish(chosen), SAMPLED_ORDERS)
            chosen = with_it
    return values


def _groups(before: Plan, after: Plan) -> set[Group]:
    """The groups of changes between two plans."""
    old, new = _tasks(before), _tasks(after)
    found: set[Group] = set()
    for id_, task in new.items():
        if id_ not in old:
            found.add((Cause.SCOPE_ADDED, task.project))
        elif task is not old[id_]:
            found |= {(_cause(name), task.project) for name in _differing(old[id_], task)}
    found |= {(Cause.SCOPE_REMOVED, task.project) for id_, task in old.items() if id_ not in new}
    found |= {(Cause.LOGIC, project) for project in _changed_link_projects(before, after)}
    found |= {(Cause.DURATION, project) for project in _changed_assignment_projects(before, after)}
    if before.calendars != after.calendars or before.resources != after.resources:
        found.add((Cause.CALENDAR, None))
    if before.status != after.status:
        found.add((Cause.PROGRESS, None))
    if before.projects != after.projects or before.rules != after.rules:
        found.add((Cause.OTHER, None))
    return found


def _cause(field: str) -> Cause:
    for cause, names in (
        (Cause.PROGRESS, _PROGRESS),
        (Cause.CONSTRAINT, _CONSTRAINT),
        (Cause.CALENDAR, _CALENDAR),
        (Cause.DURATION, _DURATION),
    ):
        if field in names:
            return cause
    return Cause.OTHER


def _tasks(plan: Plan) -> dict[int, Task]:
    return {task.id: task for task in plan.tasks}


def _differing(one: Task, other: Task) -> Iterable[str]:
    return [known.name for known in fields(Task) if getattr(one, known.name) != getattr(other, known.name)]


def _changed_link_projects(before: Plan, after: Plan) -> set[int]:
    """Projects whose tasks follow something else than before, links to new or removed tasks left aside."""
    kept = _tasks(before).keys() & _tasks(after).keys()
    tasks = _tasks(after)
    old = {link.id: link for link in before.links if {link.predecessor, link.successor} <= kept}
    new = {link.id: link for link in after.links if {link.predecessor, link.successor} <= kept}
    changed = [link for id_, link in {**old, **new}.items() if old.get(id_) != new.get(id_)]
    return {tasks[link.successor].project for link in changed}


def _changed_assignment_projects(before: Plan, after: Plan) -> set[int]:
    kept = _tasks(before).keys() & _tasks(after).keys()
    tasks = _tasks(after)
    old = {one.id: one for one in before.assignments if one.task in kept}
    new = {one.id: one for one in after.assignments if one.task in kept}
    changed = [one for id_, one in {**old, **new}.items() if old.get(id_) != new.get(id_)]
    return {tasks[one.task].project for one in changed}


def _mixed(before: Plan, after: Plan, chosen: frozenset[Group]) -> Plan:
    """The earlier plan with some groups of changes applied."""
    calendars = (Cause.CALENDAR, None) in chosen
    return replace(
        after
        if (Cause.OTHER, None) in chosen
        else replace(after, projects=before.projects, rules=before.rules),
        calendars=after.calendars if calendars else _with_missing(before.calendars, after.calendars),
        resources=after.resources if calendars else _with_missing(before.resources, after.resources),
        status=after.status if (Cause.PROGRESS, None) in chosen else before.status,
        tasks=_mixed_tasks(before, after, chosen),
        links=_mixed_rows(before, after, chosen, "links", Cause.LOGIC),
        assignments=_mixed_rows(before, after, chosen, "assignments", Cause.DURATION),
    )


def _with_missing(before: Sequence[Any], after: Sequence[Any]) -> tuple[Any, ...]:
    """The earlier rows, and those only the later plan has: something new may already refer to them."""
    known = {row.id for row in before}
    return (*before, *(row for row in after if row.id not in known))


def _mixed_tasks(before: Plan, after: Plan, chosen: frozenset[Group]) -> tuple[Task, ...]:
    """Tasks in the order of the later plan, removed ones that are still there at the end."""
    old, new = _tasks(before), _tasks(after)
    mixed = []
    for id_, task in new.items():
        if id_ in old:
            mixed.append(_mixed_task(old[id_], task, chosen))
        elif (Cause.SCOPE_ADDED, task.project) in chosen:
            mixed.append(task)
    kept = [
        task
        for id_, task in old.items()
        if id_ not in new and (Cause.SCOPE_REMOVED, task.project) not in chosen
    ]
    return _parents_first([*mixed, *kept])


def _mixed_task(old: Task, new: Task, chosen: frozenset[Group]) -> Task:
    taken = {
        name: getattr(new, name) for name in _differing(old, new) if (_cause(name), new.project) in chosen
    }
    return replace(old, **taken) if taken else old


def _parents_first(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The tasks with every parent before its children; a parent that is not there is forgotten."""
    known = {task.id for task in tasks}
    children: dict[int | None, list[Task]] = {}
    for task in tasks:
        children.setdefault(task.parent if task.parent in known else None, []).append(task)
    ordered: list[Task] = []
    waiting = children.get(None, [])[::-1]
    while waiting:
        task = waiting.pop()
        ordered.append(task if task.parent in known or task.parent is None else replace(task, parent=None))
        waiting.extend(children.get(task.id, [])[::-1])
    return tuple(ordered)


def _mixed_rows(
    before: Plan, after: Plan, chosen: frozenset[Group], collection: str, cause: Cause
) -> tuple[Any, ...]:
    """Links or assignments: of tasks in both plans as their group says, of others with their scope."""
    old: Mapping[int, Any] = {row.id: row for row in getattr(before, collection)}
    new: Mapping[int, Any] = {row.id: row for row in getattr(after, collection)}
    tasks = {**_tasks(before), **_tasks(after)}
    there = {task.id for task in _mixed_tasks(before, after, chosen)}
    kept = _tasks(before).keys() & _tasks(after).keys()
    mixed = []
    for id_ in {**old, **new}:
        row = new.get(id_) or old[id_]
        ends = _ends(row)
        if not ends <= kept:
            # It came or went with its task.
            mixed += [row] if ends <= there else []
        elif (cause, tasks[_owner(row)].project) in chosen:
            mixed += [new[id_]] if id_ in new else []
        else:
            mixed += [old[id_]] if id_ in old else []
    return tuple(mixed)


def _ends(row: Any) -> set[int]:
    return {row.task} if hasattr(row, "task") else {row.predecessor, row.successor}


def _owner(row: Any) -> int:
    owner: int = row.task if hasattr(row, "task") else row.successor
    return owner
