"""A newcomer's first hour: the owner, the organisation, a first plan, a colleague."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import plan_files
from tests.journeys.house import House


def set_up(house: House) -> Page:
    """Become the owner, name the organisation, and stand before the first plan."""
    page = house.browser.new_context().new_page()
    page.goto(house.way_in("Create the owner"))
    page.get_by_label("Name", exact=False).first.fill("Nora Berg")
    page.get_by_label("E-mail", exact=False).first.fill("nora@example.org")
    for box in page.locator("input[type=password]").all():
        box.fill("correct horse battery staple")
    page.locator("main form").get_by_role("button").last.click()

    page.get_by_label("Name", exact=False).first.fill("Fjord Bank")
    page.locator("main form").get_by_role("button").last.click()
    return page


def test_from_the_printed_link_to_a_plan_from_a_template(empty_house: House) -> None:
    page = set_up(empty_house)

    page.get_by_role("link", name="A template").click()
    page.get_by_role("button", name="Software release").click()
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    page.get_by_role("button", name="Bring it in").click()
    page.wait_for_url("**/p/software-release")

    expect(page.get_by_text("is planned for").first).to_be_visible()


def test_a_newcomer_looks_around_the_sample(empty_house: House) -> None:
    page = set_up(empty_house)

    page.get_by_role("link", name="The sample program").press("Enter")
    page.get_by_role("button", name="Bring the sample in").press("Enter")
    page.wait_for_url("**/p/atlas", timeout=60_000)

    expect(page.get_by_role("button", name="All 6 projects")).to_be_visible()
    page.goto(empty_house.address + "/p/atlas/history?group=person")
    expect(page.get_by_role("heading", name="Ingrid Solberg")).to_be_visible()


def test_a_newcomer_brings_a_plan_file(empty_house: House, tmp_path: Path) -> None:
    page = set_up(empty_house)

    page.get_by_role("link", name="A plan file").press("Enter")
    page.get_by_label("Choose plan files").set_input_files(plan_files.three_plans(tmp_path))
    page.get_by_role("button", name="Look at what they bring").press("Enter")
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    page.get_by_label("Name of the new program").fill("Autumn")
    page.get_by_role("button", name="Bring it in").press("Enter")
    page.wait_for_url("**/p/autumn")

    expect(page.get_by_role("button", name="All 3 projects")).to_be_visible()


def test_a_sign_in_link_works_once(house: House) -> None:
    house.visit("Sponsor", "/portfolio")

    stranger = house.browser.new_context().new_page()
    stranger.goto(house.way_in("Sponsor"))

    expect(stranger.get_by_text("used or has expired").first).to_be_visible()
