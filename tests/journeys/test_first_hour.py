"""A newcomer's first hour: the owner, the organisation, a first plan, a colleague."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.house import House


def test_from_the_printed_link_to_a_plan_from_a_template(empty_house: House) -> None:
    page = empty_house.browser.new_context().new_page()
    page.goto(empty_house.way_in("Create the owner"))
    page.get_by_label("Name", exact=False).first.fill("Nora Berg")
    page.get_by_label("E-mail", exact=False).first.fill("nora@example.org")
    for box in page.locator("input[type=password]").all():
        box.fill("correct horse battery staple")
    page.locator("main form").get_by_role("button").last.click()

    page.get_by_label("Name", exact=False).first.fill("Fjord Bank")
    page.locator("main form").get_by_role("button").last.click()

    page.get_by_role("link", name="A template").click()
    page.get_by_role("button", name="Software release").click()
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    page.get_by_role("button", name="Bring it in").click()
    page.wait_for_url("**/p/software-release")

    expect(page.get_by_text("is planned for").first).to_be_visible()


def test_a_sign_in_link_works_once(house: House) -> None:
    house.visit("Sponsor", "/portfolio")

    stranger = house.browser.new_context().new_page()
    stranger.goto(house.way_in("Sponsor"))

    expect(stranger.get_by_text("used or has expired").first).to_be_visible()
