"""Instants and durations as integers.

An instant is a whole number of ticks since 1970-01-01T00:00 in the program's local wall time (no zone,
so no hour is ever missing or doubled); a duration is a whole number of ticks of working or of elapsed
time. A tick is a tenth of a minute, because MS Project stores lags and slack in tenths of a minute and
plans imported from it must come back equal. Arrays of dates are then plain int64 arrays.
"""

from datetime import date, datetime, timedelta
from typing import Annotated, TypeAlias

# Both are plain ints to a checker and at run time; the label lets a door tell a date from a count in a
# signature and write it as people do.
Instant: TypeAlias = Annotated[int, "instant"]
"""Ticks since 1970-01-01T00:00 local time."""

Ticks: TypeAlias = Annotated[int, "ticks"]
"""A length of time: ticks of working time, or of elapsed time where the name says so."""

TICKS_PER_MINUTE = 10
TICKS_PER_HOUR = 60 * TICKS_PER_MINUTE
TICKS_PER_DAY = 24 * TICKS_PER_HOUR
SECONDS_PER_TICK = 60 // TICKS_PER_MINUTE

_EPOCH = datetime(1970, 1, 1)
_EPOCH_DAY = _EPOCH.toordinal()


def instant(when: datetime) -> Instant:
    """The instant of a naive local date and time, seconds rounded down to the tick."""
    if when.tzinfo is not None:
        raise ValueError(f"planned instants are local, but {when.isoformat()} carries a zone")
    since = when - _EPOCH
    return since.days * TICKS_PER_DAY + since.seconds // SECONDS_PER_TICK


def moment(at: Instant) -> datetime:
    """The naive local date and time of an instant."""
    return _EPOCH + timedelta(seconds=int(at) * SECONDS_PER_TICK)


def midnight(day: date) -> Instant:
    """The first instant of a day."""
    return (day.toordinal() - _EPOCH_DAY) * TICKS_PER_DAY


def day_number(at: Instant) -> int:
    """How many whole days lie between 1970-01-01 and the day of an instant; negative before it."""
    return at // TICKS_PER_DAY


def day_of(at: Instant) -> date:
    """The calendar day an instant falls on. Midnight belongs to the day it begins."""
    return date.fromordinal(_EPOCH_DAY + day_number(int(at)))


def minutes(ticks: Ticks) -> int | float:
    """A duration in minutes: an int where it is whole, else a float with one decimal."""
    whole, rest = divmod(int(ticks), TICKS_PER_MINUTE)
    return whole if rest == 0 else int(ticks) / TICKS_PER_MINUTE


def ticks(minutes: float) -> Ticks:
    """A duration given in minutes, rounded to the nearest tick (halves away from zero)."""
    scaled = minutes * TICKS_PER_MINUTE
    return int(scaled + 0.5) if scaled >= 0 else -int(-scaled + 0.5)
