"""The screens of people and of one's own ways in."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from milepost.base import clock
from milepost.base.identity import Actor
from milepost.domain.accounts.operations import recognition, tokens
from milepost.domain.accounts.queries import people, ways_in
from tests.domain.accounts.conftest import a_program, a_project, signed_in, somebody
from tests.surfaces.access.conftest import SignedIn


def test_a_role_is_given_and_taken_in_the_panel(owner: Actor, browser_of: SignedIn) -> None:
    a_program()
    mina = somebody()
    browser = browser_of(owner)

    browser.post(f"/people/{mina.person}/roles", {"role": "member", "on": "atlas"})
    page = browser.get(f"/people?person={mina.person}").content.decode()

    assert "The role counts from now on." in page
    [grant] = signed_in(mina.person).grants
    assert grant.role == "member"
    number = people.person(owner, person=mina.person).grants[0].number
    browser.post(f"/people/{mina.person}/roles/{number}/take", {"role": "member"})
    assert signed_in(mina.person).grants == ()


def test_the_directory_is_narrowed_by_word_and_role(owner: Actor, browser_of: SignedIn) -> None:
    a_program()
    somebody("Ada Okafor", finance="atlas")
    somebody("Jonas Weber", project_manager="atlas")
    browser = browser_of(owner)

    by_word = browser.get("/people?q=JONAS").content.decode()
    by_role = browser.get("/people?role=finance").content.decode()
    nobody = browser.get("/people?q=zzz").content.decode()

    assert "Jonas Weber" in by_word
    assert "Ada Okafor" not in by_word
    assert "Ada Okafor" in by_role
    assert "Jonas Weber" not in by_role
    assert "Nobody fits." in nobody


def test_the_directory_takes_as_many_queries_for_many_as_for_few(
    owner: Actor, browser_of: SignedIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    atlas = a_program()
    somebody("Nr 0", member="atlas")
    browser = browser_of(owner)
    browser.get("/people")
    with CaptureQueriesContext(connection) as few:
        browser.get("/people")

    for n in range(1, 15):
        somebody(f"Nr {n}", member="atlas")
        a_project(atlas, f"Project {n}")
    a_program("borealis")

    with django_assert_num_queries(len(few)):
        browser.get("/people")


def test_a_vendor_finds_no_directory(owner: Actor, browser_of: SignedIn) -> None:
    a_program()
    vendor = browser_of(somebody("Vic Vendor", vendor="atlas"))

    page = vendor.get("/people").content.decode()

    assert "Olga Owner" not in page
    assert vendor.get(f"/people?person={owner.person}").status_code == 404


def test_a_browser_is_signed_out_from_another(owner: Actor, browser_of: SignedIn) -> None:
    here, there = browser_of(owner), browser_of(owner)
    actor = signed_in(owner.person)
    handles = {row.handle for row in ways_in.my_sessions(actor)}
    page = here.get("/account/sessions").content.decode()
    [other] = re.findall(r'name="session" value="(s-[0-9a-f]+)"', page)
    assert other in handles

    here.post("/account/sessions/end", {"session": other})

    assert there.get("/account/sessions")["Location"].startswith("/accounts/login/")
    assert here.get("/account/sessions").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(owner: Actor, browser_of: SignedIn) -> None:
    mina = somebody()
    theirs = browser_of(mina)
    [session] = ways_in.my_sessions(signed_in(mina.person))

    answer = browser_of(owner).post("/account/sessions/end", {"session": session.handle})

    assert answer.status_code == 404
    assert theirs.get("/account/sessions").status_code == 200


def test_a_token_is_shown_once_and_works_until_revoked(owner: Actor, browser_of: SignedIn) -> None:
    browser = browser_of(owner)
    answer = browser.post(
        "/account/tokens", {"name": "Report", "scopes": ["read"], "expires_on": _in_days(30)}
    )
    [secret] = re.findall(r"mp_[0-9A-Za-z]{40}", answer.content.decode())

    assert recognition.with_token(secret, door="api").person == owner.person
    assert secret not in browser.get("/account/tokens").content.decode()
    [row] = ways_in.my_tokens(owner)
    browser.post(f"/account/tokens/{row.number}/revoke")
    try:
        recognition.with_token(secret, door="api")
    except tokens.NoSuchToken:
        return
    raise AssertionError("a revoked token still works")


def test_a_changing_request_without_its_proof_is_refused(owner: Actor, browser_of: SignedIn) -> None:
    browser = browser_of(owner)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies

    answer = strict.post("/account/tokens", {"name": "x", "scopes": ["read"], "expires_on": _in_days(30)})

    assert answer.status_code == 403
    assert "did not come from a page of this Milepost" in answer.content.decode()
    assert ways_in.my_tokens(owner) == ()


def _in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()
