"""Two states of a program on one screen: told, narrowed, turned round, and taken out as a table."""

from __future__ import annotations

import re

import pytest

from milepost.base.documents import tables
from milepost.domain.analysis.operations import baselines
from milepost.domain.programs.operations import aims
from milepost.domain.schedule.operations import tasks
from tests.builders import Program, a_project, a_task
from tests.surfaces.web.conftest import As, text_of


def slipped(atlas: Program) -> None:
    """Launch is promised, then build takes two days longer and a review comes in."""
    aims.add_key_date(atlas.by(), name="Launch", task=atlas["launch"], is_headline=True)
    baselines.set_baseline(atlas.by(), name="Board plan")
    tasks.edit(atlas.by(), task=atlas["build"], duration="12d")
    a_task(atlas, "review", "1d")


def test_the_sentence_leads_and_each_task_says_what_differs(atlas: Program, signed_in_as: As) -> None:
    slipped(atlas)

    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}/compare").content)

    assert "launch moved 2 working days later, to 24 Mar 2026: 1 task added, 1 changed, 1 moved." in shown
    assert re.search(r"build .* duration 10d → 12d", shown)
    assert re.search(r"review .*added", shown)


def test_the_address_names_both_sides_and_the_other_way_round_turns_them(
    atlas: Program, signed_in_as: As
) -> None:
    slipped(atlas)
    browser = signed_in_as("program_manager")

    html = browser.get(f"/p/{atlas.slug}/compare?earlier=3&later=now").content.decode()
    turned = text_of(browser.get(f"/p/{atlas.slug}/compare?earlier=now&later=baseline-1").content)

    assert "earlier=now&amp;later=3" in html
    assert "2 working days sooner" in turned


def test_filters_keep_a_kind_of_change_or_what_is_critical(atlas: Program, signed_in_as: As) -> None:
    slipped(atlas)
    browser = signed_in_as("program_manager")

    added = text_of(browser.get(f"/p/{atlas.slug}/compare?kind=added").content)
    critical = text_of(browser.get(f"/p/{atlas.slug}/compare?critical=now").content)

    assert "1 of 3 tasks" in added
    assert "2 of 3 tasks" in critical


def test_the_finish_leads_to_its_causes(atlas: Program, signed_in_as: As) -> None:
    slipped(atlas)
    browser = signed_in_as("program_manager")

    html = browser.get(f"/p/{atlas.slug}/compare").content.decode()
    causes = text_of(browser.get(f"/p/{atlas.slug}/compare/causes").content)

    assert f"/p/{atlas.slug}/moves?since=baseline-1" in html
    assert "Durations +2 d" in causes


def test_causes_of_what_lies_behind_are_not_told(atlas: Program, signed_in_as: As) -> None:
    slipped(atlas)
    address = f"/p/{atlas.slug}/compare/causes?earlier=now&later=3"

    assert text_of(signed_in_as("program_manager").get(address).content).strip() == ""


def test_the_table_goes_out_as_it_is_narrowed(atlas: Program, signed_in_as: As) -> None:
    slipped(atlas)
    tasks.edit(atlas.by(), task=atlas["review"], name="=cmd()")

    answer = signed_in_as("program_manager").get(f"/p/{atlas.slug}/compare.csv?kind=added")
    rows = tables.read_csv(answer.content).rows

    assert answer["Content-Type"].startswith("text/csv")
    assert {row[2] for row in rows[1:]} == {"'=cmd()"}
    assert [row[6] for row in rows[1:]] == ["start", "finish"]


def test_it_is_narrowed_to_a_project(atlas: Program, signed_in_as: As) -> None:
    slipped(atlas)
    other = a_project(atlas.ledger, "Run")
    browser = signed_in_as("program_manager")

    assert "3 tasks" in text_of(browser.get(f"/p/{atlas.slug}/compare?project={atlas.project}").content)
    assert "0 tasks" in text_of(browser.get(f"/p/{atlas.slug}/compare?project={other}").content)


def test_long_lists_come_in_parts(atlas: Program, signed_in_as: As) -> None:
    baselines.set_baseline(atlas.by(), name="Board plan")
    for place in range(205):
        a_task(atlas, f"more {place}", "1d")
    browser = signed_in_as("program_manager")

    first = browser.get(f"/p/{atlas.slug}/compare").content.decode()
    second = browser.get(f"/p/{atlas.slug}/compare?from=200").content.decode()

    assert "from=200" in first
    assert ("more 199" in first, "more 200" in first) == (True, False)
    assert ("more 199" in second, "more 200" in second) == (False, True)


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("sponsor", 200), ("vendor", 403)])
def test_only_who_may_hold_it_against_a_promise_compares(
    atlas: Program, signed_in_as: As, role: str, status: int
) -> None:
    slipped(atlas)
    on = f"{atlas.slug}/{atlas.project}" if role == "vendor" else ""

    assert signed_in_as(role, on=on).get(f"/p/{atlas.slug}/compare").status_code == status


def test_before_anything_can_be_compared_the_screen_says_how(atlas: Program, signed_in_as: As) -> None:
    shown = text_of(signed_in_as("sponsor").get(f"/p/{atlas.slug}/compare").content)

    assert "Both are the same, task by task." in shown


def test_where_the_causes_are_of_another_move_the_way_to_them_stays(atlas: Program, signed_in_as: As) -> None:
    """Without a headline, the last task now need not have been the last then."""
    baselines.set_baseline(atlas.by(), name="Board plan")
    a_task(atlas, "review", "40d")

    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}/compare/causes").content)

    assert shown.split() == ["Why", "it", "moved"]
