"""Whatever opens in the plan keeps the rules of accessibility, keeps the focus inside, and gives it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import axe
from tests.journeys.sheet import Sheet

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.house import House

PLAN = "/p/atlas/plan"
MENUS = ["Group", "Columns", "View", "Baseline 2", "More"]
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


def opened(house: House, theme: str, path: str = PLAN) -> Sheet:
    page = house.visit("Program manager", path, theme=theme)
    axe.let_in(page)
    return Sheet(page)


def holds(sheet: Sheet, part: str) -> None:
    expect(sheet.page.locator(part).first).to_be_visible()
    assert axe.violations(sheet.page, part) == []


def shuts(sheet: Sheet, back: Locator) -> None:
    """Escape closes what is open, and the focus is back where it came from."""
    sheet.page.keyboard.press("Escape")
    expect(sheet.page.locator(".s-menu")).to_have_count(0)
    expect(back).to_be_focused()


@THEMES
def test_menus_keep_the_rules_and_give_the_focus_back(house: House, theme: str) -> None:
    sheet = opened(house, theme)
    for name in MENUS:
        button = sheet.page.get_by_role("button", name=name, exact=True)
        button.press("Enter")
        holds(sheet, "[role=menu]")
        shuts(sheet, button)

    grid = sheet.page.get_by_role("treegrid")
    sheet.cell("Trial migration 2", "duration").click()
    for keys in ("Shift+F10", "Alt+ArrowDown"):
        sheet.press(keys)
        holds(sheet, "[role=menu]")
        shuts(sheet, grid)


@THEMES
def test_the_filter_and_its_dialogs_keep_the_rules_and_the_focus(house: House, theme: str) -> None:
    sheet = opened(house, theme, f"{PLAN}?only=late&where=people%3ASamuel+Osei")
    holds(sheet, "[role=search]")
    by_column = sheet.page.get_by_role("button", name="By a column")
    for column, reached in (("People", 4), ("Finish", 5)):
        by_column.press("Enter")
        sheet.page.get_by_role("menuitem", name=column, exact=True).press("Enter")
        holds(sheet, "[role=dialog]")
        dialog = sheet.page.get_by_role("dialog")
        for _ in range(reached * 8):
            sheet.page.keyboard.press("Tab")
        assert dialog.evaluate("one => one.contains(document.activeElement)")
        shuts(sheet, by_column)


@THEMES
def test_what_edits_a_cell_keeps_the_rules(house: House, theme: str) -> None:
    sheet = opened(house, theme, f"{PLAN}?words=trial")
    for column, typed in (("predecessors", "Bal"), ("people", "Sam")):
        sheet.cell("Trial migration 2", column).click()
        sheet.page.keyboard.type(typed)
        holds(sheet, "[role=listbox].s-list")
        assert axe.violations(sheet.page, "[role=treegrid]") == []
        sheet.page.keyboard.press("Escape")
        sheet.page.keyboard.press("Escape")
        expect(sheet.page.locator(".s-edit")).to_have_count(0)

    sheet.cell("Trial migration 2", "duration").click()
    sheet.page.keyboard.type("soon")
    sheet.page.keyboard.press("Enter")
    holds(sheet, ".s-notice")
    sheet.page.keyboard.press("Escape")
    expect(sheet.page.get_by_role("treegrid")).to_be_focused()


@THEMES
def test_a_link_a_name_for_a_view_the_palette_and_the_panel_keep_the_rules(house: House, theme: str) -> None:
    sheet = opened(house, theme)
    page, grid = sheet.page, sheet.page.get_by_role("treegrid")
    sheet.cell("Trial migration 2", "name").click()
    sheet.press("Shift+F10")
    page.get_by_role("menuitem", name="After ").first.press("Enter")
    holds(sheet, "[role=dialog]")
    for _ in range(9):
        page.keyboard.press("Tab")
    assert page.get_by_role("dialog").evaluate("one => one.contains(document.activeElement)")
    shuts(sheet, grid)

    page.get_by_role("button", name="View", exact=True).press("Enter")
    page.get_by_role("menuitem", name="Keep this view").press("Enter")
    holds(sheet, ".s-notice.asks")
    page.keyboard.press("Escape")
    expect(grid).to_be_focused()

    page.keyboard.press("Control+k")
    page.keyboard.type("link")
    expect(page.get_by_role("option", name="Link the selected tasks")).to_be_visible()
    holds(sheet, "dialog.palette")
    page.keyboard.press("Escape")
    expect(grid).to_be_focused()

    sheet.press("Control+Enter")
    expect(page.get_by_role("heading", name="Trial migration 2")).to_be_visible()
    for tab in ("Details", "People", "History", "Drivers"):
        page.locator(".panel").get_by_role("link", name=tab, exact=True).click()
        expect(page.locator(".panel [aria-current=page]")).to_have_text(tab)
        holds(sheet, ".panel")
    assert axe.violations(page) == []


def test_commands_say_their_key_or_why_they_cannot_be_done(house: House) -> None:
    sheet = Sheet(house.visit("Program manager", PLAN))
    page = sheet.page
    sheet.cell("Trial migration 2", "name").click()
    page.keyboard.press("Control+k")
    page.keyboard.type("link the selected")
    option = page.get_by_role("option", name="Link the selected tasks")
    expect(option).to_contain_text("Select two tasks or more")
    expect(option).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Escape")

    sheet.press("Shift+ArrowDown")
    page.keyboard.press("Control+k")
    page.keyboard.type("link the selected")
    expect(option).to_contain_text("Ctrl F2")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="All commands").click()
    everything = page.get_by_role("menu", name="All commands")
    expect(everything.get_by_role("menuitem", name="Indent")).to_contain_text("Alt Shift →")
    undo = everything.get_by_role("menuitem", name="Undo")
    expect(undo).to_have_attribute("data-tip", "There is nothing of yours to undo")
    page.keyboard.press("Escape")

    page.keyboard.press("Control+k")
    page.keyboard.type("collapse all")
    page.get_by_role("option", name="Collapse all").wait_for()
    page.keyboard.press("Enter")
    expect(sheet.named("Trial migration 2")).to_have_count(0)


def test_who_only_reads_is_told_so_by_every_command_that_changes(house: House) -> None:
    sheet = Sheet(house.visit("Viewer", PLAN))
    sheet.cell("Trial migration 2", "name").click()
    sheet.press("Shift+F10")

    indent = sheet.page.get_by_role("menuitem", name="Indent")
    expect(indent).to_have_attribute("aria-disabled", "true")
    expect(indent).to_have_attribute("data-tip", "You can read this plan, not change it")
    expect(sheet.page.get_by_role("menuitem", name="Open")).not_to_have_attribute("aria-disabled", "true")
