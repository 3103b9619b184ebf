"""Browsers for tests: signed in as somebody, or as nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from milepost.base.identity import SYSTEM, Actor
from milepost.domain.accounts.operations import links
from tests.domain.accounts.conftest import owner

__all__ = ["owner"]

SignedIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def _no_tries_remembered(db: None) -> None:
    cache.clear()


@pytest.fixture
def browser_of(owner: Actor) -> SignedIn:
    """A browser signed in as somebody, by a link: hashing passwords is meant to be slow."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        answer = client.post("/enter/" + links.make("sign_in", person=actor.person, by=SYSTEM))
        assert answer.status_code == 302, answer.content
        return client

    return sign_in
