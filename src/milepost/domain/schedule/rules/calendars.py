"""Working times as people write them, checked before they are kept.

A day is a list of shifts `["08:00", "12:00"]`, kept as `[from, to]` minutes of the day; midnight at the end
of a day is written 24:00 (or 00:00). Shifts follow one another and do not overlap.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from milepost.base.refusal import Refusal
from milepost.engine.plan import Pattern

DAY_MINUTES = 24 * 60
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OFFICE_DAY: list[list[float]] = [[480, 720], [780, 1020]]
OFFICE_WEEK: list[list[list[float]] | None] = [*[OFFICE_DAY] * 5, [], []]
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")

Times = Sequence[Sequence[str]]
"""The shifts of a day as people write them."""


class NotAWorkingTime(Refusal):
    """The shifts of a day cannot be read, or overlap."""


class NotAPattern(Refusal):
    """A recurrence cannot be read."""


def week(days: Sequence[Times | None]) -> list[list[list[float]] | None]:
    """Seven days from Monday, each checked; None takes the day of the calendar it follows.

    Raises: NotAWorkingTime.
    """
    if len(days) != len(WEEKDAYS):
        raise NotAWorkingTime(f"A week has seven days, Monday first; {len(days)} were given.")
    return [
        None if times is None else shifts(times, name) for times, name in zip(days, WEEKDAYS, strict=True)
    ]


def shifts(times: Times, name: str = "The day") -> list[list[float]]:
    """The shifts of one day as minutes, checked.

    Raises: NotAWorkingTime.
    """
    read: list[list[float]] = []
    for pair in times:
        if len(pair) != 2:
            raise NotAWorkingTime(f"{name}: a shift has a start and an end.")
        starts, ends = _minute(pair[0], name), _minute(pair[1], name)
        ends = ends or DAY_MINUTES
        if starts >= ends:
            raise NotAWorkingTime(f"{name}: a shift cannot end at {pair[1]} when it starts at {pair[0]}.")
        if read and starts < read[-1][1]:
            raise NotAWorkingTime(f"{name}: the shift from {pair[0]} overlaps the one before.")
        read.append([starts, ends])
    return read


def written(day: Sequence[Sequence[float]]) -> list[list[str]]:
    """The shifts of a day as people write them."""
    return [[_clock(starts), _clock(ends)] for starts, ends in day]


def pattern(given: Mapping[str, object] | None) -> dict[str, object] | None:
    """A recurrence, checked: `pattern`, `every`, `weekdays` (Monday 0), `week` (5 the last), `day`, `month`.

    Raises: NotAPattern.
    """
    if given is None:
        return None
    kinds = [str(kind.value) for kind in Pattern]
    if given.get("pattern") not in kinds:
        raise NotAPattern(f"A recurrence is one of {', '.join(kinds)}.")
    limits = {"every": (1, 1000), "week": (1, 5), "day": (1, 31), "month": (1, 12)}
    checked: dict[str, object] = {"pattern": given["pattern"]}
    for name, (least, most) in limits.items():
        value = given.get(name, 1)
        if not isinstance(value, int) or not least <= value <= most:
            raise NotAPattern(f"'{name}' of a recurrence lies between {least} and {most}.")
        checked[name] = value
    weekdays = given.get("weekdays", ())
    if not isinstance(weekdays, list | tuple) or any(day not in range(7) for day in weekdays):
        raise NotAPattern("The weekdays of a recurrence are numbers from 0, Monday, to 6, Sunday.")
    return {**checked, "weekdays": list(weekdays)}


def ends(starts_on: dt.date, ends_before: dt.date | None) -> dt.date:
    """The day before which a range ends; without one it is a single day.

    Raises: NotAWorkingTime.
    """
    end = ends_before or starts_on + dt.timedelta(days=1)
    if end <= starts_on:
        raise NotAWorkingTime(f"The days from {starts_on:%d %b %Y} end before {end:%d %b %Y}: there is none.")
    return end


def _minute(text: str, name: str) -> float:
    found = _CLOCK.fullmatch(text.strip())
    minute = int(found[1]) * 60 + int(found[2]) + int(found[3] or 0) / 60 if found else -1
    if not 0 <= minute <= DAY_MINUTES or (found and int(found[2]) > 59):
        raise NotAWorkingTime(f"{name}: '{text}' is no time of day. Write it as 08:30.")
    return int(minute) if minute == int(minute) else round(minute, 1)


def _clock(minute: float) -> str:
    return f"{int(minute) // 60:02d}:{int(minute) % 60:02d}"
