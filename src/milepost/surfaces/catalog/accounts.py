"""People, roles and ways in, as machines are offered them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from milepost.base.identity import Actor
from milepost.domain.accounts.operations import grants, organisation, people, sessions, tokens, views
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.accounts.queries import reads, ways_in
from milepost.domain.accounts.queries import views as view_queries
from milepost.surfaces.catalog.entry import Deed, Entry, Noun, Operation, Query

ORGANISATION = Noun(
    "organisation", "organisation", "The organisation and what it starts with.", "organisation", single=True
)
PERSON = Noun("person", "people", "People the organisation knows.", "organisation")
ROLE = Noun("role", "roles", "Roles and what they allow.", "organisation")
GRANT = Noun("grant", "grants", "Roles people hold.", "organisation")
TOKEN = Noun("token", "tokens", "Your personal tokens.", "organisation")
VIEW = Noun("view", "views", "How you look at a list, under a name.", "organisation")
SESSION = Noun("session", "sessions", "The browsers you are signed in with.", "organisation")

CONFIDENTIAL_READ = Noun(
    "confidential_read",
    "confidential-reads",
    "Who opened confidential figures, where a role does so on record.",
)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token's number and its secret, which is shown this once."""

    number: int
    secret: str


def make_token(owner: Actor, *, name: str, scopes: Collection[str], expires_at: datetime) -> NewToken:
    """Make a personal token for yourself; it can do what you can, within its scopes, until it expires."""
    return NewToken(*tokens.make(owner, name=name, scopes=scopes, expires_at=expires_at))


ENTRIES: tuple[Entry, ...] = (
    Query(noun=ORGANISATION, verb="show", run=people_queries.organisation),
    Operation(noun=ORGANISATION, verb="edit", run=organisation.edit, example={"name": "Nordhaven Bank"}),
    Query(noun=PERSON, verb="list", run=people_queries.people),
    Query(noun=PERSON, verb="show", run=people_queries.person, example={"person": 4}),
    Operation(
        noun=PERSON,
        verb="add",
        run=people.add,
        example={"name": "Ana Dvořák", "email": "ana@nordhaven.example", "title": "Migration lead"},
    ),
    Operation(noun=PERSON, verb="edit", run=people.edit, example={"person": 4, "team": "Core"}),
    Operation(noun=PERSON, verb="deactivate", run=people.deactivate, example={"person": 4}),
    Operation(noun=PERSON, verb="reactivate", run=people.reactivate, example={"person": 4}),
    Operation(noun=PERSON, verb="make-administrator", run=grants.make_administrator, example={"person": 4}),
    Operation(
        noun=PERSON, verb="retire-administrator", run=grants.retire_administrator, example={"person": 4}
    ),
    Query(noun=ROLE, verb="list", run=people_queries.roles, key="key"),
    Operation(
        noun=GRANT,
        verb="add",
        run=grants.grant,
        example={"person": 4, "role": "project_manager", "on": "atlas/3"},
    ),
    Operation(noun=GRANT, verb="remove", run=grants.revoke, example={"grant": 17}),
    Query(noun=TOKEN, verb="list", run=ways_in.my_tokens),
    Deed(
        noun=TOKEN,
        verb="add",
        run=make_token,
        example={"name": "Monday report", "scopes": ["read"], "expires_at": "2027-01-31T00:00:00Z"},
    ),
    Deed(noun=TOKEN, verb="remove", run=tokens.revoke, example={"token": 3}),
    Query(noun=VIEW, verb="list", run=view_queries.views, example={"screen": "plan", "of": "atlas"}),
    Query(noun=VIEW, verb="show", run=view_queries.view, example={"view": 7}),
    Deed(
        noun=VIEW,
        verb="add",
        run=views.keep,
        example={
            "screen": "plan",
            "of": "atlas",
            "name": "Late work",
            "look": {"columns": ["name", "finish", "slip"], "sort": {"column": "slip", "descending": True}},
        },
    ),
    Deed(noun=VIEW, verb="edit", run=views.edit, example={"view": 7, "name": "Late", "is_shared": True}),
    Deed(noun=VIEW, verb="remove", run=views.forget, example={"view": 7}),
    Query(noun=SESSION, verb="list", run=ways_in.my_sessions, key="handle"),
    Query(noun=CONFIDENTIAL_READ, verb="list", run=reads.confidential_reads, needs="access.read"),
    Deed(noun=SESSION, verb="remove", run=sessions.end, example={"session": "s-1f0c"}),
)

NOT_OFFERED = {
    "people.invite": "an invitation is a one-time link, which only the screen and the mail may show",
    "people.join": "done by opening the link of an invitation",
    "organisation.found": "done by opening the owner's link once",
    "organisation.set_up": "a step of the first run; afterwards `organisation.edit` changes the same",
}
