"""Browsers and tokens of the reader's own, and the security log for those who keep watch."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from milepost.base import clock
from milepost.base.identity import ORGANISATION, THE_ORGANISATION, Actor, key, number_of
from milepost.base.permissions import may
from milepost.base.refusal import NotAllowed
from milepost.domain.accounts import rules
from milepost.domain.accounts.models import Account, OneTimeLink, Person, SecurityEvent, Token
from milepost.domain.accounts.rows import ScopeRow, SecurityEventRow, SessionRow, TokenRow

PAGE = 100
"""How many lines of the security log make a page."""


def my_tokens(reader: Actor, *, everything: bool = False) -> tuple[TokenRow, ...]:
    """The reader's tokens, newest first; with `everything` the expired and revoked ones too.

    A token cannot list tokens.
    """
    if reader.person is None or reader.limits is not None:
        raise NotAllowed("Tokens are seen by a person who signed in, not with a token.")
    rows = Token.objects.filter(person=reader.person)
    if not everything:
        rows = rows.filter(revoked_at=None, expires_at__gt=clock.now())
    return tuple(_token(row) for row in rows.order_by("-created_at", "-pk"))


def scopes(reader: Actor) -> tuple[ScopeRow, ...]:
    """What a token can be limited to."""
    return tuple(ScopeRow(scope, sentence) for scope, sentence in rules.SCOPE_SENTENCES.items())


def my_sessions(reader: Actor) -> tuple[SessionRow, ...]:
    """The browsers the reader is signed in with, the last used first. Dead ones are forgotten here."""
    account = Account.objects.filter(person=reader.person or 0).first()
    if account is None or reader.limits is not None:
        return ()
    live = UserSession.objects.purge_and_list(account)
    rows = sorted(live, key=lambda row: row.last_seen_at, reverse=True)
    return tuple(_session(row, reader) for row in rows)


def has_open_invitation(reader: Actor, *, people: tuple[int, ...]) -> frozenset[int]:
    """Those of these people who hold a link that still works."""
    rows = OneTimeLink.objects.filter(
        purpose="invitation", used_at=None, expires_at__gt=clock.now(), person__in=people
    )
    return frozenset(person for person in rows.values_list("person", flat=True) if person is not None)


def security_log(
    reader: Actor, *, person: int | None = None, before: int | None = None, limit: int = PAGE
) -> tuple[SecurityEventRow, ...]:
    """What happened to people's ways in, newest first; one's own events for everybody.

    `before` is the number of the last event of the page above.

    Raises: NotAllowed.
    """
    if person != reader.person and not may(reader, "security.read", THE_ORGANISATION):
        raise NotAllowed("That takes the right to read the security log, which you do not hold.")
    rows = SecurityEvent.objects.all()
    if person is not None:
        rows = rows.filter(person=person)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = list(rows.order_by("-pk")[:limit])
    names = _names({row.person for row in page} | {row.by for row in page})
    return tuple(_event(row, names) for row in page)


def _names(people: set[int | None]) -> dict[int, str]:
    keys = [key(ORGANISATION, number) for number in people if number is not None]
    return {number_of(pk): name for pk, name in Person.objects.filter(pk__in=keys).values_list("pk", "name")}


def _event(row: SecurityEvent, names: dict[int, str]) -> SecurityEventRow:
    return SecurityEventRow(
        number=row.pk,
        at=row.at,
        kind=row.kind,
        person=row.person,
        name=names.get(row.person or 0, ""),
        by=names.get(row.by or 0, ""),
        door=row.door,
        address=row.address,
        detail=row.detail,
    )


def _token(row: Token) -> TokenRow:
    return TokenRow(
        number=row.pk,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )


def _session(row: UserSession, reader: Actor) -> SessionRow:
    handle = rules.session_handle(row.session_key)
    return SessionRow(
        handle=handle,
        address=str(row.ip),
        browser=row.user_agent,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        is_current=handle == reader.session,
    )
