"""The security log: what happened to somebody's way in, kept outside every ledger."""

from __future__ import annotations

from milepost.base import clock
from milepost.base.identity import Actor
from milepost.domain.accounts.models import SecurityEvent

_LENGTHS = {"address": 64, "browser": 200, "detail": 300}


def note(
    kind: str,
    *,
    person: int | None = None,
    by: Actor | None = None,
    address: str = "",
    browser: str = "",
    detail: str = "",
) -> None:
    """Write one line of the security log. Never pass a secret, not even part of one."""
    SecurityEvent.objects.create(
        at=clock.now(),
        kind=kind,
        person=person,
        by=by.person if by else None,
        door=by.door if by else "",
        address=address[: _LENGTHS["address"]],
        browser=browser[: _LENGTHS["browser"]],
        detail=detail[: _LENGTHS["detail"]],
    )
