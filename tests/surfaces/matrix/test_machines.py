"""Every route for machines, as twelve people: about their own project, a sibling, a foreign program, nothing.

What is expected is worked out from the table of rights and one declared line for each route, apart from the
code that decides.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from milepost.base.identity import Scope, project_scope
from milepost.domain.accounts import rules
from milepost.surfaces.catalog import index
from milepost.surfaces.catalog.offers import Offer
from tests.surfaces.matrix.lines import MACHINES, Line
from tests.surfaces.matrix.world import GONE, PLACES, PRINCIPALS, ROLES, World, body_for

ASKED_WITH = {
    "editions": "?document=brief",
    "changes": "?since=1",
    "why-moved": "?since=1",
    "comparison": "?earlier=baseline-1",
}
"""What a read cannot do without."""
ASKED_ABOUT = {"driving-path": "?task={task}"}
"""Reads that are about one thing named in the query."""

pytestmark = pytest.mark.django_db

OFFERS = {offer.entry.code: offer for offer in index.offers()}
DECIDED = [code for code, line in MACHINES.items() if line.place not in ("own", "anybody")]


def test_every_route_is_declared_and_no_other() -> None:
    assert sorted(OFFERS) == sorted(MACHINES)


@pytest.mark.parametrize("code", DECIDED)
def test_each_person_gets_what_the_table_says(world: World, code: str) -> None:
    offer, line = OFFERS[code], MACHINES[code]
    wrong = []
    for place in (*PLACES, "gone"):
        for principal in PRINCIPALS:
            expected = expected_of(world, offer, line, principal, place)
            status, text = _ask(world, offer, world.clients[principal], place)
            if not fits(status, expected):
                wrong.append(f"{principal} on {place}: expected {expected}, got {status}: {_said(text)}")
    assert not wrong, "\n".join(wrong)


INSIDE = [code for code, offer in OFFERS.items() if "{program}" in offer.address.path]


@pytest.mark.parametrize("code", INSIDE)
def test_what_may_not_be_seen_answers_byte_for_byte_like_what_does_not_exist(world: World, code: str) -> None:
    offer = OFFERS[code]
    client = world.clients["project_manager"]

    foreign = _raw(world, offer, client, "foreign", slug="borealis")
    nowhere = _raw(world, offer, client, "foreign", slug="nowhere0")

    assert foreign.status_code == nowhere.status_code == 404
    assert foreign.content.replace(b"borealis", b"") == nowhere.content.replace(b"nowhere0", b"")
    assert foreign.headers.keys() == nowhere.headers.keys()


@pytest.mark.parametrize("code", ["tasks.show", "tasks.edit", "projects.show", "projects.edit", "links.edit"])
def test_a_sibling_s_thing_answers_like_one_that_is_gone(world: World, code: str) -> None:
    offer, client = OFFERS[code], world.clients["project_manager"]

    sibling = _ask(world, offer, client, "sibling")
    gone = _ask(world, offer, client, "gone")

    assert sibling[0] == gone[0] == 404
    asked_for = item_of(world, offer, "sibling")
    assert _without(asked_for, sibling[1]) == _without(GONE, gone[1])


def _without(number: object, said: str) -> str:
    return re.sub(rf"\b{number}\b", "", said)


def expected_of(world: World, offer: Offer, line: Line, principal: str, place: str) -> str:
    """ "done", "refused" (visible, but may not) or "missing"."""
    if principal == "stranger":
        return "stranger"
    where = "own" if place == "gone" else place
    if "{program}" in offer.address.path and not world.holds_somewhere(
        principal, "program.read", world.ledger(where)
    ):
        return "missing"
    if offer.is_write:
        return _expected_write(world, line, principal, place, where)
    return _expected_read(world, offer, line, principal, place, where)


def _expected_write(world: World, line: Line, principal: str, place: str, where: str) -> str:
    scope = _scope(world, line, where)
    if not _holds_at_all(world, line, principal, where):
        return "missing or refused" if place == "gone" else "refused"
    reach = world.holds(principal, line.right, scope)
    if place == "gone":
        return "missing or done" if reach == "all" or line.place == "directory" else "missing or refused"
    if reach == "all" or line.place == "directory":
        return "done"
    return "refused" if _sees(world, line, principal, scope, where) else "missing"


def _expected_read(world: World, offer: Offer, line: Line, principal: str, place: str, where: str) -> str:
    plural = offer.entry.noun.plural
    if offer.item is None and not offer.entry.noun.single and plural not in ASKED_ABOUT:
        return "done"
    if offer.entry.noun.single or offer.entry.noun.is_ledger:
        place = where
    if place == "gone":
        return "missing"
    if line.sees != line.right and not world.holds_somewhere(principal, line.right, world.ledger(where)):
        return "refused"
    return "done" if _sees(world, line, principal, _scope(world, line, where), where) else "missing"


def _scope(world: World, line: Line, where: str) -> Scope:
    if line.place in ("project", "grant"):
        return project_scope(world.ledger(where), world.things[where]["project"])
    if line.place in ("organisation", "directory"):
        return Scope("organisation")
    return Scope("program", world.ledger(where))


def _holds_at_all(world: World, line: Line, principal: str, where: str) -> bool:
    if line.place in ("organisation", "directory", "grant"):
        return any(
            world.holds(principal, line.right, world.scopes[principal])
            for _ in "x"
            if principal in world.scopes
        )
    return world.holds_somewhere(principal, line.right, world.ledger(where))


def _sees(world: World, line: Line, principal: str, scope: Scope, where: str) -> bool:
    if line.place == "directory" or (line.place == "organisation" and line.sees == "people.read"):
        held = world.scopes.get(principal)
        return held is not None and bool(world.holds(principal, line.sees, held))
    if line.place == "names" and rules.RIGHTS_OF.get(principal, {}).get(line.sees) == "own":
        return False
    if line.place in ("shared", "names", "program"):
        return world.holds_somewhere(principal, line.sees, world.ledger(where))
    return world.holds(principal, line.sees, scope) == "all"


def _leaks(line: Line, principal: str, text: str) -> bool:
    """Does the answer name something of a place this person may see nothing of?"""
    if principal == "portfolio_administrator":
        return False
    if "foreign-canary" in text:
        return True
    in_one_project = ROLES.get(principal, "").endswith("{own}") or principal not in ROLES
    return line.place == "project" and in_one_project and "sibling-canary task" in text


def _said(text: str) -> str:
    """What an answer says, short enough for a list of what went wrong."""
    try:
        told = json.loads(text)
    except ValueError:
        return text[:60]
    return str(told.get("detail", text))[:120] if isinstance(told, dict) else text[:120]


def fits(status: int, expected: str) -> bool:
    if expected == "stranger":
        return status == 401
    if expected == "missing":
        return status == 404
    if expected == "refused":
        return status == 403
    if expected == "missing or done":
        return status < 500 and status not in (401, 403)
    if expected == "missing or refused":
        return status in (403, 404)
    return status < 500 and status not in (401, 403, 404)


def _ask(world: World, offer: Offer, client: Client, place: str) -> tuple[int, str]:
    """Send the request and take back whatever it did."""
    where = "own" if place == "gone" else place
    answer = _raw(world, offer, client, where, slug=world.slug(where), gone=place == "gone")
    return answer.status_code, answer.content.decode()


def _raw(
    world: World, offer: Offer, client: Client, where: str, *, slug: str, gone: bool = False
) -> HttpResponse:
    plural = offer.entry.noun.plural
    item = GONE if gone and offer.item is not None else item_of(world, offer, where)
    about = ASKED_ABOUT.get(plural, "").format(task=GONE if gone else world.things[where]["task"])
    address = offer.address.path.format(**{offer.entry.noun.name: item, "program": slug})
    told: dict[str, Any] = {}
    if offer.is_write:
        body = body_for(world, offer, where, gone=gone, named="second")
        told = {"data": json.dumps(body), "content_type": "application/json", "headers": {"If-Match": "*"}}
    with transaction.atomic():
        answer = client.generic(
            offer.address.method, f"/api/v1/{address}{ASKED_WITH.get(plural, about)}", **told
        )
        transaction.set_rollback(True)
    return answer


def item_of(world: World, offer: Offer, where: str) -> object:
    noun = offer.entry.noun
    if noun.name == "person":
        return world.people["bystander"]
    things = world.things[where]
    return things.get(noun.plural, things.get(noun.name, GONE))
