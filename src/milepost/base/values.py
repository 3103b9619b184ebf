"""What a column can hold: values from outside are brought to its type or refused, on both databases alike.

SQLite would store 300 characters in a column of 200 and fail on an integer of 70 bits in the middle of a
transaction; PostgreSQL refuses a NUL. Here the person is told before anything is written.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

from milepost.base.refusal import NotStorable

Taker = Callable[[Any], Any]


def taker(field: models.Field[Any, Any]) -> Taker:
    """The function that brings a given value to what `field` stores, raising NotStorable when it cannot."""
    kind = field.get_internal_type()
    if isinstance(field, models.CharField | models.TextField):
        return _text(field)
    if isinstance(field, models.IntegerField):
        return _integer(field)
    if isinstance(field, models.DecimalField):
        return _decimal(field)
    if isinstance(field, models.JSONField):
        return _json(field)
    if isinstance(field, models.DateTimeField):
        return _instant(field)
    if kind in ("DateField", "TimeField", "BooleanField", "FloatField"):
        return _plain(field)
    raise ValueError(f"{field} is of a kind the journal does not keep: {kind}")


def _or_none(field: models.Field[Any, Any], take: Taker) -> Taker:
    """The same, letting None through where the column may be empty."""

    def checked(value: Any) -> Any:
        if value is not None:
            return take(value)
        if not field.null:
            raise NotStorable(field.name, f"'{field.name}' needs a value.")
        return None

    return checked


def _text(field: models.CharField[Any, Any] | models.TextField[Any, Any]) -> Taker:
    longest = field.max_length
    name = field.name

    def take(value: Any) -> str:
        if not isinstance(value, str):
            raise NotStorable(name, f"'{name}' is text, not {type(value).__name__}.")
        if longest is not None and len(value) > longest:
            raise NotStorable(name, f"'{name}' has {len(value)} characters; {longest} are the most.")
        refuse_unwritable(name, value)
        return value

    return _or_none(field, take)


def refuse_unwritable(name: str, text: str) -> None:
    """Raise NotStorable for a NUL or half a surrogate pair: no database column and no file can hold them."""
    if "\0" in text:
        raise NotStorable(name, f"'{name}' contains a NUL character, which cannot be stored.")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise NotStorable(
                name, f"'{name}' contains half a character (U+{ord(text[error.start]):04X})."
            ) from None


def _integer(field: models.IntegerField[Any, Any]) -> Taker:
    # The ranges PostgreSQL enforces, also on SQLite.
    low, high = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]
    name = field.name

    def take(value: Any) -> int:
        if type(value) is not int:
            value = _to_python(field, value)
        if not low <= value <= high:
            raise NotStorable(name, f"'{name}' is too large a number.")
        return int(value)

    return _or_none(field, take)


def _decimal(field: models.DecimalField[Any, Any]) -> Taker:
    name, places = field.name, field.decimal_places
    whole = Decimal(10) ** (field.max_digits - places)
    quantum = Decimal(1).scaleb(-places)

    def take(value: Any) -> Decimal:
        if isinstance(value, bool | float):
            raise NotStorable(name, f"'{name}' is a decimal number, written as text.")
        number = value if isinstance(value, Decimal) else _to_python(field, value)
        if not number.is_finite() or abs(number) >= whole:
            raise NotStorable(name, f"'{name}' is not a number that can be stored.")
        rounded: Decimal = number.quantize(quantum)
        if rounded != number:
            raise NotStorable(name, f"'{name}' has more than {places} decimal places.")
        return rounded

    return _or_none(field, take)


def _json(field: models.JSONField[Any, Any]) -> Taker:
    name = field.name

    def check(value: Any) -> None:
        if isinstance(value, str):
            refuse_unwritable(name, value)
        elif isinstance(value, dict):
            for inner, held in value.items():
                if not isinstance(inner, str):
                    raise NotStorable(name, f"'{name}' has a key that is not text.")
                refuse_unwritable(name, inner)
                check(held)
        elif isinstance(value, list | tuple):
            for held in value:
                check(held)
        elif isinstance(value, float):
            if not math.isfinite(value):
                raise NotStorable(name, f"'{name}' contains something that is not a number.")
        elif not (value is None or isinstance(value, int)):
            raise NotStorable(name, f"'{name}' contains a {type(value).__name__}.")

    def take(value: Any) -> Any:
        check(value)
        return value

    return _or_none(field, take)


def _instant(field: models.DateTimeField[Any, Any]) -> Taker:
    def take(value: Any) -> datetime:
        instant = value if isinstance(value, datetime) else _to_python(field, value)
        if instant.tzinfo is None:
            raise NotStorable(field.name, f"'{field.name}' is a recorded instant and needs its time zone.")
        return instant.astimezone(UTC)

    return _or_none(field, take)


def _plain(field: models.Field[Any, Any]) -> Taker:
    def take(value: Any) -> Any:
        taken = _to_python(field, value)
        if isinstance(taken, float) and not math.isfinite(taken):
            raise NotStorable(field.name, f"'{field.name}' is not a number that can be stored.")
        return taken

    return _or_none(field, take)


def _to_python(field: models.Field[Any, Any], value: Any) -> Any:
    """Django's own reading of a value, its complaint turned into ours."""
    try:
        return field.to_python(value)
    except (ValidationError, ValueError, OverflowError, TypeError, ArithmeticError):
        shown = str(value)[:40] if isinstance(value, str | float | date | time) else type(value).__name__
        raise NotStorable(field.name, f"'{field.name}' cannot be {shown}.") from None
