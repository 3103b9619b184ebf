"""Rows in the words and signs a screen prints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from milepost.base import clock, permissions
from milepost.base.identity import Actor
from milepost.domain.accounts.queries import ways_in
from milepost.domain.accounts.rows import GrantRow, PersonRow, RoleRow, SecurityEventRow, SessionRow, TokenRow
from milepost.surfaces.web.access import nodes

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)

KINDS = {
    "signed_in": gettext_lazy("Signed in"),
    "signed_out": gettext_lazy("Signed out"),
    "sign_in_failed": gettext_lazy("Wrong password"),
    "mfa.failed": gettext_lazy("Wrong second factor"),
    "mfa.activated": gettext_lazy("Second factor set up"),
    "mfa.deactivated": gettext_lazy("Second factor removed"),
    "mfa.recovery_codes": gettext_lazy("New recovery codes"),
    "password.changed": gettext_lazy("Password changed"),
    "password.reset": gettext_lazy("Password reset by mail"),
    "session.ended": gettext_lazy("Browser signed out"),
    "token.made": gettext_lazy("Token made"),
    "token.revoked": gettext_lazy("Token revoked"),
    "link.owner": gettext_lazy("Owner link made"),
    "link.invitation": gettext_lazy("Invitation link made"),
    "link.sign_in": gettext_lazy("Sign-in link made"),
    "owner.made": gettext_lazy("Became the owner"),
    "account.opened": gettext_lazy("Account opened"),
    "account.moved": gettext_lazy("Signs in with a new address"),
    "account.closed": gettext_lazy("Deactivated"),
    "account.reopened": gettext_lazy("Reactivated"),
}
_ALARMING = {"sign_in_failed", "mfa.failed", "mfa.deactivated"}


@dataclass(frozen=True, slots=True)
class Browser:
    """A signed-in browser, in words somebody recognises."""

    handle: str
    name: str
    address: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_here: bool


@dataclass(frozen=True, slots=True)
class Token:
    """A token with how long it has left."""

    number: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    made_at: datetime
    used_at: datetime | None
    ends_at: datetime
    used: str
    ends: str
    is_near_end: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the security log."""

    at: datetime
    words: str
    name: str
    by: str
    address: str
    detail: str
    is_alarming: bool


@dataclass(frozen=True, slots=True)
class Right:
    """A line of the table of rights: how far each role reaches, in the order of the roles."""

    meaning: str
    reaches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A line of the directory."""

    number: int
    name: str
    initials: str
    title: str
    email: str
    team: str
    roles: tuple[nodes.HeldRole, ...]
    state: str
    """"active", "invited" (not come yet), "known" (not invited) or "left"."""


def roles(reader: Actor, grants: tuple[GrantRow, ...]) -> tuple[nodes.HeldRole, ...]:
    """Somebody's roles, each with the name of the node it is held on."""
    return nodes.held(reader, grants, nodes.tree(reader)) if grants else ()


def directory(
    reader: Actor, people: Iterable[PersonRow], tree: tuple[nodes.Node, ...]
) -> tuple[Somebody, ...]:
    """People as the directory lists them."""
    rows = tuple(people)
    waiting = ways_in.has_open_invitation(reader, people=tuple(row.number for row in rows))
    return tuple(
        Somebody(
            number=row.number,
            name=row.name,
            initials=row.initials,
            title=row.title,
            email=row.email,
            team=row.team,
            roles=nodes.held(reader, row.grants, tree),
            state=_state(row, waiting),
        )
        for row in rows
    )


def sentence(people: tuple[Somebody, ...]) -> str:
    """What the directory amounts to: how many, and who is still to come."""
    count = len(people)
    told = ngettext("%(count)d person works here.", "%(count)d people work here.", count) % {"count": count}
    coming = sum(person.state == "invited" for person in people)
    if coming:
        told += " " + ngettext(
            "%(count)d invitation waits for an answer.", "%(count)d invitations wait for an answer.", coming
        ) % {"count": coming}
    return told


def browsers(sessions: Iterable[SessionRow]) -> tuple[Browser, ...]:
    """Signed-in browsers by the name of browser and system."""
    return tuple(
        Browser(
            handle=row.handle,
            name=browser_name(row.browser),
            address=row.address,
            signed_in_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_here=row.is_current,
        )
        for row in sessions
    )


def browser_name(agent: str) -> str:
    """ "Firefox on Windows" from what a browser says of itself."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or re.split(r"[ /]", agent)[0] or _("Unknown browser")


def tokens(rows: Iterable[TokenRow]) -> tuple[Token, ...]:
    """Tokens with their last use and what is left of them."""
    return tuple(
        Token(
            number=row.number,
            name=row.name,
            prefix=row.prefix,
            scopes=row.scopes,
            made_at=row.created_at,
            used_at=row.last_used_at,
            ends_at=row.expires_at,
            used=_ago(row.last_used_at),
            ends=_ends(row.expires_at.date()),
            is_near_end=(row.expires_at - clock.now()).days < 14,
        )
        for row in rows
    )


def events(rows: Iterable[SecurityEventRow]) -> tuple[Event, ...]:
    """The security log in words."""
    return tuple(
        Event(
            at=row.at,
            words=str(KINDS.get(row.kind, row.kind)),
            name=row.name,
            by=row.by,
            address=row.address,
            detail=row.detail,
            is_alarming=row.kind in _ALARMING,
        )
        for row in rows
    )


def rights(table: tuple[RoleRow, ...]) -> tuple[Right, ...]:
    """The table of rights, a line each, "" where a role has nothing."""
    return tuple(
        Right(meaning.capitalize(), tuple(role.rights.get(right, "") for role in table))
        for right, meaning in permissions.RIGHTS.items()
        if any(right in role.rights for role in table)
    )


def _state(row: PersonRow, waiting: frozenset[int]) -> str:
    if row.left_on is not None:
        return "left"
    if row.joined_at is not None:
        return "active"
    return "invited" if row.number in waiting else "known"


def _ago(at: datetime | None) -> str:
    """ "today", "3 days ago", "never": as exact as anybody needs to see whether a token is in use."""
    if at is None:
        return _("never")
    days = (clock.now().date() - at.date()).days
    if days <= 0:
        return _("today")
    return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}


def _ends(on: date) -> str:
    days = (on - clock.today()).days
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
