"""Personal tokens: how scripts, the command line and assistants act for somebody.

A token acts as its owner, never as more: roles are read afresh on every request, and the token's
scopes only take away. Its prefix makes a leaked one recognisable to secret scanners.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet

from milepost.base import clock, permissions, storage
from milepost.base.identity import Actor
from milepost.base.refusal import NotAllowed, NotFound, Refusal
from milepost.domain.accounts import rules
from milepost.domain.accounts.models import Token
from milepost.domain.accounts.operations import security

PREFIX = "mp_"
LONGEST = timedelta(days=365)
MOST = 50
_SHAPE = re.compile(r"mp_[0-9A-Za-z]{40}")
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# Writing the moment of every use would make each read of the API a write of the database.
_FRESH = timedelta(minutes=1)


class NoSuchToken(Refusal):
    """The token is unknown, expired or revoked: told alike."""

    def __init__(self) -> None:
        super().__init__("This token is not valid: it may have expired or been revoked. Make a new one.")


def make(owner: Actor, *, name: str, scopes: Collection[str], expires_at: datetime) -> tuple[int, str]:
    """A new token's number and its secret, which is shown now and never again.

    Raises: NotAllowed; Refusal for an empty name, an unknown scope, an expiry past or over a year away.
    """
    person = _maker(owner)
    if not may_have(owner):
        raise NotAllowed("None of your roles includes personal tokens. A manager's or a member's role does.")
    name = name.strip()
    if not name:
        raise Refusal("Give the token a name that says what uses it, for example 'Monday report'.")
    if not scopes or not set(scopes) <= rules.SCOPES.keys():
        raise Refusal(f"Choose at least one scope. There are: {', '.join(rules.SCOPES)}.")
    if not clock.now() < expires_at <= clock.now() + LONGEST + timedelta(days=1):
        raise Refusal("A token expires within a year. Choose a date between tomorrow and a year from now.")
    if _live().filter(person=person).count() >= MOST:
        raise Refusal(f"You have {MOST} tokens, the most one person may have. Revoke one first.")
    secret = PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(40))
    token = Token.objects.create(
        person=person,
        name=name[:100],
        prefix=secret[:9],
        digest=_digest(secret),
        scopes=sorted(set(scopes)),
        created_at=clock.now(),
        expires_at=expires_at,
    )
    security.note("token.made", person=person, by=owner, detail=f"{token.name} ({token.prefix}…)")
    return token.pk, secret


def may_have(owner: Actor) -> bool:
    """Do somebody's roles, as they are now, include personal tokens? Asked again at every use of one."""
    return permissions.may_anywhere(owner, "token.edit")


def revoke(owner: Actor, *, token: int) -> None:
    """Make one of your tokens stop working, at once.

    Raises: NotFound.
    """
    row = Token.objects.filter(pk=token, person=_maker(owner), revoked_at=None).first()
    if row is None:
        raise NotFound("There is no such token among yours.")
    Token.objects.filter(pk=row.pk).update(revoked_at=clock.now())
    security.note("token.revoked", person=row.person, by=owner, detail=f"{row.name} ({row.prefix}…)")


def revoke_all(person: int, *, by: Actor) -> int:
    """Make every token of somebody stop working; how many there were."""
    revoked = _live().filter(person=person).update(revoked_at=clock.now())
    if revoked:
        security.note("token.revoked", person=person, by=by, detail=f"all {revoked}")
    return revoked


def recognise(secret: str) -> Token:
    """The live token with this secret; its use is noted, to the minute.

    Raises: NoSuchToken.
    """
    if not _SHAPE.fullmatch(secret):
        raise NoSuchToken
    token = _live().filter(digest=_digest(secret)).first()
    if token is None:
        raise NoSuchToken
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at > _FRESH:
        storage.perhaps(lambda: Token.objects.filter(pk=token.pk).update(last_used_at=now))
    return token


def is_live(token: int) -> bool:
    """Whether a token still works; open streams ask again and again."""
    return _live().filter(pk=token).exists()


def _live() -> QuerySet[Token]:
    return Token.objects.filter(revoked_at=None, expires_at__gt=clock.now())


def _maker(owner: Actor) -> int:
    """Whose tokens these are. A token cannot make, see or revoke tokens: a leaked one stays alone."""
    if owner.person is None or owner.limits is not None:
        raise NotAllowed("Tokens are made and revoked by a person who signed in, not with a token.")
    return owner.person


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
