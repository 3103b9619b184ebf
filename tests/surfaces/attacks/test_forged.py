"""What a page of ours never sends: changes forged from elsewhere, and questions about what is not there."""

from __future__ import annotations

import json

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milepost.surfaces.catalog import index
from milepost.surfaces.web.access.headers import POLICY
from tests.surfaces.matrix.lines import PAGES
from tests.surfaces.matrix.test_machines import OFFERS, _raw
from tests.surfaces.matrix.test_pages import ROUTES, ask, revisions
from tests.surfaces.matrix.world import World

pytestmark = pytest.mark.django_db

NOT_OURS = ("healthz", "readyz", "help", "search", "palette", "palette-of", "start", "start_plan")
"""What changes nothing, or is proven otherwise: a one-time link."""
INVISIBLE = [
    code for code, offer in OFFERS.items() if not offer.is_write and "{program}" in offer.address.path
]


def assert_safe(answer: HttpResponse, about: object = "") -> None:
    """Every header that tells the browser about trust, whatever the answer says."""
    assert answer.headers["Content-Security-Policy"] == POLICY, about
    assert answer.headers["X-Content-Type-Options"] == "nosniff", about
    assert answer.headers["X-Frame-Options"] == "DENY", about
    assert answer.headers["Referrer-Policy"] == "same-origin", about
    assert "no-store" in answer.headers["Cache-Control"], about
    assert not [name for name in answer.headers if name.lower().startswith("access-control")], about
    assert "Server" not in answer.headers, about


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_every_page_tells_the_browser_whom_to_trust(world: World, name: str) -> None:
    for principal in ("program_manager", "stranger"):
        for method in ("get", "post"):
            assert_safe(ask(world, name, world.clients[principal], "own", method), (principal, method))


@pytest.mark.parametrize("code", sorted(OFFERS))
def test_every_answer_to_a_machine_does_too(world: World, code: str) -> None:
    for principal in ("program_manager", "stranger"):
        assert_safe(_raw(world, OFFERS[code], world.clients[principal], "own", slug="atlas"), principal)


@pytest.mark.parametrize("name", [name for name in sorted(ROUTES) if name not in NOT_OURS])
def test_no_page_changes_anything_without_its_proof_of_origin(world: World, name: str) -> None:
    """Signed in, but sent from elsewhere: no token, and then a token with another site's origin."""
    browser = world.clients["portfolio_administrator"]
    forged = Client(enforce_csrf_checks=True, raise_request_exception=False)
    forged.cookies = browser.cookies
    before = revisions()

    answer = ask(world, name, forged, "own", "post")

    assert answer.status_code in (403, 405), answer.status_code
    assert revisions() == before


@pytest.mark.parametrize("code", [code for code, offer in OFFERS.items() if offer.is_write])
def test_no_machine_s_address_does_either(world: World, code: str) -> None:
    forged = Client(enforce_csrf_checks=True, raise_request_exception=False)
    forged.cookies = world.clients["portfolio_administrator"].cookies

    answer = _raw(world, OFFERS[code], forged, "own", slug="atlas")

    assert (answer.status_code, json.loads(answer.content)["reason"]) == (403, "forged")


@pytest.mark.parametrize("code", INVISIBLE)
def test_what_may_not_be_seen_costs_what_does_not_exist_costs(world: World, code: str) -> None:
    """As many questions to the database: no clock tells the one from the other."""
    counted = []
    for where, slug in (("foreign", "borealis"), ("foreign", "nowhere0")):
        with CaptureQueriesContext(connection) as asked, transaction.atomic():
            _raw(world, OFFERS[code], world.clients["project_manager"], where, slug=slug)
        counted.append(len(asked))

    assert counted[0] == counted[1]


def test_every_offer_is_asked() -> None:
    assert {offer.entry.code for offer in index.offers()} == set(OFFERS)
    assert set(NOT_OURS) <= set(PAGES)
