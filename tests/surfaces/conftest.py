"""One served Milepost for all tests of the doors that need a running one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.surfaces.served import Served, served


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running Milepost with an owner; each test makes a program of its own in it."""
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running
