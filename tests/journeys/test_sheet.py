"""An hour on the plan: edited, pasted into, dragged, taken back, and shared with somebody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.sheet import Sheet

if TYPE_CHECKING:
    from tests.journeys.house import House

PLAN = "/p/atlas/plan"


def test_an_edit_moves_the_finish_and_undo_brings_it_back(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    before, finish = sheet.headline(), sheet.says("Trial migration 2", "finish")

    sheet.type("Trial migration 2", "duration", "4w")

    assert sheet.says("Trial migration 2", "duration") == "4w"
    assert sheet.says("Trial migration 2", "finish") != finish
    assert sheet.headline() != before

    sheet.press("Control+z")
    expect(sheet.cell("Trial migration 2", "finish")).to_have_text(finish)
    assert sheet.headline() == before

    sheet.press("Control+y")
    expect(sheet.cell("Trial migration 2", "duration")).to_have_text("4w")


def test_what_cannot_be_read_stays_open_and_says_why(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    duration = sheet.says("Dress rehearsal", "duration")

    sheet.cell("Dress rehearsal", "duration").click()
    sheet.page.keyboard.type("soon")
    sheet.page.keyboard.press("Enter")

    expect(sheet.page.get_by_role("alert")).to_contain_text("“soon” is not a duration")
    sheet.page.keyboard.press("Escape")
    assert sheet.says("Dress rehearsal", "duration") == duration


def test_a_block_from_a_spreadsheet_becomes_linked_tasks(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    sheet.cell("Dress rehearsal", "name").click()

    sheet.paste(
        "ID\tTask Name\tDuration\tPredecessors\r\n"
        "1\tSecond rehearsal\t\t\r\n"
        "2\t  Prepare data\t3d\t\r\n"
        '3\t"  Rehearse ""again"""\t1w\t2FS+1d\r\n'
    )

    prepared = sheet.cell("Prepare data", "wbs").inner_text()
    assert prepared == sheet.says("Second rehearsal", "wbs") + ".1"
    assert sheet.says('Rehearse "again"', "duration") == "1w"
    assert "+1d" in sheet.says('Rehearse "again"', "predecessors")

    sheet.press("Control+z")
    expect(sheet.page.get_by_text("Prepare data")).to_have_count(0)


def test_tasks_are_made_indented_linked_and_removed_with_keys_alone(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    keyboard = sheet.page.keyboard
    sheet.cell("Dress rehearsal", "name").click()

    sheet.press("Insert")
    keyboard.type("Book the hall")
    keyboard.press("Enter")
    keyboard.type("Send invitations")
    keyboard.press("Enter")
    keyboard.press("Escape")
    sheet.saved()

    top = sheet.says("Book the hall", "wbs")
    sheet.cell("Send invitations", "name").click()
    sheet.press("Alt+Shift+ArrowRight")
    expect(sheet.cell("Send invitations", "wbs")).to_have_text(f"{top}.1")
    sheet.press("Alt+Shift+ArrowLeft")
    expect(sheet.cell("Send invitations", "wbs")).not_to_have_text(f"{top}.1")

    sheet.press("Shift+ArrowUp", "Control+F2")
    expect(sheet.cell("Send invitations", "predecessors")).not_to_have_text("")

    sheet.press("Control+-")
    expect(sheet.page.get_by_text("Book the hall")).to_have_count(0)


def test_a_list_is_typed_as_fast_as_hands_go_while_every_answer_is_late(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    sheet.page.route(
        re.compile("/tasks$"), lambda route: (sheet.page.wait_for_timeout(400), route.continue_())
    )
    names = ["Draw up the list", "Ask everybody twice", "Sign the list"]
    sheet.cell("Dress rehearsal", "name").click()

    sheet.press("Insert")
    for name in names:
        sheet.page.keyboard.type(name)
        sheet.page.keyboard.press("Enter")
    expect(sheet.page.locator(".s-row.draft")).not_to_have_count(0)
    sheet.page.keyboard.press("Escape")
    sheet.saved()

    expect(sheet.page.locator(".s-row.draft")).to_have_count(0)
    codes = [sheet.says(name, "wbs").rpartition(".") for name in names]
    first = int(codes[0][2])
    assert codes == [(codes[0][0], ".", str(first + place)) for place in range(len(names))]


def test_a_line_that_was_refused_stays_to_be_sent_again(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    sheet.page.route(re.compile("/tasks$"), lambda route: route.abort())
    sheet.cell("Dress rehearsal", "name").click()

    sheet.press("Insert")
    sheet.page.keyboard.type("Order the coffee")
    sheet.page.keyboard.press("Enter")
    expect(sheet.page.get_by_role("alert")).to_contain_text("Nothing was saved")
    sheet.page.keyboard.press("Escape")
    sheet.page.unroute_all()

    sheet.cell("Order the coffee", "name").click()
    sheet.press("F2", "Enter")
    sheet.page.keyboard.press("Escape")
    sheet.saved()
    expect(sheet.cell("Order the coffee", "wbs")).not_to_have_text("")


def test_a_dragged_bar_says_what_it_would_move_and_escape_lets_it_be(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    start, headline = sheet.says("Fix and retest 2", "start"), sheet.headline()
    box, mouse = sheet.bar("Fix and retest 2"), sheet.page.mouse

    def drag() -> None:
        mouse.move(box["x"] + box["width"] / 2, box["y"] + 5)
        mouse.down()
        mouse.move(box["x"] + box["width"] / 2 + 40, box["y"] + 5, steps=4)
        expect(sheet.page.locator(".s-tip")).to_contain_text("Planned finish", timeout=20_000)

    drag()
    sheet.page.keyboard.press("Escape")
    mouse.up()
    assert (sheet.says("Fix and retest 2", "start"), sheet.headline()) == (start, headline)

    drag()
    mouse.up()
    sheet.saved()
    expect(sheet.cell("Fix and retest 2", "start")).not_to_have_text(start)


def test_a_link_is_pressed_and_its_type_lag_and_life_are_changed(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    before = sheet.says("Reconcile trial 1", "predecessors")
    start = sheet.says("Reconcile trial 1", "start")

    sheet.page.mouse.click(*sheet.link_below("Trial migration 1"))
    link = sheet.page.get_by_role("dialog", name="Link")
    expect(link).to_contain_text("Reconcile trial 1")
    link.get_by_label("Lag").fill("3d")
    link.get_by_label("Lag").press("Enter")
    sheet.saved()
    expect(sheet.cell("Reconcile trial 1", "predecessors")).to_contain_text("+3d")
    expect(sheet.cell("Reconcile trial 1", "start")).not_to_have_text(start)

    sheet.press("Control+z")
    expect(sheet.cell("Reconcile trial 1", "start")).to_have_text(start)
    expect(sheet.cell("Reconcile trial 1", "predecessors")).to_have_text(before)

    sheet.page.mouse.click(*sheet.link_below("Trial migration 1"))
    expect(link).to_contain_text("Reconcile trial 1")
    link.get_by_role("button", name="Remove").click()
    sheet.saved()
    expect(sheet.cell("Reconcile trial 1", "predecessors")).not_to_have_text(before)
    sheet.press("Control+z")
    expect(sheet.cell("Reconcile trial 1", "predecessors")).to_have_text(before)


def test_several_baselines_are_drawn_and_rows_can_be_lower(house: House) -> None:
    sheet = Sheet(house.visit("Program manager", PLAN))
    drawn = sheet.page.locator(".g-row .ghost.b1")
    sheet.bar("Trial migration 2")
    expect(drawn).to_have_count(0)

    sheet.page.get_by_role("button", name="Baseline 2").click()
    sheet.page.get_by_role("menuitemcheckbox", name="Baseline 1").last.click()
    sheet.page.keyboard.press("Escape")
    expect(drawn).not_to_have_count(0)
    expect(sheet.page.locator(".g-row .ghost:not(.b1)")).not_to_have_count(0)

    rows = sheet.page.locator(".s-row:not([hidden])")
    usual = rows.count()
    sheet.page.get_by_role("button", name="Lower rows").click()
    expect(rows).not_to_have_count(usual)
    heights = sheet.page.evaluate(
        "[...document.querySelectorAll('.s-row:not([hidden])')].map(row => row.offsetHeight)"
    )
    assert set(heights) == {21}


def test_a_value_is_drawn_on_to_the_rows_below_by_its_corner(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    sheet.type("Trial migration 2", "duration", "18")
    last = sheet.cell("Fix and retest 2", "duration").bounding_box()
    sheet.cell("Trial migration 2", "duration").click()
    first, mouse = sheet.cell("Trial migration 2", "duration").bounding_box(), sheet.page.mouse
    assert first is not None
    assert last is not None

    mouse.move(first["x"] + first["width"] - 3, first["y"] + first["height"] - 3)
    mouse.down()
    mouse.move(first["x"] + 10, last["y"] + 10, steps=4)
    mouse.up()
    sheet.saved()

    for name in ("Volume and speed test", "Fix and retest 2"):
        expect(sheet.cell(name, "duration")).to_have_text("18")
    sheet.press("Control+z")
    expect(sheet.cell("Fix and retest 2", "duration")).not_to_have_text("18")


VIEW_OF_THIS_BROWSER = """localStorage.setItem("milepost.views.atlas", JSON.stringify({
  "Late finishes": {columns: ["name", "finish", "slip"], widths: {}, frozen: 1, sort: null, group: null,
    colour: "work", showsCritical: true, filter: {words: "", only: ["late"], person: "", project: null}},
}))"""


def test_views_follow_their_reader_also_those_a_browser_had_kept(plan_house: House) -> None:
    sheet = Sheet(plan_house.visit("Program manager", PLAN))
    sheet.page.evaluate(VIEW_OF_THIS_BROWSER)
    sheet.page.get_by_role("button", name="View", exact=True).click()
    sheet.page.get_by_role("menuitem", name="Keep this view").click()
    sheet.page.get_by_label("Name of the view").fill("As it was")
    sheet.page.get_by_label("Name of the view").press("Enter")
    expect(sheet.page.locator("[data-tool=view]")).to_contain_text("As it was")

    elsewhere = Sheet(plan_house.visit("Program manager", PLAN))
    elsewhere.page.get_by_role("button", name="View", exact=True).click()
    expect(elsewhere.page.get_by_role("menuitemcheckbox", name="As it was")).to_be_visible()
    elsewhere.page.get_by_role("menuitemcheckbox", name="Late finishes").click()

    expect(elsewhere.page.get_by_role("columnheader")).to_have_count(3)
    expect(elsewhere.page.get_by_role("gridcell", name="Trial migration 2")).to_be_visible()


def test_two_people_see_each_other_and_choose_between_their_values(plan_house: House) -> None:
    hers = Sheet(plan_house.visit("Program manager", PLAN))
    his = Sheet(plan_house.visit("Project manager", PLAN))
    his.cell("Fix and retest 1", "duration").click()
    his.page.keyboard.press("F2")
    his.page.keyboard.type("12")

    hers.type("Trial migration 1", "name", "First trial")
    expect(his.page.get_by_role("gridcell", name="First trial")).to_be_visible()
    hers.type("Fix and retest 1", "duration", "18")
    expect(his.page.locator(".s-row.glow")).not_to_have_count(0)

    his.page.keyboard.press("Enter")
    choice = his.page.get_by_role("dialog")
    expect(choice).to_contain_text("18")
    expect(choice).to_contain_text("12")
    choice.get_by_role("button", name="Use mine").click()

    expect(hers.cell("Fix and retest 1", "duration")).to_have_text("12")


def test_a_viewer_reads_the_plan_and_changes_nothing(house: House) -> None:
    sheet = Sheet(house.visit("Viewer", PLAN))
    sheet.cell("Trial migration 2", "name").click()

    sheet.page.keyboard.type("x")

    expect(sheet.page.locator(".s-edit")).to_have_count(0)
    expect(sheet.page.locator(".s-foot .end")).to_have_text("You can read this plan")
    expect(sheet.page.get_by_role("button", name="Undo")).to_be_disabled()


def test_the_cursor_is_on_a_name_also_where_a_phone_leaves_columns_out(plan_house: House) -> None:
    for width in (1440, 390):
        sheet = Sheet(plan_house.visit("Program manager", PLAN, width=width))
        expect(sheet.page.locator(".s-cell.c-name.active")).to_have_count(1)
