"""Late dates by trying: the last hour at which a task could finish without making anything else late."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from milepost.engine.instants import Instant, Ticks
from milepost.engine.plan import ConstraintType, Link, Plan, Task, TaskKind
from milepost.engine.rules import FloatKind, FloatTarget, LateAs
from tests.engine.reference.early import FAR, Early
from tests.engine.reference.facts import HOLDS_START, LEAVES_START
from tests.engine.walking import between, in_hours, last_work, next_work

C = ConstraintType


class Reference(Early):
    """Every date and total float of a plan, in ticks, by task id."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        backwards = [project.id for project in plan.projects if project.from_finish]
        starts = {
            project: min(self.late_hours(one.id)[0] for one in self.movers(project)) for project in backwards
        }
        self.anchors.update(starts)
        self.forget()
        self._place_late_tasks()

    def forget(self) -> None:
        super().forget()
        self.late_hours = cache(self._late_hours)

    def early(self, task: int) -> tuple[Instant, Instant]:
        return self._instants(self.early_dates(task))

    def shown(self, task: int) -> tuple[Instant, Instant]:
        """Where a task is placed: its early dates, unless it is as late as possible."""
        return self._instants(self.dates(task))

    def late(self, task: int) -> tuple[Instant, Instant]:
        return self._instants(self.late_hours(task))

    def total_float(self, task: int) -> Ticks:
        stated, rules = self.tasks[task], self.rules(self.tasks[task])
        if stated.actual_finish is not None:
            return 0
        own = self.own(stated)
        (start, finish), (late_start, late_finish) = self.dates(task), self.late_hours(task)
        at_start, at_finish = between(own, start, late_start), between(own, finish, late_finish)
        if stated.actual_start is not None or rules.float_kind is FloatKind.FINISH:
            return self._ticks(at_finish)
        return self._ticks(at_start if rules.float_kind is FloatKind.START else min(at_start, at_finish))

    def _instants(self, dates: tuple[int, int]) -> tuple[Instant, Instant]:
        return self.clock.instant(dates[0]), self.clock.instant(dates[1])

    def _ticks(self, hours: int) -> Ticks:
        return self.clock.instant(hours) - self.clock.origin

    def _late_hours(self, id_: int) -> tuple[int, int]:
        task = self.tasks[id_]
        if task.actual_finish is not None:
            return self.early_dates(id_)
        finish = self._held_finish(task)
        if finish is None:
            finish = self._latest(task)
        finish = min(finish, self._latest_finish(task))
        if not task.is_elapsed:
            finish = self._end_of_work(task, finish)
        return self.start(task, finish), finish

    def _latest(self, task: Task) -> int:
        """The last hour to finish at by the project's end and all that follows, whoever works then."""
        followers = [
            (link, after) for link, after in self.departures(task) if self._limits(link, task, after)
        ]
        at = self._target(task)
        if not followers and (self.rules(task).multiple_critical_paths or not task.is_active):
            at = self.early_dates(task.id)[1]
        # Whoever keeps within its dates at one hour does so at every earlier one.
        return (
            bisect_left(range(at + 1), True, key=lambda hour: not self._all_keep(followers, task, hour)) - 1
        )

    def _all_keep(self, followers: Sequence[tuple[Link, Task]], task: Task, finish: int) -> bool:
        return all(self._keeps(link, task, after, finish) for link, after in followers)

    def _limits(self, link: Link, task: Task, after: Task) -> bool:
        """Whether a successor could become late by this link: it is active and not complete."""
        if not after.is_active or after.actual_finish is not None:
            return False
        if link.type not in LEAVES_START:
            return True
        has_begun = task.actual_start is not None and not self.rules(after).holds_at_status
        sources = next(found for one, found in self.arrivals(after) if one.id == link.id)
        first = min(self.early_dates(one.id)[0] for one in sources)
        return not task.is_manual and not has_begun and self.dates(task.id)[0] == first

    def _keeps(self, link: Link, task: Task, after: Task, finish: int) -> bool:
        """Whether a successor is not later than it may be when a task finishes at an hour."""
        begun = self._began(task, finish) if link.type in LEAVES_START else finish
        at = self.lagged(link, task, after, begun, spelt_late=False)
        late_start, late_finish = self.late_hours(after.id)
        if after.levelling_delay and not after.is_manual:
            by = self._end_of_work(after, late_start - in_hours(after.levelling_delay))
            begins = at if link.type in HOLDS_START else self.start(after, at)
            return begins <= by or between(self.working(after), begins, by) == 0
        late = late_start if link.type in HOLDS_START else late_finish
        if not any(amount for _, amount, _ in self.efforts(after)):
            return self._keeps_milestone(after, at, late)
        if after.is_elapsed or (after.is_manual and link.type in HOLDS_START):
            return at <= late
        if link.type in HOLDS_START:
            return min(next_work(hours, at) for _, _, hours in self.efforts(after)) <= late_start
        return self.start(after, at) <= self.start(after, late_finish)

    def _began(self, task: Task, finish: int) -> int:
        """Where a task starts that finishes at an hour: the evening before, where that is no work earlier."""
        start = self.start(task, finish)
        return (
            start
            if task.is_elapsed or not self._left(task)
            else max(last_work(one, start) for _, _, one in self.efforts(task))
        )

    def _keeps_milestone(self, after: Task, at: int, late: int) -> bool:
        """Whether a milestone held to an hour is no later than it may be, or than it is by no work."""
        stands = self.early_dates(after.id)[1]
        is_same = between(self.working(after), late, stands) == 0
        return at <= max(late, stands if is_same else late)

    def _target(self, task: Task) -> int:
        project = self.projects[task.project]
        if project.finish_by is not None:
            return self.clock.hour(project.finish_by)
        is_whole = self.rules(task).float_target is FloatTarget.PROGRAM
        chosen = [one for one in self.projects if is_whole or one == project.id]
        counted = [
            one
            for number in chosen
            for one in self.movers(number)
            if one.is_active and one.kind is not TaskKind.EXTERNAL
        ]
        return max(self.early_dates(one.id)[1] for one in counted)

    def _held_finish(self, task: Task) -> int | None:
        on = None if task.is_manual else self._held_start(task)
        return None if on is None else self.finish(task, on)

    def _latest_finish(self, task: Task) -> int:
        """The last hour a task may finish at by dates of its own and of its summaries."""
        limits = [FAR] if task.deadline is None else [self.clock.hour(task.deadline)]
        if self._held_finish(task) is None:
            limits.append(self._date(task, C.FINISH_NO_LATER_THAN, C.MUST_FINISH_ON) or FAR)
            start = self._date(task, C.START_NO_LATER_THAN) or self._start_date(task, C.MUST_START_ON)
            if start is not None and task.actual_start is None and not task.is_manual:
                limits.append(self.finish(task, start))
        limits += [self._date(summary, C.FINISH_NO_LATER_THAN) or FAR for summary in self.summaries(task)]
        return min(limits)

    def _end_of_work(self, task: Task, at: int) -> int:
        if task.kind is TaskKind.START_MILESTONE and not self.stands(task):
            return at
        return max(last_work(hours, at) for _, _, hours in self.efforts(task))

    def _place_late_tasks(self) -> None:
        """Move tasks as late as possible to where no successor moves, the last ones first."""
        late = [task for task in self.plan.tasks if task.constraint is C.AS_LATE_AS_POSSIBLE]
        if any(self.rules(task).late_as is LateAs.TOTAL_FLOAT for task in late):
            placed = {task.id: self.late_hours(task.id)[1] for task in late}
            self.late_placed = {id_: at for id_, at in placed.items() if self.tasks[id_].actual_start is None}
            self.forget()
            return
        for task in reversed(late):
            if task.actual_start is None and task.is_active and not task.is_manual:
                place = self._last_harmless(task)
                if self.start(task, place) > self.dates(task.id)[0]:
                    self.late_placed[task.id] = place
                    self.forget()

    def _last_harmless(self, task: Task) -> int:
        """The last hour a task may finish at without moving a successor or its project's finish."""
        followers = self.departures(task)
        ends = max(self.dates(one.id)[1] for one in self.movers(task.project))
        at = max(ends, self.dates(task.id)[1])
        at = min(at, self._latest_finish(task))
        at = max(last_work(hours, at) for _, _, hours in self.efforts(task))
        kept = [self.dates(after.id) for _, after in followers]
        while not all(
            self._is_harmless(link, task, after, at, dates)
            for (link, after), dates in zip(followers, kept, strict=True)
        ):
            at = max(last_work(hours, at - 1) for _, _, hours in self.efforts(task))
        return at

    def _is_harmless(self, link: Link, task: Task, after: Task, finish: int, kept: tuple[int, int]) -> bool:
        at = self.lagged(link, task, after, self.start(task, finish) if link.type in LEAVES_START else finish)
        if link.type in HOLDS_START:
            return at <= kept[0] - in_hours(after.levelling_delay)
        return at <= kept[1]
