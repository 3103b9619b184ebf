"""Working time and instants, converted both ways in constant time.

A calendar is the list of its stretches of work within a span of days, with the work done before each.
Two small indexes (by day, by amount of work) lead straight to the right stretch; outside the span the
week repeats itself, so no date is ever out of range. The calendar at address 0 is round the clock and
costs nothing.

Every function here runs as plain Python over a list and, compiled, over an array: only integers, loops
and indexing, so both give the same bits.
"""

from milepost.engine.kernels.layout import (
    BY_DAY,
    BY_WORK,
    DONE_BEFORE,
    HORIZON,
    LAST_STRETCH,
    NEVER,
    ORIGIN,
    QUANTUM_BITS,
    STRETCH_END,
    STRETCH_START,
    STRETCH_WIDTH,
    TOTAL,
    WEEK_WORK,
    Column,
)

DAY = 14400
WEEK = 7 * DAY


def work_at(calendars: Column, calendar: int, at: int) -> int:
    """Work done from the calendar's origin until an instant; negative before it."""
    if calendar == 0:
        return at
    moved = 0
    origin = calendars[calendar + ORIGIN]
    if at < origin:
        weeks = (origin - at + WEEK - 1) // WEEK
        at += weeks * WEEK
        moved = -weeks * calendars[calendar + WEEK_WORK]
    elif at >= calendars[calendar + HORIZON]:
        weeks = (at - calendars[calendar + HORIZON]) // WEEK + 1
        at -= weeks * WEEK
        moved = weeks * calendars[calendar + WEEK_WORK]
    stretch = calendars[calendars[calendar + BY_DAY] + (at - origin) // DAY]
    last = calendars[calendar + LAST_STRETCH]
    while stretch < last and calendars[stretch + STRETCH_WIDTH + STRETCH_START] <= at:
        stretch += STRETCH_WIDTH
    since = at - calendars[stretch + STRETCH_START]
    if since <= 0:
        return calendars[stretch + DONE_BEFORE] + moved
    length = calendars[stretch + STRETCH_END] - calendars[stretch + STRETCH_START]
    return calendars[stretch + DONE_BEFORE] + moved + (since if since < length else length)


def start_at(calendars: Column, calendar: int, work: int) -> int:
    """The last instant at which just so much work is done: where further work starts."""
    if calendar == 0:
        return work
    moved = 0
    total, week_work = calendars[calendar + TOTAL], calendars[calendar + WEEK_WORK]
    if work < 0:
        weeks = (week_work - 1 - work) // week_work
        work += weeks * week_work
        moved = -weeks * WEEK
    elif work >= total:
        weeks = (work - total) // week_work + 1
        work -= weeks * week_work
        moved = weeks * WEEK
    stretch = calendars[calendars[calendar + BY_WORK] + (work >> calendars[calendar + QUANTUM_BITS])]
    last = calendars[calendar + LAST_STRETCH]
    while stretch < last and calendars[stretch + STRETCH_WIDTH + DONE_BEFORE] <= work:
        stretch += STRETCH_WIDTH
    return calendars[stretch + STRETCH_START] + work - calendars[stretch + DONE_BEFORE] + moved


def finish_at(calendars: Column, calendar: int, work: int) -> int:
    """The first instant at which so much work is done: where the work before it finished."""
    if calendar == 0:
        return work
    moved = 0
    total, week_work = calendars[calendar + TOTAL], calendars[calendar + WEEK_WORK]
    if work <= 0:
        weeks = -work // week_work + 1
        work += weeks * week_work
        moved = -weeks * WEEK
    elif work > total:
        weeks = (work - total - 1) // week_work + 1
        work -= weeks * week_work
        moved = weeks * WEEK
    stretch = calendars[calendars[calendar + BY_WORK] + ((work - 1) >> calendars[calendar + QUANTUM_BITS])]
    last = calendars[calendar + LAST_STRETCH]
    while stretch < last and calendars[stretch + STRETCH_WIDTH + DONE_BEFORE] < work:
        stretch += STRETCH_WIDTH
    return calendars[stretch + STRETCH_START] + work - calendars[stretch + DONE_BEFORE] + moved


def next_start(calendars: Column, calendar: int, at: int) -> int:
    """The first instant, not before the given one, at which work can start."""
    if calendar == 0:
        return at
    return start_at(calendars, calendar, work_at(calendars, calendar, at))


def previous_finish(calendars: Column, calendar: int, at: int) -> int:
    """The last instant, not after the given one, at which work can have finished."""
    if calendar == 0:
        return at
    return finish_at(calendars, calendar, work_at(calendars, calendar, at))


def shifted(calendars: Column, calendar: int, at: int, work: int) -> int:
    """An instant moved by working time: a sum ends where work finishes, a difference where it starts."""
    if work == 0:
        return at
    if calendar == 0:
        return at + work
    if work > 0:
        return finish_at(calendars, calendar, work_at(calendars, calendar, at) + work)
    return start_at(calendars, calendar, work_at(calendars, calendar, at) + work)


def before_lag(calendars: Column, calendar: int, at: int, lag: int) -> int:
    """The last instant from which a lag, or lead, reaches no further than another."""
    if lag == 0:
        return at
    if calendar == 0:
        return at - lag
    return start_at(calendars, calendar, work_at(calendars, calendar, at) - lag)


def work_between(calendars: Column, calendar: int, begins: int, ends: int) -> int:
    """Working time from one instant to another; negative when the second comes first."""
    if calendar == 0:
        return ends - begins
    if begins == ends:
        return 0
    return work_at(calendars, calendar, ends) - work_at(calendars, calendar, begins)


def measure_spans(calendars: Column, which: Column, begins: Column, ends: Column, found: Column) -> None:
    """Working time between pairs of instants, each on its own calendar; 0 where either does not exist."""
    for at in range(len(which)):
        found[at] = 0
        if begins[at] != NEVER and ends[at] != NEVER:
            found[at] = work_between(calendars, which[at], begins[at], ends[at])
