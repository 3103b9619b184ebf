"""Values of a row by the name of their field; what cannot be read is told and dropped."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from milepost.engine.instants import Instant, Ticks
from milepost.interop.fidelity.tally import Tally
from milepost.interop.xer import codes
from milepost.interop.xer.tables import Row

Value = TypeVar("Value")


class Reader:
    """Reads single values, keeping the account of what was kept and dropped."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally

    def instant(self, row: Row, name: str) -> Instant | None:
        """A date and time."""
        return self._value(row, name, codes.instant_of)

    def ticks(self, row: Row, name: str) -> Ticks | None:
        """A number of hours as ticks."""
        return self._value(row, name, codes.ticks_of)

    def minutes(self, row: Row, name: str) -> float | None:
        """A number of hours as minutes."""
        return self._value(row, name, codes.minutes_of)

    def number(self, row: Row, name: str) -> float | None:
        """A number."""
        return self._value(row, name, codes.number_of)

    def money(self, row: Row, name: str) -> Decimal | None:
        """An amount."""
        return self._value(row, name, codes.money_of)

    def whole(self, row: Row, name: str) -> int | None:
        """An id."""
        return self._value(row, name, _id)

    def text(self, row: Row, name: str) -> str | None:
        """A text."""
        return self._value(row, name, str)

    def _value(self, row: Row, name: str, convert: Callable[[str], Value]) -> Value | None:
        text = row.get(name)
        if text is None:
            return None
        try:
            value = convert(text)
        except (ValueError, OverflowError):
            self.tally.drop(name, "its value cannot be read")
            self.tally.problem("unreadable_value", None, f"{name} says {text[:40]!r}, which cannot be read.")
            return None
        self.tally.kept += 1
        return value


def _id(text: str) -> int:
    if len(text) > 20:
        raise ValueError("the number has too many digits")
    return int(text)
