"""Entries bound to what their functions take and give: all that a door needs to derive itself."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pydantic

from milepost.base.parameters import parameters_of
from milepost.surfaces.catalog import forms
from milepost.surfaces.catalog.entry import Address, Deed, Entry, Operation, Query, address
from milepost.surfaces.catalog.forms import FieldForm, Form

SUPPLIED = frozenset({"program", "as_of", "after", "limit"})
"""Parameters of queries that a door fills in itself: of which ledger, as of when, and which page of it."""
ACTING = frozenset({"acting"})
"""The parameter of a deed that takes the whole request: it calls an operation, which wants the reason too."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry with its address and its fields.

    `item` is the field that names one thing and stands in the address, None on a collection. `fields` are
    the others; `accepts` checks exactly them. `answers` is the form of what comes back: of one row where a
    list comes back row by row (`is_list`), or where one row is picked from the list by its key (`is_pick`).
    `many` names the fields that hold several values.
    """

    entry: Entry
    address: Address
    item: FieldForm | None
    fields: tuple[FieldForm, ...]
    accepts: type[pydantic.BaseModel]
    answers: Form
    is_list: bool
    is_pick: bool
    many: frozenset[str]
    takes: frozenset[str]

    @property
    def is_write(self) -> bool:
        return isinstance(self.entry, (Operation, Deed))

    @property
    def sentence(self) -> str:
        """What it does, in the first sentence of its own documentation."""
        return self.entry.about or _first_sentence(_body(self.entry))

    def call(self, first: Any, item: Any, accepted: pydantic.BaseModel, **supplied: Any) -> Any:
        """Call the function behind the entry: `first` is the acting person of an operation, the reader of
        a query; `supplied` that the function does not know is left out."""
        keywords = forms.taken(self.fields, accepted)
        if self.item is not None and not self.is_pick:
            keywords[self.item.keyword] = item
        known = {name: value for name, value in supplied.items() if name in self.takes}
        answer = self.entry.run(first, **known, **keywords)
        return next((row for row in answer if self._key(row) == item), None) if self.is_pick else answer

    @property
    def is_cut_below(self) -> bool:
        """Whether the query itself reads just one page, by key."""
        return {"after", "limit"} <= self.takes

    def _key(self, row: Any) -> Any:
        return getattr(row, self.entry.key) if isinstance(self.entry, Query) else None


def bind(entry: Entry) -> Offer:
    """Derive an entry's address and fields from the signature of its function."""
    body = _body(entry)
    parameters = parameters_of(body)
    takes = frozenset(parameter.name for parameter in parameters)
    place = address(entry, takes)
    supplied = SUPPLIED if isinstance(entry, Query) else ACTING
    own = {p.name: p for p in parameters if p.name not in supplied}
    fields = forms.fields_of(
        {name: p.annotation for name, p in own.items()},
        {name: p.default for name, p in own.items() if not p.is_required},
    )
    row, is_many = _answer(typing.get_type_hints(body).get("return"), entry)
    is_named = place.is_item and not entry.noun.single and not entry.noun.is_ledger
    item = next((field for field in fields if is_named and field.keyword == entry.noun.name), None)
    is_pick = is_many and is_named and item is None
    rest = tuple(field for field in fields if field is not item)
    return Offer(
        entry,
        place,
        _key_of(row, entry) if is_pick else item,
        rest,
        forms.model_of(_title(entry), rest),
        forms.form_of(row),
        is_list=is_many and not is_pick,
        is_pick=is_pick,
        many=frozenset(field.name for field in rest if field.form.is_many),
        takes=takes,
    )


def _key_of(row: Any, entry: Entry) -> FieldForm:
    """The field that names a row picked from a list."""
    key = entry.key if isinstance(entry, Query) else "number"
    return FieldForm(entry.noun.name, key, forms.form_of(typing.get_type_hints(row)[key]), is_required=True)


def example_of(offer: Offer) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """The example's address and body parts: `{"task": 412}`, `{"name": "Cut over"}`."""
    named = {"program", offer.entry.noun.name} & set(placeholders(offer.address.path))
    example = {"program": "atlas", **offer.entry.example} if "program" in named else dict(offer.entry.example)
    return (
        {name: value for name, value in example.items() if name in named},
        {name: value for name, value in example.items() if name not in named},
    )


def placeholders(path: str) -> list[str]:
    """What an address leaves open: `program` and `task` in `programs/{program}/tasks/{task}`."""
    return [part.split("}")[0] for part in path.split("{")[1:]]


def _body(entry: Entry) -> Callable[..., Any]:
    """The function whose signature says what can be sent: an operation's body, before it was wrapped."""
    return entry.run.body if isinstance(entry, Operation) else inspect.unwrap(entry.run)


def _answer(annotation: Any, entry: Entry) -> tuple[Any, bool]:
    """What comes back, and whether it is a list of that."""
    origin = typing.get_origin(annotation)
    if not isinstance(entry, Operation) and entry.verb in ("list", "show") and origin in (tuple, list):
        return typing.get_args(annotation)[0], True
    return (type(None) if annotation is None else annotation), False


def _title(entry: Entry) -> str:
    """How descriptions call what is sent: `TasksEdit`, `TasksEditMany`."""
    return "".join(word.capitalize() for word in entry.code.replace(".", "-").split("-"))


def _first_sentence(function: Callable[..., Any]) -> str:
    paragraph = (inspect.getdoc(function) or "").split("\n\n")[0]
    return " ".join(paragraph.split())


def right_of(entry: Entry) -> str:
    """The right an entry needs; empty where seeing the ledger is enough."""
    if isinstance(entry, Operation):
        return entry.run.spec.needs
    return entry.needs if isinstance(entry, (Deed, Query)) else ""
