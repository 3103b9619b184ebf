"""Two fast hands on a slow wire: nothing typed is lost, nothing old comes back, nobody loses his cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.late import Held, HeldAnswers
from tests.journeys.sheet import Sheet

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.house import House

PLAN = "/p/atlas/plan"
EDITS = r"/tasks/\d+$"


def retype(sheet: Sheet, cell: Locator, text: str) -> None:
    """Type over a cell without waiting for anything."""
    cell.click()
    sheet.page.keyboard.type(text)
    sheet.page.keyboard.press("Enter")


def test_a_value_typed_over_before_it_was_saved_is_the_one_that_stays(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    cell = sheet.cell("Observability", "duration")
    before = cell.inner_text()
    held = Held(sheet.page, EDITS)

    retype(sheet, cell, "31")
    held.waits()
    retype(sheet, cell, "32")
    expect(cell).to_have_text("32")
    retype(sheet, cell, before)
    expect(cell).to_have_text(before)
    held.let_go()
    sheet.saved()

    expect(cell).to_have_text(before)
    sheet.press("Control+z")
    expect(cell).to_have_text("32")


def test_a_cell_opened_while_it_is_saved_shows_what_was_typed(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    cell = sheet.cell("Patch pipeline", "duration")
    held = Held(sheet.page, EDITS)

    retype(sheet, cell, "26")
    held.waits()
    cell.click()
    sheet.page.keyboard.press("F2")
    editor = sheet.page.locator(".s-edit")
    expect(editor).to_have_value("26")
    editor.fill("27")
    held.let_go()
    expect(sheet.page.locator(".s-foot .end")).to_contain_text("All changes saved ")
    expect(editor).to_be_focused()
    expect(editor).to_have_value("27")
    sheet.page.keyboard.press("Enter")
    sheet.saved()

    expect(cell).to_have_text("27")


def test_undo_pressed_while_a_save_is_on_its_way_takes_that_save_back(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    cell = sheet.cell("Backup service", "duration")
    before = cell.inner_text()
    held = Held(sheet.page, EDITS)

    retype(sheet, cell, "44")
    held.waits()
    sheet.press("Control+z")
    held.let_go()

    expect(cell).to_have_text(before)
    sheet.press("Control+y")
    expect(cell).to_have_text("44")


def test_a_row_that_is_still_being_saved_can_be_removed(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    cell = sheet.cell("Cost tags and budgets", "duration")
    held = Held(sheet.page, EDITS)

    retype(sheet, cell, "16")
    held.waits()
    sheet.cell("Cost tags and budgets", "name").click()
    sheet.press("Control+-")
    sheet.cell("Secrets and key management", "name").click()
    held.let_go()
    sheet.saved()

    expect(sheet.page.get_by_role("gridcell", name="Cost tags and budgets")).to_have_count(0)
    # The hand had moved on; the late answer leaves it where it is.
    active = sheet.page.locator(".s-cell.active")
    expect(active).to_contain_text("Secrets and key management")
    sheet.press("Control+z")
    expect(sheet.page.get_by_role("gridcell", name="Cost tags and budgets")).to_have_count(1)


def test_every_press_of_move_down_moves_a_place(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    code = sheet.says("Customer research", "wbs")
    held = Held(sheet.page, "/tasks:move$")
    sheet.cell("Customer research", "name").click()

    sheet.press("Alt+Shift+ArrowDown", "Alt+Shift+ArrowDown")
    held.waits()
    held.let_go()

    parent, _, place = code.rpartition(".")
    expect(sheet.cell("Customer research", "wbs")).to_have_text(f"{parent}.{int(place) + 2}")


def test_fill_down_carries_the_value_typed_a_moment_ago(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    held = Held(sheet.page, EDITS)

    retype(sheet, sheet.cell("Landing-zone build", "duration"), "41")
    held.waits()
    sheet.press("ArrowUp", "Shift+ArrowDown", "Control+d")
    held.let_go()
    sheet.saved()

    expect(sheet.cell("Guardrail test", "duration")).to_have_text("41")


def test_an_old_answer_about_others_does_not_undo_what_was_saved_since(plan_house: House) -> None:
    hers = Sheet(plan_house.visit("Program manager", PLAN))
    his = Sheet(plan_house.visit("Project manager", PLAN))
    answers = HeldAnswers(his.page, "/sheet/changes")

    hers.type("Reconcile trial 1", "duration", "7")
    answers.waits()
    # Her change moved this row as well, so the answer that is late speaks of it as it was.
    his.type("Fix and retest 1", "duration", "13")
    answers.let_go()
    his.type("Fix and retest 2", "duration", "14")

    expect(his.cell("Fix and retest 1", "duration")).to_have_text("13")
    expect(his.cell("Reconcile trial 1", "duration")).to_have_text("7")


def test_the_late_answer_to_a_save_does_not_bring_back_what_others_changed_since(plan_house: House) -> None:
    hers = Sheet(plan_house.visit("Program manager", PLAN))
    his = Sheet(plan_house.visit("Project manager", PLAN))
    reading = Held(his.page, "/sheet/changes")

    hers.type("Volume and speed test", "duration", "22")
    reading.waits()
    saving = HeldAnswers(his.page, EDITS)
    retype(his, his.cell("Dress rehearsal", "duration"), "19")
    saving.waits()
    hers.type("Volume and speed test", "duration", "23")
    reading.let_go()
    expect(his.cell("Volume and speed test", "duration")).to_have_text("23")
    saving.let_go()
    his.saved()

    expect(his.cell("Volume and speed test", "duration")).to_have_text("23")
    expect(his.cell("Dress rehearsal", "duration")).to_have_text("19")


def test_a_conflict_leaves_the_focus_to_whoever_is_typing(plan_house: House) -> None:
    hers = Sheet(plan_house.visit("Program manager", PLAN))
    his = Sheet(plan_house.visit("Project manager", PLAN))
    saving = Held(his.page, EDITS)

    retype(his, his.cell("Readiness checks", "duration"), "11")
    saving.waits()
    his.cell("Final data sync", "name").click()
    his.page.keyboard.press("F2")
    editor = his.page.locator(".s-edit")
    editor.fill("Last data sync")
    hers.type("Readiness checks", "duration", "12")
    saving.let_go()

    choice = his.page.get_by_role("dialog", name="Two values for one field")
    expect(choice).to_contain_text("11")
    expect(editor).to_be_focused()
    expect(editor).to_have_value("Last data sync")
    his.page.keyboard.press("Enter")
    choice.get_by_role("button", name="Keep theirs").click()
    expect(his.cell("Last data sync", "duration")).not_to_have_text("")
    expect(his.cell("Readiness checks", "duration")).to_have_text("12")
