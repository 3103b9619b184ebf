"""The frame around every screen: where one is, what is offered, what this browser prefers."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.builders import Program, a_program
from tests.surfaces.web.conftest import As, text_of

PAGES = ["", "/plan", "/brief", "/calendars", "/history", "/settings"]


@pytest.mark.parametrize("page", PAGES)
def test_the_navigation_marks_the_page_one_is_on(atlas: Program, signed_in_as: As, page: str) -> None:
    html = signed_in_as("program_manager").get(f"/p/{atlas.slug}{page}").content.decode()

    assert html.count('aria-current="page" data-place=') == 1
    assert f'href="/p/{atlas.slug}{page}" aria-current="page"' in html


@pytest.mark.parametrize("page", PAGES)
def test_a_program_one_may_not_see_answers_like_one_that_is_not_there(
    atlas: Program, signed_in_as: As, page: str
) -> None:
    a_program("Secret")
    browser = signed_in_as("viewer")

    secret = browser.get(f"/p/secret{page}")
    nothing = browser.get(f"/p/absent{page}")

    assert secret.status_code == nothing.status_code == 404
    assert _without_tokens(secret.content, "secret") == _without_tokens(nothing.content, "absent")


def test_other_programs_stand_in_the_navigation_only_for_whom_they_are(
    atlas: Program, signed_in_as: As
) -> None:
    a_program("Secret")

    assert "Secret" not in signed_in_as("viewer").get("/").content.decode()


def test_the_theme_is_remembered_in_this_browser(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("viewer")

    browser.post("/preferences", {"theme": "dark", "back": "/help"})

    assert 'data-theme="dark"' in browser.get("/help").content.decode()
    browser.post("/preferences", {"theme": "system", "back": "/help"})
    assert "data-theme" not in browser.get("/help").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_going_back_never_leads_elsewhere(atlas: Program, signed_in_as: As, elsewhere: str) -> None:
    answer = signed_in_as("viewer").post("/preferences", {"theme": "dark", "back": elsewhere})

    assert answer.headers["Location"] == "/"


def test_single_keys_can_be_switched_off(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("viewer")
    assert 'data-single-keys="on"' in browser.get("/").content.decode()

    browser.post("/preferences", {"keys": "0", "back": "/"})

    assert 'data-single-keys="off"' in browser.get("/").content.decode()


def test_the_help_page_names_the_keys(atlas: Program, signed_in_as: As) -> None:
    shown = text_of(signed_in_as("viewer").get("/help").content)

    assert "Search, go to a page or do something" in shown
    assert "Link the chosen tasks in order" in shown


def test_a_page_weighs_little(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")

    for page in ("/", "/portfolio", *(f"/p/{atlas.slug}{page}" for page in PAGES)):
        assert len(browser.get(page).content) < 60_000, page


def test_no_page_has_a_script_a_style_or_a_handler_in_it(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")

    for page in ("/", "/portfolio", "/import", "/help", *(f"/p/{atlas.slug}{page}" for page in PAGES)):
        html = browser.get(page).content.decode()
        assert "<style" not in html
        assert " style=" not in html
        assert " onclick=" not in html
        assert "hx-on" not in html
        assert html.count("<script") == html.count("<script src="), page


def test_an_address_with_a_day_reads_the_past_and_offers_no_change(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")

    page = browser.get(f"/p/{atlas.slug}/settings?as_of=1")

    assert "Nothing can be changed here" in text_of(page.content)
    assert "Add project" not in text_of(page.content)
    assert browser.get(f"/p/{atlas.slug}?as_of=yesterday").status_code == 404
    assert browser.get(f"/p/{atlas.slug}?as_of=99999").status_code == 404


def _without_tokens(html: bytes, slug: str) -> str:
    """The page without what differs from one answer to the next: form tokens and the address itself."""
    text = re.sub(r"[A-Za-z0-9]{64}", "", html.decode())
    return text.replace(slug, "…")


def test_a_stranger_is_led_to_sign_in(atlas: Program) -> None:
    answer = Client().get(f"/p/{atlas.slug}")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")
