"""User-defined fields of MS Project XML: their names, and their values as what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milepost.interop.mspdi import codes, fields

if TYPE_CHECKING:
    from lxml.etree import _Element

Value = str | int | float | bool

_TASK_FIELDS = 188743680
_RESOURCE_FIELDS = 205520896
_ASSIGNMENT_FIELDS = 255852544


@dataclass(frozen=True, slots=True)
class _Definition:
    name: str
    alias: str | None


class Definitions:
    """The fields a file defines, by their numbers."""

    def __init__(self) -> None:
        self._by_id: dict[str, _Definition] = {}

    def read(self, container: _Element, ns: str) -> None:
        """Take in the definitions at the head of a file."""
        for stated in container.iterfind(f"{ns}ExtendedAttribute"):
            number = stated.findtext(f"{ns}FieldID")
            if number:
                name = stated.findtext(f"{ns}FieldName") or _unnamed(number)
                self._by_id[number] = _Definition(name=name, alias=stated.findtext(f"{ns}Alias"))

    def labels(self) -> dict[str, str]:
        """What people call the fields, by the tool's names: `Text1` is "Sponsor". Task fields win over
        others.
        """
        ordered = sorted(self._by_id.items(), key=lambda item: _belongs_to(item[0]), reverse=True)
        return {definition.name: definition.alias for _, definition in ordered if definition.alias}

    def value(self, number: str, text: str) -> tuple[str, Value]:
        """The name of a field by its number, and the value one row gives it."""
        definition = self._by_id.get(number)
        name = definition.name if definition else _unnamed(number)
        return name, _typed(name, text)


def _typed(name: str, text: str) -> Value:
    """The value as what its field's name says: Flag1, Number1, Cost1, Duration1 (minutes); else text."""
    kind = name.rstrip("0123456789")
    try:
        if kind == "Flag":
            return fields.flag(text)
        if kind == "Number":
            return fields.number(text)
        if kind == "Cost":
            return float(codes.money_of(text))
        if kind == "Duration":
            return codes.minutes_of(text)
    except ValueError:
        return text
    return text


def _unnamed(number: str) -> str:
    return f"Field{number}"


def _belongs_to(number: str) -> int:
    """0 for task fields, then resources, then assignments."""
    field = int(number) if number.isdigit() and len(number) < 12 else 0
    return (field >= _RESOURCE_FIELDS) + (field >= _ASSIGNMENT_FIELDS)
