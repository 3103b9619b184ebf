"""The addresses beside the catalogue, as twelve people: about their program and one they may not see."""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from django.http import HttpResponse

from milepost.surfaces.api.urls import BY_HAND, ByHand
from tests.surfaces.matrix.world import GONE, PRINCIPALS, World

pytestmark = pytest.mark.django_db

ELSEWHERE = {
    "programs/{program}/events": "answered outside Django: tests/surfaces/api/test_live.py",
    "programs/{program}/plan-files/{file}/original": "one may see: tests/surfaces/api/test_files.py",
    "uploads:file": "one's own alone: tests/surfaces/api/test_files.py",
    "openapi.json": "open to everybody who signed in: tests/surfaces/api/test_openapi.py",
}
ASKED = {
    "programs/{program}/sheet/changes": "?since=1",
    "programs/{program}/exports/{format}": "?project={project}",
}
HERE = {route.path: route for route in BY_HAND if route.path not in ELSEWHERE}


def test_every_such_address_is_asked_here_or_said_where() -> None:
    assert set(ELSEWHERE) | set(HERE) == {route.path for route in BY_HAND}


@pytest.mark.parametrize("path", HERE)
def test_each_person_gets_what_the_right_it_names_says(world: World, path: str) -> None:
    route, wrong = HERE[path], []
    for place in ("own", "foreign"):
        for principal in PRINCIPALS:
            answer = _ask(world, route, principal, place)
            expected = _expected(world, route, principal, place)
            if answer.status_code != expected:
                wrong.append(f"{principal} on {place}: expected {expected}, got {answer.status_code}")
            if _leaks(principal, answer):
                wrong.append(f"{principal} on {place} is told of what they may not see")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", HERE)
def test_a_program_one_may_not_see_answers_like_none(world: World, path: str) -> None:
    foreign = _ask(world, HERE[path], "project_manager", "foreign")
    nowhere = _ask(world, HERE[path], "project_manager", "foreign", slug="nowhere0")

    assert foreign.content.replace(b"borealis", b"") == nowhere.content.replace(b"nowhere0", b"")
    assert foreign.headers.keys() == nowhere.headers.keys()


def _ask(world: World, route: ByHand, principal: str, place: str, *, slug: str = "") -> HttpResponse:
    things = world.things[place]
    path = route.path.format(program=slug or world.slug(place), format="csv", file=GONE)
    asked = ASKED.get(route.path, "").format(**things)
    body = json.dumps({"edits": [{"task": things["task"], "duration": "9d"}]})
    with transaction.atomic():
        answer = world.clients[principal].generic(
            route.method,
            f"/api/v1/{path}{asked}",
            body if route.method == "POST" else "",
            content_type="application/json",
        )
        transaction.set_rollback(True)
    return answer


def _expected(world: World, route: ByHand, principal: str, place: str) -> int:
    if principal == "stranger":
        return 401
    if not world.holds_somewhere(principal, route.needs, world.ledger(place)):
        return 404
    # Whoever sees only his own was handed none of the tasks of this world: there is none to try out.
    return 404 if "preview" in route.path and principal == "vendor" else 200


def _leaks(principal: str, answer: HttpResponse) -> bool:
    text = answer.content.decode(errors="replace")
    if principal == "portfolio_administrator":
        return False
    in_one_project = principal in ("project_manager", "member", "vendor", "nobody", "stranger")
    return "foreign-canary" in text or (in_one_project and "sibling-canary task" in text)
