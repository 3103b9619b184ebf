"""No secret that lets somebody in is kept as it is: what is stored is of no use to who steals it."""

from __future__ import annotations

import re
from datetime import timedelta

from django.apps import apps

from milepost.base import clock
from milepost.base.identity import SYSTEM, Actor
from milepost.domain.accounts.operations import accounts, links, tokens
from tests.domain.accounts.conftest import PASSWORD


def test_neither_tokens_nor_links_nor_passwords_stand_in_the_database(owner: Actor) -> None:
    accounts.open_account(owner.person or 0, email="olga@nordhaven.example", password=PASSWORD)
    _, token = tokens.make(owner, name="t", scopes=["read"], expires_at=clock.now() + timedelta(days=1))
    link = links.make("sign_in", person=owner.person, by=SYSTEM)

    kept = _everything()

    assert "olga@nordhaven.example" in kept
    assert [
        secret for secret in (token, token.removeprefix("mp_")[8:], link, PASSWORD) if secret in kept
    ] == []
    assert "argon2" in kept


def test_a_secret_is_as_long_as_guessing_is_hopeless(owner: Actor) -> None:
    """128 bits at the least, and no two alike."""
    made = [links.make("sign_in", person=owner.person, by=SYSTEM) for _ in range(20)]
    _, token = tokens.make(owner, name="t", scopes=["read"], expires_at=clock.now() + timedelta(days=1))

    assert len(set(made)) == 20
    assert all(re.fullmatch(r"[\w-]{43}", one) for one in made)
    assert re.fullmatch(r"mp_[0-9A-Za-z]{40}", token)


def _everything() -> str:
    """Every value of every row of every table, as text."""
    rows = (row for model in apps.get_models() for row in model._base_manager.values_list())
    return "\n".join(str(value) for row in rows for value in row)
