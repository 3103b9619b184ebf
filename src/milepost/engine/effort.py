"""How long a task takes and on whose calendar: its own, its project's, or those of its assignments.

A task's calendar measures its floats and lags. Where its work happens is another matter: assignments of
people drive it unless its duration is fixed or elapsed. One calendar among them makes the task simply
work on that calendar; several give it parts, and it spans them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from milepost.engine import progress
from milepost.engine.calendars import Calendars
from milepost.engine.instants import Ticks
from milepost.engine.plan import Assignment, EffortType, Plan, Resource, ResourceKind, Task
from milepost.engine.settings import Setting

ROUND_THE_CLOCK = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What one assignment asks of its task: working ticks on the calendar with this index."""

    calendar: int
    span: Ticks
    remaining: Ticks


@dataclass(frozen=True, slots=True)
class Effort:
    """A task's calendars (as indices) and its spans.

    `calendar` measures floats and lags, `work_calendar` says when it can start and finish,
    `span_calendar` what its duration is counted on. `parts` is empty unless several calendars are at work.
    """

    calendar: int
    work_calendar: int
    span_calendar: int
    span: Ticks
    parts: tuple[Part, ...] = ()


def pairs_needed(plan: Plan) -> dict[tuple[int, int], int]:
    """The task and resource calendars that meet on some task, and the id of the hours they share."""
    resources = {resource.id: resource for resource in plan.resources}
    tasks = {task.id: task for task in plan.tasks if task.calendar is not None}
    known = {calendar.id for calendar in plan.calendars}
    found: dict[tuple[int, int], int] = {}
    for assignment in plan.assignments:
        task = tasks.get(assignment.task)
        if task is None or task.calendar is None or task.ignores_resource_calendars:
            continue
        theirs = _calendar_of(assignment, resources)
        if theirs is not None and {theirs, task.calendar} <= known and theirs != task.calendar:
            found.setdefault((task.calendar, theirs), -1 - len(found))
    return found


def effort_of(
    task: Task,
    setting: Setting,
    calendars: Calendars,
    assignments: Sequence[Assignment],
    resources: Mapping[int, Resource],
    pairs: Mapping[tuple[int, int], int],
) -> Effort:
    """The effort of a task, from what is stated about it and its assignments."""
    own = (
        setting.calendar
        if task.calendar is None
        else calendars.address_by_id.get(task.calendar, setting.calendar)
    )
    if task.is_elapsed:
        return Effort(ROUND_THE_CLOCK, own, ROUND_THE_CLOCK, task.duration)
    driving = list(_driving(task, setting, assignments, resources))
    if not driving:
        return Effort(own, own, own, task.duration + paused(task))
    parts = [
        _part(task, assignment, _index(task, assignment, own, calendars, resources, pairs))
        for assignment in driving
    ]
    if len({part.calendar for part in parts}) > 1:
        return Effort(own, own, own, task.duration + paused(task), tuple(parts))
    span = _length_on_one_calendar(task, driving, parts, resources)
    return Effort(own, parts[0].calendar, parts[0].calendar, span + paused(task))


def paused(task: Task) -> Ticks:
    """The working time a split task pauses for, counting only pauses that come before its end."""
    return sum(split.pause for split in task.splits if 0 <= split.after < task.duration)


def _length_on_one_calendar(
    task: Task, driving: Sequence[Assignment], parts: Sequence[Part], resources: Mapping[int, Resource]
) -> Ticks:
    """The stated duration says what the assignments amount to, unless people of several calendars share it.

    MS Project's duration then adds up the hours any of them works. Where those calendars turn out to have
    the same hours, only the work itself tells how long it takes.
    """
    longest = max(part.span for part in parts)
    own = {_calendar_of(assignment, resources) for assignment in driving}
    is_stated = all(a.work is not None and not a.actual_work for a in driving)
    is_added_up = len(own) > 1 and is_stated and sum(part.span for part in parts) == task.duration
    return longest if is_added_up or not task.duration else task.duration


def _driving(
    task: Task, setting: Setting, assignments: Sequence[Assignment], resources: Mapping[int, Resource]
) -> Iterable[Assignment]:
    if not setting.rules.assignments_drive or task.effort_type is EffortType.FIXED_DURATION:
        return
    for assignment in assignments:
        resource = None if assignment.resource is None else resources.get(assignment.resource)
        is_work = resource is not None and resource.kind is ResourceKind.WORK
        if is_work and assignment.is_driving and assignment.units > 0:
            yield assignment


def _part(task: Task, assignment: Assignment, calendar: int) -> Part:
    work = task.duration * assignment.units if assignment.work is None else assignment.work
    left: float | None = assignment.remaining_work
    if left is None:
        # Nobody booked what was done: everybody is as far as the task.
        share = progress.remaining(task) / task.duration if task.duration else 1
        left = work - assignment.actual_work if assignment.actual_work else work * share
    return Part(calendar, assignment.delay + round(work / assignment.units), round(left / assignment.units))


def _calendar_of(assignment: Assignment, resources: Mapping[int, Resource]) -> int | None:
    if assignment.calendar is not None:
        return assignment.calendar
    resource = None if assignment.resource is None else resources.get(assignment.resource)
    return None if resource is None else resource.calendar


def _index(
    task: Task,
    assignment: Assignment,
    own: int,
    calendars: Calendars,
    resources: Mapping[int, Resource],
    pairs: Mapping[tuple[int, int], int],
) -> int:
    theirs = None if task.ignores_resource_calendars else _calendar_of(assignment, resources)
    if theirs is None:
        return own
    if task.calendar is not None:
        theirs = pairs.get((task.calendar, theirs), theirs)
    return calendars.address_by_id.get(theirs, own)
