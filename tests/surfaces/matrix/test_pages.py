"""Every page and button, as twelve people: about their own project, a sibling, a foreign program, nothing.

A page that changes something answers success and refusal alike (it leads back, with a sentence). What counts
is whether any ledger moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from milepost.base.identity import Scope, project_scope
from milepost.base.models import Ledger
from tests.surfaces.matrix.lines import PAGES, Line
from tests.surfaces.matrix.world import GONE, PLACES, PRINCIPALS, ROLES, World

pytestmark = pytest.mark.django_db

TYPED: dict[str, Any] = {
    "name": "Second name",
    "title": "Second title",
    "email": "second@x.example",
    "team": "",
    "stage": "delivering",
    "status_date": "2026-09-18",
    "vision": "Another vision",
    "included": "Another scope",
    "note": "agreed again",
    "role": "member",
    "start": "2026-03-02",
    "starts_on": "2026-12-24",
    "ends_on": "2026-12-26",
    "code": "",
    "currency": "EUR",
    "percent": "50",
    "percent_complete": "50",
    "seen": "",
}


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Every page's name (without its namespace) and pattern; the machines' door is tested apart."""
    yield from _walk(get_resolver())


def _walk(resolver: URLResolver) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if not str(pattern.pattern).startswith("api/"):
                yield from _walk(pattern)
        elif not str(pattern.pattern).startswith(("^api/", "api/")):
            yield pattern.name or str(pattern.pattern), pattern


ROUTES = dict(routes())
INSIDE = [
    name for name, pattern in ROUTES.items() if str(pattern.pattern).startswith(("p/<slug", "report/<slug"))
]
CHANGES = [
    name for name, line in PAGES.items() if line.place in ("project", "program", "organisation", "grant")
]


def test_every_page_is_declared_and_no_other() -> None:
    assert sorted(ROUTES) == sorted(PAGES)


@pytest.mark.parametrize("name", [name for name, line in PAGES.items() if line.place != "open"])
def test_a_stranger_reaches_nothing(world: World, name: str) -> None:
    for method in ("get", "post"):
        answer = ask(world, name, world.clients["stranger"], "own", method)

        assert answer.status_code in (302, 405), name
        if answer.status_code == 302:
            assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "name", [name for name, line in PAGES.items() if line.place in ("shared", "anybody")]
)
def test_each_person_sees_the_page_or_does_not_find_it(world: World, name: str) -> None:
    line, wrong = PAGES[name], []
    for place in PLACES:
        for principal in PRINCIPALS[:-1]:
            answer = ask(world, name, world.clients[principal], place, "get")
            text = answer.content.decode(errors="replace")
            expected = _expected(world, line, principal, place)
            if answer.status_code not in expected:
                wrong.append(f"{principal} on {place}: expected {expected}, got {answer.status_code}")
            if _leaks(principal, text):
                wrong.append(f"{principal} on {place} is told of what they may not see")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", CHANGES)
def test_no_button_moves_anything_for_who_lacks_the_right(world: World, name: str) -> None:
    line, wrong = PAGES[name], []
    for place in (*PLACES, "gone"):
        where = "own" if place == "gone" else place
        for principal in PRINCIPALS[:-1]:
            if world.holds(principal, line.right, _scope(world, line, where)):
                continue
            status, moved = _pressed(world, name, world.clients[principal], place)
            if moved or status >= 500:
                wrong.append(f"{principal} on {place}: {status}, moved {moved}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["edit_person", "give_role", "set-stage", "add-project"])
def test_the_same_button_moves_something_for_who_holds_it(world: World, name: str) -> None:
    _, moved = _pressed(world, name, world.clients["portfolio_administrator"], "own")

    assert moved


@pytest.mark.parametrize("name", INSIDE)
def test_a_foreign_program_s_page_is_not_found_byte_for_byte(world: World, name: str) -> None:
    client = world.clients["project_manager"]
    method = "get" if PAGES[name].place in ("shared", "own") else "post"

    foreign = ask(world, name, client, "foreign", method)
    nowhere = ask(world, name, client, "foreign", method, slug="nowhere0")

    assert foreign.status_code == nowhere.status_code == 404
    assert _plain(foreign, "borealis") == _plain(nowhere, "nowhere0")


def test_the_security_log_is_for_who_keeps_watch(world: World) -> None:
    seen = {
        principal: world.clients[principal].get("/people/security").status_code
        for principal in PRINCIPALS[:-1]
    }

    assert {who for who, status in seen.items() if status == 200} == {"system_administrator"}
    assert set(seen.values()) == {200, 404}


def _expected(world: World, line: Line, principal: str, place: str) -> tuple[int, ...]:
    if line.place == "anybody":
        return (200, 302, 403)
    ledger = world.ledger(place)
    if world.holds_somewhere(principal, line.right, ledger):
        return (200,)
    return (403,) if world.holds_somewhere(principal, line.sees, ledger) else (404,)


def _scope(world: World, line: Line, where: str) -> Scope:
    if line.place in ("project", "grant"):
        return project_scope(world.ledger(where), world.things[where]["project"])
    if line.place == "organisation":
        return Scope("organisation")
    return Scope("program", world.ledger(where))


def ask(world: World, name: str, client: Client, place: str, method: str, *, slug: str = "") -> HttpResponse:
    url = _address(world, name, place, slug)
    where = "own" if place == "gone" else place
    typed = {**TYPED, "on": f"{world.slug(where)}/{world.things[where]['project']}"}
    with transaction.atomic():
        answer: HttpResponse = client.get(url) if method == "get" else client.post(url, typed)
        transaction.set_rollback(True)
    return answer


def _pressed(world: World, name: str, client: Client, place: str) -> tuple[int, bool]:
    """The status, and whether any ledger came further."""
    url = _address(world, name, place, "")
    where = "own" if place == "gone" else place
    typed = {**TYPED, "on": f"{world.slug(where)}/{world.things[where]['project']}"}
    before = revisions()
    with transaction.atomic():
        status = client.post(url, typed).status_code
        moved = revisions() != before
        transaction.set_rollback(True)
    return status, moved


def revisions() -> int:
    return int(Ledger.objects.aggregate(every=Sum("revision"))["every"])


def _address(world: World, name: str, place: str, slug: str) -> str:
    where = "own" if place == "gone" else place
    things = world.things[where]
    values = {
        "slug": slug or world.slug(where),
        "person": world.people["bystander"],
        "grant": things["grant"],
        "token": "0" * 8,
        "secret": "nothing",
        "document": "brief",
        "listing": "objectives",
        "edition": 1,
        "exception": things["calendar-exceptions"],
        "seq": 2,
        "place": 1,
        "uidb36": "1",
        "key": "nothing",
        "kind": "plan",
        "number": _number(name, things),
    }
    if place == "gone":
        values |= {"number": GONE, "grant": GONE, "person": GONE}
    wanted = {part: values[part] for part in _parts(name) if part in values}
    if name == "change-view":
        wanted["view"] = 1
    if name == "revoke_token":
        wanted["token"] = 1
    for namespace in ("web:", ""):
        try:
            return reverse(namespace + name, kwargs=wanted)
        except NoReverseMatch:
            continue
    return "/" + name


def _number(name: str, things: dict[str, Any]) -> int:
    """Which thing a page with a number is about."""
    if "calendar" in name or "days" in name:
        return int(things["calendar"])
    if "project" in name:
        return int(things["project"])
    return int(things["task"] if name == "report" else things["objectives"])


def _parts(name: str) -> list[str]:
    return list(ROUTES[name].pattern.converters) + list(ROUTES[name].pattern.regex.groupindex)


def _plain(answer: HttpResponse, slug: str) -> bytes:
    """A page without its address and without what is new on every page."""

    return re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', b"", answer.content).replace(
        slug.encode(), b""
    )


def _leaks(principal: str, text: str) -> bool:
    if principal == "portfolio_administrator":
        return False
    if "foreign-canary" in text or "borealis program" in text:
        return True
    in_one_project = ROLES.get(principal, "").endswith("{own}") or principal not in ROLES
    return in_one_project and "sibling-canary task" in text
