"""Lists narrowed and ordered by the fields their rows show.

`is_critical=true;finish<2027-01-01;name~cut over` keeps rows that meet every condition, `-finish,name` orders
them. Fields and values are those of the answer: what a door hides from a reader can be neither asked for nor
ordered by, because it is not in his rows.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from milepost.surfaces.catalog.places import WrongField

Given: TypeAlias = dict[str, Any]
"""A row in plain JSON."""

MOST_CONDITIONS = 20

_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_CONDITION = re.compile(
    r"""\s*(?P<field>\w+)\s*
        (?P<sign><=|>=|!=|=|<|>|~)\s*
        (?:"(?P<quoted>(?:[^"\\]|\\.)*)"\s*|(?P<plain>[^";][^;]*|))(?:;|$)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: a field, a sign (`=`, `!=`, `<`, `<=`, `>`, `>=`, `~` for "contains"), and a value."""

    field: str
    sign: str
    value: str

    def holds(self, row: Given) -> bool:
        """Does a row meet it? What is not known (`null`) meets `=null` and `!=` anything else, nothing more.

        Raises: WrongField, where the field holds no such values.
        """
        held = row[self.field]
        if self.sign == "!=":
            return not self._any(held, "=")
        return self._any(held, self.sign)

    def _any(self, held: Any, sign: str) -> bool:
        parts = held if isinstance(held, list) else [held]
        return any(self._one(part, sign) for part in parts)

    def _one(self, held: Any, sign: str) -> bool:
        if held is None:
            return sign == "=" and self.value == "null"
        if isinstance(held, dict):
            raise WrongField("filter", f"'{self.field}' holds several values; no condition fits it.")
        if sign == "~":
            return self.value.casefold() in str(held).casefold()
        if self.value == "null":
            return False
        return _COMPARED[sign](held, self._like(held))

    def _like(self, held: Any) -> Any:
        """The value as what the field holds: yes or no, a number, or text (dates order as text)."""
        if isinstance(held, bool):
            if self.value not in ("true", "false"):
                raise WrongField("filter", f"'{self.field}' is true or false, not '{self.value[:60]}'.")
            return self.value == "true"
        if isinstance(held, (int, float)):
            try:
                return float(self.value)
            except ValueError:
                sentence = f"'{self.field}' is a number, not '{self.value[:60]}'."
                raise WrongField("filter", sentence) from None
        return self.value


def narrowed(
    rows: Sequence[Any], give: Callable[[Any], Given], conditions: str | None, order: str | None
) -> Sequence[Any]:
    """The rows that meet the conditions, in the order asked for; all as they stand where neither is said.

    `give` shows a row in plain JSON. Raises: WrongField.
    """
    if conditions is None and order is None:
        return rows
    shown = [(row, give(row)) for row in rows]
    if not shown:
        return rows
    known = shown[0][1]
    for condition in _read(conditions or "", known):
        shown = [(row, given) for row, given in shown if condition.holds(given)]
    for name, is_descending in reversed(_fields(order or "", known)):
        shown = _ordered(shown, name, is_descending)
    return [row for row, _ in shown]


def _read(text: str, known: Given) -> list[Condition]:
    found: list[Condition] = []
    at = 0
    while at < len(text):
        match = _CONDITION.match(text, at)
        if match is None or len(found) == MOST_CONDITIONS:
            raise WrongField(
                "filter",
                f"Conditions read like 'is_critical=true;finish<2027-01-01', {MOST_CONDITIONS} at most; "
                f"'{text[at : at + 60]}' does not.",
            )
        _check("filter", match["field"], known)
        found.append(Condition(match["field"], match["sign"], _value(match)))
        at = match.end()
    return found


def _value(match: re.Match[str]) -> str:
    """A value as it stands, or what is between its quotes, which one with a semicolon needs."""
    quoted = match["quoted"]
    return str(match["plain"]).strip() if quoted is None else re.sub(r"\\(.)", r"\1", quoted)


def _fields(text: str, known: Given) -> list[tuple[str, bool]]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        _check("sort", name.removeprefix("-"), known)
    return [(name.removeprefix("-"), name.startswith("-")) for name in names]


def _check(parameter: str, name: str, known: Given) -> None:
    if name not in known:
        there = ", ".join(known)
        raise WrongField(parameter, f"'{name[:60]}' is not a field here; there are {there}.")


def _ordered(shown: list[tuple[Any, Given]], name: str, is_descending: bool) -> list[tuple[Any, Given]]:
    """Rows by one field, those without it last whichever way."""
    with_it = [pair for pair in shown if pair[1][name] is not None]
    if any(isinstance(given[name], (dict, list)) for _, given in with_it):
        raise WrongField("sort", f"'{name}' holds several values; rows have no order by it.")
    without = [pair for pair in shown if pair[1][name] is None]
    return sorted(with_it, key=lambda pair: _place(pair[1][name]), reverse=is_descending) + without


def _place(value: Any) -> tuple[bool, Any]:
    """Where a value comes in the order: numbers, then words without regard to capitals."""
    return (True, value.casefold()) if isinstance(value, str) else (False, value)
