"""The plan's page: where the sheet draws itself, the panel of a task, and the plan on paper."""

from __future__ import annotations

import pytest

from milepost.base.identity import SYSTEM
from milepost.domain.analysis.operations import baselines
from milepost.domain.analysis.operations import tasks as sheet_operations
from milepost.domain.schedule.operations import tasks
from milepost.domain.schedule.queries import tasks as task_queries
from tests.builders import Program, a_project, a_task
from tests.surfaces.web.conftest import As, text_of


def panel_of(html: bytes) -> str:
    """What the side panel says."""
    return text_of(html.partition(b'<aside class="panel"')[2].partition(b"</aside>")[0])


def test_the_page_says_where_the_sheet_finds_its_plan(atlas: Program, signed_in_as: As) -> None:
    html = signed_in_as("viewer").get(f"/p/{atlas.slug}/plan?as_of=").content.decode()

    assert f'data-sheet="/api/v1/programs/{atlas.slug}"' in html
    assert "Add task" not in html


def test_the_panel_tells_the_consequence_first(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")

    critical = panel_of(browser.get(f"/p/{atlas.slug}/plan?task={atlas['build']}").content)
    easy = panel_of(browser.get(f"/p/{atlas.slug}/plan?task={atlas['manual']}").content)

    assert "Critical. One day lost here moves the finish by one day." in critical
    assert "It may slip 7 days before the finish moves." in easy  # 10 - 3


def test_the_panel_shows_what_drives_the_task(atlas: Program, signed_in_as: As) -> None:
    shown = panel_of(signed_in_as("viewer").get(f"/p/{atlas.slug}/plan?task={atlas['launch']}").content)

    assert shown.index("design") < shown.index("build") < shown.rindex("launch")
    assert "finish to start" in shown
    assert "manual" not in shown


def test_every_float_opens_to_its_formula(atlas: Program, signed_in_as: As) -> None:
    address = f"/p/{atlas.slug}/plan?task={atlas['manual']}&tab=float"

    shown = panel_of(signed_in_as("program_manager").get(address).content)

    assert "Total 7 d Latest start minus earliest start" in shown  # 10 - 3
    assert "Interfering 0 d Total minus free." in shown
    assert "Independent 7 d" in shown
    assert "To its project’s finish 7 d" in shown


def test_the_paths_to_a_task_come_nearest_first_as_many_as_asked(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    address = f"/p/{atlas.slug}/plan?task={atlas['launch']}&tab=float"

    few = panel_of(browser.get(address).content)
    by_total = panel_of(browser.get(f"{address}&by=total&paths=10").content)

    assert few.index("1: drives it, 3 tasks") < few.index("2: 1 task") < few.index("manual")
    assert "parted by total float" in by_total


def test_finished_work_has_no_float(atlas: Program, signed_in_as: As) -> None:
    tasks.edit(atlas.by(), task=atlas["design"], percent_complete=100)
    address = f"/p/{atlas.slug}/plan?task={atlas['design']}&tab=float"

    assert panel_of(signed_in_as("program_manager").get(address).content)


def test_a_slip_stands_beside_the_baseline(atlas: Program, signed_in_as: As) -> None:
    baselines.set_baseline(atlas.by())
    tasks.edit(atlas.by(), task=atlas["build"], duration="12d")

    shown = panel_of(
        signed_in_as("program_manager").get(f"/p/{atlas.slug}/plan?task={atlas['build']}").content
    )

    assert "2 d late" in shown


def test_details_people_and_history_have_their_own_addresses(atlas: Program, signed_in_as: As) -> None:
    sheet_operations.edit(
        atlas.by(), task=atlas["build"], people="Ana[50%]", notes="Mind the **gap**", priority=700
    )
    browser = signed_in_as("program_manager")
    here = f"/p/{atlas.slug}/plan?task={atlas['build']}&tab="

    details = browser.get(here + "details").content
    assert "700" in panel_of(details)
    assert "<strong>gap</strong>" in details.decode()
    people = panel_of(browser.get(here + "people").content)
    assert "Ana" in people
    assert "50 %" in people
    assert "changed" in panel_of(browser.get(here + "history").content)


@pytest.mark.parametrize("task", ["99999", "x", "-1", "1" * 40])
def test_a_task_that_is_not_there_is_not_found_or_not_asked(
    atlas: Program, signed_in_as: As, task: str
) -> None:
    answer = signed_in_as("viewer").get(f"/p/{atlas.slug}/plan?task={task}")

    assert answer.status_code == (404 if task == "99999" else 200)


def test_a_task_of_another_project_is_a_stub_with_its_dates(atlas: Program, signed_in_as: As) -> None:
    other = a_project(atlas.ledger, "Confidential")
    a_task(atlas, "merger", project=other, predecessors=str(atlas["design"]))
    browser = signed_in_as("project_manager", on=f"{atlas.slug}/{atlas.project}")

    answer = browser.get(f"/p/{atlas.slug}/plan?task={atlas['merger']}&tab=details")

    assert "merger" not in answer.content.decode()
    assert "only its dates are shown" in panel_of(answer.content)


def test_the_plan_on_paper_has_every_task_with_its_bar(atlas: Program, signed_in_as: As) -> None:
    html = signed_in_as("viewer").get(f"/p/{atlas.slug}/plan/paper").content.decode()

    for name in ("design", "build", "manual", "launch"):
        assert f">{name}" in html
    assert html.count('class="w-left') == 3
    assert html.count('class="dia') == 1


def test_paper_keeps_what_another_project_keeps(atlas: Program, signed_in_as: As) -> None:
    other = a_project(atlas.ledger, "Confidential")
    a_task(atlas, "merger", project=other, predecessors=str(atlas["design"]))
    browser = signed_in_as("project_manager", on=f"{atlas.slug}/{atlas.project}")

    page = browser.get(f"/p/{atlas.slug}/plan/paper").content.decode()

    assert "merger" not in page
    assert "Confidential" not in page
    assert len(task_queries.tasks(SYSTEM, program=atlas.ledger)) == 5


def test_the_panel_lists_what_waits_for_the_task_with_the_room_between(
    atlas: Program, signed_in_as: As
) -> None:
    shown = text_of(signed_in_as("viewer").get(f"/p/{atlas.slug}/plan?task={atlas['design']}").content)

    assert "What waits for it" in shown
    # Building and the manual both begin when design ends.
    assert shown.count("held by it") == 2


def test_the_next_undo_and_redo_say_what_they_would_do(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    address = f"/p/{atlas.slug}/plan/steps"
    assert browser.get(address).json() == {"undo": None, "redo": None}
    program = f"/api/v1/programs/{atlas.slug}"

    edited = browser.patch(
        f"{program}/tasks/{atlas['build']}",
        {"duration": "12d"},
        content_type="application/json",
        headers={"if-match": "*"},
    )
    assert edited.status_code == 200, edited.content
    told = browser.get(address).json()
    assert told["undo"]["words"] == "duration of “build” from 10 d to 12 d"
    assert told["redo"] is None

    browser.post(f"{program}:undo", {}, content_type="application/json")
    told = browser.get(address).json()
    assert told["undo"] is None
    assert told["redo"]["words"] == "duration of “build” from 10 d to 12 d"


def test_the_steps_of_a_session_are_its_own(atlas: Program, signed_in_as: As) -> None:
    tasks.edit(atlas.by(), task=atlas["build"], duration="12d")

    told = signed_in_as("program_manager").get(f"/p/{atlas.slug}/plan/steps").json()

    assert told == {"undo": None, "redo": None}
