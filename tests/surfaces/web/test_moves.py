"""Why a date moved, on screen: a sentence, steps that sum, and what each step is made of."""

from __future__ import annotations

import re

from milepost.domain.analysis.operations import baselines
from milepost.domain.programs.operations import aims
from milepost.domain.schedule.operations import tasks
from tests.builders import Program
from tests.surfaces.web.conftest import As, text_of


def slipped(atlas: Program) -> None:
    """Launch is promised, then build takes two days longer."""
    aims.add_key_date(atlas.by(), name="Launch", task=atlas["launch"], is_headline=True)
    baselines.set_baseline(atlas.by(), name="Board plan")
    tasks.edit(atlas.by(), task=atlas["build"], duration="12d")


def test_the_sentence_says_how_far_and_the_steps_sum_to_it(atlas: Program, signed_in_as: As) -> None:
    slipped(atlas)

    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}/moves").content)

    assert "launch is 2 working days later than with Board plan: 24 Mar 2026 instead of 20 Mar 2026" in shown
    assert re.search(r"Durations Build \+2 d", shown)
    assert re.search(r"Whole \+2 d", shown)


def test_a_step_opens_to_its_formula_and_changes(atlas: Program, signed_in_as: As) -> None:
    slipped(atlas)

    address = f"/p/{atlas.slug}/moves?share=duration-{atlas.project}"
    shown = text_of(signed_in_as("program_manager").get(address).content)

    assert "averaged over every order" in shown
    assert "duration: 10 d → 12 d" in shown


def test_the_whole_opens_too_and_other_parts_are_not_found(atlas: Program, signed_in_as: As) -> None:
    slipped(atlas)
    browser = signed_in_as("program_manager")

    assert "960 working minutes" in text_of(
        browser.get(f"/p/{atlas.slug}/moves?share=whole").content
    ).replace("\N{NARROW NO-BREAK SPACE}", "")
    for address in ("?share=weather", "?since=baseline-7", "?since=soon", "?since=99999", "?task=99999"):
        assert browser.get(f"/p/{atlas.slug}/moves{address}").status_code == 404


def test_nothing_moved_is_said(atlas: Program, signed_in_as: As) -> None:
    baselines.set_baseline(atlas.by(), name="Board plan")

    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}/moves").content)

    assert "stays on 20 Mar 2026, as with Board plan." in shown


def test_home_leads_from_the_slip_to_its_causes(atlas: Program, signed_in_as: As) -> None:
    slipped(atlas)

    html = signed_in_as("program_manager").get(f"/p/{atlas.slug}?why=slip").content.decode()

    assert f"/p/{atlas.slug}/moves?since=baseline-1" in html
