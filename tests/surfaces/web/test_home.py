"""Program home: a sentence, figures that open, what changed, and the first steps where nothing is yet."""

from __future__ import annotations

import datetime as dt

import pytest

from milepost.base.identity import ORGANISATION, SYSTEM, Actor
from milepost.base.operation import Acting
from milepost.domain.analysis.operations import baselines
from milepost.domain.programs.operations import aims, programs
from milepost.domain.schedule.operations import tasks
from tests.builders import Program, a_plan
from tests.surfaces.web.conftest import As, SignedIn, somebody, text_of

FIGURES = ["finish", "slip", "critical", "done", "problems"]


def test_the_sentence_names_the_finish_and_what_drives_it(atlas: Program, signed_in_as: As) -> None:
    shown = text_of(signed_in_as("viewer").get(f"/p/{atlas.slug}").content)

    # Monday 2 March and 5 + 10 working days: Friday 20 March.
    assert "Atlas is planned for 20 Mar 2026 ; design drives it." in shown


def test_the_headline_is_the_promised_milestone_against_its_baseline(
    atlas: Program, signed_in_as: As
) -> None:
    aims.add_key_date(atlas.by(), name="Launch", task=atlas["launch"], is_headline=True)
    baselines.set_baseline(atlas.by(), name="Board plan")
    tasks.edit(atlas.by(), task=atlas["build"], duration="12d")

    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}").content)

    # Two more working days carry it over the weekend to Tuesday 24 March.
    assert "launch is planned for 24 Mar 2026 , 2 working days after Board plan" in shown


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_opens_to_its_formula_and_inputs(atlas: Program, signed_in_as: As, figure: str) -> None:
    browser = signed_in_as("program_manager")
    assert f"why={figure}" in browser.get(f"/p/{atlas.slug}").content.decode()

    shown = text_of(browser.get(f"/p/{atlas.slug}?why={figure}").content)

    assert "Read at revision" in shown


def test_critical_tasks_are_listed_with_their_float(atlas: Program, signed_in_as: As) -> None:
    html = signed_in_as("viewer").get(f"/p/{atlas.slug}?why=critical").content.decode()
    panel = text_of(html.partition('<aside class="panel"')[2].encode())

    assert "build" in panel
    assert "manual" not in panel  # it has 10 - 3 = 7 days of float


def test_whoever_may_see_no_baseline_is_shown_no_comparison(atlas: Program, signed_in_as: As) -> None:
    baselines.set_baseline(atlas.by(), name="Board plan")

    shown = text_of(signed_in_as("viewer").get(f"/p/{atlas.slug}").content)

    assert "Against the baseline" not in shown
    assert "Board plan" not in shown


def test_an_unknown_figure_is_not_found(atlas: Program, signed_in_as: As) -> None:
    assert signed_in_as("viewer").get(f"/p/{atlas.slug}?why=p80").status_code == 404


def test_an_empty_program_offers_the_first_steps(atlas: Program, browser_of: SignedIn) -> None:
    programs.open_program(Acting(SYSTEM, ORGANISATION), name="Bare")
    browser = browser_of(somebody("Ana Alonso", program_manager="bare"))

    shown = text_of(browser.get("/p/bare").content)

    assert "This program has nothing in it yet." in shown
    assert "Import" in shown


def test_a_missed_deadline_is_named_with_its_task(atlas: Program, signed_in_as: As) -> None:
    tasks.edit(atlas.by(), task=atlas["manual"], deadline=dt.datetime(2026, 3, 3, 17))

    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}").content)

    assert "One thing is odd in the plan" in shown
    assert "manual" in shown


def test_numbers_of_what_does_not_exist_are_left_out(atlas: Program, signed_in_as: As) -> None:
    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}").content)

    for word in ("P80", "P50", "CPI", "EAC", "Contingency", "Forecast", "RAID", "Budget"):
        assert word not in shown


def test_the_past_is_read_as_it_was(atlas: Program, signed_in_as: As) -> None:
    before = tasks.edit(atlas.by(), task=atlas["build"], duration="11d").revision - 1

    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}?as_of={before}").content)

    assert "planned for 20 Mar 2026" in shown
    assert "Back to now" in shown


def test_of_many_milestones_the_next_stand_on_the_page(browser_of: SignedIn, owner: Actor) -> None:
    program = a_plan("\n".join(f"gate{n}  0d" for n in range(30)))

    shown = text_of(browser_of(owner).get(f"/p/{program.slug}").content)

    assert "30 milestones; the next 24" in shown
