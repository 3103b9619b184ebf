"""Working time by walking: a calendar is a yes or no for every hour, and adding time means counting them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR, Instant
from milepost.engine.plan import Calendar

Hours = Sequence[bool]
"""Whether people work in each hour, counted from an origin long before the plan."""

BEFORE = 24 * 120
REACH = 24 * 500
ALWAYS: Hours = [True] * REACH


@dataclass(frozen=True)
class Clock:
    """Instants as hours counted from the midnight long before a plan's start, calendars as rows of them."""

    start: Instant

    @property
    def origin(self) -> Instant:
        return self.start // TICKS_PER_DAY * TICKS_PER_DAY - BEFORE * TICKS_PER_HOUR

    def hour(self, at: Instant) -> int:
        return (at - self.origin) // TICKS_PER_HOUR

    def instant(self, hour: int) -> Instant:
        return self.origin + hour * TICKS_PER_HOUR

    def hours(self, calendar: Calendar) -> Hours:
        """The hours of a calendar with a week of its own and whole days off."""
        off = {
            day
            for exception in calendar.exceptions
            for day in range(exception.first_day.toordinal(), exception.last_day.toordinal() + 1)
        }
        return [self._works(calendar, off, hour) for hour in range(REACH)]

    def _works(self, calendar: Calendar, off: set[int], hour: int) -> bool:
        day, time = divmod(self.instant(hour), TICKS_PER_DAY)
        shifts = calendar.week[(day + 3) % 7] or ()
        return day + 719163 not in off and any(shift.starts <= time < shift.ends for shift in shifts)


def walk(works: Hours, at: int, amount: int) -> int:
    """An hour moved by so much work: forward to where it ends, backward to where it starts."""
    while amount > 0:
        amount -= works[at]
        at += 1
    while amount < 0:
        at -= 1
        amount += works[at]
    return at


def between(works: Hours, begins: int, ends: int) -> int:
    """The work from one hour to another, negative when the second comes first."""
    first, last = sorted((begins, ends))
    return sum(works[first:last]) if ends >= begins else -sum(works[first:last])


def next_work(works: Hours, at: int) -> int:
    """The first hour, not before this one, in which people work."""
    while not works[at]:
        at += 1
    return at


def last_work(works: Hours, at: int) -> int:
    """The last instant, not after this one, at which an hour of work ends."""
    while not works[at - 1]:
        at -= 1
    return at


def in_hours(ticks: float) -> int:
    """Whole hours; a plan that needs halves is none for walking."""
    hours, rest = divmod(round(ticks), TICKS_PER_HOUR)
    assert not rest
    return hours
