"""A token that asks too often, and tokens nobody was given, are told to wait, by all processes alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from milepost.base import clock
from milepost.domain.accounts.models import Token
from milepost.domain.accounts.operations import pace
from tests.surfaces.api.conftest import Api

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_minute() -> Iterator[None]:
    """Everything happens within one minute, and nothing is remembered of other tests."""
    pace._counts.clear()
    with clock.at(datetime(2026, 3, 2, 8, 0, 15, tzinfo=UTC)):
        yield
    pace._counts.clear()


def test_a_token_that_asks_too_often_is_told_when_to_come_back(api: Api, settings: Any) -> None:
    settings.MILEPOST_TOKEN_RATE = 30
    answers = [api("GET", "organisation").status_code for _ in range(30)]

    late = api("GET", "organisation")

    assert set(answers) == {200}
    assert (late.status_code, late.headers["Retry-After"]) == (429, "45")
    assert late.headers["Content-Type"] == "application/problem+json"
    assert late.json()["type"] == "urn:milepost:problem:too-many-requests"
    with clock.at(datetime(2026, 3, 2, 8, 1, tzinfo=UTC)):
        assert api("GET", "organisation").status_code == 200


def test_processes_count_together(api: Api, settings: Any) -> None:
    settings.MILEPOST_TOKEN_RATE = 50
    for _ in range(40):
        api("GET", "organisation")
    # What another process has told meanwhile.
    Token.objects.update(asked=pace.TOLD_EVERY * 4)
    pace._counts.clear()

    answers = [api("GET", "organisation").status_code for _ in range(pace.TOLD_EVERY + 1)]

    assert answers[:-1] == [200] * pace.TOLD_EVERY
    assert answers[-1] == 429


def test_a_token_used_now_and_then_writes_nothing(api: Api) -> None:
    for _ in range(pace.TOLD_EVERY - 1):
        api("GET", "organisation")

    assert Token.objects.get().minute is None


def test_guessing_tokens_is_stopped_and_counted_in_the_database(api: Api) -> None:
    cache.clear()
    guesses = [
        Client().get("/api/v1/organisation", headers={"Authorization": f"Bearer mp_{place:040}"})
        for place in range(61)
    ]

    assert {answer.status_code for answer in guesses[:60]} == {401}
    assert (guesses[60].status_code, guesses[60].headers["Retry-After"]) == (429, "45")
    assert "locmem" not in type(cache._connections["default"]).__module__
    assert api("GET", "organisation").status_code == 200
