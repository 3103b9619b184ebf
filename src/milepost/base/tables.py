"""The domain tables as the journal sees them: names, columns, and who refers to whom.

A reference is written as the public number of the row it points to. Where the target may live in either
ledger (a calendar of the program, or one of the organisation's), a row of the other ledger is written
"1/412": ledger and number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from django.apps import apps
from django.db import models

from milepost.base import values
from milepost.base.identity import ORGANISATION, key, ledger_of, number_of
from milepost.base.models import ANYWHERE, SELF, WHOLE, Row
from milepost.base.refusal import NotStorable

CHUNK = 900
"""Keys in one IN (...): below SQLite's oldest limit on parameters."""

Json = Any
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """One public field of a table: how it is taken from outside, written to the journal and read back.

    `encode` and `decode` take the ledger first: references are relative to it. `empty` is what the journal
    means when a whole image does not mention the field; `target` the table a reference points to.
    """

    name: str
    attname: str
    field: models.Field[Any, Any]
    take: Callable[[int, Any], Any]
    encode: Callable[[int, Any], Json]
    decode: Callable[[int, Json], Any]
    empty: str | None
    target: type[Row] | None = None


@cache
def tables() -> dict[str, type[Row]]:
    """Every domain table by its journal name ("schedule.task"), a table after those it refers to."""
    found = {m._meta.label_lower: m for m in apps.get_models() if issubclass(m, Row)}
    ordered: dict[str, type[Row]] = {}

    def place(name: str) -> None:
        if name in ordered or name not in found:
            return
        for _, target in reference_fields(found[name]):
            if target is not found[name]:
                place(target._meta.label_lower)
        ordered[name] = found[name]

    for name in found:
        place(name)
    return ordered


def name_of(model: type[Row]) -> str:
    """The journal's name of a table."""
    return model._meta.label_lower


@cache
def reference_fields(model: type[Row]) -> tuple[tuple[models.ForeignKey[Any, Any], type[Row]], ...]:
    """The fields of a table that refer to domain rows, each with the table it points to."""
    return tuple(
        (field, field.related_model)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, Row)
    )


@cache
def inner_references(table: str) -> tuple[tuple[str, str], ...]:
    """The fields of a table that may refer to rows of the same ledger, each with the table it points to."""
    return tuple(
        (field.name, name_of(target))
        for field, target in reference_fields(tables()[table])
        if target.HOME == "program"
    )


@cache
def referrers(model: type[Row]) -> tuple[tuple[type[Row], models.ForeignKey[Any, Any]], ...]:
    """The tables and fields, in whatever room, that may refer to rows of `model`."""
    return tuple(
        (other, field)
        for other in tables().values()
        for field, target in reference_fields(other)
        if target is model
    )


@cache
def columns(model: type[Row]) -> dict[str, Column]:
    """The public fields of a table by name; key, ledger and version are not among them."""
    targets = {field.name: target for field, target in reference_fields(model)}
    return {
        field.name: _reference(field, targets[field.name]) if field.name in targets else _value(field)
        for field in model._meta.concrete_fields
        if field.name not in ("id", "ledger", "version")
    }


def _value(field: models.Field[Any, Any]) -> Column:
    take = values.taker(field)
    decode = _DECODERS.get(field.get_internal_type())
    return Column(
        name=field.name,
        attname=field.attname,
        field=field,
        take=lambda ledger, value: take(value),
        encode=_encode,
        decode=(lambda ledger, value: value)
        if decode is None
        else (lambda ledger, value: None if value is None else decode(value)),
        empty="" if field.empty_strings_allowed and not field.null else None,
    )


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "DecimalField": Decimal,
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "TimeField": time.fromisoformat,
}


def _encode(ledger: int, value: Any) -> Json:
    """A column's value as JSON can carry it; equal values always look the same."""
    if value is None or isinstance(value, str | int | float | dict | list):
        return value
    if isinstance(value, Decimal):
        # 2.50 and 2.5 are one value; normalize() alone would write 100 as 1E+2.
        return format(value.normalize(), "f")
    if isinstance(value, date | time):
        return value.isoformat()
    raise ValueError(f"the journal cannot write a {type(value).__name__}")


def _reference(field: models.Field[Any, Any], target: type[Row]) -> Column:
    at_home_in_organisation = target.HOME == "organisation"

    def encode(ledger: int, value: int | None) -> Json:
        if value is None:
            return None
        home = ledger_of(value)
        if home == ledger or (at_home_in_organisation and home == ORGANISATION):
            return number_of(value)
        return f"{home}/{number_of(value)}"

    def decode(ledger: int, value: Json) -> int | None:
        if value is None:
            return None
        if isinstance(value, str):
            home, _, number = value.partition("/")
            return key(int(home), int(number))
        return key(ORGANISATION if at_home_in_organisation else ledger, value)

    def take(ledger: int, value: Any) -> int | None:
        if value is None and not field.null:
            raise NotStorable(field.name, f"'{field.name}' needs a value.")
        if isinstance(value, Row):
            if not isinstance(value, target) or value.ledger_id not in (ledger, ORGANISATION):
                raise ValueError(f"{value!r} is no {target.__name__} that ledger {ledger} may refer to")
            return int(value.pk)
        if value is not None and (type(value) is not int or not 0 < value < 1 << 32):
            raise NotStorable(field.name, f"'{field.name}' is the number of a {target._meta.verbose_name}.")
        return decode(ledger, value)

    return Column(field.name, field.attname, field, take, encode, decode, None, target)


def image(row: Row, names: Iterable[str] | None = None) -> dict[str, Json]:
    """A row by public field names: those asked for, or every one that is not empty."""
    every, ledger = columns(type(row)), row.ledger_id
    if names is not None:
        return {name: every[name].encode(ledger, getattr(row, every[name].attname)) for name in names}
    held = row.__dict__
    return {
        name: column.encode(ledger, value)
        for name, column in every.items()
        if (value := held[column.attname]) is not None and value != ""
    }


def projects_of(rows: Sequence[Row]) -> dict[int, int | None]:
    """The project each row belongs to, as its public number by row key; None for the program as a whole.

    All rows are of one table and are in the database. One query at most.
    """
    if not rows:
        return {}
    scope = type(rows[0]).SCOPE
    if scope in (WHOLE, ANYWHERE):
        return dict.fromkeys((row.pk for row in rows), None)
    if scope == SELF:
        return {row.pk: row.number for row in rows}
    if "__" not in scope:
        return {row.pk: _number_or_none(getattr(row, f"{scope}_id")) for row in rows}
    return _followed(rows, scope)


def _followed(rows: Sequence[Row], scope: str) -> dict[int, int | None]:
    """`projects_of` over a path of several tables: the first step is on the row, the rest is looked up."""
    first, _, rest = scope.partition("__")
    target = {field.name: to for field, to in reference_fields(type(rows[0]))}[first]
    steps = {row.pk: getattr(row, f"{first}_id") for row in rows}
    project_of_step = {
        step: _number_or_none(project)
        for part in batched({step for step in steps.values() if step is not None}, CHUNK)
        for step, project in target._default_manager.filter(pk__in=part).values_list("pk", rest)
    }
    return {pk: project_of_step.get(step) for pk, step in steps.items()}


def _number_or_none(key: int | None) -> int | None:
    return None if key is None else number_of(key)


def batched(items: Collection[T], size: int) -> Iterator[list[T]]:
    """The items, at most `size` at a time."""
    remaining = iter(items)
    while part := list(islice(remaining, size)):
        yield part
