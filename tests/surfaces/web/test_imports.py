"""Bringing plans in: nothing is saved before somebody has seen what would come and said yes."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from milepost.base import journal, undo
from milepost.base.identity import SYSTEM
from milepost.base.models import Entry
from milepost.domain.programs.queries import programs
from milepost.domain.resources.queries import files
from milepost.domain.schedule.operations import tasks as task_operations
from milepost.domain.schedule.queries import tasks as task_queries
from tests.builders import Program
from tests.domain.accounts.conftest import somebody
from tests.surfaces.web.conftest import As, SignedIn, text_of

DAY = (
    "<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking><WorkingTimes>"
    "<WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>"
    "<WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"
)
WEEK = "".join(DAY.format(day=day) for day in range(2, 7))  # Monday is 2
OFFICE = (
    "<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>Standard</Name>"
    f"<IsBaseCalendar>1</IsBaseCalendar><WeekDays>{WEEK}</WeekDays></Calendar></Calendars>"
)
NS = 'xmlns="http://schemas.microsoft.com/project"'


def a_plan_file(title: str = "Move", *names: str) -> SimpleUploadedFile:
    """An MS Project file of tasks of two days, each after the one before."""
    before = "<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>1</Type></PredecessorLink>"
    rows = [
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>{name}</Name><OutlineLevel>1</OutlineLevel>"
        "<Duration>PT16H0M0S</Duration><DurationFormat>7</DurationFormat>"
        + (before.format(uid=uid - 1) if uid > 1 else "")
        + "</Task>"
        for uid, name in enumerate(names or ("Pack", "Drive"), 1)
    ]
    xml = (
        f'<?xml version="1.0"?><Project {NS}><Title>{title}</Title>'
        f"<StartDate>2026-03-02T08:00:00</StartDate>{OFFICE}"
        f"<Tasks>{''.join(rows)}</Tasks></Project>"
    )
    return SimpleUploadedFile(f"{title}.xml", xml.encode(), content_type="text/xml")


def uploaded(browser: Client, *files: SimpleUploadedFile) -> str:
    """The address of the preview."""
    answer = browser.post("/import", {"files": list(files), "program": ""})
    assert answer.status_code == 302, text_of(answer.content)
    return answer.headers["Location"]


def test_the_preview_says_what_would_come_and_saves_nothing(
    atlas: Program, owner: object, browser_of: SignedIn
) -> None:
    browser = browser_of(somebody("Ana Alonso", portfolio_administrator="organisation"))
    entries = Entry.objects.count()

    preview = uploaded(browser, a_plan_file())
    shown = text_of(browser.get(f"{preview}/0").content)

    assert "Nothing is saved yet" in text_of(browser.get(preview).content)
    assert "2 tasks" in shown
    assert "1 link" in shown
    assert "The finish is 5 Mar 2026" in shown  # Monday 2 March and four working days
    assert Entry.objects.count() == entries


def test_several_files_become_several_projects_of_one_new_program(
    atlas: Program, owner: object, browser_of: SignedIn
) -> None:
    browser = browser_of(somebody("Ana Alonso", portfolio_administrator="organisation"))
    preview = uploaded(browser, a_plan_file("Move"), a_plan_file("Build", "Dig", "Pour", "Roof"))

    answer = browser.post(f"{preview}/confirm", {"program": "", "name": "House"})

    assert answer.headers["Location"] == "/p/house"
    ledger = programs.named(SYSTEM, slug="house")
    assert [row.name for row in programs.projects(SYSTEM, program=ledger)] == ["Move", "Build"]
    assert len(task_queries.tasks(SYSTEM, program=ledger)) == 2 + 3
    assert browser.get(preview).headers["Location"] == "/p/house"
    again = browser.post(f"{preview}/confirm", {"program": "", "name": "House"})
    assert again.headers["Location"] == "/p/house"
    assert len(programs.projects(SYSTEM, program=ledger)) == 2


def test_several_files_are_one_step_of_the_history(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    before = [row.name for row in programs.projects(SYSTEM, program=atlas.ledger)]
    preview = uploaded(browser, a_plan_file("Move"), a_plan_file("Build", "Dig"))

    browser.post(f"{preview}/confirm", {"program": atlas.slug, "name": ""})

    latest = journal.entries(atlas.ledger, limit=1)[0]
    assert latest.parameters == {"source": "Move.xml, Build.xml"}
    undo.undo(atlas.by(), entry=latest.seq)
    assert [row.name for row in programs.projects(SYSTEM, program=atlas.ledger)] == before


def test_what_the_role_may_not_write_is_told_before_it_is_left_out(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    shown = text_of(browser.get(uploaded(browser, a_plan_file())).content)

    assert "your role may not write what people cost (rates) and the cost of assignments" in shown


def test_a_file_goes_into_a_program_there_is(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    before = len(task_queries.tasks(SYSTEM, program=atlas.ledger))
    preview = uploaded(browser, a_plan_file())

    browser.post(f"{preview}/confirm", {"program": atlas.slug, "name": ""})

    assert len(task_queries.tasks(SYSTEM, program=atlas.ledger)) == before + 2
    assert "imported “Move.xml”" in text_of(browser.get(f"/p/{atlas.slug}/history").content)


def test_a_file_that_is_no_plan_is_told_and_the_others_come_in(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    preview = uploaded(browser, SimpleUploadedFile("holiday.png", b"\x89PNG\r\n\x1a\n"), a_plan_file())

    shown = text_of(browser.get(f"{preview}/0").content)
    answer = browser.post(f"{preview}/confirm", {"program": atlas.slug, "name": ""}, follow=True)

    assert "holiday.png cannot be read" in shown
    assert "The file is a picture, not a plan." in shown
    assert "1 file is in, as one step. Undo" in text_of(answer.content)


def test_without_any_readable_file_nothing_is_opened(
    atlas: Program, owner: object, browser_of: SignedIn
) -> None:
    browser = browser_of(somebody("Ana Alonso", portfolio_administrator="organisation"))
    preview = uploaded(browser, SimpleUploadedFile("empty.xml", b""))

    answer = browser.post(f"{preview}/confirm", {"program": "", "name": "Ghost"})

    assert answer.status_code == 422
    assert [row.slug for row in programs.programs(SYSTEM)] == ["atlas"]


def test_somebody_elses_files_are_not_there(atlas: Program, signed_in_as: As) -> None:
    preview = uploaded(signed_in_as("program_manager"), a_plan_file())
    other = signed_in_as("program_manager", name="Bo Berg")

    assert other.get(preview).status_code == 404
    assert other.get(f"{preview}/0").status_code == 404
    assert other.post(f"{preview}/confirm", {"program": atlas.slug}).status_code == 404


def test_files_can_be_thrown_away(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    preview = uploaded(browser, a_plan_file())

    browser.post(f"{preview}/discard")

    assert browser.get(preview).status_code == 404


def test_whoever_may_add_no_project_is_told_so(atlas: Program, signed_in_as: As) -> None:
    answer = signed_in_as("viewer").get("/import")

    assert answer.status_code == 403
    assert "takes the right to add projects" in text_of(answer.content)


def a_newer_version(browser: Client, program: Program) -> str:
    """The address where a second version of a file that is in is compared; "Pack" was renamed here since."""
    first = uploaded(browser, a_plan_file("Move", "Pack", "Drive"))
    browser.post(f"{first}/confirm", {"program": program.slug, "name": ""})
    pack = next(row for row in task_queries.tasks(SYSTEM, program=program.ledger) if row.name == "Pack")
    task_operations.edit(program.by(), task=pack.number, name="Pack everything")
    return uploaded(browser, a_plan_file("Move", "Pack boxes", "Drive the lorry", "Unpack"))


def test_the_preview_recognises_a_newer_version(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    preview = a_newer_version(browser, atlas)

    shown = browser.get(f"{preview}/0")

    assert f"This looks like a newer version of Move in {atlas_name(atlas)}" in text_of(shown.content)
    assert f"{preview}/0/newer/{atlas.slug}" in shown.content.decode()


def test_what_differs_is_shown_and_what_is_ticked_is_taken_over(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    address = f"{a_newer_version(browser, atlas)}/0/newer/{atlas.slug}"
    page = browser.get(address)
    shown = text_of(page.content)

    assert "changed in both" in shown
    assert "Was Pack Here Pack everything File Pack boxes" in shown
    ticked = re.findall(r'name="take" value="([^"]+)" checked', page.content.decode())
    seen = re.search(r'name="seen" value="(\d+)"', page.content.decode())
    assert seen is not None
    answer = browser.post(address, {"seen": seen[1], "take": ticked})

    assert answer.headers["Location"] == f"/p/{atlas.slug}/plan"
    names = {row.name for row in task_queries.tasks(SYSTEM, program=atlas.ledger)}
    assert {"Pack everything", "Drive the lorry", "Unpack"} <= names
    assert "took over a newer version of “Move.xml”" in text_of(
        browser.get(f"/p/{atlas.slug}/history").content
    )


def test_a_plan_that_changed_meanwhile_is_compared_again(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    address = f"{a_newer_version(browser, atlas)}/0/newer/{atlas.slug}"

    answer = browser.post(address, {"seen": "1", "rule-1": "all"})

    assert answer.status_code == 422
    assert "The plan changed while you were looking" in text_of(answer.content)


def test_a_viewer_may_not_take_a_newer_version_over(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    address = f"{a_newer_version(browser, atlas)}/0/newer/{atlas.slug}"

    assert signed_in_as("viewer", name="Vera Voss").get(address).status_code == 404


def atlas_name(program: Program) -> str:
    """What the program is called."""
    return programs.program(SYSTEM, program=program.ledger).name


ODD_SHEET = "Was,Wie lange,Wann\nPack,16,03/04/2026\nDrive,8,06/04/2026\n"


def a_sheet(text: str = ODD_SHEET, name: str = "odd.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def mapped(browser: Client, preview: str) -> None:
    """Say what the columns of the odd sheet are."""
    columns = {"column-0": "name", "column-1": "duration", "column-2": "start"}
    answer = browser.post(f"{preview}/0/columns", {**columns, "header": "1", "dates": "day", "unit": "h"})
    assert answer.headers["Location"] == preview


def test_a_sheet_nobody_understands_is_read_once_its_columns_are_said(
    atlas: Program, signed_in_as: As
) -> None:
    browser = signed_in_as("program_manager")
    preview = uploaded(browser, a_sheet())

    assert "Say which column is what" in text_of(browser.get(f"{preview}/0").content)
    shown = text_of(browser.get(f"{preview}/0/columns").content)
    assert "Wie lange" in shown
    assert "16 · 8" in shown
    mapped(browser, preview)
    browser.post(f"{preview}/confirm", {"program": atlas.slug, "name": ""})

    rows = {row.name: row for row in task_queries.tasks(SYSTEM, program=atlas.ledger)}
    assert rows["Pack"].duration == 2 * 4800  # sixteen hours are two days


def test_the_next_sheet_with_these_headings_is_read_the_same_way(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    mapped(browser, uploaded(browser, a_sheet()))

    again = uploaded(browser, a_sheet(f"Report of March,,\n{ODD_SHEET}", name="next month.csv"))

    assert "2 tasks" in text_of(browser.get(f"{again}/0").content)
    other = signed_in_as("program_manager", name="Bo Berg")
    elsewhere = uploaded(other, a_sheet())
    assert "cannot be read" in text_of(other.get(f"{elsewhere}/0").content)


def test_columns_that_name_no_task_are_refused_with_a_sentence(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    preview = uploaded(browser, a_sheet())

    none = browser.post(f"{preview}/0/columns", {"column-1": "duration", "header": "1"})
    twice = browser.post(
        f"{preview}/0/columns", {"column-0": "name", "column-1": "start", "column-2": "start", "header": "1"}
    )

    assert "Say which column holds the names of the tasks." in text_of(none.content)
    assert "Two columns are said to be the start" in text_of(twice.content)
    assert (none.status_code, twice.status_code) == (422, 422)


def test_a_pasted_table_is_a_file_like_any_other(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")

    answer = browser.post("/import", {"program": "", "pasted": "Name\tDuration\nPack\t2d\nDrive\t1d\n"})

    assert "2 tasks" in text_of(browser.get(f"{answer.headers['Location']}/0").content)


def test_what_waits_opens_for_whoever_sent_it_alone(atlas: Program, signed_in_as: As) -> None:
    preview = uploaded(signed_in_as("program_manager"), a_plan_file())
    other = signed_in_as("program_manager", name="Bo Berg")

    addresses = [preview, f"{preview}/0", f"{preview}/0/dates", f"{preview}/0/fields"]

    assert {other.get(address).status_code for address in addresses} == {404}
    assert other.post(f"{preview}/confirm", {"program": atlas.slug}).status_code == 404


def test_a_project_manager_brings_a_newer_version_and_no_new_project(
    atlas: Program, signed_in_as: As
) -> None:
    manager = signed_in_as("program_manager")
    manager.post(f"{uploaded(manager, a_plan_file())}/confirm", {"program": atlas.slug, "name": ""})
    (move,) = (row for row in programs.projects(SYSTEM, program=atlas.ledger) if row.name == "Move")
    own = signed_in_as("project_manager", on=f"{atlas.slug}/{move.number}", name="Pia Pohl")
    preview = uploaded(own, a_plan_file("Move", "Pack", "Drive", "Unpack"))

    page = text_of(own.get(preview).content)
    refused = own.post(f"{preview}/confirm", {"program": atlas.slug, "name": ""})
    newer = own.get(f"{preview}/0/newer/{atlas.slug}").content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', newer)
    assert seen is not None
    taken = own.post(
        f"{preview}/0/newer/{atlas.slug}",
        {"seen": seen[1], "take": re.findall(r'name="take" value="([^"]+)" checked', newer)},
    )

    assert "Your role changes plans and adds none" in page
    assert refused.status_code == 422
    assert taken.status_code == 302, text_of(taken.content)
    assert "Unpack" in {row.name for row in task_queries.tasks(SYSTEM, program=atlas.ledger)}
    listed = text_of(own.get(f"/p/{atlas.slug}/imports").content)
    assert "a newer version" in listed


def test_an_original_is_for_its_sender_and_for_whom_nothing_in_it_is_hidden(
    atlas: Program, signed_in_as: As
) -> None:
    sender = signed_in_as("program_manager")
    sender.post(f"{uploaded(sender, a_plan_file())}/confirm", {"program": atlas.slug, "name": ""})
    (file,) = files.plan_files(SYSTEM, program=atlas.ledger)
    address = f"/p/{atlas.slug}/imports/{file.number}/original"

    assert b"<Title>Move</Title>" in sender.get(address).getvalue()
    assert signed_in_as("viewer", name="Vera Voss").get(address).status_code == 404
    assert signed_in_as("program_manager", name="Bo Berg").get(address).status_code == 404


def test_an_import_that_was_taken_back_stands_in_no_list(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    browser.post(f"{uploaded(browser, a_plan_file())}/confirm", {"program": atlas.slug, "name": ""})
    (file,) = files.plan_files(SYSTEM, program=atlas.ledger)
    shown = text_of(browser.get(f"/p/{atlas.slug}/imports").content)

    browser.post(f"/p/{atlas.slug}/history/{file.entry}/undo")

    assert "Take the import of Move.xml back" in shown
    assert files.plan_files(SYSTEM, program=atlas.ledger) == []
    assert "No plan file stands in this program." in text_of(browser.get(f"/p/{atlas.slug}/imports").content)
