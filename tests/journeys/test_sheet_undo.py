"""Undo and redo say what they take back before they do it, and what they took back once they have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.sheet import Sheet

if TYPE_CHECKING:
    from tests.journeys.house import House

PLAN = "/p/atlas/plan"


def test_the_button_and_the_toast_name_what_is_taken_back(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    undo, redo = (sheet.page.locator(f"[data-tool={verb}]") for verb in ("undo", "redo"))
    redo.hover()
    expect(redo).to_have_attribute("aria-disabled", "true")
    days = sheet.says("Dress rehearsal", "duration")

    sheet.type("Dress rehearsal", "duration", "31")

    change = f"duration of “Dress rehearsal” from {days} d to 31 d"
    expect(undo).to_have_attribute("aria-label", re.compile(f"^Undo: {change}, by you, just now"))
    undo.hover()
    expect(sheet.page.get_by_role("tooltip")).to_contain_text(f"Undo: {change}")
    undo.click()

    toast = sheet.page.locator(".s-toast")
    expect(toast).to_contain_text(f"Undone: {change}")
    expect(sheet.cell("Dress rehearsal", "duration")).to_have_text(days)
    expect(redo).to_have_attribute("aria-label", re.compile(f"^Redo: {change}"))
    toast.get_by_role("button", name="Redo").click()

    expect(toast).to_contain_text(f"Done again: {change}")
    expect(sheet.cell("Dress rehearsal", "duration")).to_have_text("31")
    expect(redo).to_have_attribute("data-tip", re.compile("nothing of yours to redo"))


def test_each_of_two_people_undoes_his_own(plan_house: House) -> None:
    hers = Sheet(plan_house.visit("Program manager", PLAN))
    his = Sheet(plan_house.visit("Project manager", PLAN))
    hers.type("Trial migration 1", "duration", "16")
    his.type("Reconcile trial 1", "duration", "6")
    hers.page.locator(".s-row.glow").first.wait_for()

    undo = hers.page.locator("[data-tool=undo]")
    expect(undo).to_have_attribute("aria-label", re.compile("duration of “Trial migration 1”"))
    hers.press("Control+z")

    expect(hers.page.locator(".s-toast")).to_contain_text("duration of “Trial migration 1”")
    expect(hers.cell("Reconcile trial 1", "duration")).to_have_text("6")
