"""Values of an MPX file, written the way its settings say: dates, money, durations, predecessors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from milepost.engine import instants
from milepost.engine.instants import Instant, Ticks
from milepost.engine.plan import ConstraintType, LagUnit, LinkType

CONSTRAINTS = {kind.value.replace("_", " "): kind for kind in ConstraintType}
PRIORITIES = {
    "lowest": 100,
    "very low": 200,
    "lower": 300,
    "low": 400,
    "medium": 500,
    "high": 600,
    "higher": 700,
    "very high": 800,
    "highest": 900,
    "do not level": 1000,
}
_UNITS = {
    "m": "m",
    "h": "h",
    "d": "d",
    "w": "w",
    "mo": "mo",
    "em": "em",
    "eh": "eh",
    "ed": "ed",
    "ew": "ew",
    "emo": "emo",
}
_DURATION = re.compile(r"^([-+]?[\d.,\s]+?)\s*(e?(?:mo|m|h|d|w))?\??$", re.IGNORECASE)
_LINK = re.compile(r"^(\d+)\s*(FS|SS|FF|SF)?\s*([-+].*)?$", re.IGNORECASE)
_MOST_MINUTES = 1000 * 366 * 1440
_DIGITS = re.compile(r"\d+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass
class Settings:
    """How the file writes its values."""

    currency: str = "$"
    thousands: str = ","
    decimal: str = "."
    minutes_per_day: float = 480
    minutes_per_week: float = 2400
    default_unit: str = "d"
    date_order: int = 0
    default_start: int = 480

    def number(self, text: str) -> float:
        """A number.

        Raises: ValueError.
        """
        bare = text.replace(self.thousands, "") if self.thousands else text
        value = float(bare.replace(self.decimal, ".").replace(" ", "").rstrip("%"))
        if value - value != 0:
            raise ValueError(f"{text!r} is not a finite number")
        return int(value) if value.is_integer() else value

    def money(self, text: str) -> Decimal:
        """An amount without its currency.

        Raises: ValueError.
        """
        bare = re.sub(r"[^\d.,+-]", "", text.replace(self.currency, ""))
        bare = bare.replace(self.thousands, "") if self.thousands else bare
        try:
            return Decimal(bare.replace(self.decimal, "."))
        except InvalidOperation as broken:
            raise ValueError(f"{text!r} is not an amount") from broken

    def hourly(self, text: str) -> Decimal:
        """A rate as an amount an hour.

        Raises: ValueError.
        """
        amount, _, unit = text.partition("/")
        minutes = self._minutes_per(unit.strip().lower() or "h")
        return self.money(amount) * 60 / Decimal(str(minutes))

    def duration(self, text: str) -> tuple[Ticks, str]:
        """The ticks and the unit of a duration like `2d`.

        Raises: ValueError.
        """
        match = _DURATION.match(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a duration")
        unit = _UNITS[(match[2] or self.default_unit).lower()]
        minutes = self.number(match[1]) * self._minutes_per(unit)
        if abs(minutes) > _MOST_MINUTES:
            raise ValueError(f"{text!r} is longer than a thousand years")
        return instants.ticks(minutes), unit

    def minutes(self, text: str) -> float:
        """The minutes of a duration or of work."""
        ticks, _ = self.duration(text)
        return instants.minutes(ticks)

    def _minutes_per(self, unit: str) -> float:
        elapsed = {"em": 1, "eh": 60, "ed": 1440, "ew": 10_080, "emo": 43_200, "m": 1, "h": 60, "y": 124_800}
        return {
            **elapsed,
            "d": self.minutes_per_day,
            "w": self.minutes_per_week,
            "mo": self.minutes_per_week * 4,
        }[unit]

    def instant(self, text: str) -> Instant:
        """The instant of a date; one without an hour is the beginning of its day.

        Raises: ValueError.
        """
        day_text, minutes = _parted(text)
        return instants.instant(self._day(day_text) + timedelta(minutes=minutes or 0))

    def _day(self, text: str) -> datetime:
        numbers = [int(number) for number in _DIGITS.findall(text)]
        named = next((place for place, month in enumerate(_MONTHS, start=1) if month in text.lower()), None)
        if named is not None and len(numbers) >= 2:
            day, year = numbers[0], numbers[1]
            return datetime(_century(year), named, day)
        if len(numbers) < 3:
            raise ValueError(f"{text!r} is not a date")
        month, day, year = {
            0: (numbers[0], numbers[1], numbers[2]),
            1: (numbers[1], numbers[0], numbers[2]),
            2: (numbers[1], numbers[2], numbers[0]),
        }[self.date_order]
        return datetime(_century(year), month, day)

    def predecessors(self, text: str) -> list[tuple[int, LinkType, float, LagUnit, str]]:
        """The entries of a predecessors field: `3FS+2d`.

        Raises: ValueError.
        """
        return [self._follows(part.strip()) for part in re.split(r"[,;]", text) if part.strip()]

    def _follows(self, part: str) -> tuple[int, LinkType, float, LagUnit, str]:
        match = _LINK.match(part)
        if match is None:
            raise ValueError(f"{part!r} is not a predecessor")
        kind = LinkType((match[2] or "FS").upper())
        lag = (match[3] or "").strip()
        if lag.endswith("%"):
            is_elapsed = lag.lower().endswith("e%")
            unit = LagUnit.ELAPSED_PERCENT if is_elapsed else LagUnit.PERCENT
            return (
                int(match[1]),
                kind,
                self.number(lag.lower().rstrip("e%")),
                unit,
                "e%" if is_elapsed else "%",
            )
        ticks, shown = self.duration(lag or "0d")
        return (
            int(match[1]),
            kind,
            ticks,
            LagUnit.ELAPSED if shown.startswith("e") else LagUnit.WORKING,
            shown,
        )


def _parted(text: str) -> tuple[str, int | None]:
    """The date and the minutes after midnight of a text; None where it has no hour."""
    match = re.search(r"(\d{1,2})[:.](\d{2})(?::\d{2})?\s*([AaPp][Mm])?\s*$", text)
    if match is None or not re.search(r"\d\D+\d", text[: match.start()]):
        return text, None
    hour = int(match[1])
    if match[3]:
        hour = hour % 12 + (12 if match[3].lower() == "pm" else 0)
    return text[: match.start()], hour * 60 + int(match[2])


def _century(year: int) -> int:
    if year >= 100:
        return year
    return year + (2000 if year < 80 else 1900)


def clock(text: str) -> Ticks:
    """The ticks after midnight of a time of day, by 12 or by 24 hours.

    Raises: ValueError.
    """
    match = re.match(r"^\s*(\d{1,2})(?:[:.](\d{2}))?\s*([AaPp][Mm])?", text)
    if match is None:
        raise ValueError(f"{text!r} is not a time of day")
    hour = int(match[1])
    if match[3]:
        hour = hour % 12 + (12 if match[3].lower() == "pm" else 0)
    at = time(hour % 24, int(match[2] or 0))
    return (at.hour * 60 + at.minute) * 10


def flag(text: str) -> bool:
    """A yes or no.

    Raises: ValueError.
    """
    word = text.strip().lower()
    if word in {"yes", "1", "-1", "true"}:
        return True
    if word in {"no", "0", "false"}:
        return False
    raise ValueError(f"{text!r} is neither Yes nor No")
