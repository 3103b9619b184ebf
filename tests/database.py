"""Triggers of what only grows, out of the way where a test empties tables or plays the intruder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import Any

append_only = import_module("milepost.base.migrations.0002_append_only")
security_log = import_module("milepost.domain.accounts.migrations.0002_append_only")
reads = import_module("milepost.domain.accounts.migrations.0005_confidential_reads")


def drop_triggers(connection: Any) -> None:
    """Let the journal be altered."""
    with connection.cursor() as cursor:
        append_only.drop(None, SimpleNamespace(connection=connection, execute=cursor.execute))


def create_triggers(connection: Any) -> None:
    """Protect the journal again."""
    with connection.cursor() as cursor:
        append_only.create(None, SimpleNamespace(connection=connection, execute=cursor.execute))


@contextmanager
def without_triggers(connection: Any) -> Iterator[None]:
    """The journal, the security log and the record of confidential reads may be altered inside."""
    drop_triggers(connection)
    _does(connection, security_log.drop)
    _does(connection, reads.drop)
    yield
    create_triggers(connection)
    _does(connection, security_log.create)
    _does(connection, reads.create)


def _does(connection: Any, does: Callable[..., None]) -> None:
    with connection.cursor() as cursor:
        does(None, SimpleNamespace(connection=connection, execute=cursor.execute))
