"""Rows of any table as JSON lines, out of one database and into another, whichever kind each is."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from milepost.base.models import Ledger, Row

_AT_ONCE = 500
Lines = Iterator[str]


def models_kept() -> list[type[models.Model]]:
    """Every table of every installed app, those that only join two others included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def lines_of(model: type[models.Model]) -> Lines:
    """A table's rows in order of key, one JSON list each, columns in order of definition."""
    fields = model._meta.concrete_fields
    rows = _kept(model).order_by("pk").values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=2000):
        yield json.dumps([_written(value) for value in row], ensure_ascii=False)


def _kept(model: type[models.Model]) -> models.QuerySet[Any, Any]:
    """A table's rows but those of copies of the past, which are made again when asked for."""
    rows = model._base_manager.all()
    if model is Ledger:
        return rows.exclude(kind=Ledger.Kind.PAST)
    return rows.exclude(ledger__kind=Ledger.Kind.PAST) if issubclass(model, Row) else rows


def _written(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID | timedelta):
        return str(value)
    return value


def empty_out(kept: Iterable[type[models.Model]]) -> None:
    """Empty these tables of what a fresh installation put there."""
    with connection.cursor() as cursor:
        for model in kept:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def insert(model: type[models.Model], lines: Lines) -> int:
    """Put rows into a table as they were written; how many. References are checked at the end."""
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column or field.name) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608
    count = 0
    with connection.cursor() as cursor:
        while part := [_read(fields, line) for line in islice(lines, _AT_ONCE)]:
            cursor.executemany(sql, part)
            count += len(part)
    return count


def _read(fields: Iterable[models.Field[Any, Any]], line: str) -> list[Any]:
    values = json.loads(line)
    return [
        field.get_db_prep_save(_from_json(field, value), connection)
        for field, value in zip(fields, values, strict=True)
    ]


def _from_json(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.BinaryField):
        return None if value is None else base64.b64decode(value)
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def move_sequences(kept: Iterable[type[models.Model]]) -> None:
    """Let the next row of each table get a number nobody has."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(kept)):
            cursor.execute(statement)
