"""The world is built once a module and taken back afterwards; each request is taken back at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.surfaces.matrix.world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """Two programs, one of everything in each place, twelve people."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield build()
        transaction.set_rollback(True)
