"""Plans looked at to the last field, brought in, renewed and taken out again, by the keys alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from milepost.interop import reading
from tests.journeys import plan_files
from tests.journeys.sheet import Sheet
from tests.journeys.test_every_screen import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.house import House

WIDTHS = ((1440, 900), (390, 844))
REAL = Path("../shared/data/project_files").resolve()


def looked_at(page: Page, files: list[Path]) -> str:
    """Choose files and go to what they would bring; gives its path."""
    page.get_by_label("Choose plan files").set_input_files(files)
    page.get_by_role("button", name="Look at what they bring").press("Enter")
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    return "/" + page.url.split("/", 3)[3]


def test_three_plans_are_looked_at_to_the_last_field_and_become_one_program(
    own_house: House, tmp_path: Path
) -> None:
    page = own_house.visit("Program manager", "/import")
    preview = looked_at(page, plan_files.three_plans(tmp_path))

    expect(page.get_by_text("office-move.csv is read")).to_be_visible()
    expect(page.get_by_text("network.xer is read")).to_be_visible()
    archive = page.locator("section", has_text="archive.xml is read; 1 task has other dates")
    expect(archive.get_by_text("documented reason")).to_be_visible()
    expect(archive.get_by_text("Not recalculated").first).to_be_visible()
    expect(archive.locator(".chain")).to_contain_text("Scan them")

    archive.get_by_role("link", name="Every field of the file").press("Enter")
    page.get_by_role("searchbox", name="Find in this list").press_sequentially("hyperlink")
    page.keyboard.press("Enter")
    expect(page.locator("tbody")).to_contain_text("HyperlinkAddress")
    page.get_by_role("link", name="Back to the preview").press("Enter")

    archive.get_by_role("link", name="date", exact=False).first.press("Enter")
    page.wait_for_url("**/1/dates?because=*")
    expect(page.locator("tbody")).to_contain_text("Scan them")
    page.locator("tbody").get_by_role("link").first.press("Enter")
    page.wait_for_url("**/import/reasons#*")
    expect(page.locator("#stored_before_edit")).to_contain_text("not calculated again")

    assert own_house.visit("Program manager", "/portfolio").get_by_role("link", name="Autumn").count() == 0
    page.goto(own_house.address + preview)
    page.get_by_label("Name of the new program").fill("Autumn")
    page.get_by_role("button", name="Bring it in").press("Enter")
    page.wait_for_url("**/p/autumn")
    expect(page.get_by_role("button", name="All 3 projects")).to_be_visible()


def test_an_import_is_found_in_its_list_and_taken_back_from_there(own_house: House, tmp_path: Path) -> None:
    page = own_house.visit("Program manager", "/import")
    sheet = plan_files.written(tmp_path, "office-move.csv", plan_files.MOVE)
    looked_at(page, [sheet])
    page.get_by_label("Into").select_option(label="Atlas: core banking to cloud")
    page.get_by_role("button", name="Bring it in").press("Enter")
    page.wait_for_url("**/p/atlas")

    page.goto(own_house.address + "/p/atlas/imports")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download office-move.csv as it came in").press("Enter")
    assert Path(waiting.value.path()).read_text(encoding="utf-8") == plan_files.MOVE
    page.get_by_role("button", name="Take the import of office-move.csv back").press("Enter")

    expect(page.get_by_text("No plan file stands in this program.")).to_be_visible()


def test_a_newer_version_is_taken_over_as_ticked(own_house: House, tmp_path: Path) -> None:
    page = own_house.visit("Program manager", "/import")
    looked_at(page, [plan_files.written(tmp_path, "office-move.csv", plan_files.MOVE)])
    page.get_by_label("Name of the new program").fill("Autumn")
    page.get_by_role("button", name="Bring it in").press("Enter")
    page.wait_for_url("**/p/autumn")

    page.goto(own_house.address + "/import?program=autumn")
    looked_at(page, [plan_files.written(tmp_path, "office-move.csv", plan_files.NEWER_MOVE)])
    page.get_by_role("link", name="See what differs").press("Enter")
    expect(page.get_by_text("Here 10 d").or_(page.locator(".said", has_text="10 d"))).to_be_visible()
    party = page.get_by_role("checkbox", name="Party new in the file")
    expect(party).to_be_checked()
    party.press("Space")
    page.get_by_role("button", name="Take over").press("Enter")
    page.wait_for_url("**/p/autumn/plan")

    told = page.request.get(f"{own_house.address}/api/v1/programs/autumn/tasks").json()["items"]
    lengths = {row["name"]: row["duration_minutes"] for row in told}
    assert lengths["Pack"] == 12 * 480
    assert "Party" not in lengths


def test_the_columns_of_a_sheet_nobody_knows_are_said_by_the_keys(own_house: House, tmp_path: Path) -> None:
    page = own_house.visit("Program manager", "/import")
    looked_at(page, [plan_files.written(tmp_path, "odd.csv", plan_files.ODD)])

    page.get_by_role("link", name="Say which column is what").press("Enter")
    page.get_by_label("Was", exact=True).select_option("name")
    page.get_by_label("Wie lange").select_option("duration")
    page.get_by_label("Wann").select_option("start")
    page.get_by_label("Durations without a unit are").select_option("h")
    page.get_by_role("button", name="Read it like this").press("Enter")

    expect(page.get_by_text("odd.csv is read")).to_be_visible()
    page.goto(own_house.address + "/import")
    looked_at(page, [plan_files.written(tmp_path, "next-month.csv", plan_files.ODD)])
    expect(page.get_by_text("next-month.csv is read")).to_be_visible()

    sheet = Sheet(own_house.visit("Program manager", "/p/atlas/plan"))
    sheet.cell("Dress rehearsal", "name").click()
    sheet.paste("Was\tWie lange\tWann\r\nLaden\t16\t03/11/2026\r\n")
    expect(sheet.named("Laden").first).to_be_visible()
    expect(sheet.named("Laden").first.locator(".c-duration")).to_have_text("16h")


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("MS Project XML", ".xml"),
        ("Primavera P6 XER", ".xer"),
        ("Milepost plan", ".plan"),
        ("Excel workbook", ".xlsx"),
        ("CSV table", ".csv"),
    ],
)
def test_a_project_is_taken_out_in_each_format(house: House, name: str, ending: str) -> None:
    page = house.visit("Program manager", "/p/atlas/export")
    page.get_by_role("button", name="All 6 projects").press("Enter")
    page.get_by_role("link", name="Customer portal").press("Enter")
    page.wait_for_url("**/export?project=*")

    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).press("Enter")

    assert waiting.value.suggested_filename.endswith(ending)
    exported = reading.read(Path(waiting.value.path()))
    assert len(exported.projects) == 1
    assert len([task for task in exported.projects[0].tasks if not task.is_summary]) > 10


def test_what_cannot_be_read_says_why_and_the_rest_comes_in(own_house: House, tmp_path: Path) -> None:
    page = own_house.visit("Program manager", "/import")
    good = plan_files.written(tmp_path, "office-move.csv", plan_files.MOVE)

    looked_at(page, [*plan_files.not_to_be_read(tmp_path), good])

    expect(page.get_by_role("alert").filter(has_text="picture")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="password")).to_be_visible()
    expect(page.get_by_text("cut.xml cannot be read")).to_be_visible()
    expect(page.get_by_text("office-move.csv is read")).to_be_visible()
    page.get_by_label("Name of the new program").fill("Autumn")
    page.get_by_role("button", name="Bring it in").press("Enter")
    page.wait_for_url("**/p/autumn")


@pytest.mark.skipif(not REAL.is_dir(), reason="no real plan files beside the checkout")
def test_three_real_plans_become_three_projects_of_one_program(own_house: House) -> None:
    files = [
        REAL / "aspose" / "Software Development Plan.mpp",
        REAL / "aspose" / "Homemoveplan.mpp",
        REAL / "mpxj" / "sample.xml",
    ]
    page = own_house.visit("Program manager", "/import")
    looked_at(page, files)

    for file in files:
        expect(page.get_by_text(f"{file.name} is read")).to_be_visible(timeout=90_000)
    page.get_by_label("Name of the new program").fill("Three plans")
    page.get_by_role("button", name="Bring it in").press("Enter")
    page.wait_for_url("**/p/three-plans", timeout=90_000)

    expect(page.get_by_role("button", name="All 3 projects")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_step_breaks_a_rule_of_accessibility_or_the_width_of_a_phone(
    own_house: House, tmp_path: Path, theme: str
) -> None:
    first = own_house.visit("Program manager", "/import")
    preview = looked_at(first, [*plan_files.three_plans(tmp_path), *plan_files.not_to_be_read(tmp_path)])
    odd = looked_at(
        own_house.visit("Program manager", "/import"),
        [plan_files.written(tmp_path, "odd.csv", plan_files.ODD)],
    )
    own = own_house.visit("Program manager", "/import")
    sheet = plan_files.written(tmp_path, "office-move.csv", plan_files.MOVE)
    looked_at(own, [sheet])
    own.get_by_label("Into").select_option(label="Atlas: core banking to cloud")
    own.get_by_role("button", name="Bring it in").press("Enter")
    own.wait_for_url("**/p/atlas")
    sheet.write_text(plan_files.NEWER_MOVE, encoding="utf-8")
    newer = looked_at(own_house.visit("Program manager", "/import?program=atlas"), [sheet])
    steps = [
        "/import",
        preview,
        f"{preview}/1/dates",
        f"{preview}/1/fields",
        "/import/reasons",
        f"{odd}/0/columns",
        f"{newer}/0/newer/atlas",
        "/p/atlas/imports",
        "/p/atlas/export",
    ]
    found: dict[str, object] = {}
    for width, height in WIDTHS:
        page = own_house.visit("Program manager", "/import", width=width, height=height, theme=theme)
        for step in steps:
            if broken := violations(page, own_house.address + step):
                found[f"{step} at {width}"] = broken
            if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                found[f"{step} at {width}, width"] = "wider than the screen"
    assert found == {}
