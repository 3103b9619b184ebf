"""Columns are moved, hidden and widened with the keys, and are found so in another browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.sheet import Sheet

if TYPE_CHECKING:
    from tests.journeys.house import House

PLAN = "/p/atlas/plan"


def test_columns_set_with_the_keys_follow_their_reader(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    heads = sheet.page.get_by_role("columnheader")
    expect(heads.nth(3)).to_have_text("Days")
    sheet.cell("Trial migration 2", "duration").click()

    sheet.press("Alt+ArrowDown")
    sheet.page.get_by_role("menuitem", name="Move right").press("Enter")
    expect(heads.nth(4)).to_have_text("Days")
    sheet.page.get_by_role("menuitem", name="Wider").press("Enter")
    sheet.page.keyboard.press("Escape")
    sheet.cell("Trial migration 2", "slip").click()
    sheet.press("Alt+ArrowDown")
    with sheet.page.expect_response(lambda answer: answer.url.endswith("/views")) as kept:
        sheet.page.get_by_role("menuitem", name="Hide").press("Enter")
    assert kept.value.ok

    elsewhere = Sheet(plan_house.visit("Program manager", PLAN))
    heads = elsewhere.page.get_by_role("columnheader")
    expect(heads.nth(3)).to_have_text("Start")
    expect(heads.nth(4)).to_have_text("Days")
    expect(heads.filter(has_text="Slip")).to_have_count(0)
    hers = Sheet(plan_house.visit("Project manager", PLAN))
    expect(hers.page.get_by_role("columnheader").filter(has_text="Slip")).to_have_count(1)
