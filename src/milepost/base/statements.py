"""Rows written with one statement a table, however many they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field

from milepost.base.models import Row


def insert(model: type[Row], rows: Sequence[Row]) -> None:
    """Insert rows; SQLite limits parameters to 999 a statement, so it runs one statement for each row."""
    if connection.vendor != "sqlite":
        model._default_manager.bulk_create(rows)
        return
    fields = model._meta.concrete_fields
    names = ", ".join(_column(field) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    _run(f"INSERT INTO {table} ({names}) VALUES ({places})", fields, rows)  # noqa: S608


def update(model: type[Row], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Write these fields of rows, and their version."""
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in ("version", *names, "id")]
    *changed, _ = fields
    places = ", ".join(f"{_column(field)} = %s" for field in changed)
    table = connection.ops.quote_name(model._meta.db_table)
    _run(f"UPDATE {table} SET {places} WHERE id = %s", fields, rows)  # noqa: S608


def _run(sql: str, fields: Sequence[Field[Any, Any]], rows: Sequence[Row]) -> None:
    prepared = [(field.attname, field.get_db_prep_save) for field in fields]
    # The proxy `connection` costs more than preparing a value does.
    actual = connections[DEFAULT_DB_ALIAS]
    values = [
        [prepare(held[attname], actual) for attname, prepare in prepared]
        for held in (row.__dict__ for row in rows)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _column(field: Field[Any, Any]) -> str:
    return connection.ops.quote_name(field.column or field.name)
