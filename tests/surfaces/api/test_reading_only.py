"""A database that takes no writes: a clear refusal, reading goes on, and who asks is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from milepost.base import storage
from milepost.base.identity import SYSTEM
from milepost.base.operation import Acting
from milepost.base.storage import CannotWrite
from milepost.domain.schedule.operations import tasks
from tests.builders import Program, a_program
from tests.surfaces.api.conftest import Api

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def taking_nothing() -> Iterator[None]:
    """The database is full (SQLite) or answers reads alone (PostgreSQL) until the block ends."""
    off, on = {
        # Pages other tests gave back would be room enough.
        "sqlite": (("VACUUM", "PRAGMA max_page_count = 1"), "PRAGMA max_page_count = 1073741823"),
        "postgresql": (
            ("SET default_transaction_read_only = on",),
            "SET default_transaction_read_only = off",
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        for statement in off:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(on)
        storage._refused.clear()


@pytest.fixture
def atlas(api: Api) -> Program:
    return a_program(with_tasks=1)


def _write(api: Api, program: Program) -> Any:
    """An edit too long for what room may be left in the file."""
    path = f"programs/{program.slug}/tasks/{program['t1']}"
    return api("PATCH", path, {"notes": "so much " * 8_000}, seen="*")


def test_a_write_is_refused_with_what_to_do_and_reading_goes_on(api: Api, atlas: Program) -> None:
    read = f"programs/{atlas.slug}/tasks/{atlas['t1']}"
    before = api("GET", read).json()

    with taking_nothing():
        refused, after = _write(api, atlas), api("GET", read)
        ready = Client().get("/readyz")

    told = refused.json()
    assert (refused.status_code, told["type"]) == (503, "urn:milepost:problem:reading-only")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert int(refused.headers["Retry-After"]) > 0
    assert "nothing was changed" in told["detail"]
    assert (after.status_code, after.json()) == (200, before)
    assert (ready.status_code, ready.json()["status"]) == (200, "reading only")


def test_as_soon_as_there_is_room_writes_are_taken(api: Api, atlas: Program) -> None:
    with taking_nothing():
        _write(api, atlas)

    assert _write(api, atlas).status_code == 200
    assert Client().get("/readyz").json()["status"] == "ready"


def test_whoever_asks_learns_of_room_without_a_write(
    api: Api, atlas: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    with taking_nothing():
        _write(api, atlas)
        known = dict(storage._refused)
    assert known
    monkeypatch.setattr(storage, "_refused", known)
    monkeypatch.setattr(storage, "AGAIN_SECONDS", -1)

    assert storage.refused() == ""


def test_an_operation_that_is_not_taken_leaves_nothing_behind(atlas: Program) -> None:
    with taking_nothing(), pytest.raises(CannotWrite):
        tasks.edit(Acting(SYSTEM, atlas.ledger), task=atlas["t1"], notes="so much " * 8_000)

    entry = tasks.edit(Acting(SYSTEM, atlas.ledger), task=atlas["t1"], name="dig").entry
    assert entry is not None
    assert tasks.edit(Acting(SYSTEM, atlas.ledger), task=atlas["t1"], name="dug").entry == entry + 1
