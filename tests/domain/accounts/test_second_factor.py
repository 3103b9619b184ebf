"""Where the organisation asks for a second factor, an account without one opens nothing, by whatever door."""

from __future__ import annotations

from datetime import timedelta

from milepost.base import clock
from milepost.base.identity import Actor
from milepost.domain.accounts.operations import accounts, organisation, recognition, tokens
from tests.domain.accounts.conftest import a_program, at, somebody


def test_tokens_and_open_streams_of_an_unprotected_account_lose_their_roles(owner: Actor) -> None:
    a_program("atlas")
    ana = somebody("Ana Alonso", program_manager="atlas")
    assert ana.person is not None
    accounts.open_account(ana.person, email="ana@x.example", password=None)
    expires_at = clock.now() + timedelta(days=1)
    _, secret = tokens.make(ana, name="Report", scopes=["read"], expires_at=expires_at)
    stream = recognition.with_token(secret, door="api")
    assert stream.grants

    organisation.edit(at(owner), requires_mfa=True)

    still = recognition.still(stream)
    assert recognition.with_token(secret, door="mcp").grants == ()
    assert still is not None
    assert still.grants == ()
