"""The past is on screen: what changed, who did it and why, and the plan as it was."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.sheet import Sheet


def test_the_plan_can_be_seen_as_it_was(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas/plan?as_of=2026-06-15")
    sheet = Sheet(page)

    assert sheet.says("Trial migration 2", "finish") == "5 Jan 27"
    expect(sheet.cell("Trial migration 2", "duration")).to_have_attribute("aria-readonly", "true")


def test_history_says_who_did_what_and_why(house: House) -> None:
    page = house.visit("Program manager", "/p/atlas/history")

    expect(page.get_by_text("Corelane moved the posting API to 21 October").first).to_be_visible()
    expect(page.get_by_text("Marek Dvořák changed").first).to_be_visible()


def test_a_viewer_finds_nothing_to_undo(house: House) -> None:
    page = house.visit("Viewer", "/p/atlas/history")

    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
