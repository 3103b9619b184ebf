"""Every screen in a real browser: WCAG 2.2 holds in both themes, nothing errs, the keys suffice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.house import House

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = [
    "/",
    "/portfolio",
    "/portfolio/new",
    "/p/atlas",
    "/p/atlas?why=critical",
    "/p/atlas?as_of=2026-07-01",
    "/p/atlas/plan?task=109",
    "/p/atlas/plan?task=109&tab=history",
    "/p/atlas/plan?task=109&tab=float",
    "/p/atlas?why=near",
    "/p/atlas/plan/paper",
    "/p/atlas/brief",
    "/p/atlas/brief?edit=brief",
    "/p/atlas/calendars?edit=week",
    "/p/atlas/calendars?edit=days",
    "/p/atlas/history",
    "/p/atlas/moves?share=whole",
    "/p/atlas/compare",
    "/p/atlas/compare?earlier=2026-08-01&later=2026-09-01&group=change&rows=tight",
    "/p/atlas/trends",
    "/p/atlas/quality?check=logic",
    "/p/atlas/quality?by=project",
    "/p/atlas/plan?check=lags",
    "/p/atlas/settings?edit=program",
    "/people",
    "/people?person=5&group=team&rows=tight",
    "/people/roles",
    "/account/tokens",
    "/account/sessions",
    "/import",
    "/import/reasons",
    "/p/atlas/imports",
    "/p/atlas/export",
    "/search?q=trial",
    "/help",
    "/nothing",
]


@pytest.fixture(autouse=True)
def _closed_afterwards(house: House) -> Iterator[None]:
    """Open pages hold event streams, which would keep the server from ending."""
    yield
    for context in house.browser.contexts:
        context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_screen_breaks_a_rule_of_accessibility(house: House, theme: str) -> None:
    page = house.visit("Program manager", "/", theme=theme)

    found = {screen: violations(page, house.address + screen) for screen in SCREENS}

    assert {screen: broken for screen, broken in found.items() if broken} == {}


def test_no_screen_is_wider_than_a_phone(house: House) -> None:
    page = house.visit("Program manager", "/", width=390, height=844)

    wide = []
    for screen in SCREENS:
        page.goto(house.address + screen)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            wide.append(screen)

    assert wide == []


def test_no_screen_has_an_error_or_breaks_the_content_policy(house: House) -> None:
    page = house.visit("Program manager", "/")
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)

    for screen in SCREENS:
        if screen != "/nothing":
            page.goto(house.address + screen, wait_until="networkidle")

    assert said == []


def test_a_page_is_found_and_opened_with_the_keys_alone(house: House) -> None:
    page = house.visit("Program manager", "/")

    page.keyboard.press("Control+k")
    page.keyboard.type("trial migration 2")
    page.get_by_role("option", name="Trial migration 2").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/atlas/plan?task=*")

    page.get_by_role("heading", name="Trial migration 2").wait_for()


def test_g_and_a_letter_go_to_a_page(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas")

    page.keyboard.press("g")
    page.keyboard.press("y")

    page.wait_for_url("**/p/atlas/history")


def test_a_form_opens_in_its_section_and_the_first_tab_skips_to_the_content(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas/brief")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#objectives").get_by_role("link", name="Add an objective").press("Enter")
    page.get_by_label("Objective").wait_for()

    assert page.url.endswith("/p/atlas/brief")


def test_a_figure_opens_beside_the_page_and_escape_closes_it(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas")

    page.get_by_role("link", name="Critical tasks").press("Enter")
    page.get_by_role("heading", name="Which tasks are critical?").wait_for()
    page.keyboard.press("Escape")

    page.get_by_role("heading", name="Which tasks are critical?").wait_for(state="detached")


def test_a_list_is_narrowed_and_its_view_kept_with_the_keys_alone(house: House) -> None:
    page = house.visit("Program manager", "/people")

    page.keyboard.press("/")
    page.keyboard.type("platform")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people?q=platform")
    page.get_by_role("button", name="View").press("Enter")
    page.get_by_label("Keep the list as it is shown now, as").press_sequentially("The platform team")
    page.keyboard.press("Enter")

    page.get_by_role("button", name="The platform team").wait_for()
    assert "q=platform" in page.url


def test_what_was_saved_in_place_is_taken_back_from_its_toast(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas/settings?edit=program")

    page.get_by_label("Purpose").fill("Run the bank")
    page.get_by_label("Purpose").locator("xpath=ancestor::form").get_by_role("button", name="Save").press(
        "Enter"
    )
    page.get_by_role("status").get_by_role("button", name="Undo").press("Enter")

    page.get_by_role("status").get_by_role("button", name="Redo").wait_for()
    assert page.url.split("#")[0].split("?")[0].endswith("/p/atlas/settings")


def violations(page: Page, address: str) -> list[str]:
    """What axe finds on a page, each with the first element it concerns."""
    page.goto(address)
    page.wait_for_timeout(300)
    # The content policy keeps strange scripts out of the page itself; axe runs beside it.
    session = page.context.new_cdp_session(page)
    session.send("Page.setBypassCSP", {"enabled": True})
    page.reload()
    page.wait_for_timeout(400)
    page.evaluate(AXE)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(done => done.violations.map("
        "broken => `${broken.id}: ${broken.nodes[0].target.join(' ')}`))",
        RULES,
    )
    session.detach()
    return list(found)
