"""Types of operations and queries, as they look at a door.

Inside, an instant is a count of ticks, a file is bytes, an absent parameter is `UNSET` and a row is a
frozen dataclass. Outside, an instant is `2026-03-02T09:00`, a file is base64, an absent parameter is a
field left out and a row is a JSON object. A `Form` is the outside of one type, with the way in and the way
out. It is made from the annotation once, when the catalogue is first used; after that a value costs a few
calls.

Everything accepted is bounded here, once for all doors: numbers fit their columns, text holds no
control characters, unknown fields are refused.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from base64 import b64encode
from collections import abc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin

import pydantic
from pydantic import AfterValidator, ConfigDict, Field

from milepost.base.unset import UNSET, Unset
from milepost.engine import instants

MAX_TEXT = 100_000
MAX_FILE = 4 * 1024 * 1024
"""Bytes of a file inside JSON, where they are written in base64."""
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Form:
    """The outside of one type.

    `accepts` is what pydantic checks and describes; `take` turns an accepted value into the inside's,
    `give` an inside value into plain JSON. `suffix` is the unit a field's name carries outside; `is_many`
    marks a sequence.
    """

    accepts: Any
    take: Convert
    give: Convert
    suffix: str = ""
    is_many: bool = False


def same(value: Any) -> Any:
    return value


def _printable(text: str) -> str:
    """The text, unless it holds characters no one can have typed (a NUL ends PostgreSQL's patience)."""
    if any(ord(letter) < 32 and letter not in "\n\r\t" for letter in text):
        raise ValueError("holds control characters")
    return text


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        raise ValueError("is local to the program: leave the time zone out")
    if not 1900 <= moment.year <= 2200:
        raise ValueError("lies outside the years 1900 to 2200")
    return moment


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _moment(moment: datetime) -> str:
    """Recorded instants are UTC, planned ones local and without a zone."""
    if moment.tzinfo is not None:
        return _utc(moment)
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def _at(tick: int) -> str:
    return _moment(instants.moment(tick))


Text = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(_printable)]
Whole = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
Real = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
Minutes = Annotated[float, Field(allow_inf_nan=False, ge=-1e8, le=1e8)]
Local = Annotated[datetime, AfterValidator(_local)]
Bytes = Annotated[pydantic.Base64Bytes, Field(max_length=MAX_FILE)]
Amount = Annotated[Decimal, Field(allow_inf_nan=False, max_digits=19, decimal_places=4)]

Recorded: TypeAlias = Annotated[datetime, "recorded"]
"""An instant of the clock, which a field's name tells by ending in `_at`; it carries its time zone."""

PLAIN: dict[Any, Form] = {
    Recorded: Form(pydantic.AwareDatetime, same, _moment),
    str: Form(Text, same, same),
    bool: Form(bool, same, same),
    int: Form(Whole, same, same),
    float: Form(Real, same, same),
    datetime: Form(Local, same, _moment),
    date: Form(date, same, date.isoformat),
    Decimal: Form(Amount, same, str),
    bytes: Form(Bytes, same, lambda content: b64encode(content).decode()),
    type(None): Form(None, same, same),
    instants.Instant: Form(Local, instants.instant, _at),
    instants.Ticks: Form(Minutes, instants.ticks, instants.minutes, suffix="_minutes"),
}
_SEQUENCES: tuple[Any, ...] = (list, tuple, set, frozenset, abc.Sequence, abc.Collection, abc.Iterable)
ANYTHING = Form(pydantic.JsonValue, same, lambda value: give_plain(value))


@cache
def form_of(annotation: Any) -> Form:
    """The form of a type: of one of the plain types, or built from the forms of its parts."""
    if annotation in PLAIN:
        return PLAIN[annotation]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return Form(annotation, same, lambda member: member.value)
    if dataclasses.is_dataclass(annotation):
        return _record(annotation)
    if typing.is_typeddict(annotation):
        return _mapping_of_fields(annotation)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner = form_of(parts[0])
        return dataclasses.replace(inner, accepts=Annotated[(inner.accepts, *parts[1:])])
    if origin in (typing.Required, typing.NotRequired):
        return form_of(parts[0])
    if origin is Literal:
        return Form(annotation, same, same)
    if origin in (types.UnionType, typing.Union):
        return _union(parts)
    if origin in _SEQUENCES:
        return _sequence(origin, parts)
    if origin in (dict, abc.Mapping):
        return _mapping(parts[1])
    return ANYTHING


def _union(parts: tuple[Any, ...]) -> Form:
    """One of several types; an `Unset` among them says only that the field may be left out."""
    arms = [part for part in parts if part is not Unset]
    forms = [form_of(arm) for arm in arms]
    if len(forms) == 1:
        return forms[0]
    real = [form for arm, form in zip(arms, forms, strict=True) if arm is not type(None)]
    accepts: Any = typing.Union[tuple(form.accepts for form in forms)]  # noqa: UP007 (known only now)
    if len(real) == 1:
        take, give = real[0].take, real[0].give
        return Form(
            accepts,
            lambda value: None if value is None else take(value),
            lambda value: None if value is None else give(value),
            real[0].suffix,
            real[0].is_many,
        )
    return Form(accepts, same, give_plain, is_many=any(form.is_many for form in real))


def _sequence(origin: Any, parts: tuple[Any, ...]) -> Form:
    make = origin if origin in (list, set, frozenset) else tuple
    if make is tuple and len(parts) > 1 and parts[1] is not Ellipsis:
        forms = [form_of(part) for part in parts]
        return Form(
            tuple[tuple(form.accepts for form in forms)],  # type: ignore[misc]
            lambda value: tuple(form.take(part) for form, part in zip(forms, value, strict=True)),
            lambda value: [form.give(part) for form, part in zip(forms, value, strict=True)],
            is_many=True,
        )
    item = form_of(parts[0])
    accepts: Any = Annotated[list[item.accepts], Field(max_length=10_000)]  # type: ignore[name-defined]
    if item.take is same and item.give is same:
        return Form(accepts, make, list, is_many=True)
    return Form(
        accepts,
        lambda value: make(item.take(part) for part in value),
        lambda value: [item.give(part) for part in value],
        is_many=True,
    )


def _mapping(annotation: Any) -> Form:
    item = form_of(annotation)
    return Form(
        dict[Text, item.accepts],  # type: ignore[name-defined]
        lambda value: {key: item.take(part) for key, part in value.items()},
        lambda value: {str(key): item.give(part) for key, part in value.items()},
    )


@dataclass(frozen=True, slots=True)
class FieldForm:
    """One field of a record or parameter of a function: `duration_minutes` outside, `duration` inside."""

    name: str
    keyword: str
    form: Form
    is_required: bool
    default: Any = None


def fields_of(names: Mapping[str, Any], defaults: Mapping[str, Any]) -> tuple[FieldForm, ...]:
    """Fields with their outside names; one with a default, or that may be `UNSET`, may be left out."""
    fields = []
    for keyword, annotation in names.items():
        form = form_of(_recorded(annotation) if keyword == "at" or keyword.endswith("_at") else annotation)
        suffix = "" if keyword.endswith(form.suffix) else form.suffix
        is_required = keyword not in defaults
        fields.append(FieldForm(keyword + suffix, keyword, form, is_required, defaults.get(keyword)))
    return tuple(fields)


def _recorded(annotation: Any) -> Any:
    """The type with every plain instant in it taken for one of the clock."""
    if annotation is datetime:
        return Recorded
    if get_origin(annotation) in (types.UnionType, typing.Union):
        return typing.Union[tuple(_recorded(part) for part in get_args(annotation))]  # noqa: UP007 (as above)
    return annotation


def model_of(name: str, fields: tuple[FieldForm, ...]) -> type[pydantic.BaseModel]:
    """A pydantic model that accepts exactly these fields."""
    described: dict[str, Any] = {
        field.name: (field.form.accepts, ... if field.is_required else _shown(field)) for field in fields
    }
    # Built when first used: most of a hundred models are not, in the life of one command.
    config = ConfigDict(extra="forbid", defer_build=True)
    return pydantic.create_model(name, __config__=config, **described)


def _shown(field: FieldForm) -> Any:
    """The default as the description shows it; the value itself is never taken from here."""
    default = field.default
    if default is UNSET or default is None or not isinstance(default, (str, int, float, bool)):
        return None
    return default.value if isinstance(default, Enum) else default


def taken(fields: tuple[FieldForm, ...], accepted: pydantic.BaseModel) -> dict[str, Any]:
    """Keyword arguments of the fields that were sent; what was left out keeps the function's own default."""
    return {
        field.keyword: field.form.take(getattr(accepted, field.name))
        for field in fields
        if field.name in accepted.model_fields_set
    }


def _record(kind: Any) -> Form:
    hints = typing.get_type_hints(kind, include_extras=True)
    own = [part for part in dataclasses.fields(kind) if part.init]
    defaults = {
        part.name: part.default
        for part in own
        if part.default is not dataclasses.MISSING or part.default_factory is not dataclasses.MISSING
    }
    fields = fields_of({part.name: hints[part.name] for part in own}, defaults)
    gives = [(field.name, field.keyword, field.form.give) for field in fields]
    return Form(
        model_of(kind.__name__, fields),
        lambda accepted: kind(**taken(fields, accepted)),
        lambda row: {name: give(getattr(row, keyword)) for name, keyword, give in gives},
    )


def _mapping_of_fields(kind: Any) -> Form:
    """A typed dictionary: fields that were not sent are not in it."""
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = fields_of(hints, dict.fromkeys(hints.keys() - kind.__required_keys__, UNSET))
    return Form(
        model_of(kind.__name__, fields),
        lambda accepted: taken(fields, accepted),
        lambda held: {
            field.name: field.form.give(held[field.keyword]) for field in fields if field.keyword in held
        },
    )


def give_plain(value: Any) -> Any:
    """Plain JSON from a value whose type was not declared closely."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, Mapping):
        return {str(key): give_plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [give_plain(part) for part in value]
    kind: Any = type(value)
    return form_of(kind).give(value) if kind in PLAIN or dataclasses.is_dataclass(kind) else str(value)


def outside(column: str, value: Any) -> tuple[str, Any]:
    """A stored field as a door says it: `start_tick` is `start`, `work_ticks` is `work_minutes`."""
    if column.endswith("_tick"):
        return column.removesuffix("_tick"), value if not isinstance(value, int) else _at(value)
    if column.endswith("_ticks"):
        minutes = instants.minutes(value) if isinstance(value, int) else value
        return column.removesuffix("_ticks") + "_minutes", minutes
    return column, give_plain(value)
