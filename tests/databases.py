"""Empty databases of their own, for tests that run Milepost in other processes."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def an_empty_database(folder: Path, *, on_postgresql: bool) -> Iterator[str]:
    """The address of a database that is there until the block ends: a file in `folder`, or on the server."""
    if not on_postgresql:
        yield f"sqlite:///{folder}/milepost.sqlite3"
        return
    base = os.environ["MILEPOST_TEST_DATABASE_URL"]
    name = f"milepost_{uuid.uuid4().hex}"
    _on_server(base, f"CREATE DATABASE {name}")
    try:
        yield _with_database(base, name)
    finally:
        _on_server(base, f"DROP DATABASE {name} WITH (FORCE)")


def _with_database(url: str, name: str) -> str:
    address, _, query = url.partition("?")
    head = address.rpartition("/")[0]
    return f"{head}/{name}?{query}" if query else f"{head}/{name}"


def _on_server(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(statement)
