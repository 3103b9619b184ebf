"""What the children of a row become: fields of the exchange, or pairs that travel along.

Most children of a file have been met before, in another row: what each text turned out to be is remembered,
so that a row is read by looking its children up. Only what is new is taken apart and converted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from milepost.interop.fidelity.tally import Tally
from milepost.interop.mspdi import children, fields
from milepost.interop.mspdi.children import Child

Pair = tuple[str, str]
Nested = Callable[[Child, dict[str, Any], list[Pair]], None]

_MOST_REMEMBERED = 8192
"""Texts of one field; fields with more are those in which every row says something of its own."""

_Found = tuple[str | None, Any]
"""A field and its value; without a field a pair to carry."""

_NOTHING: _Found = ("", None)
"""A child that leaves no value by itself."""


class Rules:
    """The rules of one kind of row: `table` names the fields, `nested` who reads what has children."""

    def __init__(
        self, table: dict[str, fields.Field], tally: Tally, nested: dict[str, Nested] | None = None
    ) -> None:
        self._tally = tally
        self._memory = _Memory(table, tally, nested or {})

    def read(self, row: list[str]) -> tuple[dict[str, Any], list[Pair]]:
        """The values of a row by their fields, and the pairs it carries.

        Raises: NotPlain.
        """
        memory = self._memory
        found: list[_Found] = [*map(memory.__getitem__, row)]
        values: dict[Any, Any] = dict(found)
        values.pop("", None)
        pairs = [one[1] for one in found if one[0] is None] if values.pop(None, None) else []
        self._tally.kept += len(row) - len(pairs)
        self._tally.carried += len(pairs)
        if memory.nested:
            waiting, memory.nested = memory.nested, []
            for handle, child in waiting:
                handle(child, values, pairs)
        return values, pairs


class _Memory(dict[str, _Found]):
    """What children turned out to be; one not met before is taken apart by being asked for.

    `nested` gathers those that have children of their own, for when the row is complete.
    """

    def __init__(self, table: dict[str, fields.Field], tally: Tally, handlers: dict[str, Nested]) -> None:
        super().__init__()
        self.nested: list[tuple[Nested, Child]] = []
        self._table = table
        self._tally = tally
        self._handlers = handlers
        self._met: dict[str, int] = {}

    def __missing__(self, text: str) -> _Found:
        leaf = children.LEAF.fullmatch(text)
        if leaf is None:
            return self._not_plain(children.parsed(text))
        name, said = leaf.groups()
        found = self._leaf(name, said or None)
        if name not in fields.EACH_ITS_OWN and found is not _NOTHING:
            met = self._met[name] = self._met.get(name, 0) + 1
            if met <= _MOST_REMEMBERED:
                self[text] = found
        return found

    def _not_plain(self, child: Child) -> _Found:
        handle = self._handlers.get(child.name)
        if handle is not None:
            self.nested.append((handle, child))
            return _NOTHING
        if child.inside is None:
            return self._leaf(child.name, child.text)
        children.check(child)
        return None, carried(child)

    def _leaf(self, name: str, said: str | None) -> _Found:
        """What a leaf is; nothing where it has no value or none that can be read."""
        known = self._table.get(name)
        if known is None:
            return (None, (name, said or "")) if name not in self._handlers else _NOTHING
        if said is None:
            return _NOTHING
        field, convert = known
        try:
            return field, convert(said)
        except (ValueError, OverflowError):
            self._tally.kept -= 1
            self._tally.drop(name, "its value cannot be read")
            message = f"{name} says {said[:40]!r}, which cannot be read."
            self._tally.problem("unreadable_value", None, message)
            return _NOTHING


def carried(child: Child) -> Pair:
    """A child as it travels along: its text, or its XML where it has children."""
    return (child.name, child.text or "") if child.inside is None else (f"{child.name}/", child.xml)
