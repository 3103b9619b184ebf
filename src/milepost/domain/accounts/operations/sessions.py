"""Signed-in browsers: which there are, and ending them at once.

A session's key lets its holder in, so nobody is ever shown one: a session is named by its `handle`, a
digest of the key, on screens, in the journal and in the security log.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from milepost.base import clock, storage
from milepost.base.identity import Actor
from milepost.base.refusal import NotFound
from milepost.domain.accounts.models import Account
from milepost.domain.accounts.operations import security
from milepost.domain.accounts.rules import session_handle

# Noting every request would turn each page somebody reads into a write.
_FRESH = timedelta(minutes=5)


def end(owner: Actor, *, session: str) -> None:
    """Sign one of your browsers out; its next request is a stranger's.

    Raises: NotFound.
    """
    mine = [row for row in _sessions_of(owner.person) if session_handle(row.session_key) == session]
    if not mine:
        raise NotFound("That browser is not signed in to your account any more.")
    _end(mine)
    security.note("session.ended", person=owner.person, by=owner, detail=session)


def end_others(owner: Actor) -> int:
    """Sign out every browser of yours but this one; how many there were."""
    others = [row for row in _sessions_of(owner.person) if session_handle(row.session_key) != owner.session]
    _end(others)
    if others:
        security.note("session.ended", person=owner.person, by=owner, detail=f"{len(others)} others")
    return len(others)


def end_all(person: int, *, by: Actor) -> int:
    """Sign somebody out everywhere; how many browsers that were."""
    sessions = _sessions_of(person)
    _end(sessions)
    if sessions:
        security.note("session.ended", person=person, by=by, detail=f"all {len(sessions)}")
    return len(sessions)


def is_live(person: int, session: str) -> bool:
    """Whether this browser is still signed in; open streams ask again and again."""
    keys = [row.session_key for row in _sessions_of(person) if session_handle(row.session_key) == session]
    return Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now()).exists()


def seen(session_key: str) -> None:
    """Note that a signed-in browser is in use, to five minutes."""
    now = clock.now()
    long_ago = UserSession.objects.filter(session_key=session_key, last_seen_at__lt=now - _FRESH)
    storage.perhaps(lambda: long_ago.update(last_seen_at=now))


def _sessions_of(person: int | None) -> list[UserSession]:
    accounts = Account.objects.filter(person=person or 0).values("pk")
    return list(UserSession.objects.filter(user__in=accounts))


def _end(sessions: Iterable[UserSession]) -> None:
    for session in sessions:
        session.end()
