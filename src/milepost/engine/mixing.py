"""What differs between two plans, in groups by cause and project, and the plans between the two.

A mixed plan is the earlier one with some groups of changes applied. What comes or goes with a task (its
links, its bookings) belongs to that task's scope; what only names or orders things moves no date and is in
no group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from milepost.engine.compare import differing
from milepost.engine.plan import Plan, Project, Task


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


Group = tuple[Cause, int | None]
"""A cause in a project; None for what belongs to no single project, such as a shared calendar."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in a group: of which noun and id, in which field; no field for what came or went."""

    noun: str
    id: int
    field: str = ""
    before: Any = None
    after: Any = None


_CAUSES: Mapping[Cause, frozenset[str]] = {
    Cause.PROGRESS: frozenset(
        {
            "actual_start",
            "actual_finish",
            "remaining",
            "percent_complete",
            "percent_kind",
            "physical_percent",
            "suspended_at",
            "resumes_at",
        }
    ),
    Cause.CONSTRAINT: frozenset(
        {
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
    ),
    Cause.CALENDAR: frozenset({"calendar", "ignores_resource_calendars"}),
    Cause.DURATION: frozenset({"duration", "is_elapsed", "splits", "effort_type", "is_effort_driven"}),
}
_CAUSE_OF = {name: cause for cause, names in _CAUSES.items() for name in names}
_CAUSE_OF_PROJECT = {
    "start": Cause.CONSTRAINT,
    "finish_by": Cause.CONSTRAINT,
    "calendar": Cause.CALENDAR,
    "status": Cause.PROGRESS,
}
"""The status date is progress of its project: moved alone it would push what was reported done by then."""
_WITHOUT_DATES = frozenset({"name", "priority", "promised"})


def differences(before: Plan, after: Plan) -> dict[Group, list[Difference]]:
    """What differs between two plans, by group; tasks in the order of the later plan."""
    before, after = by_project(before), by_project(after)
    found: dict[Group, list[Difference]] = {}

    def note(cause: Cause, project: int | None, *seen: Difference) -> None:
        if seen:
            found.setdefault((cause, project), []).extend(seen)

    old, new = by_id(before.tasks), by_id(after.tasks)
    for id_, task in new.items():
        if id_ not in old:
            note(Cause.SCOPE_ADDED, task.project, Difference("task", id_))
        elif task is not old[id_]:
            for one in _fields("task", old[id_], task):
                note(_CAUSE_OF.get(one.field, Cause.OTHER), task.project, one)
    for id_, task in old.items():
        if id_ not in new:
            note(Cause.SCOPE_REMOVED, task.project, Difference("task", id_))
    for cause, collection in ((Cause.LOGIC, "links"), (Cause.DURATION, "assignments")):
        for one in _rows(before, after, collection):
            note(cause, new[one.id].project, one)
    for earlier, project in _both(before.projects, after.projects):
        for one in _fields("project", earlier, project):
            note(_CAUSE_OF_PROJECT.get(one.field, Cause.OTHER), project.id, one)
    note(Cause.CALENDAR, None, *_shared(before, after))
    if before.rules != after.rules:
        note(Cause.OTHER, None, Difference("plan", 0, "rules", before.rules, after.rules))
    return found


def by_project(plan: Plan) -> Plan:
    """The same plan with the status date stated for each project."""
    if plan.status is None:
        return plan
    projects = (replace(one, status=plan.status) if one.status is None else one for one in plan.projects)
    return replace(plan, status=None, projects=tuple(projects))


def sharing(before: Plan, after: Plan) -> Plan:
    """The later plan with the earlier one's very tasks where they are equal: then one look tells."""
    old = by_id(before.tasks)
    return replace(after, tasks=tuple(old[one.id] if old.get(one.id) == one else one for one in after.tasks))


def mixed(before: Plan, after: Plan, chosen: frozenset[Group]) -> Plan:
    """The earlier plan with some groups of changes applied; both with their status dates by project."""
    calendars = (Cause.CALENDAR, None) in chosen
    tasks = _mixed_tasks(before, after, chosen)
    return replace(
        after,
        projects=tuple(_mixed_projects(before, after, chosen)),
        rules=after.rules if (Cause.OTHER, None) in chosen else before.rules,
        calendars=after.calendars if calendars else _with_missing(before.calendars, after.calendars),
        resources=after.resources if calendars else _with_missing(before.resources, after.resources),
        tasks=tasks,
        links=_mixed_rows(before, after, chosen, tasks, "links", Cause.LOGIC),
        assignments=_mixed_rows(before, after, chosen, tasks, "assignments", Cause.DURATION),
    )


def by_id(rows: Iterable[Any]) -> dict[int, Any]:
    """Rows by their id, in their order."""
    return {row.id: row for row in rows}


def _fields(noun: str, old: Any, new: Any) -> list[Difference]:
    """The fields in which two versions of a row differ, those left out that move no date."""
    return [
        Difference(noun, new.id, name, was, now)
        for name, was, now in differing(old, new)
        if name not in _WITHOUT_DATES
    ]


def _rows(before: Plan, after: Plan, collection: str) -> list[Difference]:
    """Links or bookings that differ, by the task they act on; those of new or removed tasks left aside."""
    kept = by_id(before.tasks).keys() & by_id(after.tasks).keys()
    old = _by_key(row for row in getattr(before, collection) if _ends(row) <= kept)
    new = _by_key(row for row in getattr(after, collection) if _ends(row) <= kept)
    noun = collection[:-1]
    return [
        Difference(noun, _owner(new.get(key) or old[key]), "", old.get(key), new.get(key))
        for key in {**old, **new}
        if old.get(key) != new.get(key)
    ]


def _shared(before: Plan, after: Plan) -> list[Difference]:
    """Calendars and resources that differ; new ones only count once something follows them."""
    found = []
    for noun, earlier, later in (
        ("calendar", before.calendars, after.calendars),
        ("resource", before.resources, after.resources),
    ):
        old, new = by_id(earlier), by_id(later)
        gone = [Difference(noun, id_) for id_ in old if id_ not in new]
        found += [Difference(noun, id_) for id_ in old if id_ in new and old[id_] != new[id_]] + gone
    if before.calendars[:1] != after.calendars[:1] and not found:
        found.append(Difference("calendar", after.calendars[0].id if after.calendars else 0))
    return found


def _both(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[Any, Any]]:
    old = by_id(before)
    return [(old[row.id], row) for row in after if row.id in old]


def _mixed_projects(before: Plan, after: Plan, chosen: frozenset[Group]) -> list[Project]:
    """The projects of both plans, each with the changes chosen; removed ones at the end."""
    old, new = by_id(before.projects), by_id(after.projects)
    projects = [_mixed_project(old[id_], one, chosen) if id_ in old else one for id_, one in new.items()]
    return [*projects, *(one for id_, one in old.items() if id_ not in new)]


def _mixed_project(old: Project, new: Project, chosen: frozenset[Group]) -> Project:
    taken = {
        one.field: one.after
        for one in _fields("project", old, new)
        if (_CAUSE_OF_PROJECT.get(one.field, Cause.OTHER), new.id) in chosen
    }
    return replace(old, **taken)


def _with_missing(before: Sequence[Any], after: Sequence[Any]) -> tuple[Any, ...]:
    """The earlier rows, and those only the later plan has: something new may already refer to them."""
    known = {row.id for row in before}
    return (*before, *(row for row in after if row.id not in known))


def _mixed_tasks(before: Plan, after: Plan, chosen: frozenset[Group]) -> tuple[Task, ...]:
    """Tasks in the order of the later plan, removed ones that are still there at the end."""
    old, new = by_id(before.tasks), by_id(after.tasks)
    tasks = []
    for id_, task in new.items():
        if id_ in old:
            tasks.append(_mixed_task(old[id_], task, chosen))
        elif (Cause.SCOPE_ADDED, task.project) in chosen:
            tasks.append(task)
    kept = [
        task
        for id_, task in old.items()
        if id_ not in new and (Cause.SCOPE_REMOVED, task.project) not in chosen
    ]
    return _parents_first([*tasks, *kept])


def _mixed_task(old: Task, new: Task, chosen: frozenset[Group]) -> Task:
    if old is new:
        return old
    taken = {
        one.field: one.after
        for one in _fields("task", old, new)
        if (_CAUSE_OF.get(one.field, Cause.OTHER), new.project) in chosen
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
    before: Plan,
    after: Plan,
    chosen: frozenset[Group],
    mixed_tasks: Sequence[Task],
    collection: str,
    cause: Cause,
) -> tuple[Any, ...]:
    """Links or bookings: of tasks in both plans as their group says, of others with their scope."""
    old, new = _by_key(getattr(before, collection)), _by_key(getattr(after, collection))
    tasks = {**by_id(before.tasks), **by_id(after.tasks)}
    there = {task.id for task in mixed_tasks}
    kept = by_id(before.tasks).keys() & by_id(after.tasks).keys()
    rows = []
    for key in {**old, **new}:
        row = new.get(key) or old[key]
        ends = _ends(row)
        if not ends <= kept:
            # It came or went with its task.
            rows += [row] if ends <= there else []
        elif (cause, tasks[_owner(row)].project) in chosen:
            rows += [new[key]] if key in new else []
        else:
            rows += [old[key]] if key in old else []
    return tuple(rows)


def _by_key(rows: Iterable[Any]) -> dict[tuple[int, ...], Any]:
    """Links or bookings by id and ends: one that joins other tasks than before is another one."""
    return {(row.id, *sorted(_ends(row)), _owner(row)): row for row in rows}


def _ends(row: Any) -> set[int]:
    return {row.task} if hasattr(row, "task") else {row.predecessor, row.successor}


def _owner(row: Any) -> int:
    owner: int = row.task if hasattr(row, "task") else row.successor
    return owner
