"""The code numbers and the ways of writing values in MS Project XML, both directions.

Source: Microsoft, "Project XML Data Interchange Schema" (2007); the duration format codes as MPXJ reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from functools import lru_cache

from milepost.engine import instants
from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR, Instant, Ticks
from milepost.engine.plan import ConstraintType, EffortType, LagUnit, LinkType

LINK_TYPES = {
    0: LinkType.FINISH_FINISH,
    1: LinkType.FINISH_START,
    2: LinkType.START_FINISH,
    3: LinkType.START_START,
}
CONSTRAINT_TYPES = {
    0: ConstraintType.AS_SOON_AS_POSSIBLE,
    1: ConstraintType.AS_LATE_AS_POSSIBLE,
    2: ConstraintType.MUST_START_ON,
    3: ConstraintType.MUST_FINISH_ON,
    4: ConstraintType.START_NO_EARLIER_THAN,
    5: ConstraintType.START_NO_LATER_THAN,
    6: ConstraintType.FINISH_NO_EARLIER_THAN,
    7: ConstraintType.FINISH_NO_LATER_THAN,
}
EFFORT_TYPES = {0: EffortType.FIXED_UNITS, 1: EffortType.FIXED_DURATION, 2: EffortType.FIXED_WORK}
RESOURCE_TYPES = {0: "material", 1: "work", 2: "cost"}
CONTOURS = {
    0: "flat",
    1: "back_loaded",
    2: "front_loaded",
    3: "double_peak",
    4: "early_peak",
    5: "late_peak",
    6: "bell",
    7: "turtle",
    8: "contoured",
}
TIMEPHASED_TYPES = {
    1: "assignment remaining work",
    2: "assignment actual work",
    3: "assignment actual overtime work",
    4: "assignment baseline work",
    5: "assignment baseline cost",
    6: "assignment actual cost",
}
WEEKDAYS = {1: "Sunday", 2: "Monday", 3: "Tuesday", 4: "Wednesday", 5: "Thursday", 6: "Friday", 7: "Saturday"}

NOBODY = -65535
"""The resource of work that nobody is named for."""

_UNITS = {
    3: "m",
    4: "em",
    5: "h",
    6: "eh",
    7: "d",
    8: "ed",
    9: "w",
    10: "ew",
    11: "mo",
    12: "emo",
    19: "%",
    20: "e%",
}
_FORMATS = {unit: code for code, unit in _UNITS.items()}
_ESTIMATED = 32
_DURATION = re.compile(
    r"^(-)?P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$"
)
_MOST_MINUTES = 1000 * 366 * 1440
_MINUTES_PER_PART = (525_600, 43_200, 10_080, 1440, 60, 1, 1 / 60)


@dataclass(frozen=True, slots=True)
class DurationFormat:
    """How a duration is shown: its unit (`d`, `eh`, `%`), whether it is elapsed, whether it is a guess."""

    unit: str
    is_elapsed: bool
    is_estimated: bool


@lru_cache(maxsize=128)
def duration_format(code: int) -> DurationFormat:
    """What a duration format code says; 21, 53 and codes unknown are days."""
    base = code - _ESTIMATED if code >= _ESTIMATED else code
    unit = _UNITS.get(base, "d")
    return DurationFormat(unit=unit, is_elapsed=unit.startswith("e"), is_estimated=code >= _ESTIMATED)


def format_code(unit: str | None, *, is_estimated: bool = False) -> int:
    """The duration format code of a unit; days where there is none."""
    return _FORMATS.get(unit or "d", 7) + (_ESTIMATED if is_estimated else 0)


@lru_cache(maxsize=65_536)
def minutes_of(text: str) -> float:
    """The minutes of an XML duration; a day in it is 24 hours, never a working day.

    Raises: ValueError, for any other text.
    """
    match = _DURATION.match(text)
    if match is None or text[-1] in "PT":
        raise ValueError(f"{text!r} is not a duration")
    sign, *parts = match.groups()
    total = sum(float(part) * size for part, size in zip(parts, _MINUTES_PER_PART, strict=True) if part)
    return -total if sign else total


@lru_cache(maxsize=65_536)
def ticks_of(text: str) -> Ticks:
    """The ticks of an XML duration, rounded to the nearest.

    Raises: ValueError, also for lengths no plan has.
    """
    minutes = minutes_of(text)
    if abs(minutes) > _MOST_MINUTES:
        raise ValueError(f"{text!r} is longer than a thousand years")
    return instants.ticks(minutes)


@lru_cache(maxsize=65_536)
def instant_of(text: str) -> Instant:
    """The instant of a local date and time; a zone, which Project never writes, is read as local.

    Raises: ValueError.
    """
    return instants.instant(datetime.fromisoformat(text.strip()).replace(tzinfo=None))


def day_ticks_of(text: str) -> Ticks:
    """Ticks after midnight of a time of day."""
    at = time.fromisoformat(text.strip())
    return at.hour * TICKS_PER_HOUR + at.minute * 10 + at.second // 6


@lru_cache(maxsize=4096)
def money_of(text: str) -> Decimal:
    """An amount from hundredths of the currency unit.

    Raises: ValueError.
    """
    try:
        amount = Decimal(text)
    except ArithmeticError as broken:
        raise ValueError(f"{text!r} is not an amount") from broken
    if not amount.is_finite() or abs(amount.adjusted()) > 30:
        raise ValueError(f"{text!r} is not an amount")
    return amount.scaleb(-2)


def lag_of(lag: float, code: int) -> tuple[float, LagUnit, str]:
    """A lag in ticks (or percent), what it is counted in and the unit people see.

    `lag` comes in tenths of a minute, for the percent formats as the percentage itself.
    """
    shown = duration_format(code)
    if shown.unit == "%":
        return lag, LagUnit.PERCENT, shown.unit
    if shown.unit == "e%":
        return lag, LagUnit.ELAPSED_PERCENT, shown.unit
    return int(lag), LagUnit.ELAPSED if shown.is_elapsed else LagUnit.WORKING, shown.unit


def duration_text(minutes: float) -> str:
    """The XML duration of minutes, in hours as Project writes it."""
    sign = "-" if minutes < 0 else ""
    hundredths = round(abs(minutes) * 6000)
    hours, rest = divmod(hundredths, 360_000)
    whole_minutes, rest = divmod(rest, 6000)
    seconds, fraction = divmod(rest, 100)
    tail = f"{seconds}.{fraction:02d}".rstrip("0") if fraction else str(seconds)
    return f"{sign}PT{hours}H{whole_minutes}M{tail}S"


def instant_text(at: Instant) -> str:
    """The local date and time of an instant."""
    return instants.moment(at).isoformat()


def day_time_text(ticks: Ticks) -> str:
    """The time of day so many ticks after midnight; 24:00 is written 00:00:00."""
    hours, rest = divmod(ticks % TICKS_PER_DAY, TICKS_PER_HOUR)
    minutes, tenths = divmod(rest, 10)
    return f"{hours:02d}:{minutes:02d}:{tenths * 6:02d}"


def money_text(amount: Decimal) -> str:
    """An amount in hundredths, without needless zeros."""
    hundredths = amount.scaleb(2)
    whole = hundredths.to_integral_value()
    return str(int(whole)) if whole == hundredths else format(hundredths.normalize(), "f")
