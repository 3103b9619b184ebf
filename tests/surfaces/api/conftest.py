"""A house with an owner and a token, asked over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from milepost.base import clock
from milepost.base.identity import ORGANISATION, SYSTEM
from milepost.base.operation import Acting
from milepost.domain.accounts.operations import organisation, recognition, tokens

EVERYTHING = ("read", "plan", "progress", "programs", "decide", "people")


class Api:
    """The REST door, with a personal token."""

    def __init__(self, token: str) -> None:
        self.token = token
        self._client = Client()

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        seen: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """One request; `seen` is the revision for If-Match."""
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        if seen is not None:
            sent["If-Match"] = str(seen)
        return self._client.generic(
            method,
            f"/api/v1/{path}",
            body if isinstance(body, (bytes, str)) else b"" if body is None else _json(body),
            content_type="application/json",
            headers=sent,
        )


def _json(body: Any) -> str:
    import json

    return json.dumps(body)


@pytest.fixture
def owner(db: None) -> int:
    """The number of the person who founded the organisation."""
    founded = organisation.found(
        Acting(SYSTEM, ORGANISATION), name="Olga Owner", email="olga@nordhaven.example"
    )
    return founded.value


@pytest.fixture
def token_of() -> Callable[..., str]:
    """Make a token for a person: `token_of(4, "read")`."""

    def make(person: int, *scopes: str) -> str:
        actor = recognition.acting_as(person, session="test", door="web")
        assert actor is not None
        expires_at = clock.now() + timedelta(days=30)
        return tokens.make(actor, name="Test", scopes=scopes or EVERYTHING, expires_at=expires_at)[1]

    return make


@pytest.fixture
def api(owner: int, token_of: Callable[..., str]) -> Api:
    return Api(token_of(owner))
