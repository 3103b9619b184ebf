"""What machines may ask of Milepost, said once.

An entry names a noun, a verb and the function that does it. REST, the command line and the
assistants' tools are derived from that: where a thing lives, which words call it, which fields it
takes. The fields come from the function's own signature (`forms.py`), so a parameter added to an
operation appears at every door at once, and nothing that is not a parameter can be sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from milepost.base import operation

Place: TypeAlias = Literal["program", "organisation"]


@dataclass(frozen=True, slots=True)
class Noun:
    """A kind of thing with an address.

    `plural` is its path segment and its group of commands; `name` is also the parameter by which an
    operation names one of them. A `single` noun (a program's brief) has no collection: its address is
    the thing itself. `is_ledger` marks the program, whose item is a ledger and not a row in one.
    """

    name: str
    plural: str
    about: str
    place: Place = "program"
    single: bool = False
    is_ledger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What operations and queries have in common at a door."""

    noun: Noun
    verb: str
    run: Callable[..., Any]
    example: Mapping[str, object] = field(default_factory=dict)
    about: str = ""
    """Said instead of the function's own first sentence."""
    called: str = ""
    """Its name at doors that have no addresses, where the noun has two entries of one verb."""
    needs_seen: bool = False
    """Whether the caller must say which revision it was looking at (`If-Match`)."""
    place: Place | None = None
    """The ledger it works in where that is not the noun's: adding a program writes the organisation's."""

    @property
    def ledger(self) -> Place:
        return self.place or self.noun.place

    @property
    def code(self) -> str:
        """`tasks.edit`: what an entry is called in OpenAPI and in the permission matrix."""
        return f"{self.noun.plural}.{self.called or self.verb}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Entry):
    """An operation offered to machines."""

    run: operation.Operation[..., Any]
    needs_seen: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed(Entry):
    """A change outside every ledger, offered to machines: tokens and sessions have no history to conflict in.

    Its function takes the acting person first, like a query its reader.
    """

    needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Entry):
    """A query offered to machines."""

    needs: str = ""
    """The right a reader needs, as the permission matrix states it; empty: whoever sees the ledger."""
    key: str = "number"
    """The field of a row that pages are cut by and an item is named by; empty where rows have none."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an entry is found over HTTP: `POST`, `programs/{program}/tasks/{task}:split`."""

    method: str
    path: str
    is_item: bool


def address(entry: Entry, parameters: frozenset[str]) -> Address:
    """Where an entry lives, by the conventions of a resource-oriented interface.

    Adding, editing and removing are `POST` on the collection, `PATCH` and `DELETE` on the item; any other
    verb is a custom method behind a colon. An operation works on an item when one of its `parameters` is
    the noun's name; without it, on the collection. Showing one thing is always about an item.
    """
    noun = entry.noun
    named = entry.ledger == "program" if noun.is_ledger else noun.name in parameters
    is_item = noun.single or named or (isinstance(entry, Query) and entry.verb == "show")
    place = (
        noun.plural
        if noun.is_ledger or noun.place == "organisation"
        else f"programs/{{program}}/{noun.plural}"
    )
    path = f"{place}/{{{noun.name}}}" if is_item and not noun.single else place
    if isinstance(entry, Query):
        return Address("GET", path if entry.verb in ("list", "show") else f"{path}:{entry.verb}", is_item)
    method = {"add": "POST", "edit": "PATCH", "remove": "DELETE"}.get(entry.verb)
    if method is None or is_item == (entry.verb == "add"):
        return Address("POST", f"{path}:{entry.verb}", is_item)
    return Address(method, path, is_item)
