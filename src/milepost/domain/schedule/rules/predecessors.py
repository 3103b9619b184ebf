"""The predecessor column: `12FS+2d;15SS-1w;7`, each a task number, a type and a lag.

FS without a lag is written as the number alone. A lag in percent is a share of the predecessor's duration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from milepost.base.refusal import Refusal
from milepost.domain.schedule.rows import LinkRow, Units
from milepost.domain.schedule.rules import durations

TYPES = ("FS", "SS", "FF", "SF")
_TYPED = re.compile(
    r"\s*(?:T-)?(?P<number>\d{1,10})\s*(?P<type>FS|SS|FF|SF)?\s*"
    r"(?:(?P<sign>[+-])\s*(?P<lag>[\d.,]+\s*[a-z%]*))?\s*",
    re.IGNORECASE | re.ASCII,
)


class NotAPredecessor(Refusal):
    """The text cannot be read as a predecessor or a lag."""


@dataclass(frozen=True, slots=True)
class Predecessor:
    """One entry of the column; `lag` in ticks, or in percent for the units `%` and `e%`."""

    task: int
    type: str = "FS"
    lag: float = 0
    lag_unit: str = "d"


def parse(text: str, units: Units) -> tuple[Predecessor, ...]:
    """What the column says, in its order; a task named twice counts with its last entry.

    Raises: NotAPredecessor, NotADuration.
    """
    named: dict[int, Predecessor] = {}
    for part in re.split(r"[;\n]|,(?=\s*(?:T-)?\d+\s*(?:FS|SS|FF|SF|[+,;-]|$))", text, flags=re.IGNORECASE):
        if part.strip():
            entry = _entry(part, units)
            named[entry.task] = entry
    return tuple(named.values())


def text(links: Iterable[LinkRow], units: Units) -> str:
    """The column of a task from the links that lead to it, in the order given."""
    return ";".join(_written(link, units) for link in links)


def lag(text: str, units: Units) -> tuple[float, str]:
    """A lag and its unit from text: `2d`, `-1w`, `50%`, `3ed`.

    Raises: NotAPredecessor, NotADuration.
    """
    stripped = text.strip()
    sign = -1 if stripped.startswith("-") else 1
    amount = stripped.lstrip("+-").strip().lower()
    if amount.endswith("%"):
        unit = "e%" if amount[:-1].endswith("e") else "%"
        try:
            return sign * float(amount.rstrip("e%").replace(",", ".")), unit
        except ValueError:
            raise NotAPredecessor(f"'{text}' is no lag. Write for example 2d, -1w, 3ed or 50%.") from None
    typed = durations.parse(amount, units)
    return sign * typed.ticks, typed.unit


def lag_text(amount: float, unit: str, units: Units) -> str:
    """A lag as it is typed, with its sign; empty for none."""
    if not amount:
        return ""
    sign = "-" if amount < 0 else "+"
    if unit.endswith("%"):
        return f"{sign}{abs(amount):g}{unit}"
    return sign + durations.text(durations.Duration(round(abs(amount)), unit), units)


def _entry(part: str, units: Units) -> Predecessor:
    found = _TYPED.fullmatch(part)
    if found is None:
        raise NotAPredecessor(
            f"'{part.strip()}' is no predecessor. Write for example 12, 12FS+2d or 15SS-1w."
        )
    amount, unit = lag(found["sign"] + found["lag"], units) if found["lag"] else (0.0, "d")
    return Predecessor(int(found["number"]), (found["type"] or "FS").upper(), amount, unit)


def _written(link: LinkRow, units: Units) -> str:
    lag_part = lag_text(link.lag, link.lag_unit, units)
    type_part = "" if link.type == "FS" and not lag_part else link.type
    return f"{link.predecessor}{type_part}{lag_part}"
