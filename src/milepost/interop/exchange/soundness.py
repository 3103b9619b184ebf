"""References that lead nowhere, ids used twice: found once for every format, told, and put out of the way.

What is left is a plan every later step can trust: unique ids, links, parents, calendars and assignments that
exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from milepost.interop.exchange.values import Assignment, Calendar, Link, Project, Resource, Task, Uid

Tell = Callable[[str, Uid | None, str], None]
"""Takes a problem's code, subject and message."""


def sound(project: Project, tell: Tell) -> Project:
    """The project with every reference leading somewhere; what was put right is told."""
    calendars = _sound_calendars(project.calendars, tell)
    calendar_uids = {calendar.uid for calendar in calendars}
    tasks = _sound_tasks(project.tasks, calendar_uids, tell)
    resources = tuple(
        _with_known_calendar(resource, calendar_uids, tell)
        for resource in _unique(project.resources, "resource", tell)
    )
    return replace(
        project,
        calendars=calendars,
        calendar=_known(project.calendar, calendar_uids),
        tasks=tasks,
        resources=resources,
        assignments=_sound_assignments(project.assignments, tasks, resources, tell),
    )


def _known(uid: Uid | None, uids: set[Uid]) -> Uid | None:
    return uid if uid in uids else None


def _unique(rows: Iterable[Task | Resource | Calendar], noun: str, tell: Tell) -> tuple:  # type: ignore[type-arg]
    """The rows with every id once: a second use of an id gets the next free number."""
    rows = tuple(rows)
    seen: set[Uid] = set()
    if len({row.uid for row in rows}) == len(rows):
        return rows
    free = max((row.uid for row in rows if isinstance(row.uid, int)), default=0) + 1
    result = []
    for row in rows:
        if row.uid in seen:
            tell(
                f"duplicate_{noun}",
                row.uid,
                f"The {noun} '{row.name}' has the id {row.uid} of another; it is now {free}.",
            )
            row = replace(row, uid=free)
            free += 1
        seen.add(row.uid)
        result.append(row)
    return tuple(result)


def _sound_calendars(calendars: tuple[Calendar, ...], tell: Tell) -> tuple[Calendar, ...]:
    unique: tuple[Calendar, ...] = _unique(calendars, "calendar", tell)
    parents = {calendar.uid: calendar.parent for calendar in unique}
    result = []
    for calendar in unique:
        if calendar.parent is not None and not _leads_up(calendar.uid, parents):
            tell(
                "calendar_without_base",
                calendar.uid,
                f"The base of the calendar '{calendar.name}' does not exist or is itself.",
            )
            calendar = replace(calendar, parent=None)
        result.append(calendar)
    return tuple(result)


def _leads_up(uid: Uid, parents: dict[Uid, Uid | None]) -> bool:
    """Whether following parents from `uid` ends at the top: no missing one, no circle."""
    seen: set[Uid] = set()
    at: Uid | None = uid
    while at is not None:
        if at not in parents or at in seen:
            return False
        seen.add(at)
        at = parents[at]
    return True


def _with_known_calendar(resource: Resource, calendars: set[Uid], tell: Tell) -> Resource:
    if resource.calendar is None or resource.calendar in calendars:
        return resource
    name = resource.name or f"resource {resource.uid}"
    tell("unknown_calendar", resource.uid, f"'{name}' uses a calendar that is not in the file.")
    return replace(resource, calendar=None)


def _sound_tasks(tasks: tuple[Task, ...], calendars: set[Uid], tell: Tell) -> tuple[Task, ...]:
    unique: tuple[Task, ...] = _unique(tasks, "task", tell)
    uids = {task.uid for task in unique}
    parents = {task.parent for task in unique}
    above: set[Uid] = set()
    result = []
    for task in unique:
        if not task.is_summary and task.uid in parents:
            task = replace(task, is_summary=True)
        if task.parent is not None and task.parent not in above:
            tell(
                "unknown_parent",
                task.uid,
                f"'{task.name}' names a parent that does not come before it; it is now at the top.",
            )
            task = replace(task, parent=None)
        if task.calendar is not None and task.calendar not in calendars:
            tell("unknown_calendar", task.uid, f"'{task.name}' uses a calendar that is not in the file.")
            task = replace(task, calendar=None)
        if task.predecessors:
            links = _sound_links(task, uids, tell)
            task = task if len(links) == len(task.predecessors) else replace(task, predecessors=links)
        above.add(task.uid)
        result.append(task)
    return tuple(result)


def _sound_links(task: Task, uids: set[Uid], tell: Tell) -> tuple[Link, ...]:
    links = []
    for link in task.predecessors:
        if link.project is not None:
            links.append(link)
        elif link.predecessor not in uids:
            tell(
                "unknown_predecessor",
                task.uid,
                f"'{task.name}' follows task {link.predecessor}, which is not in the file.",
            )
        elif link.predecessor == task.uid:
            tell("link_to_itself", task.uid, f"'{task.name}' follows itself; that link is left out.")
        else:
            links.append(link)
    return tuple(links)


def _sound_assignments(
    assignments: tuple[Assignment, ...], tasks: tuple[Task, ...], resources: tuple[Resource, ...], tell: Tell
) -> tuple[Assignment, ...]:
    task_uids = {task.uid for task in tasks}
    resource_uids = {resource.uid for resource in resources}
    result = []
    for assignment in assignments:
        if assignment.task not in task_uids:
            tell(
                "unknown_task",
                assignment.uid,
                f"An assignment names task {assignment.task}, which is not in the file.",
            )
            continue
        if assignment.resource is not None and assignment.resource not in resource_uids:
            tell(
                "unknown_resource",
                assignment.task,
                f"An assignment names resource {assignment.resource}, which is not in the file.",
            )
            assignment = replace(assignment, resource=None)
        result.append(assignment)
    return tuple(result)
