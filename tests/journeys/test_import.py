"""Plans are brought in: nothing before the preview is confirmed, and all of it can be taken back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from milepost.interop import reading
from milepost.interop.writing import write
from tests.journeys.house import House

OFFICE_MOVE = """\
Name,Level,Duration,Predecessors,Start
Move,1,,,
Choose the rooms,2,5d,,2026-10-05
Pack,2,10d,2,
Move in,2,0d,3,
"""
INTRANET = """\
Name,Level,Duration,Predecessors,Start
Build,1,,,
Pages,2,15d,,2026-10-05
Search,2,8d,2SS+5d,
Launch,2,0d,2;3,
"""


def test_two_plans_become_two_projects_of_one_program(own_house: House, tmp_path: Path) -> None:
    page = own_house.visit("Program manager", "/import")
    page.get_by_label("Choose plan files").set_input_files(plan_files(tmp_path))
    page.get_by_role("button", name="Look at what they bring").click()

    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    expect(page.get_by_text("intranet.xml is read")).to_be_visible()
    assert not is_in_portfolio(own_house, "Autumn")

    page.get_by_label("Name of the new program").fill("Autumn")
    page.get_by_role("button", name="Bring it in").click()
    page.wait_for_url("**/p/autumn")

    expect(page.get_by_text("23 Oct").first).to_be_visible()
    expect(page.get_by_role("button", name="All 2 projects")).to_be_visible()


def test_an_import_is_taken_back_as_one_step(own_house: House, tmp_path: Path) -> None:
    page = own_house.visit("Program manager", "/import")
    page.get_by_label("Choose plan files").set_input_files(plan_files(tmp_path)[:1])
    page.get_by_role("button", name="Look at what they bring").click()
    page.get_by_label("Into").select_option(label="Atlas: core banking to cloud")
    page.get_by_role("button", name="Bring it in").click()
    page.wait_for_url("**/p/atlas")
    page.goto(own_house.address + "/p/atlas/history")

    page.get_by_role("button", name="Undo").first.click()

    page.goto(own_house.address + "/p/atlas/plan")
    expect(page.get_by_text("131 tasks")).to_be_visible()


def test_what_is_no_plan_is_refused_in_a_sentence(house: House, tmp_path: Path) -> None:
    picture = tmp_path / "plan.mpp"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    page = house.visit("Program manager", "/import")
    page.get_by_label("Choose plan files").set_input_files([picture])
    page.get_by_role("button", name="Look at what they bring").click()

    expect(page.get_by_text("plan.mpp").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("picture")


def plan_files(folder: Path) -> list[Path]:
    """One plan as a spreadsheet, one as MS Project writes it."""
    sheet, project = folder / "office-move.csv", folder / "intranet.xml"
    sheet.write_text(OFFICE_MOVE, encoding="utf-8")
    project.write_bytes(write(reading.read(INTRANET.encode()), project.name))
    return [sheet, project]


def is_in_portfolio(house: House, name: str) -> bool:
    page: Page = house.visit("Program manager", "/portfolio")
    return page.get_by_role("link", name=name).count() > 0
