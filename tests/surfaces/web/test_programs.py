"""Portfolio, new programs and their settings."""

from __future__ import annotations

from milepost.base.identity import SYSTEM
from milepost.domain.analysis.operations import baselines
from milepost.domain.programs.queries import programs
from milepost.domain.schedule.operations import tasks
from tests.builders import Program, a_program
from tests.domain.accounts.conftest import somebody
from tests.surfaces.web.conftest import As, SignedIn, text_of


def test_the_portfolio_names_who_is_late(atlas: Program, signed_in_as: As) -> None:
    baselines.set_baseline(atlas.by())
    tasks.edit(atlas.by(), task=atlas["build"], duration="13d")

    shown = text_of(signed_in_as("program_manager").get("/portfolio").content)

    assert "The program finishes later than promised: Atlas by 3 days" in shown
    assert "+3 d" in shown


def test_the_portfolio_lists_only_what_one_may_see(atlas: Program, signed_in_as: As) -> None:
    a_program("Secret")

    assert "Secret" not in signed_in_as("viewer").get("/portfolio").content.decode()


def test_an_empty_portfolio_offers_the_first_step(browser_of: SignedIn) -> None:
    shown = text_of(
        browser_of(somebody("Ana", portfolio_administrator="organisation")).get("/portfolio").content
    )

    assert "No program yet." in shown
    assert "Import a plan" in shown


def test_a_program_without_a_project_does_not_break_the_list(atlas: Program, browser_of: SignedIn) -> None:
    browser = browser_of(somebody("Ana", portfolio_administrator="organisation"))

    answer = browser.post("/portfolio/new", {"name": "Meridian: payments", "currency": "EUR"})

    assert answer.headers["Location"] == "/p/meridian"
    assert "no dates yet" in text_of(browser.get("/portfolio").content)
    assert "This program has nothing in it yet." in text_of(browser.get("/p/meridian").content)


def test_a_program_needs_a_name(atlas: Program, browser_of: SignedIn) -> None:
    browser = browser_of(somebody("Ana", portfolio_administrator="organisation"))

    assert browser.post("/portfolio/new", {"name": " ", "currency": "EUR"}).status_code == 422


def test_a_viewer_may_open_no_program(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("viewer")

    assert "New program" not in text_of(browser.get("/portfolio").content)
    assert browser.post("/portfolio/new", {"name": "Mine", "currency": "EUR"}).status_code in (403, 404, 422)
    assert [row.slug for row in programs.programs(SYSTEM)] == ["atlas"]


def test_a_project_is_added_changed_and_removed(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    here = f"/p/{atlas.slug}/settings/projects"

    browser.post(here, {"name": "Portal", "start": "2026-04-06"})
    added = programs.projects(SYSTEM, program=atlas.ledger)[-1]
    browser.post(
        f"{here}/{added.number}",
        {"name": "Customer portal", "start": "2026-04-13", "finish_by": "2026-09-01", "stage": "running"},
    )
    changed = programs.project(SYSTEM, program=atlas.ledger, project=added.number)
    assert (changed.name, changed.stage) == ("Customer portal", "running")
    assert "1 Sep" in text_of(browser.get(f"/p/{atlas.slug}/settings").content)

    browser.post(f"{here}/{added.number}/remove")
    assert added.number not in [row.number for row in programs.projects(SYSTEM, program=atlas.ledger)]


def test_the_status_date_is_set_and_taken_away(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")

    browser.post(f"/p/{atlas.slug}/settings/status", {"status_date": "2026-03-06"})
    assert "6 Mar 2026" in text_of(browser.get(f"/p/{atlas.slug}/settings").content)

    browser.post(f"/p/{atlas.slug}/settings/status", {"status_date": ""})
    assert programs.program(SYSTEM, program=atlas.ledger).status is None


def test_a_stage_is_not_jumped_over(atlas: Program, signed_in_as: As) -> None:
    answer = signed_in_as("program_manager").post(f"/p/{atlas.slug}/settings/stage", {"stage": "closed"})

    assert answer.status_code == 422
    assert "one step" in text_of(answer.content)


def test_settings_are_refused_to_a_viewer(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("viewer")

    answer = browser.post(f"/p/{atlas.slug}/settings/projects", {"name": "Mine", "start": "2026-04-06"})

    assert answer.status_code in (403, 422)
    assert len(programs.projects(SYSTEM, program=atlas.ledger)) == 1
