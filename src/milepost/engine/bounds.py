"""Everything stated about one task, turned into the numbers the passes compare.

A constraint becomes a bound on the start or the finish of one of the two passes; progress becomes a
shorter span with a later earliest start, or fixed dates. After this the passes know no constraint types
and no tools, only bounds.
"""

from dataclasses import dataclass
from typing import NamedTuple

from milepost.engine.calendars import Calendars
from milepost.engine.effort import Effort, Part
from milepost.engine.instants import Instant, Ticks
from milepost.engine.kernels import dates
from milepost.engine.kernels.layout import (
    AT_FINISH,
    AT_START,
    BY_FREE_FLOAT,
    BY_TOTAL_FLOAT,
    COMPLETE,
    FIXED,
    FOREVER,
    MOVES,
    NEVER,
    SMALLEST,
    TO_NOTHING,
    TO_PROJECT_END,
    TO_TOTAL_FLOAT,
)
from milepost.engine.plan import ConstraintType, Task, TaskKind
from milepost.engine.progress import Stage, actual_duration, remaining, remaining_pauses, stage
from milepost.engine.rules import FloatKind, LateAs, MilestoneInstant, OpenEnd
from milepost.engine.settings import Setting, end_of_day

_FLOAT_KINDS = {FloatKind.SMALLEST: SMALLEST, FloatKind.START: AT_START, FloatKind.FINISH: AT_FINISH}


class Row(NamedTuple):
    """One node's numbers, in the order and with the meaning of a node's fields in `kernels.layout`."""

    kind: int = MOVES
    calendar: int = 0
    span: Ticks = 0
    is_simple: int = 0
    project: int = 0
    counts: int = 1
    earliest: Instant = NEVER
    earliest_finish: Instant = NEVER
    finish_floor: Instant = NEVER
    latest_start: Instant = FOREVER
    latest_finish: Instant = FOREVER
    held_finish: Instant = FOREVER
    has_own_finish: int = 0
    float_kind: int = SMALLEST
    free_up_to: int = TO_PROJECT_END
    has_started: int = 0
    work_calendar: int = 0
    span_calendar: int = 0
    pulled_to: Instant = FOREVER
    delay: Ticks = 0
    stays: int = 0
    expected: Instant = NEVER
    starts_late: int = 0
    is_late: int = 0
    resumes: Instant = NEVER


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Which kinds of links arrive at a task, since tools let some of them change other bounds."""

    anything: bool = False
    finish_finish: bool = False
    start_finish: bool = False


def row(task: Task, setting: Setting, effort: Effort, arrivals: Arrivals, calendars: Calendars) -> Row:
    """A task's numbers."""
    stated = _Bounds(task, setting, effort, arrivals, calendars).row()
    return stated._replace(is_simple=int(_is_simple(stated, effort)))


def _is_simple(row: Row, effort: Effort) -> bool:
    is_odd = row.stays or row.starts_late or row.delay or row.expected != NEVER or row.is_late
    one_calendar = row.calendar == row.work_calendar == row.span_calendar
    is_free = row.pulled_to == FOREVER
    return row.kind == MOVES and one_calendar and is_free and not effort.parts and not is_odd


def parts_to_schedule(task: Task, effort: Effort) -> tuple[Part, ...]:
    """The parts of a task with the span each still has to be scheduled for."""
    if stage(task) is Stage.NOT_STARTED:
        return effort.parts
    return tuple(Part(part.calendar, part.remaining, part.remaining) for part in effort.parts)


class _Bounds:
    """The working out of one row."""

    def __init__(
        self, task: Task, setting: Setting, effort: Effort, arrivals: Arrivals, calendars: Calendars
    ) -> None:
        self.task, self.setting, self.effort = task, setting, effort
        self.arrivals, self.calendars = arrivals, calendars
        self.column = calendars.plain
        self.stage = stage(task)

    def row(self) -> Row:
        if self.task.is_manual or self.task.kind is TaskKind.EXTERNAL:
            return self._manual()
        if self.stage is Stage.COMPLETE:
            return self._complete()
        if self.stage is Stage.STARTED:
            return self._started()
        return self._constrained(self._not_started())

    def _base(self) -> Row:
        rules, effort = self.setting.rules, self.effort
        is_start = self.task.kind is TaskKind.START_MILESTONE
        return Row(
            calendar=effort.calendar,
            work_calendar=effort.work_calendar,
            span_calendar=effort.span_calendar,
            span=effort.span,
            delay=self.task.levelling_delay,
            stays=int(self._is_instant()),
            starts_late=int(is_start and rules.milestone_instant is not MilestoneInstant.STAYS),
            project=self.setting.index,
            counts=int(self.task.is_active and self.task.kind is not TaskKind.EXTERNAL),
            float_kind=_FLOAT_KINDS[rules.float_kind],
            free_up_to=self._free_up_to(),
            has_own_finish=int(rules.multiple_critical_paths or not self.task.is_active),
        )

    def _free_up_to(self) -> int:
        """What free float is: none for a finish that is pinned to a date, else up to what follows."""
        if self.task.constraint is ConstraintType.MANDATORY_FINISH or self._expected() != NEVER:
            return TO_NOTHING
        is_pinned = self.task.constraint is ConstraintType.MANDATORY_START
        is_total = is_pinned or self.setting.rules.open_end is OpenEnd.TOTAL_FLOAT
        return TO_TOTAL_FLOAT if is_total else TO_PROJECT_END

    def _stays(self) -> bool:
        where = self.setting.rules.milestone_instant
        if where is MilestoneInstant.BY_KIND:
            return self.task.kind is not TaskKind.START_MILESTONE
        return where is MilestoneInstant.STAYS or self.task.kind is TaskKind.FINISH_MILESTONE

    def _not_started(self) -> Row:
        base = self._base()
        project, holds = self.setting.project, self.setting.holds
        earliest = project.start if holds is None else max(project.start, holds)
        floor = NEVER
        if self.setting.rules.starts_before_project:
            floor = project.start if self.arrivals.finish_finish else NEVER
            if self.arrivals.anything or self._has_own_earliest():
                earliest = NEVER
        return base._replace(
            span=self._whole_span(base.span),
            earliest=earliest,
            finish_floor=floor,
            expected=self._expected(),
            is_late=self._lateness(),
        )

    def _whole_span(self, span: Ticks) -> Ticks:
        """What an unstarted task takes: what is said to remain of it where that is not all of it."""
        task = self.task
        if task.remaining is None or task.remaining == task.duration:
            return span
        return task.remaining + remaining_pauses(task)

    def _lateness(self) -> int:
        if self.task.constraint is not ConstraintType.AS_LATE_AS_POSSIBLE:
            return 0
        return BY_FREE_FLOAT if self.setting.rules.late_as is LateAs.FREE_FLOAT else BY_TOTAL_FLOAT

    def _has_own_earliest(self) -> bool:
        types = (ConstraintType.START_NO_EARLIER_THAN, ConstraintType.FINISH_NO_EARLIER_THAN)
        return self.task.constraint in types and self.task.constraint_date is not None

    def _expected(self) -> Instant:
        expected = self.task.expected_finish
        drawn = self.arrivals.finish_finish or self.arrivals.start_finish
        is_late = self.task.constraint is ConstraintType.AS_LATE_AS_POSSIBLE
        if expected is None or drawn or is_late or not self.setting.rules.uses_expected_finish:
            return NEVER
        return NEVER if self.setting.status is not None and expected < self.setting.status else expected

    def _started(self) -> Row:
        task, left = self.task, remaining(self.task) + remaining_pauses(self.task)
        base = self._base()._replace(span=left, delay=0, has_started=1)
        began = self._actual_start()
        if self.setting.rules.holds_at_status:
            earliest = max(self._status_or(began), task.resumes_at or NEVER)
            return self._finish_bounds(base._replace(earliest=earliest, expected=self._expected()))
        # Without a status date to hold it, a started task runs on from where it began.
        finish = self._finish_of(began, self.effort.span, self.effort.parts)
        if self._was_interrupted() and task.resumes_at is not None:
            parts = parts_to_schedule(task, self.effort)
            finish = self._finish_of(task.resumes_at, left, parts)
        row = base._replace(kind=FIXED, earliest=began, earliest_finish=finish, resumes=self._goes_on(began))
        row = self._finish_bounds(row)
        least = self._dated(ConstraintType.FINISH_NO_EARLIER_THAN)
        return row if least is None or least <= finish else row._replace(earliest_finish=least)

    def _goes_on(self, began: Instant) -> Instant:
        """Where the work of a started task goes on; NEVER when none is left."""
        if not remaining(self.task):
            return NEVER
        if self.task.resumes_at is not None:
            return self.task.resumes_at
        return dates.shifted(self.column, self.effort.span_calendar, began, actual_duration(self.task))

    def _was_interrupted(self) -> bool:
        """Whether working time passed between where work stopped and where it goes on, unsaid by splits."""
        stopped, resumes = self.task.suspended_at, self.task.resumes_at
        if stopped is None or resumes is None or self.task.splits or not remaining(self.task):
            return False
        return dates.work_between(self.column, self.effort.work_calendar, stopped, resumes) > 0

    def _status_or(self, began: Instant) -> Instant:
        if self.setting.status is not None:
            return self.setting.status
        return dates.shifted(self.column, self.effort.span_calendar, began, actual_duration(self.task))

    def _complete(self) -> Row:
        finish = self.task.actual_finish
        assert finish is not None
        return self._base()._replace(
            kind=COMPLETE, earliest=self._actual_start(), earliest_finish=finish, has_started=1
        )

    def _actual_start(self) -> Instant:
        if self.task.actual_start is not None:
            return self.task.actual_start
        assert self.task.actual_finish is not None
        return dates.shifted(
            self.column, self.effort.span_calendar, self.task.actual_finish, -self.effort.span
        )

    def _manual(self) -> Row:
        task, base = self.task, self._base()
        start, finish = task.manual_start, task.manual_finish
        if start is None and finish is None:
            start = dates.next_start(self.column, base.work_calendar, self.setting.project.start)
        if start is None and finish is not None:
            start = dates.shifted(self.column, base.span_calendar, finish, -base.span)
        assert start is not None
        if finish is None:
            finish = dates.shifted(self.column, base.span_calendar, start, base.span)
        span = dates.work_between(self.column, base.span_calendar, start, finish)
        kind = COMPLETE if self.stage is Stage.COMPLETE else FIXED
        fixed = base._replace(
            kind=kind,
            delay=0,
            span=max(0, span),
            earliest=start,
            earliest_finish=finish,
            has_started=int(self.stage is not Stage.NOT_STARTED),
        )
        return self._late_limits(fixed)

    def _finish_of(self, start: Instant, span: Ticks, parts: tuple[Part, ...]) -> Instant:
        if not parts:
            return dates.shifted(self.column, self.effort.span_calendar, start, span)
        return max(dates.shifted(self.column, part.calendar, start, part.span) for part in parts)

    def _start_of(self, finish: Instant, span: Ticks) -> Instant:
        if not self.effort.parts:
            return dates.shifted(self.column, self.effort.span_calendar, finish, -span)
        return min(
            dates.shifted(self.column, part.calendar, finish, -part.span) for part in self.effort.parts
        )

    def _dated(self, *types: ConstraintType) -> Instant | None:
        """The date of the task's constraint of one of these types, the first or the second."""
        task = self.task
        if task.constraint in types and task.constraint_date is not None:
            return task.constraint_date
        if task.second_constraint in types and task.second_constraint_date is not None:
            return task.second_constraint_date
        return None

    def _start_date(self, *types: ConstraintType) -> Instant | None:
        at = self._dated(*types)
        if at is None:
            return None
        calendar = self.effort.work_calendar
        if self._is_instant() and dates.previous_finish(self.column, calendar, at) == at:
            return at
        return dates.next_start(self.column, calendar, at)

    def _is_instant(self) -> bool:
        """Whether the task is a milestone that may stand at an end of work."""
        return self.effort.span == 0 and not self.effort.parts and self._stays()

    def _end_date(self, *types: ConstraintType) -> Instant | None:
        at = self._dated(*types)
        return None if at is None else end_of_day(self.calendars, self.effort.work_calendar, at)

    def _constrained(self, row: Row) -> Row:
        """The row with the bounds of its constraints, for a task that has not started."""
        earliest = self._start_date(ConstraintType.START_NO_EARLIER_THAN, ConstraintType.MUST_START_ON)
        if earliest is not None:
            row = row._replace(earliest=max(row.earliest, earliest))
        latest = self._end_date(ConstraintType.START_NO_LATER_THAN)
        on = self._start_date(ConstraintType.MUST_START_ON)
        for limit in (latest, on):
            if limit is not None:
                row = row._replace(latest_start=min(row.latest_start, limit))
        return self._beats_logic(self._finish_bounds(row))

    def _finish_bounds(self, row: Row) -> Row:
        """The row with the bounds on its finish, which hold for a started task too."""
        not_before = self._dated(ConstraintType.FINISH_NO_EARLIER_THAN)
        on = self._end_date(ConstraintType.MUST_FINISH_ON)
        for least in (not_before, on):
            if least is not None and row.kind == MOVES:
                row = row._replace(earliest_finish=max(row.earliest_finish, least))
        return self._late_limits(row)

    def _late_limits(self, row: Row) -> Row:
        row = self._by_deadline(row)
        for limit in (
            self._end_date(ConstraintType.FINISH_NO_LATER_THAN),
            self._end_date(ConstraintType.MUST_FINISH_ON),
        ):
            if limit is not None:
                row = row._replace(latest_finish=min(row.latest_finish, limit))
        return row

    def _by_deadline(self, row: Row) -> Row:
        """The row with no later limit on its finish than the deadline, if there is one."""
        if self.task.deadline is None:
            return row._replace(latest_finish=FOREVER)
        deadline = end_of_day(self.calendars, self.effort.work_calendar, self.task.deadline)
        return row._replace(latest_finish=deadline)

    def _beats_logic(self, row: Row) -> Row:
        """The row with the dates that win over logic: mandatory ones, and all hard ones where honoured."""
        starts = [ConstraintType.MANDATORY_START]
        finishes = [ConstraintType.MANDATORY_FINISH]
        if self.setting.rules.honor_constraints:
            starts.append(ConstraintType.MUST_START_ON)
            finishes.append(ConstraintType.MUST_FINISH_ON)
            row = self._pulled(row)
        on = self._start_date(*starts)
        if on is None:
            by = self._end_date(*finishes)
            if by is None:
                return row
            on = self._start_of(by, row.span)
            held = by
        else:
            held = self._finish_of(on, row.span, self.effort.parts)
        return self._by_deadline(
            row._replace(
                earliest=on, earliest_finish=NEVER, pulled_to=on, held_finish=held, latest_start=FOREVER
            )
        )

    def _pulled(self, row: Row) -> Row:
        start = self._end_date(ConstraintType.START_NO_LATER_THAN)
        finish = self._end_date(ConstraintType.FINISH_NO_LATER_THAN)
        pulled = FOREVER if start is None else start
        if finish is not None:
            pulled = min(pulled, self._start_of(finish, row.span))
        return row._replace(pulled_to=pulled)
