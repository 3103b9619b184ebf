"""What people type into cells: durations, dates, numbers, predecessors, names, as the values they mean.

Every function refuses what it cannot read with a ValueError, whose words go beside the row.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from milepost.engine import instants
from milepost.engine.instants import Instant, Ticks
from milepost.engine.plan import LagUnit, LinkType

_UNITS = {
    "m": ("min", "mins", "minute", "minutes", "m"),
    "h": ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"),
    "d": ("d", "day", "days", "t", "tag", "tage", "dy", "dys"),
    "w": ("w", "wk", "wks", "week", "weeks", "woche", "wochen"),
    "mo": ("mo", "mon", "mons", "month", "months", "monat", "monate"),
}
_UNIT_BY_WORD = {word: unit for unit, words in _UNITS.items() for word in words}
_DURATION = re.compile(r"^([-+]?[\d.,]+)\s*(e(?:lapsed)?\s*)?([a-zA-Z]+)?\s*(\?)?$")
_LINK = re.compile(
    r"^(?P<id>[\w.-]*?\d[\w.]*?)\s*(?P<type>FS|SS|FF|SF)?\s*(?P<lag>[-+]\s*[\d.,]+\s*(?:%|[a-zA-Z]+%?)?)?$",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^(.*?)\s*(?:\[\s*([\d.,]+)\s*%?\s*\])?$")
_DATE = re.compile(
    r"^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?)?$"
)
_NUMBER = re.compile(r"^[-+]?[\d.,'\s\u00a0\u202f]*\d[\d.,'\s\u00a0\u202f]*$")
_DAY_ZERO = dt.datetime(1899, 12, 30)
_PHANTOM = 60
_SHIFT_1904 = 1462
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a working day, week and month are, in minutes, for durations in those units."""

    day: float = 480
    week: float = 2400
    month: float = 9600


@dataclass(frozen=True, slots=True)
class Length:
    """A duration: its ticks, the unit it was written in, whether it is elapsed and whether it is a guess."""

    ticks: Ticks
    unit: str
    is_elapsed: bool
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class Follows:
    """One entry of a predecessors cell: whom, how, and the lag in ticks or percent."""

    id: str
    type: LinkType
    lag: float
    lag_unit: LagUnit
    unit: str


def number(text: str, *, decimal: str = ".") -> float:
    """A number with thousands signs, currency or percent signs around it.

    Raises: ValueError.
    """
    bare = re.sub(r"[€$£¥%]|[A-Z]{3}", "", text).strip()
    if not _NUMBER.match(bare) or len(bare) > 40:
        raise ValueError(f"'{text[:40]}' is not a number")
    bare = re.sub(r"[\s'\u00a0\u202f]", "", bare)
    grouping = "." if decimal == "," else ","
    if decimal not in bare and re.fullmatch(rf"[-+]?\d+{re.escape(grouping)}(\d{{1,2}}|\d{{4,}})", bare):
        # "2,5" where points were expected: a group would have three digits.
        grouping, decimal = decimal, grouping
    value = float(bare.replace(grouping, "").replace(decimal, "."))
    return int(value) if value.is_integer() else value


def percent(value: str | float, *, decimal: str = ".") -> float:
    """A percentage from 0 to 100: `50`, `50%` and the number 0.5 of a spreadsheet.

    Raises: ValueError.
    """
    if isinstance(value, str):
        share = number(value, decimal=decimal)
    else:
        share = value * 100 if 0 < value < 1 or (value == 1.0 and isinstance(value, float)) else value
    if not 0 <= share <= 100:
        raise ValueError(f"{share:g} % is not between 0 and 100")
    return int(share) if float(share).is_integer() else share


def duration(value: str | float, clock: Clock, *, decimal: str = ".") -> Length:
    """A duration like `5d`, `2w`, `3 days`, `40h`, `5 days?`, `3ed`; a bare number is days.

    Raises: ValueError.
    """
    text = f"{value:g}" if isinstance(value, (int, float)) else value.strip()
    match = _DURATION.match(text)
    if match is None:
        raise ValueError(f"'{text[:40]}' is not a duration like 5d, 2w or 40h")
    amount = number(match[1], decimal="." if isinstance(value, (int, float)) else decimal)
    word = (match[3] or "d").lower()
    is_elapsed = match[2] is not None
    if word not in _UNIT_BY_WORD and word.startswith("e") and word[1:] in _UNIT_BY_WORD:
        word, is_elapsed = word[1:], True
    if word not in _UNIT_BY_WORD:
        raise ValueError(f"'{match[3]}' is not a unit of time")
    unit = _UNIT_BY_WORD[word]
    minutes = amount * _minutes_per(unit, clock, is_elapsed=is_elapsed)
    if abs(minutes) > 100 * 366 * 1440:
        raise ValueError(f"'{text[:40]}' is longer than a century")
    return Length(
        ticks=instants.ticks(minutes),
        unit=f"e{unit}" if is_elapsed else unit,
        is_elapsed=is_elapsed,
        is_estimated=match[4] is not None,
    )


def _minutes_per(unit: str, clock: Clock, *, is_elapsed: bool) -> float:
    if is_elapsed:
        return {"m": 1, "h": 60, "d": 1440, "w": 10_080, "mo": 43_200}[unit]
    return {"m": 1, "h": 60, "d": clock.day, "w": clock.week, "mo": clock.month}[unit]


def serial_date(serial: float, *, date1904: bool = False) -> dt.datetime:
    """The date and time of a spreadsheet's day number. In the 1900 system day 60 is the 29 February that
    never was.

    Raises: ValueError, for numbers that are no date of a plan.
    """
    days = serial + _SHIFT_1904 if date1904 else serial
    if not 1 <= days < 109_575:
        raise ValueError(f"{serial:g} is not the number of a day")
    if days < _PHANTOM + 1 and not date1904:
        days += 1 if days < _PHANTOM else 0
    return _DAY_ZERO + dt.timedelta(minutes=round(days * 1440))


def instant(value: object, *, day_first: bool = False) -> tuple[Instant, bool]:
    """The instant of a cell, and whether it says a time of day, too.

    Texts are ISO, or have day and month in the order `day_first` says; numbers are a spreadsheet's days.

    Raises: ValueError.
    """
    if isinstance(value, dt.datetime):
        return instants.instant(value.replace(tzinfo=None)), value.time() != dt.time()
    if isinstance(value, dt.date):
        return instants.midnight(value), False
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        when = serial_date(value)
        return instants.instant(when), when.time() != dt.time()
    return _instant_of_text(str(value).strip(), day_first=day_first)


def _instant_of_text(text: str, *, day_first: bool) -> tuple[Instant, bool]:
    bare = re.sub(r"^[A-Za-z]{2,9}\.?,?\s+", "", text)
    match = _DATE.match(bare)
    if match is None:
        raise ValueError(f"'{text[:40]}' is not a date")
    first, second, third = int(match[1]), int(match[2]), int(match[3])
    if len(match[1]) == 4:
        year, month, day = first, second, third
    else:
        day, month, year = (first, second, third) if day_first or first > 12 else (second, first, third)
        # Two digits are a year of this century up to 68, as POSIX has it.
        year += 2000 if year < 69 and len(match[3]) <= 2 else 1900 if len(match[3]) <= 2 else 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"'{text[:40]}' lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}")
    hour, minute, seconds = int(match[4] or 0), int(match[5] or 0), int(match[6] or 0)
    if match[7]:
        hour = hour % 12 + (12 if match[7].lower() == "pm" else 0)
    when = dt.datetime(year, month, day, hour, minute, seconds)
    return instants.instant(when), match[4] is not None


def predecessors(text: str, clock: Clock, *, decimal: str = ".") -> list[Follows]:
    """The entries of a predecessors cell: `3FS+2d;5SS-1w`, `12`, `7FF+50%`.

    Raises: ValueError.
    """
    parts = [
        part.strip() for part in re.split(r"[;\n]|,(?=\s*[\w.-]*\d)" if decimal == "." else r"[;\n]", text)
    ]
    return [_follows(part, clock, decimal) for part in parts if part]


def _follows(part: str, clock: Clock, decimal: str) -> Follows:
    match = _LINK.match(part)
    if match is None:
        raise ValueError(f"'{part[:40]}' is not a predecessor like 3FS+2d")
    kind = LinkType((match["type"] or "FS").upper())
    lag = re.sub(r"\s", "", match["lag"] or "")
    if lag.endswith("%"):
        is_elapsed = lag[:-1].endswith("e")
        share = number(lag.rstrip("%e"), decimal=decimal)
        counted = LagUnit.ELAPSED_PERCENT if is_elapsed else LagUnit.PERCENT
        return Follows(match["id"], kind, share, counted, "e%" if is_elapsed else "%")
    length = duration(lag or "0d", clock, decimal=decimal)
    counted = LagUnit.ELAPSED if length.is_elapsed else LagUnit.WORKING
    return Follows(match["id"], kind, length.ticks, counted, length.unit)


def people(text: str, *, decimal: str = ".") -> list[tuple[str, float]]:
    """The names in a resources cell with their units: `Ana[50%];Bo` is half of Ana and all of Bo.

    A comma parts names unless semicolons do; "Last, First" then needs semicolons.

    Raises: ValueError.
    """
    sign = ";" if ";" in text or "\n" in text else ","
    found = []
    for part in re.split(r"[;\n]" if sign == ";" else ",", text):
        match = _PERSON.match(part.strip())
        if match is not None and match[1]:
            found.append((match[1], number(match[2], decimal=decimal) / 100 if match[2] else 1.0))
    return found


def flag(value: object) -> bool:
    """A yes or no in the words people use.

    Raises: ValueError.
    """
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in {"yes", "y", "true", "1", "x", "ja", "wahr", "✓"}:
        return True
    if word in {"no", "n", "false", "0", "", "nein", "falsch"}:
        return False
    raise ValueError(f"'{word[:40]}' is neither yes nor no")
