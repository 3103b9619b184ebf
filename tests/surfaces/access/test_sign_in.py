"""Signing in: with a password, alike for known and unknown addresses, and not for long guesses."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from milepost.base import outbox
from milepost.base.identity import SYSTEM, Actor
from milepost.domain.accounts.models import SecurityEvent
from milepost.domain.accounts.operations import accounts, links, organisation, people
from milepost.surfaces.web.access.sign_in import ANSWERS_AFTER
from tests.domain.accounts.conftest import PASSWORD, at, somebody


@pytest.fixture
def ada(owner: Actor) -> Actor:
    """Somebody with an account."""
    ada = somebody("Ada Okafor")
    accounts.open_account(ada.person, email="ada.okafor@nordhaven.example", password=PASSWORD)
    return ada


def sign_in(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    return client.post("/accounts/login/", {"login": email, "password": password})


def plain(answer: HttpResponse, typed: str) -> str:
    """The page without what was typed in and without what is new on every page."""
    return re.sub(
        r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", answer.content.decode()
    ).replace(typed, "")


def test_the_right_password_signs_in(client: Client, ada: Actor) -> None:
    answer = sign_in(client, "Ada.Okafor@nordhaven.example")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    assert SecurityEvent.objects.filter(kind="signed_in", person=ada.person).exists()


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, owner: Actor) -> None:
    answer = client.get("/portfolio?x=1")

    assert answer["Location"] == "/accounts/login/?next=/portfolio%3Fx%3D1"


def test_known_and_unknown_addresses_look_alike(client: Client, ada: Actor) -> None:
    known = sign_in(client, "ada.okafor@nordhaven.example", "wrong horse battery")
    unknown = sign_in(client, "nobody.at.all@nordhaven.example", "wrong horse battery")

    assert known.status_code == unknown.status_code == 200
    assert "do not match. 4 tries left before a five-minute pause." in known.content.decode()
    assert plain(known, "ada.okafor@") == plain(unknown, "nobody.at.all@")


def test_asking_for_a_reset_tells_a_stranger_nothing_in_words_or_in_time(client: Client, ada: Actor) -> None:
    def asked(address: str) -> tuple[HttpResponse, float]:
        cache.clear()
        began = time.perf_counter()
        answer = client.post("/accounts/password/reset/", {"email": address}, follow=True)
        return answer, time.perf_counter() - began

    known = [asked("ada.okafor@nordhaven.example") for _ in range(3)]
    unknown = [asked("nobody.at.all@nordhaven.example") for _ in range(3)]

    assert plain(known[0][0], "") == plain(unknown[0][0], "")
    assert min(took for _, took in (*known, *unknown)) >= ANSWERS_AFTER
    outbox.deliver()
    assert {address for sent in mail.outbox for address in sent.to} == {"ada.okafor@nordhaven.example"}


def test_a_wrong_password_costs_what_an_unknown_address_costs(client: Client, ada: Actor) -> None:
    """Both hash once: the difference is noise, not the tenth of a second a hash takes."""

    def took(address: str) -> float:
        cache.clear()
        began = time.process_time()
        sign_in(client, address, "wrong horse battery")
        return time.process_time() - began

    known = statistics.median(took("ada.okafor@nordhaven.example") for _ in range(5))
    unknown = statistics.median(took("nobody@nordhaven.example") for _ in range(5))

    assert 0.5 < known / unknown < 2


def test_a_thousand_guesses_get_five_tries(client: Client, ada: Actor) -> None:
    refused = [sign_in(client, "ada.okafor@nordhaven.example", f"guess number {n}") for n in range(40)]

    checked = [answer for answer in refused if b"do not match" in answer.content]
    assert len(checked) == 5
    assert b"Too many tries" in refused[-1].content or refused[-1].status_code == 429
    assert sign_in(client, "ada.okafor@nordhaven.example").status_code != 302


def test_who_was_let_go_is_told_what_a_stranger_is_told(client: Client, owner: Actor, ada: Actor) -> None:
    people.deactivate(at(owner), person=ada.person)

    right = sign_in(client, "ada.okafor@nordhaven.example")
    cache.clear()
    unknown = sign_in(client, "nobody@nordhaven.example")

    assert plain(right, "ada.okafor@") == plain(unknown, "nobody@")


def test_the_second_factor_is_asked_for_and_a_recovery_code_works_once(client: Client, ada: Actor) -> None:
    sign_in(client, "ada.okafor@nordhaven.example")
    secret = set_up_a_phone(client)
    codes = re.findall(r"<li>(\d{8})</li>", client.get("/accounts/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    assert secret not in str(list(Authenticator.objects.values()))
    client.post("/accounts/logout/")

    answer = sign_in(client, "ada.okafor@nordhaven.example")

    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/account/sessions")["Location"].startswith("/accounts/login/")
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]})["Location"] == "/"
    client.post("/accounts/logout/")
    sign_in(client, "ada.okafor@nordhaven.example")
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 200
    kinds = set(SecurityEvent.objects.filter(person=ada.person).values_list("kind", flat=True))
    assert {"mfa.failed", "signed_in", "signed_out"} <= kinds


def test_codes_are_not_guessed(client: Client, ada: Actor) -> None:
    sign_in(client, "ada.okafor@nordhaven.example")
    secret = set_up_a_phone(client)
    client.post("/accounts/logout/")
    sign_in(client, "ada.okafor@nordhaven.example")

    for n in range(8):
        client.post("/accounts/2fa/authenticate/", {"code": f"{n:06}"})

    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code != 302


def test_an_organisation_that_requires_it_lets_nobody_do_anything_without(
    client: Client, owner: Actor
) -> None:
    accounts.open_account(owner.person or 0, email="olga@nordhaven.example", password=PASSWORD)
    organisation.edit(at(owner), requires_mfa=True)
    sign_in(client, "olga@nordhaven.example")

    assert client.get("/people")["Location"] == "/accounts/2fa/totp/activate/"
    answer = client.get("/api/v1/people", HTTP_ACCEPT="application/json")
    assert b"Olga" not in answer.content


@pytest.mark.parametrize("weak", ["short", "q1w2e3r4t5y6", "1234567890123", "olga@nordhaven.example"])
def test_weak_passwords_are_refused(owner: Actor, weak: str) -> None:
    with pytest.raises(accounts.PasswordTooWeak):
        accounts.open_account(owner.person or 0, email="olga@nordhaven.example", password=weak)


def test_every_answer_carries_the_headers_and_no_inline_code(client: Client, owner: Actor) -> None:
    for path in ("/accounts/login/", "/nowhere", "/api/v1/people", "/healthz"):
        answer = client.get(path)
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
    page = client.get("/accounts/login/").content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|javascript:", page)


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(client: Client, ada: Actor) -> None:
    sign_in(client, "ada.okafor@nordhaven.example")

    cookie = client.cookies["milepost"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_redirect_after_signing_in_stays_here(client: Client, ada: Actor) -> None:
    answer = client.post(
        "/accounts/login/?next=https://evil.example/",
        {"login": "ada.okafor@nordhaven.example", "password": PASSWORD, "next": "https://evil.example/"},
    )

    assert answer["Location"] == "/"


def set_up_a_phone(client: Client) -> str:
    """The secret a phone and Milepost share from now on; setting it up asks for the password again."""
    activate = "/accounts/2fa/totp/activate/"
    asked = client.get(activate)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    client.post(asked["Location"], {"password": PASSWORD})
    [secret] = re.findall(r'id="secret" value="([A-Z2-7]+)"', client.get(activate).content.decode())
    client.post(activate, {"code": code_of(secret)})
    return secret


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_who_came_in_by_a_link_alone_chooses_a_password(owner: Actor) -> None:
    accounts.open_account(owner.person or 0, email="olga@nordhaven.example", password=None)
    browser = Client()
    browser.post("/enter/" + links.make("sign_in", person=owner.person, by=SYSTEM))
    words = "a ferry leaves at noon"

    led = browser.get("/accounts/password/change/")
    page = browser.get(led["Location"])
    done = browser.post(led["Location"], {"password1": words, "password2": words})

    assert "Choose a password" in page.content.decode()
    assert done.status_code == 302
    assert sign_in(Client(), "olga@nordhaven.example", words).status_code == 302
