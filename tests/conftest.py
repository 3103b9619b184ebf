"""What every test may ask for: which database to run on, and whether to run the long versions."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connections

from tests.database import without_triggers
from tests.databases import postgresql


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="run on SQLite in memory (default), or on the PostgreSQL at MILEPOST_TEST_DATABASE_URL"
        " or else one started for the run",
    )
    parser.addoption("--oracles", metavar="DIR", help="folder of known answers, one <suite>.json each")
    parser.addoption("--long", action="store_true", help="endurance tests in their long versions")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--database") == "postgresql":
        _use_postgresql()
    _let_tests_empty_the_journal()


def _let_tests_empty_the_journal() -> None:
    """Tests that commit empty all tables at their end; the journal's triggers would forbid it."""
    from django.test import TransactionTestCase

    teardown = TransactionTestCase._fixture_teardown

    def emptied(self: TransactionTestCase) -> None:
        with without_triggers(connections["default"]):
            teardown(self)

    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]


def _use_postgresql() -> None:
    """Point Django, already set up but not yet connected, at PostgreSQL."""
    from milepost.config.settings import database

    settings.DATABASES["default"] = database(postgresql())
    connections.settings = connections.configure_settings(settings.DATABASES)
    del connections["default"]


@pytest.fixture(scope="session")
def is_long(pytestconfig: pytest.Config) -> bool:
    """Were the long versions of endurance tests asked for?"""
    return bool(pytestconfig.getoption("--long"))
