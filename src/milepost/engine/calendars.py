"""Working time and dates, for people who ask one question at a time.

`compile_calendars` turns the calendars of a plan into the column the kernels read; `WorkingTime` asks
them about one calendar. A calendar becomes its stretches of work over a span of days that holds every
exception; outside it the week repeats (see `kernels.dates`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from milepost.engine import workdays
from milepost.engine.instants import TICKS_PER_DAY, Instant, Ticks, day_number
from milepost.engine.kernels import dates
from milepost.engine.kernels.dates import DAY, WEEK
from milepost.engine.kernels.layout import CALENDAR_WIDTH, STRETCH_WIDTH, Column
from milepost.engine.plan import ROUND_THE_CLOCK, Calendar
from milepost.engine.problems import Problem, ProblemCode
from milepost.engine.workdays import WorkDays

Ints = npt.NDArray[np.int64]

_ALWAYS = WorkDays((ROUND_THE_CLOCK,) * 7)
_MONDAY = 4
"""1970-01-05, the first Monday, as a day number."""


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """One calendar, ready to be asked. Instants and working ticks in, the same out."""

    column: Column
    address: int
    days: WorkDays

    def next_start(self, at: Instant) -> Instant:
        """The first instant, not before `at`, at which work can start."""
        return dates.next_start(self.column, self.address, at)

    def previous_finish(self, at: Instant) -> Instant:
        """The last instant, not after `at`, at which work can have finished."""
        return dates.previous_finish(self.column, self.address, at)

    def add(self, at: Instant, work: Ticks) -> Instant:
        """The instant so much working time later (earlier if negative)."""
        return dates.shifted(self.column, self.address, at, work)

    def subtract(self, at: Instant, work: Ticks) -> Instant:
        """The instant so much working time earlier: where work that finishes at `at` starts."""
        return dates.shifted(self.column, self.address, at, -work)

    def between(self, begins: Instant, ends: Instant) -> Ticks:
        """Working time between two instants, negative when they come in the other order."""
        return dates.work_between(self.column, self.address, begins, ends)

    def is_working(self, at: Instant) -> bool:
        """Whether people are at work in the tick that begins at `at`."""
        return self.next_start(at) == at

    def idle_days(self, begins: Instant, ends: Instant) -> Iterator[tuple[Instant, Instant]]:
        """Stretches of whole days without work that begin in a range of instants, as half-open ranges."""
        day, last = day_number(begins), day_number(ends - 1)
        while day <= last:
            run = day
            while run <= last and not self.days.shifts(run):
                run += 1
            if run > day:
                yield day * TICKS_PER_DAY, run * TICKS_PER_DAY
            day = run + 1


@dataclass(frozen=True)
class Calendars:
    """The calendars of a plan as the kernels read them.

    `address_by_id` says where each one's row stands in the column; address 0 is round the clock.
    """

    days: tuple[WorkDays, ...]
    address_by_id: dict[int, int]
    array: Ints

    @property
    def count(self) -> int:
        """How many different ones there are, round the clock among them."""
        return len(self.days)

    @cached_property
    def plain(self) -> list[int]:
        """The column as a list, which plain Python reads several times faster than an array."""
        listed: list[int] = self.array.tolist()
        return listed

    def working_time(self, calendar: int | None) -> WorkingTime:
        """One calendar by its id; None is round the clock."""
        address = 0 if calendar is None else self.address_by_id[calendar]
        return WorkingTime(self.plain, address, self.days[address // CALENDAR_WIDTH])


def compile_calendars(
    calendars: Sequence[Calendar],
    *,
    pairs: Iterable[tuple[int, int]] = (),
    span: tuple[Instant, Instant] | None = None,
) -> tuple[Calendars, list[Problem]]:
    """Some calendars compiled, and what was odd about them.

    `pairs` of calendar ids get a calendar of the hours they share; its id is the pair's place, counted
    down from -1. `span` is where most dates will lie: answers there are quickest. A calendar whose week
    has no work is reported and works round the clock.
    """
    resolved, problems = workdays.resolve(calendars)
    for place, (one, other) in enumerate(pairs):
        resolved[-1 - place] = workdays.both(resolved[one], resolved[other])
    names = {calendar.id: calendar.name for calendar in calendars}
    index_by_days: dict[tuple[object, ...], int] = {_signature(_ALWAYS): 0}
    kept = [_ALWAYS]
    address_by_id = {}
    for id_, days in resolved.items():
        if not days.works():
            name = names.get(id_, "shared hours")
            message = f"Calendar '{name}' has a week without work; it is taken to work round the clock."
            problems.append(Problem(ProblemCode.CALENDAR_WITHOUT_WORK, None, message))
            days = _ALWAYS
        # Most resource calendars only repeat their base; equal ones share one table.
        index = index_by_days.setdefault(_signature(days), len(kept))
        if index == len(kept):
            kept.append(days)
        address_by_id[id_] = index * CALENDAR_WIDTH
    return Calendars(tuple(kept), address_by_id, _flattened(kept, span)), problems


def working_time(calendar: Calendar, *bases: Calendar) -> WorkingTime:
    """One calendar on its own (with the bases it refers to), for a question outside any plan."""
    compiled, _ = compile_calendars((calendar, *bases))
    return compiled.working_time(calendar.id)


def _signature(days: WorkDays) -> tuple[object, ...]:
    return (days.week, tuple(sorted(days.special.items())))


def _flattened(calendars: Sequence[WorkDays], span: tuple[Instant, Instant] | None) -> Ints:
    """The column the kernels read: a row for each calendar, then its stretches and indexes."""
    rows, regions = [], []
    address = len(calendars) * CALENDAR_WIDTH
    for days in calendars:
        starts, ends, origin, horizon = _stretches(days, *_weeks(days, span))
        before = np.concatenate([[0], np.cumsum(ends - starts)])
        bits = max(0, (int(before[-1]) // len(starts)).bit_length() - 1)
        midnights = np.arange(origin, horizon, DAY, dtype=np.int64)
        by_day = np.maximum(np.searchsorted(starts, midnights, side="right") - 1, 0)
        amounts = np.arange(0, before[-1] + 1, 1 << bits, dtype=np.int64)
        by_work = np.searchsorted(before[:-1], amounts, side="right") - 1
        first, first_day = address, address + STRETCH_WIDTH * len(starts)
        week_work = sum(shift.ends - shift.starts for day in days.week for shift in day)
        last = first + STRETCH_WIDTH * (len(starts) - 1)
        first_amount = first_day + len(by_day)
        # The week that repeats outside begins as the first one does.
        idle = max(np.max(starts[1:] - ends[:-1], initial=0), starts[0] - origin + horizon - ends[-1])
        rows.append((origin, horizon, before[-1], week_work, bits, first_day, first_amount, last, idle))
        regions.append(np.column_stack([starts, ends, before[:-1]]).ravel())
        regions.append(first + STRETCH_WIDTH * by_day)
        regions.append(first + STRETCH_WIDTH * by_work)
        address = first_amount + len(by_work)
    return np.concatenate([np.array(rows, dtype=np.int64).ravel(), *regions]).astype(np.int64)


def _weeks(days: WorkDays, span: tuple[Instant, Instant] | None) -> tuple[int, int]:
    """First and last-but-one Monday of whole weeks around the span and every special day.

    A pure week is left at either end: it is the one that repeats outside.
    """
    wanted = [] if span is None else [day_number(span[0]), day_number(span[1])]
    if days.special:
        wanted += [min(days.special), max(days.special)]
    if not wanted:
        wanted = [_MONDAY]
    before = (min(wanted) - _MONDAY) // 7 - 1
    after = (max(wanted) - _MONDAY) // 7 + 2
    return _MONDAY + 7 * before, _MONDAY + 7 * after


def _stretches(days: WorkDays, first: int, beyond: int) -> tuple[Ints, Ints, int, int]:
    offsets = [(day * DAY + s.starts, day * DAY + s.ends) for day in range(7) for s in days.week[day]]
    mondays = np.arange(first * DAY, beyond * DAY, WEEK, dtype=np.int64)
    shape = np.array(offsets, dtype=np.int64).reshape(-1, 2)
    starts = (mondays[:, None] + shape[:, 0]).ravel()
    ends = (mondays[:, None] + shape[:, 1]).ravel()
    if days.special:
        usual = ~np.isin(starts // DAY, np.fromiter(days.special, dtype=np.int64))
        extra = [(d * DAY + s.starts, d * DAY + s.ends) for d, day in days.special.items() for s in day]
        added = np.array(extra, dtype=np.int64).reshape(-1, 2)
        starts = np.concatenate([starts[usual], added[:, 0]])
        ends = np.concatenate([ends[usual], added[:, 1]])
        order = np.argsort(starts, kind="stable")
        starts, ends = starts[order], ends[order]
    return starts, ends, first * DAY, beyond * DAY
