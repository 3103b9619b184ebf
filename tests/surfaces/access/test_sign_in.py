"""Signing in: with a password, alike for known and unknown addresses, and not for long guesses."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from milepost.base.identity import Actor
from milepost.domain.accounts.models import SecurityEvent
from milepost.domain.accounts.operations import accounts
from tests.domain.accounts.conftest import PASSWORD, somebody


@pytest.fixture
def ada(owner: Actor) -> Actor:
    """Somebody with an account."""
    ada = somebody("Ada Okafor")
    accounts.open_account(ada.person, email="ada.okafor@nordhaven.example", password=PASSWORD)
    return ada


def sign_in(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    return client.post("/accounts/login/", {"login": email, "password": password})


def plain(answer: HttpResponse, typed: str) -> str:
    """The page without what was typed in and without what is new on every page."""
    return re.sub(
        r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", answer.content.decode()
    ).replace(typed, "")


def test_the_right_password_signs_in(client: Client, ada: Actor) -> None:
    answer = sign_in(client, "Ada.Okafor@nordhaven.example")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    assert SecurityEvent.objects.filter(kind="signed_in", person=ada.person).exists()


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, owner: Actor) -> None:
    answer = client.get("/portfolio?x=1")

    assert answer["Location"] == "/accounts/login/?next=/portfolio%3Fx%3D1"


def test_known_and_unknown_addresses_look_alike(client: Client, ada: Actor) -> None:
    known = sign_in(client, "ada.okafor@nordhaven.example", "wrong horse battery")
    unknown = sign_in(client, "nobody.at.all@nordhaven.example", "wrong horse battery")

    assert known.status_code == unknown.status_code == 200
    assert "do not match. 4 tries left before a five-minute pause." in known.content.decode()
    assert plain(known, "ada.okafor@") == plain(unknown, "nobody.at.all@")
