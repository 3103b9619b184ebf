"""Durations as people type them: `3d`, `2w`, `4.5h`, `90m`, `1mo`, `5ed` (elapsed), `3d?` (an estimate).

The unit is kept beside the ticks, so that "2w" stays "2w" when it is shown again. Days, weeks and months
of work are as long as the project says; elapsed ones are 24 hours, 7 days and 30 days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from milepost.base.refusal import Refusal
from milepost.domain.programs.rows import ProjectRow
from milepost.domain.schedule.rows import Units
from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, Ticks, minutes, ticks

_WORDS = {
    "m": ("m", "min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "dy", "dys", "day", "days"),
    "w": ("w", "wk", "wks", "week", "weeks"),
    "mo": ("mo", "mon", "mons", "month", "months"),
}
_UNIT_BY_WORD = {word: unit for unit, words in _WORDS.items() for word in words}
_TYPED = re.compile(
    r"\s*(?P<number>\d+(?:[.,]\d+)?)\s*(?P<elapsed>e?)\s*(?P<word>[a-z]*)\s*(?P<guess>\??)\s*", re.ASCII
)
_LONGEST: Ticks = 100 * 366 * TICKS_PER_DAY
LONGEST_MINUTES = _LONGEST // TICKS_PER_MINUTE

UNITS = frozenset({*_WORDS, *(f"e{unit}" for unit in _WORDS)})


class NotADuration(Refusal):
    """The text cannot be read as a duration, or the duration cannot be planned."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration and how it was typed."""

    ticks: Ticks
    unit: str = "d"
    is_estimated: bool = False


def units_of(project: ProjectRow) -> Units:
    """What a day, a week and a month typed into this project mean."""
    return Units(
        minutes_per_day=project.minutes_per_day,
        minutes_per_week=project.minutes_per_week,
        days_per_month=project.days_per_month,
        day_starts=_time_of_day(project.extras.get("default_start"), Units().day_starts),
        day_ends=_time_of_day(project.extras.get("default_finish"), Units().day_ends),
    )


def unit_ticks(unit: str, units: Units) -> float:
    """How many ticks one of a unit is in a project."""
    lengths = {
        "m": TICKS_PER_MINUTE,
        "h": TICKS_PER_HOUR,
        "d": units.minutes_per_day * TICKS_PER_MINUTE,
        "w": units.minutes_per_week * TICKS_PER_MINUTE,
        "mo": units.days_per_month * units.minutes_per_day * TICKS_PER_MINUTE,
        "em": TICKS_PER_MINUTE,
        "eh": TICKS_PER_HOUR,
        "ed": TICKS_PER_DAY,
        "ew": 7 * TICKS_PER_DAY,
        "emo": 30 * TICKS_PER_DAY,
    }
    return lengths[unit]


def parse(text: str, units: Units, *, usual: str = "d") -> Duration:
    """The duration a text means; a bare number is in the `usual` unit.

    Raises: NotADuration.
    """
    found = _TYPED.fullmatch(text.lower())
    unit = _unit(found["word"], found["elapsed"], usual) if found else None
    if found is None or unit is None:
        raise NotADuration(
            f"'{text}' is no duration. Write for example 3d, 2w, 4h, 90m or 5ed (elapsed days)."
        )
    length = float(found["number"].replace(",", ".")) * unit_ticks(unit, units)
    if length > _LONGEST:
        raise NotADuration(f"'{text}' is longer than a hundred years.")
    return Duration(ticks(length / TICKS_PER_MINUTE), unit, bool(found["guess"]))


def text(duration: Duration, units: Units) -> str:
    """A duration as it is typed, at most two decimals: `3d`, `2.5w`, `5ed?`."""
    amount = f"{duration.ticks / unit_ticks(duration.unit, units):.2f}".rstrip("0").rstrip(".")
    return f"{amount}{duration.unit}{'?' if duration.is_estimated else ''}"


def from_minutes(amount: float, unit: str) -> Duration:
    """A duration given in minutes, to be shown in `unit`.

    Raises: NotADuration below zero and beyond a hundred years.
    """
    length = ticks(amount)
    if not 0 <= length <= _LONGEST:
        raise NotADuration(f"A duration of {minutes(length):g} minutes cannot be planned.")
    return Duration(length, unit)


def _unit(word: str, elapsed: str, usual: str) -> str | None:
    if not word and not elapsed:
        return usual
    unit = _UNIT_BY_WORD.get(word or "d")
    return unit and elapsed + unit


def _time_of_day(text: object, usual: Ticks) -> Ticks:
    """`08:30` as ticks of the day; what is missing or unreadable is as usual."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{2}:\d{2}(:\d{2})?", text):
        return usual
    return int(text[:2]) * TICKS_PER_HOUR + int(text[3:5]) * TICKS_PER_MINUTE
