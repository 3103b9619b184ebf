"""One-time links: creating the owner, accepting an invitation, signing in.

A link is looked at by reading its page and used by pressing the button there: mail scanners and link
previews fetch addresses, and must not use them up. Only a digest is stored, so neither the
database nor a backup of it lets anybody in.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Literal

from milepost.base import clock
from milepost.base.identity import Actor
from milepost.base.refusal import Refusal
from milepost.domain.accounts.models import OneTimeLink
from milepost.domain.accounts.operations import security

Purpose = Literal["owner", "invitation", "sign_in"]

LASTS: dict[Purpose, timedelta] = {
    "owner": timedelta(hours=24),
    "invitation": timedelta(days=7),
    "sign_in": timedelta(hours=12),
}


class LinkSpent(Refusal):
    """The link was used, withdrawn or has expired, or never was one: told alike."""

    def __init__(self) -> None:
        super().__init__("This link has been used or has expired. Ask whoever sent it for a new one.")


def make(purpose: Purpose, *, person: int | None, by: Actor) -> str:
    """A new link's secret, to be shown or sent now: it cannot be read again.

    A new owner link or invitation withdraws the earlier ones for the same person.
    """
    if purpose != "sign_in":
        withdraw(purpose, person=person)
    secret = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        digest=_digest(secret),
        purpose=purpose,
        person=person,
        made_by=by.person,
        made_at=clock.now(),
        expires_at=clock.now() + LASTS[purpose],
    )
    security.note(f"link.{purpose}", person=person, by=by)
    return secret


def look_at(secret: str, purpose: Purpose) -> int | None:
    """The person a link is for (None for the owner's), without using it up.

    Raises: LinkSpent.
    """
    return _live(secret, purpose).person


def use(secret: str, purpose: Purpose) -> int | None:
    """The person a link is for; from now on it leads nowhere, even for a request in flight.

    Raises: LinkSpent.
    """
    link = _live(secret, purpose)
    won = OneTimeLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now())
    if not won:
        raise LinkSpent
    return link.person


def withdraw(purpose: Purpose, *, person: int | None) -> None:
    """Make earlier links for this person lead nowhere."""
    OneTimeLink.objects.filter(purpose=purpose, person=person, used_at=None).update(used_at=clock.now())


def _live(secret: str, purpose: Purpose) -> OneTimeLink:
    link = OneTimeLink.objects.filter(digest=_digest(secret), purpose=purpose, used_at=None).first()
    if link is None or link.expires_at <= clock.now():
        raise LinkSpent
    return link


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
