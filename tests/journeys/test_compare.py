"""Two states of the sample laid side by side, with the keys alone, down to what moved a date."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.house import House


def test_the_plan_is_held_against_a_baseline_and_turned_round_with_the_keys(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas/plan")

    page.get_by_role("link", name="Compare").press("Enter")
    expect(page.get_by_text("Go-live moved 3 working days later")).to_be_visible()
    page.get_by_role("button", name="From Baseline 2").press("Enter")
    page.get_by_role("link", name="Baseline 1", exact=True).press("Enter")
    page.wait_for_url("**earlier=baseline-1**")
    page.get_by_role("link", name="The other way round").press("Enter")
    page.wait_for_url("**earlier=now**")

    expect(page.locator(".sentence")).to_contain_text("sooner")


def test_the_list_keeps_one_kind_of_change_and_says_so_in_its_address(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas/compare?earlier=2026-08-01")
    expect(page.get_by_role("link", name="Patch pipeline")).to_be_visible()

    page.get_by_role("button", name="Filter").press("Enter")
    page.get_by_role("link", name="Durations", exact=True).press("Enter")
    page.wait_for_url("**kind=duration**")

    expect(page.get_by_role("link", name="Corelane posting API")).to_be_visible()
    expect(page.get_by_role("link", name="Patch pipeline")).to_have_count(0)
    assert "earlier=2026-08-01" in page.url


def test_what_moved_the_finish_stands_above_the_table_and_leads_on(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas/compare")

    expect(page.get_by_text("What moved it")).to_be_visible()
    page.get_by_role("link", name="Why it moved").last.press("Enter")
    page.wait_for_url("**/p/atlas/moves?since=baseline-2**")

    expect(page.locator(".sentence")).to_contain_text("3 working days later")


def test_a_revision_is_asked_for_by_its_number(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas/compare")

    page.get_by_role("button", name="From Baseline 2").press("Enter")
    page.get_by_label("A revision, by its number in the history").first.fill("100")
    page.keyboard.press("Enter")
    page.wait_for_url("**earlier=100**")

    expect(page.get_by_role("button", name=re.compile("From revision 100"))).to_be_visible()


def test_the_table_is_taken_out_as_a_file(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas/compare?kind=duration")

    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").press("Enter")

    assert taken.value.suggested_filename == "atlas-baseline-2-now.csv"


def test_the_panel_of_a_task_shows_as_many_paths_as_asked(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas/plan?task=109&tab=float")
    panel = page.locator("#panel")

    expect(panel.get_by_text("1: drives it")).to_be_visible()
    panel.get_by_role("link", name="10 paths").press("Enter")
    expect(panel.get_by_role("link", name="10 paths")).to_have_attribute("aria-current", "true")
    panel.get_by_text("Independent").press("Enter")

    expect(panel.get_by_text("This much it has even when all others use theirs.")).to_be_visible()


def test_a_projects_figure_leads_from_the_table_of_all_to_its_offenders(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas/quality")

    page.get_by_role("link", name="Project by project").press("Enter")
    page.wait_for_url("**by=project**")
    row = page.get_by_role("row", name="High float")
    row.get_by_role("link").nth(1).press("Enter")
    page.wait_for_url("**check=high_float**")

    expect(page.locator("#panel").get_by_role("heading", name="High float")).to_be_visible()
