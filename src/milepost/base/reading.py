"""Consistent reads: several queries that see one moment of the database.

With SQLite's IMMEDIATE transactions a read inside `atomic` would lock writers out, so reads that must agree
with each other go through a second alias, "reading", whose transactions are deferred (SQLite) or repeatable
(PostgreSQL). The router sends them there without the queries knowing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections, transaction
from django.db.models import Model

ALIAS = "reading"
_is_consistent: ContextVar[bool] = ContextVar("milepost_reading", default=False)


@contextmanager
def consistent() -> Iterator[None]:
    """Everything read inside is of one moment; nothing may be written inside.

    Inside a transaction that is open already (an operation, a test) that transaction is the moment.
    """
    if ALIAS not in connections.settings or transaction.get_connection().in_atomic_block:
        yield
        return
    token = _is_consistent.set(True)
    try:
        with transaction.atomic(using=ALIAS):
            yield
    finally:
        _is_consistent.reset(token)


class Router:
    """Reads inside `consistent` go to the reading alias; everything else to the default."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return ALIAS if _is_consistent.get() else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        if _is_consistent.get():
            raise ValueError(f"{model.__name__} would be written inside a consistent read")
        return "default"

    def allow_relation(self, obj1: Model, obj2: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"
