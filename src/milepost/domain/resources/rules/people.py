"""The people column: `Ana[50%];Bo`, each a name and perhaps a share of their time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from milepost.base.refusal import Refusal

_TYPED = re.compile(
    r"(?P<name>[^\[\]]+?)\s*(?:\[\s*(?P<share>\d+(?:[.,]\d+)?)\s*%?\s*\]|\s(?P<bare>\d+(?:[.,]\d+)?)\s*%)?"
)


class NotPeople(Refusal):
    """The text cannot be read as people and their shares."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One entry of the column: a name and units, 1 for full time."""

    name: str
    units: float = 1


def parse(text: str) -> tuple[Booking, ...]:
    """The people a text names, in its order; somebody named twice counts with the last entry.

    Raises: NotPeople.
    """
    named: dict[str, Booking] = {}
    for part in re.split(r"[;\n]|,(?![^\[]*\])(?!\d)", text):
        if not part.strip():
            continue
        found = _TYPED.fullmatch(part.strip())
        if found is None:
            raise NotPeople(f"'{part.strip()}' is nobody. Write for example Ana; Bo[50%].")
        share = found["share"] or found["bare"]
        units = float(share.replace(",", ".")) / 100 if share else 1.0
        if units > 100:
            raise NotPeople(f"{share} % of '{found['name']}' is more than anybody can give.")
        named[found["name"].strip().casefold()] = Booking(found["name"].strip(), units)
    return tuple(named.values())


def text(bookings: Iterable[tuple[str, float]]) -> str:
    """The column from names and units, in the order given."""
    return "; ".join(name if units == 1 else f"{name}[{units * 100:g}%]" for name, units in bookings)
