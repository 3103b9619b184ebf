"""What matters is looked for by words, signs and columns, with the keys alone, and the view is sent on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.late import Held
from tests.journeys.sheet import Sheet

if TYPE_CHECKING:
    from tests.journeys.house import House

PLAN = "/p/atlas/plan"


def test_words_narrow_as_they_are_typed_keep_what_is_above_and_escape_lets_go(house: House) -> None:
    sheet = Sheet(house.visit("Program manager", PLAN))
    whole = sheet.counted()
    sheet.press("Control+Shift+L")
    sheet.page.keyboard.type("trial migration")

    expect(sheet.count).to_have_text(f"2 of {whole}")
    expect(sheet.named("Trial migration 2")).to_be_visible()
    expect(sheet.named("Rehearse")).to_have_class(sheet.above)
    expect(sheet.named("Balance loader")).to_have_count(0)
    expect(sheet.page).to_have_url(f"{house.address}{PLAN}?words=trial+migration")

    sheet.page.keyboard.press("Escape")
    expect(sheet.count).to_have_text(whole)
    expect(sheet.page).to_have_url(house.address + PLAN)
    sheet.page.keyboard.press("Escape")
    expect(sheet.page.get_by_role("treegrid")).to_be_focused()
    expect(sheet.filter).to_be_hidden()


def test_keys_typed_before_the_filter_has_come_are_words_of_it(house: House) -> None:
    sheet = Sheet(house.visit("Program manager", PLAN))
    late = Held(sheet.page, r"/sheet-[^/]+\.js$")

    sheet.press("Control+Shift+L")
    sheet.page.keyboard.type("rehearsal")
    late.waits()
    late.let_go()

    expect(sheet.named("Dress rehearsal")).to_be_visible()
    expect(sheet.page).to_have_url(f"{house.address}{PLAN}?words=rehearsal")


def test_signs_and_columns_are_combined_with_the_keys_alone(house: House) -> None:
    sheet = Sheet(house.visit("Program manager", PLAN))
    keyboard = sheet.page.keyboard
    sheet.press("Control+Shift+L")
    expect(sheet.page.get_by_label("Words of a task")).to_be_focused()
    keyboard.press("Tab")
    expect(sheet.page.get_by_role("button", name="Critical", exact=True)).to_be_focused()
    keyboard.press("Space")
    expect(sheet.named("Observability")).to_have_count(0)
    keyboard.press("ArrowRight")
    expect(sheet.page.get_by_role("button", name="Near critical")).to_be_focused()

    sheet.page.get_by_role("button", name="By a column").press("Enter")
    sheet.page.get_by_role("menuitem", name="People").press("Enter")
    people = sheet.page.get_by_role("dialog", name="Filter by People")
    expect(people.get_by_label("Find a value")).to_be_focused()
    keyboard.type("osei")
    keyboard.press("Tab")
    keyboard.press("Space")
    expect(sheet.named("Balance loader")).to_be_visible()
    expect(sheet.named("Trial migration 2")).to_have_count(0)
    keyboard.press("Escape")

    expect(people).to_have_count(0)
    expect(sheet.filter).to_contain_text("People: Samuel Osei")
    sheet.page.get_by_role("button", name="Any People").press("Enter")
    expect(sheet.named("Trial migration 2")).to_be_visible()


def test_a_column_is_narrowed_to_a_span_from_its_head(house: House) -> None:
    sheet = Sheet(house.visit("Program manager", PLAN))
    sheet.page.get_by_role("columnheader", name="Finish").click()
    sheet.page.get_by_role("menuitem", name="Filter by this column").click()
    span = sheet.page.get_by_role("dialog", name="Filter by Finish")

    span.get_by_label("From").fill("someday")
    expect(span.get_by_label("From")).to_have_attribute("aria-invalid", "true")
    span.get_by_label("From").fill("1 Mar 2027")
    span.get_by_label("Up to and with").fill("2 Apr 2027")
    span.get_by_role("button", name="Done").click()

    expect(sheet.filter).to_contain_text("Finish: 1 Mar 27 to 2 Apr 27")
    expect(sheet.named("Go-live")).to_be_visible()
    expect(sheet.named("Trial migration 2")).to_have_count(0)
    sheet.page.get_by_role("button", name="Show everything").click()
    expect(sheet.named("Platform foundation")).to_be_visible()


def test_a_filter_survives_a_reload_another_day_and_another_project(house: House) -> None:
    sheet = Sheet(house.visit("Program manager", f"{PLAN}?only=milestones.open"))
    milestones = sheet.count.inner_text()
    sheet.page.reload()
    sheet = Sheet(sheet.page)
    expect(sheet.count).to_have_text(milestones)
    expect(sheet.page.get_by_role("button", name="Milestones")).to_have_attribute("aria-pressed", "true")

    sheet.page.get_by_role("button", name="All 6 projects").click()
    sheet.page.get_by_role("link", name="Core ledger migration").click()
    sheet.page.wait_for_url("**/plan?project=*")
    assert "only=milestones.open" in sheet.page.url
    sheet = Sheet(sheet.page)
    expect(sheet.named("Go-live")).to_be_visible()
    expect(sheet.named("Balance loader")).to_have_count(0)

    sheet.page.get_by_role("button", name="Now").click()
    sheet.page.get_by_label("Everything as it stood").fill("2026-07-01")
    sheet.page.get_by_role("button", name="Show", exact=True).click()
    sheet.page.wait_for_url("**as_of=2026-07-01**")
    assert "only=milestones.open" in sheet.page.url


def test_a_kept_view_brings_its_filter_back_and_the_address_says_it(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", f"{PLAN}?words=trial&where=float%3A..0"))
    sheet.page.get_by_role("button", name="View", exact=True).click()
    sheet.page.get_by_role("menuitem", name="Keep this view").click()
    sheet.page.get_by_label("Name of the view").fill("Tight trials")
    sheet.page.get_by_label("Name of the view").press("Enter")
    expect(sheet.page.locator("[data-tool=view]")).to_contain_text("Tight trials")

    other = Sheet(plan_house.visit("Program manager", PLAN))
    other.page.get_by_role("button", name="View", exact=True).click()
    other.page.get_by_role("menuitemcheckbox", name="Tight trials").click()

    expect(other.filter).to_contain_text("Float: until 0")
    expect(other.named("Trial migration 2")).to_be_visible()
    expect(other.page).to_have_url(f"{plan_house.address}{PLAN}?words=trial&where=float%3A..0")
