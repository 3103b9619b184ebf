"""Working time and dates, for people who ask one question at a time.

`compile_calendars` turns the calendars of a plan into the tables the kernels read; `WorkingTime` asks
them about one calendar. A calendar becomes its stretches of work over a span of days that holds every
exception; outside it the week repeats (see `kernels.dates`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from milepost.engine import workdays
from milepost.engine.instants import TICKS_PER_DAY, Instant, Ticks, day_number
from milepost.engine.kernels import dates
from milepost.engine.kernels.dates import DAY, WEEK, Tables
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

    tables: Tables
    index: int
    days: WorkDays

    def next_start(self, at: Instant) -> Instant:
        """The first instant, not before `at`, at which work can start."""
        return dates.next_start(self.tables, self.index, at)

    def previous_finish(self, at: Instant) -> Instant:
        """The last instant, not after `at`, at which work can have finished."""
        return dates.previous_finish(self.tables, self.index, at)

    def add(self, at: Instant, work: Ticks) -> Instant:
        """The instant so much working time later (earlier if negative)."""
        return dates.shifted(self.tables, self.index, at, work)

    def subtract(self, at: Instant, work: Ticks) -> Instant:
        """The instant so much working time earlier: where work that finishes at `at` starts."""
        return dates.shifted(self.tables, self.index, at, -work)

    def between(self, begins: Instant, ends: Instant) -> Ticks:
        """Working time between two instants, negative when they come in the other order."""
        return dates.work_between(self.tables, self.index, begins, ends)

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
    """The calendars of a plan as tables. Index 0 is round the clock; `index_by_id` holds the others."""

    days: tuple[WorkDays, ...]
    index_by_id: dict[int, int]
    tables: Tables

    @cached_property
    def plain(self) -> Tables:
        """The tables as lists, which plain Python reads several times faster than arrays."""
        columns: Any = self.tables
        return Tables(*(column.tolist() for column in columns))

    def working_time(self, calendar: int | None) -> WorkingTime:
        """One calendar by its id; None is round the clock."""
        index = 0 if calendar is None else self.index_by_id[calendar]
        return WorkingTime(self.plain, index, self.days[index])


def compile_calendars(
    calendars: Sequence[Calendar],
    *,
    pairs: Iterable[tuple[int, int]] = (),
    span: tuple[Instant, Instant] | None = None,
) -> tuple[Calendars, list[Problem]]:
    """The tables of some calendars, and what was odd about them.

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
    index_by_id = {}
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
        index_by_id[id_] = index
    return Calendars(tuple(kept), index_by_id, _tables(kept, span)), problems


def working_time(calendar: Calendar, *bases: Calendar) -> WorkingTime:
    """One calendar on its own (with the bases it refers to), for a question outside any plan."""
    compiled, _ = compile_calendars((calendar, *bases))
    return compiled.working_time(calendar.id)


def _signature(days: WorkDays) -> tuple[object, ...]:
    return (days.week, tuple(sorted(days.special.items())))


def _tables(calendars: Sequence[WorkDays], span: tuple[Instant, Instant] | None) -> Tables:
    parts = [_stretches(days, *_weeks(days, span)) for days in calendars]
    counts = np.array([len(starts) for starts, _, _, _ in parts], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(counts)])
    done, total, week_work, quantum, by_day, by_work = [], [], [], [], [], []
    for (starts, ends, origin, horizon), days, offset in zip(parts, calendars, first, strict=False):
        before = np.concatenate([[0], np.cumsum(ends - starts)])
        done.append(before[:-1])
        total.append(before[-1])
        week_work.append(sum(shift.ends - shift.starts for day in days.week for shift in day))
        quantum.append(max(1, int(before[-1]) // len(starts)))
        midnights = np.arange(origin, horizon, DAY, dtype=np.int64)
        by_day.append(offset + np.maximum(np.searchsorted(starts, midnights, side="right") - 1, 0))
        amounts = np.arange(0, before[-1] + 1, quantum[-1], dtype=np.int64)
        by_work.append(offset + np.searchsorted(before[:-1], amounts, side="right") - 1)
    columns: dict[str, Any] = {
        "starts": np.concatenate([part[0] for part in parts]),
        "ends": np.concatenate([part[1] for part in parts]),
        "done": np.concatenate(done),
        "first": first.astype(np.int64),
        "origin": np.array([part[2] for part in parts], dtype=np.int64),
        "horizon": np.array([part[3] for part in parts], dtype=np.int64),
        "total": np.array(total, dtype=np.int64),
        "week_work": np.array(week_work, dtype=np.int64),
        "quantum": np.array(quantum, dtype=np.int64),
        "by_day": np.concatenate(by_day).astype(np.int64),
        "day_first": _offsets(by_day),
        "by_work": np.concatenate(by_work).astype(np.int64),
        "work_first": _offsets(by_work),
    }
    return Tables(**columns)


def _offsets(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)


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
