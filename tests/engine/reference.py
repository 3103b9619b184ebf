"""A second opinion: the critical path method as plainly as it can be written.

Time is a row of hours, a calendar is a yes or no for each, and adding working time means walking.
Nothing here is shared with the engine but the types of a plan. Milepost's own rules, tasks not started.
"""

from __future__ import annotations

from functools import cache

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR
from milepost.engine.plan import Calendar, ConstraintType, LagUnit, Link, LinkType, Plan, Task

HOUR = TICKS_PER_HOUR
REACH = 24 * 300
BEFORE = 24 * 100


class Reference:
    """The early and late dates of a plan, in ticks, by task id."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.origin = plan.projects[0].start // TICKS_PER_DAY * TICKS_PER_DAY - BEFORE * HOUR
        self.tasks = {task.id: task for task in plan.tasks}
        self.works = {calendar.id: self._hours(calendar) for calendar in plan.calendars}
        self.always = [True] * (REACH + BEFORE)
        self.early_start = cache(self._early_start)
        self.late_finish = cache(self._late_finish)

    def early(self, task: int) -> tuple[int, int]:
        start = self.early_start(task)
        return self._tick(start), self._tick(self._finish(self.tasks[task], start))

    def late(self, task: int) -> tuple[int, int]:
        finish = self.late_finish(task)
        return self._tick(self._start(self.tasks[task], finish)), self._tick(finish)

    def total_float(self, task: int) -> int:
        (start, finish), (late_start, late_finish) = self.early(task), self.late(task)
        works = self._own(self.tasks[task])
        return min(self._between(works, start, late_start), self._between(works, finish, late_finish))

    def project_finish(self) -> int:
        return max(self._finish(task, self.early_start(task.id)) for task in self.plan.tasks)

    def _hours(self, calendar: Calendar) -> list[bool]:
        holidays = [(e.first_day.toordinal(), e.last_day.toordinal()) for e in calendar.exceptions]
        row = []
        for hour in range(REACH + BEFORE):
            at = self.origin + hour * HOUR
            day, time = divmod(at, TICKS_PER_DAY)
            is_off = any(first <= day + 719163 <= last for first, last in holidays)
            shifts = calendar.week[(day + 3) % 7] or ()
            row.append(not is_off and any(s.starts <= time < s.ends for s in shifts))
        return row

    def _own(self, task: Task) -> list[bool]:
        if task.is_elapsed:
            return self.always
        return self._working(task)

    def _working(self, task: Task) -> list[bool]:
        return self.works[task.calendar or self.plan.projects[0].calendar or 1]

    def _early_start(self, id_: int) -> int:
        task = self.tasks[id_]
        start, least_finish = self._hour(self.plan.projects[0].start), None
        if task.constraint is ConstraintType.START_NO_EARLIER_THAN and task.constraint_date is not None:
            start = max(start, self._hour(task.constraint_date))
        if task.constraint is ConstraintType.FINISH_NO_EARLIER_THAN and task.constraint_date is not None:
            least_finish = self._hour(task.constraint_date)
        for link in self.plan.links:
            if link.successor != id_:
                continue
            at = self._moved(link, self._end(link, self.early_start(link.predecessor)), 1)
            if link.type in (LinkType.FINISH_START, LinkType.START_START):
                start = max(start, at)
            else:
                least_finish = at if least_finish is None else max(least_finish, at)
        if least_finish is not None:
            start = max(start, self._start(task, least_finish))
        return self._snapped(task, start)

    def _end(self, link: Link, start: int) -> int:
        if link.type in (LinkType.START_START, LinkType.START_FINISH):
            return start
        return self._finish(self.tasks[link.predecessor], start)

    def _late_finish(self, id_: int) -> int:
        task = self.tasks[id_]
        finish = self.project_finish()
        for link in self.plan.links:
            if link.predecessor != id_:
                continue
            after = self.tasks[link.successor]
            at = self.late_finish(link.successor)
            if link.type in (LinkType.FINISH_START, LinkType.START_START):
                at = self._start(after, at)
            at = self._moved(link, at, -1)
            if link.type in (LinkType.START_START, LinkType.START_FINISH):
                at = self._finish(task, at)
            finish = min(finish, at)
        if task.constraint is ConstraintType.FINISH_NO_LATER_THAN and task.constraint_date is not None:
            finish = min(finish, self._hour(task.constraint_date))
        if task.deadline is not None:
            finish = min(finish, self._hour(task.deadline))
        works = self._own(task)
        while not works[finish - 1]:
            finish -= 1
        return finish

    def _moved(self, link: Link, at: int, sign: int) -> int:
        """An instant moved by a link's lag, on the successor's calendar."""
        lag = sign * round(link.lag) // HOUR
        if link.lag_unit is LagUnit.ELAPSED:
            return at + lag
        return self._walked(self._working(self.tasks[link.successor]), at, lag)

    def _finish(self, task: Task, start: int) -> int:
        return self._walked(self._own(task), start, task.duration // HOUR)

    def _start(self, task: Task, finish: int) -> int:
        return self._walked(self._own(task), finish, -task.duration // HOUR)

    def _snapped(self, task: Task, at: int) -> int:
        works = self._working(task)
        if task.duration == 0 and works[at - 1]:
            return at
        while not works[at]:
            at += 1
        return at

    def _walked(self, works: list[bool], at: int, hours: int) -> int:
        while hours > 0:
            hours -= works[at]
            at += 1
        while hours < 0:
            at -= 1
            hours += works[at]
        return at

    def _between(self, works: list[bool], begins: int, ends: int) -> int:
        first, last = sorted((self._hour(begins), self._hour(ends)))
        amount = sum(works[first:last]) * HOUR
        return amount if ends >= begins else -amount

    def _hour(self, at: int) -> int:
        return (at - self.origin) // HOUR

    def _tick(self, hour: int) -> int:
        return self.origin + hour * HOUR
