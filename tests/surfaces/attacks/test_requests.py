"""Requests sent to mislead: to another site, under another host's name, within another's session."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from milepost.base.identity import SYSTEM, Actor
from milepost.config import settings as ours
from milepost.domain.accounts.operations import accounts, links
from tests.builders import Program
from tests.domain.accounts.conftest import PASSWORD
from tests.surfaces.attacks.conftest import As, SignedIn
from tests.surfaces.attacks.test_forged import assert_safe

pytestmark = pytest.mark.django_db

EVIL = "https://evil.example"
ELSEWHERE = [
    *(EVIL, "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example"),
    *(
        "http:///evil.example",
        "/%09/evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
    ),
    *(
        "https://testserver@evil.example",
        "https://testserver.evil.example",
        "//evil.example/%2f..",
        "ftp://x",
    ),
    *("/\r\nLocation: https://evil.example", "https://127.0.0.1", "%2f%2fevil.example"),
]


def test_refusals_of_every_kind_do_too(
    client: Client, signed_in_as: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in_as("viewer")
    browser.raise_request_exception = False
    found = {
        404: browser.get("/nowhere"),
        403: browser.get("/p/atlas/history"),
        405: browser.put("/portfolio"),
        400: browser.get("/", headers={"Host": "evil.example"}),
        413: browser.post("/api/v1/programs", b"x" * 30_000_000, content_type="application/json"),
    }
    monkeypatch.setattr("milepost.surfaces.web.portfolio.pages.programs", _fails, raising=False)
    monkeypatch.setattr("milepost.surfaces.web.shell.frames.plain", _fails)
    found[500] = browser.get("/portfolio")
    for status, answer in found.items():
        assert answer.status_code == status, (status, answer.status_code)
        assert_safe(answer, status)
    said = found[500].content.decode()
    assert "secret thing" not in said
    assert "Traceback" not in said


def _fails(*_: object, **__: object) -> None:
    raise ValueError("secret thing")


def test_too_many_tries_are_told_safely(client: Client, owner: Actor) -> None:
    cache.clear()
    for _ in range(60):
        answer = client.post("/accounts/login/", {"login": "olga@nordhaven.example", "password": "x"})
        assert_safe(answer)
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    cache.clear()


def test_a_valid_token_from_another_origin_is_forged(signed_in_as: As, atlas: Program) -> None:
    browser = signed_in_as("program_manager")
    token = browser.get("/people").context["csrf_token"]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies

    answer = strict.post(
        f"/p/{atlas.slug}/settings/stage",
        {"stage": "delivering", "csrfmiddlewaretoken": str(token)},
        headers={"Origin": EVIL},
    )

    assert answer.status_code in (403, 404)
    assert answer.status_code != 302


@pytest.mark.parametrize("where", ELSEWHERE)
def test_no_page_leads_elsewhere(atlas: Program, signed_in_as: As, where: str) -> None:
    browser = signed_in_as("program_manager")

    for answer in (
        browser.post("/prefer", {"theme": "dark", "next": where, "back": where}),
        browser.post(f"/p/{atlas.slug}/history/1/undo", {"back": where}),
        browser.post(f"/report/{atlas.slug}/{atlas['build']}", {"percent_complete": "10", "back": where}),
        browser.get("/accounts/login/", {"next": where}),
        browser.post("/accounts/logout/", {"next": where}),
    ):
        _stays(answer)


@pytest.mark.parametrize("where", [EVIL, "//evil.example", "https://127.0.0.1/elsewhere"])
def test_nobody_is_sent_elsewhere_for_signing_in(owner: Actor, where: str) -> None:
    """Not to another name of this server either: a name is as easily somebody else's tomorrow."""
    accounts.open_account(owner.person or 0, email="olga@nordhaven.example", password=PASSWORD)

    signed_in = Client().post(
        "/accounts/login/", {"login": "olga@nordhaven.example", "password": PASSWORD, "next": where}
    )

    assert signed_in.headers["Location"] == "/"


def _stays(answer: HttpResponse) -> None:
    """Where a browser would go, as browsers read addresses: without tabs, a backslash as a slash."""
    location = answer.headers.get("Location", "/").replace("\t", "").replace("\\", "/")
    assert not {"\r", "\n"} & set(location)
    assert urlsplit(urljoin("http://testserver/somewhere", location)).netloc == "testserver", location


def test_a_session_set_by_somebody_else_is_not_taken_over(owner: Actor) -> None:
    accounts.open_account(owner.person or 0, email="olga@nordhaven.example", password=PASSWORD)
    planted = Client()
    planted.get("/accounts/login/")
    planted.cookies["milepost"] = "a" * 32

    planted.post("/accounts/login/", {"login": "olga@nordhaven.example", "password": PASSWORD})
    inside = planted.cookies["milepost"].value
    attacker = Client()
    attacker.cookies["milepost"] = "a" * 32

    assert inside != "a" * 32
    assert attacker.get("/portfolio").status_code == 302


def test_a_link_too_signs_in_under_a_new_session(owner: Actor) -> None:
    accounts.open_account(owner.person or 0, email="olga@nordhaven.example", password=None)
    browser = Client()
    browser.cookies["milepost"] = "b" * 32

    browser.post("/enter/" + links.make("sign_in", person=owner.person, by=SYSTEM))

    assert browser.cookies["milepost"].value != "b" * 32


def test_signing_out_ends_the_session_itself(owner: Actor, browser_of: SignedIn) -> None:
    browser = browser_of(owner)
    kept = Client()
    kept.cookies["milepost"] = browser.cookies["milepost"].value
    assert kept.get("/portfolio").status_code == 200

    browser.post("/accounts/logout/")

    assert kept.get("/portfolio").status_code == 302


def test_over_https_cookies_are_bound_to_it() -> None:
    """Said by a setting, which `MILEPOST_HTTPS=1` turns on together with redirects and HSTS."""
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    assert {getattr(ours, name) for name in names} == {False}
    assert ours.SESSION_COOKIE_HTTPONLY
    assert ours.SESSION_COOKIE_SAMESITE == ours.CSRF_COOKIE_SAMESITE == "Lax"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "", "a b", "[::1"]
)
def test_under_another_host_s_name_nothing_is_answered(client: Client, owner: Actor, host: str) -> None:
    client.raise_request_exception = False
    answer = client.get("/accounts/login/", headers={"Host": host})

    assert answer.status_code == 400
    assert host not in answer.content.decode() or not host


def test_a_forwarded_host_is_not_believed(client: Client, owner: Actor) -> None:
    answer = client.get(
        "/accounts/login/", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    )

    assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize("method", ["OPTIONS", "GET", "POST"])
def test_no_other_site_s_script_is_let_in(client: Client, owner: Actor, method: str) -> None:
    answer = client.generic(
        method,
        "/api/v1/people",
        headers={
            "Origin": EVIL,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "x",
        },
    )

    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
