"""Working time and instants, converted both ways in constant time.

A calendar is the list of its stretches of work within a span of days, with the work done before each.
Two small index arrays (by day, by amount of work) lead straight to the right stretch; outside the span
the week repeats itself, so no date is ever out of range. Calendar 0 is round the clock and costs nothing.

Every function here runs as plain Python over lists or arrays and, compiled, over arrays: only integers,
loops and indexing, so both give the same bits.
"""

from collections.abc import MutableSequence
from typing import NamedTuple, TypeAlias

DAY = 14400
WEEK = 7 * DAY

Column: TypeAlias = MutableSequence[int]
"""Integers by position: a list when run plainly, an int64 array when compiled."""


class Tables(NamedTuple):
    """All calendars of a plan, end to end.

    Per stretch of work: `starts`, `ends` (instants) and `done` (work of its calendar before it). Per
    calendar: `first` stretch (with one more entry at the end), `origin` and `horizon` of its span (whole
    weeks), `total` work inside, `week_work` of the repeating week, and the `quantum` of its work index.
    `by_day` and `by_work` hold stretches to begin looking at; `day_first` and `work_first` where each
    calendar's part begins.
    """

    starts: Column
    ends: Column
    done: Column
    first: Column
    origin: Column
    horizon: Column
    total: Column
    week_work: Column
    quantum: Column
    by_day: Column
    day_first: Column
    by_work: Column
    work_first: Column


def work_at(tables: Tables, calendar: int, at: int) -> int:
    """Work done from the calendar's origin until an instant; negative before it."""
    if calendar == 0:
        return at
    moved = 0
    if at < tables.origin[calendar]:
        weeks = (tables.origin[calendar] - at + WEEK - 1) // WEEK
        at += weeks * WEEK
        moved = -weeks * tables.week_work[calendar]
    elif at >= tables.horizon[calendar]:
        weeks = (at - tables.horizon[calendar]) // WEEK + 1
        at -= weeks * WEEK
        moved = weeks * tables.week_work[calendar]
    stretch = tables.by_day[tables.day_first[calendar] + (at - tables.origin[calendar]) // DAY]
    last = tables.first[calendar + 1] - 1
    while stretch < last and tables.starts[stretch + 1] <= at:
        stretch += 1
    since = at - tables.starts[stretch]
    if since <= 0:
        return tables.done[stretch] + moved
    length = tables.ends[stretch] - tables.starts[stretch]
    return tables.done[stretch] + moved + (since if since < length else length)


def start_at(tables: Tables, calendar: int, work: int) -> int:
    """The last instant at which just so much work is done: where further work starts."""
    if calendar == 0:
        return work
    moved = 0
    week_work = tables.week_work[calendar]
    if work < 0:
        weeks = (week_work - 1 - work) // week_work
        work += weeks * week_work
        moved = -weeks * WEEK
    elif work >= tables.total[calendar]:
        weeks = (work - tables.total[calendar]) // week_work + 1
        work -= weeks * week_work
        moved = weeks * WEEK
    stretch = tables.by_work[tables.work_first[calendar] + work // tables.quantum[calendar]]
    last = tables.first[calendar + 1] - 1
    while stretch < last and tables.done[stretch + 1] <= work:
        stretch += 1
    return tables.starts[stretch] + work - tables.done[stretch] + moved


def finish_at(tables: Tables, calendar: int, work: int) -> int:
    """The first instant at which so much work is done: where the work before it finished."""
    if calendar == 0:
        return work
    moved = 0
    week_work = tables.week_work[calendar]
    if work <= 0:
        weeks = -work // week_work + 1
        work += weeks * week_work
        moved = -weeks * WEEK
    elif work > tables.total[calendar]:
        weeks = (work - tables.total[calendar] - 1) // week_work + 1
        work -= weeks * week_work
        moved = weeks * WEEK
    stretch = tables.by_work[tables.work_first[calendar] + (work - 1) // tables.quantum[calendar]]
    last = tables.first[calendar + 1] - 1
    while stretch < last and tables.done[stretch + 1] < work:
        stretch += 1
    return tables.starts[stretch] + work - tables.done[stretch] + moved


def next_start(tables: Tables, calendar: int, at: int) -> int:
    """The first instant, not before the given one, at which work can start."""
    if calendar == 0:
        return at
    return start_at(tables, calendar, work_at(tables, calendar, at))


def previous_finish(tables: Tables, calendar: int, at: int) -> int:
    """The last instant, not after the given one, at which work can have finished."""
    if calendar == 0:
        return at
    return finish_at(tables, calendar, work_at(tables, calendar, at))


def shifted(tables: Tables, calendar: int, at: int, work: int) -> int:
    """An instant moved by working time: a sum ends where work finishes, a difference where it starts."""
    if work == 0:
        return at
    if calendar == 0:
        return at + work
    if work > 0:
        return finish_at(tables, calendar, work_at(tables, calendar, at) + work)
    return start_at(tables, calendar, work_at(tables, calendar, at) + work)


def work_between(tables: Tables, calendar: int, begins: int, ends: int) -> int:
    """Working time from one instant to another; negative when the second comes first."""
    if calendar == 0:
        return ends - begins
    return work_at(tables, calendar, ends) - work_at(tables, calendar, begins)
