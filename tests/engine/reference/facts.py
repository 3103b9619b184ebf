"""What a plan states, looked up plainly each time it is asked: who holds whom, how long tasks take, lags."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from milepost.engine.plan import Assignment, EffortType, LagUnit, Link, LinkType, Plan, Task, TaskKind
from milepost.engine.rules import LagCalendar, MilestoneInstant, PlanRules, ProgressMode
from tests.engine.walking import ALWAYS, Clock, Hours, between, in_hours, last_work, next_work, walk

LEAVES_START = (LinkType.START_START, LinkType.START_FINISH)
HOLDS_START = (LinkType.FINISH_START, LinkType.START_START)


hours_of = cache(Clock.hours)


class Facts:
    """A plan by name, with its calendars as rows of hours."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.clock = Clock(min(project.start for project in plan.projects))
        self.projects = {project.id: project for project in plan.projects}
        self.tasks = {task.id: task for task in plan.tasks}
        self.calendars = {calendar.id: hours_of(self.clock, calendar) for calendar in plan.calendars}
        self.arrivals = cache(self._arrivals)
        self.departures = cache(self._departures)
        self.efforts = cache(self._efforts)

    def rules(self, task: Task) -> PlanRules:
        return self.projects[task.project].rules or self.plan.rules

    def status(self, task: Task) -> int | None:
        """The hour unfinished work may not lie before."""
        at = self.projects[task.project].status or self.plan.status
        return None if at is None or not self.rules(task).holds_at_status else self.clock.hour(at)

    def parts_of(self, task: Task) -> list[Task]:
        return [one for one in self.plan.tasks if one.parent == task.id]

    def leaves(self, task: Task) -> list[Task]:
        parts = self.parts_of(task)
        return [leaf for part in parts for leaf in self.leaves(part)] if parts else [task]

    def movers(self, project: int) -> list[Task]:
        """The tasks of a project that have dates of their own."""
        return [
            task
            for task in self.plan.tasks
            if task.project == project
            and not self.parts_of(task)
            and task.kind is not TaskKind.LEVEL_OF_EFFORT
        ]

    def summaries(self, task: Task) -> Iterator[Task]:
        while task.parent is not None:
            task = self.tasks[task.parent]
            yield task

    def leaves_of_plan(self) -> list[Task]:
        """All tasks that have dates of their own."""
        return [task for project in self.projects for task in self.movers(project)]

    def _arrivals(self, task: Task) -> list[tuple[Link, list[Task]]]:
        """The links that hold a task, its summaries' included, and the leaves each comes from."""
        held = {task.id, *(summary.id for summary in self.summaries(task))}
        found = []
        for link in self.plan.links:
            sources = [leaf for leaf in self.leaves(self.tasks[link.predecessor]) if leaf.is_active]
            if link.successor in held and sources and self._is_logic(link, task):
                found.append((link, sources))
        return found

    def _departures(self, task: Task) -> list[tuple[Link, Task]]:
        """The links that leave a task or its summaries, and each leaf they hold."""
        return [
            (link, after)
            for after in self.plan.tasks
            if not self.parts_of(after)
            for link, sources in self.arrivals(after)
            if task in sources
        ]

    def _is_logic(self, link: Link, after: Task) -> bool:
        ends = {self.tasks[link.predecessor].kind, self.tasks[link.successor].kind, after.kind}
        is_started = after.actual_start is not None and after.actual_finish is None
        is_overridden = is_started and self.rules(after).progress is ProgressMode.PROGRESS_OVERRIDE
        return TaskKind.LEVEL_OF_EFFORT not in ends and not is_overridden

    def working(self, task: Task) -> Hours:
        return self.calendars[task.calendar or self.projects[task.project].calendar or 1]

    def own(self, task: Task) -> Hours:
        """The hours a task's floats are counted in."""
        return ALWAYS if task.is_elapsed else self.working(task)

    def _efforts(self, task: Task) -> list[tuple[Hours, int, Hours]]:
        """What must be done before a task is: on which hours, how much, and when that may start."""
        if task.manual_start is not None and task.manual_finish is not None:
            begins, ends = self.clock.hour(task.manual_start), self.clock.hour(task.manual_finish)
            return [(self.own(task), between(self.own(task), begins, ends), self.working(task))]
        left = self._left(task)
        driving = [] if task.is_elapsed else list(self._driving(task))
        if not driving:
            return [(self.own(task), left, self.working(task))]
        hours = [self._shared(task, assignment) for assignment in driving]
        if all(one == hours[0] for one in hours):
            return [(hours[0], left, hours[0])]
        lengths = [in_hours((one.work or 0) / one.units) for one in driving]
        return [(one, length, one) for one, length in zip(hours, lengths, strict=True)]

    def _driving(self, task: Task) -> Iterator[Assignment]:
        if task.effort_type is not EffortType.FIXED_DURATION and self.rules(task).assignments_drive:
            yield from (one for one in self.plan.assignments if one.task == task.id)

    def _shared(self, task: Task, assignment: Assignment) -> Hours:
        """The hours somebody can give a task: their own, within the task's where it has a calendar."""
        person = next(one for one in self.plan.resources if one.id == assignment.resource)
        if person.calendar is None or task.ignores_resource_calendars:
            return self.working(task)
        theirs = self.calendars[person.calendar]
        if task.calendar is None:
            return theirs
        return [a and b for a, b in zip(theirs, self.calendars[task.calendar], strict=True)]

    def _left(self, task: Task) -> int:
        """What is still to schedule of a task, its pauses included."""
        left = task.duration if task.remaining is None else task.remaining
        done = task.duration - left if task.actual_start is not None else 0
        pauses = sum(one.pause for one in task.splits if done <= one.after < task.duration)
        return in_hours(left + pauses)

    def finish(self, task: Task, start: int) -> int:
        return max(walk(hours, start, amount) for hours, amount, _ in self.efforts(task))

    def start(self, task: Task, finish: int) -> int:
        return min(walk(hours, finish, -amount) for hours, amount, _ in self.efforts(task))

    def stands(self, task: Task) -> bool:
        """Whether a task is a milestone that may stand where work ends."""
        where, kind = self.rules(task).milestone_instant, task.kind
        if where is MilestoneInstant.STAYS:
            return self._left(task) == 0
        if where is MilestoneInstant.SNAPS:
            return self._left(task) == 0 and kind is TaskKind.FINISH_MILESTONE
        return self._left(task) == 0 and kind is not TaskKind.START_MILESTONE

    def placed(self, task: Task, at: int) -> int:
        """Where a task starts that may start at an hour."""
        start = self._next_start(task, at)
        return (
            self._next_start(task, start + in_hours(task.levelling_delay)) if task.levelling_delay else start
        )

    def _next_start(self, task: Task, at: int) -> int:
        works = self.working(task)
        if self.stands(task) and works[at - 1] and not works[at]:
            return at
        return min(next_work(hours, at) for _, _, hours in self.efforts(task))

    def lagged(self, link: Link, before: Task, after: Task, at: int, *, spelt_late: bool = True) -> int:
        """An instant moved by a link's lag; a lead leads to a start of work, or the end of work before."""
        unit = link.lag_unit
        if unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
            lag = in_hours(before.duration * link.lag / 100)
            unit = LagUnit.ELAPSED if before.is_elapsed or unit is LagUnit.ELAPSED_PERCENT else unit
        else:
            lag = in_hours(link.lag)
        is_under_way = before.actual_start is not None and before.actual_finish is None
        if (
            is_under_way
            and link.type is LinkType.START_START
            and self.rules(after).holds_at_status
            and lag > 0
        ):
            lag = max(0, lag - in_hours(before.duration) + self._left(before))
        hours = ALWAYS if unit is LagUnit.ELAPSED else self._lag_hours(before, after)
        moved = walk(hours, at, lag)
        return moved if spelt_late or lag >= 0 else last_work(hours, moved)

    def _lag_hours(self, before: Task, after: Task) -> Hours:
        choice = self.rules(after).lag_calendar
        if choice is LagCalendar.ROUND_THE_CLOCK:
            return ALWAYS
        if choice is LagCalendar.PROJECT:
            return self.calendars[self.projects[after.project].calendar or 1]
        return self.working(before if choice is LagCalendar.PREDECESSOR else after)
