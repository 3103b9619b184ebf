"""The directory, tokens and signed-in browsers as lists: columns, filters, groupings."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from milepost.surfaces.web.access.present import Browser, Somebody, Token
from milepost.surfaces.web.lists.declared import Column, Filter, Grouping, Listing, among, by_value


def of_people(people: Iterable[Somebody]) -> Listing[Somebody]:
    """What can be asked of the directory; the choices are what these people have."""
    rows = list(people)
    return Listing(
        screen="people",
        noun=(_("person"), _("people")),
        columns=(
            Column("name", _("Name"), lambda row: row.name, is_fixed=True, is_wide=False),
            Column("email", _("E-mail"), lambda row: row.email),
            Column("team", _("Team"), lambda row: row.team),
            Column("roles", _("Roles"), lambda row: row.roles[0].role if row.roles else None, is_wide=False),
            Column("state", _("State"), _state, css="fit"),
        ),
        filters=_filters(rows),
        groupings=(
            by_value("team", _("By team"), lambda row: row.team, _("No team")),
            by_value("role", _("By role"), lambda row: row.roles[0].role if row.roles else "", _("No role")),
            Grouping("state", _("By state"), lambda row: (list(STATES).index(row.state), _state(row))),
        ),
        words_of=lambda row: f"{row.name} {row.email} {row.team} {row.title}",
    )


def of_tokens() -> Listing[Token]:
    """What can be asked of one's own tokens."""
    return Listing(
        screen="tokens",
        noun=(_("token"), _("tokens")),
        columns=(
            Column("name", _("Name"), lambda row: row.name, is_fixed=True, is_wide=False),
            Column("scopes", _("It may"), lambda row: ", ".join(row.scopes)),
            Column("made", _("Made"), lambda row: row.made_at, is_at_first=False),
            Column("used", _("Used"), lambda row: row.used_at, is_wide=False),
            Column("ends", _("Ends"), lambda row: row.ends_at, is_wide=False),
        ),
        filters=(
            Filter(
                "only",
                _("Only"),
                (("ending", _("Ends within two weeks")), ("unused", _("Never used"))),
                lambda row, value: row.is_near_end if value == "ending" else row.used_at is None,
            ),
        ),
        groupings=(by_value("scopes", _("By what they may"), lambda row: ", ".join(row.scopes)),),
        words_of=lambda row: f"{row.name} {row.prefix} {' '.join(row.scopes)}",
    )


def of_browsers() -> Listing[Browser]:
    """What can be asked of the browsers one is signed in with."""
    return Listing(
        screen="sessions",
        noun=(_("browser"), _("browsers")),
        columns=(
            Column("name", _("Browser"), lambda row: row.name, is_fixed=True, is_wide=False),
            Column("address", _("Address"), lambda row: row.address),
            Column("signed-in", _("Signed in"), lambda row: row.signed_in_at),
            Column("seen", _("Last seen"), lambda row: row.last_seen_at, is_wide=False),
        ),
        groupings=(
            by_value("name", _("By browser"), lambda row: row.name),
            by_value("address", _("By address"), lambda row: row.address),
        ),
        words_of=lambda row: f"{row.name} {row.address}",
    )


STATES = ("active", "invited", "known", "left")


def _filters(rows: list[Somebody]) -> tuple[Filter[Somebody], ...]:
    held = {role.key: role.role for row in rows for role in row.roles}
    states = {row.state: _state(row).capitalize() for row in rows}
    return (
        Filter(
            "role",
            _("Role"),
            (*sorted(held.items(), key=lambda pair: pair[1]), ("-", _("No role"))),
            lambda row, value: value in {role.key for role in row.roles} or (value == "-" and not row.roles),
        ),
        among("team", _("Team"), lambda row: row.team, rows),
        Filter(
            "state",
            _("State"),
            tuple((state, states[state]) for state in STATES if state in states),
            lambda row, value: row.state == value,
        ),
    )


def _state(row: Somebody) -> str:
    return {
        "active": _("active"),
        "invited": _("invited"),
        "known": _("no account"),
        "left": _("left"),
    }[row.state]
