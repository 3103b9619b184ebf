"""History: who did what when, since a day, by a person; and taking it back."""

from __future__ import annotations

import datetime as dt

from milepost.base import clock
from milepost.base.identity import SYSTEM
from milepost.domain.programs.operations import programs
from milepost.domain.schedule.operations import tasks
from milepost.domain.schedule.queries import tasks as task_queries
from tests.builders import Program, a_project, a_task, manager_of
from tests.surfaces.web.conftest import As, text_of


def test_a_change_is_told_with_both_values_and_why(atlas: Program, signed_in_as: As) -> None:
    tasks.edit(atlas.by(manager_of(atlas, "Bo"), reason="Vendor moved"), task=atlas["build"], duration="12d")

    shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}/history").content)

    assert "changed duration of task “build” from 10 d to 12 d" in shown
    assert "Vendor moved" in shown


def test_since_a_day_leaves_out_what_was_before(atlas: Program, signed_in_as: As) -> None:
    soon = clock.now() + dt.timedelta(days=3)
    with clock.at(soon):
        tasks.edit(atlas.by(), task=atlas["manual"], name="handbook")
        day = soon.date().isoformat()

        shown = text_of(signed_in_as("program_manager").get(f"/p/{atlas.slug}/history?since={day}").content)

    assert "1 change" in shown
    assert "handbook" in shown
    assert "added task" not in shown


def test_one_persons_entries_stand_alone(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager", name="Ana Alonso")
    browser.post(f"/p/{atlas.slug}/settings/status", {"status_date": "2026-03-06"})
    me = browser.get(f"/p/{atlas.slug}/history").content.decode()
    number = me.partition("?by=")[2].partition('"')[0]

    shown = text_of(browser.get(f"/p/{atlas.slug}/history?by={number}").content)

    assert "changed status date" in shown
    assert "added task" not in shown


def test_an_entry_is_taken_back_and_done_again(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    entry = tasks.edit(atlas.by(), task=atlas["build"], duration="12d").entry

    browser.post(f"/p/{atlas.slug}/history/{entry}/undo")

    assert _days(atlas, "build") == 10
    shown = text_of(browser.get(f"/p/{atlas.slug}/history").content)
    assert f"taken back by entry {entry + 1}" in shown
    browser.post(f"/p/{atlas.slug}/history/{entry + 1}/undo")
    assert _days(atlas, "build") == 12


def test_what_was_changed_again_since_is_not_taken_back(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("program_manager")
    entry = tasks.edit(atlas.by(), task=atlas["build"], duration="12d").entry
    tasks.edit(atlas.by(), task=atlas["build"], duration="15d")

    browser.post(f"/p/{atlas.slug}/history/{entry}/undo")

    assert "was changed again" in text_of(browser.get(f"/p/{atlas.slug}/history").content)
    assert _days(atlas, "build") == 15


def test_entries_of_another_project_are_not_told(atlas: Program, signed_in_as: As) -> None:
    other = a_project(atlas.ledger, "Confidential")
    a_task(atlas, "merger talks", project=other)
    browser = signed_in_as("project_manager", on=f"{atlas.slug}/{atlas.project}")

    page = browser.get(f"/p/{atlas.slug}/history").content.decode()

    assert "merger" not in page
    assert "design" in page


def test_a_viewer_is_told_that_history_is_not_theirs(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("viewer")
    answer = browser.get(f"/p/{atlas.slug}/history")

    assert answer.status_code == 403
    assert "not how it came to be so" in text_of(answer.content)
    assert "/history" not in browser.get(f"/p/{atlas.slug}").content.decode()


def test_an_entry_that_may_not_be_seen_cannot_be_taken_back(atlas: Program, signed_in_as: As) -> None:
    other = a_project(atlas.ledger, "Confidential")
    a_task(atlas, "merger talks", project=other)
    entry = tasks.edit(atlas.by(), task=atlas["merger talks"], duration="9d").entry
    browser = signed_in_as("project_manager", on=f"{atlas.slug}/{atlas.project}")

    assert browser.post(f"/p/{atlas.slug}/history/{entry}/undo").status_code == 404
    assert _days(atlas, "merger talks") == 9


def test_undo_is_offered_only_where_it_would_be_carried_out(atlas: Program, signed_in_as: As) -> None:
    mine = tasks.edit(atlas.by(), task=atlas["manual"], name="handbook").entry
    again = tasks.edit(atlas.by(), task=atlas["build"], duration="12d").entry
    tasks.edit(atlas.by(), task=atlas["build"], duration="15d")
    shared = programs.edit(atlas.by(), purpose="whole program").entry

    lead = signed_in_as("project_manager", on=f"{atlas.slug}/{atlas.project}")
    offered = lead.get(f"/p/{atlas.slug}/history").content.decode()

    assert f"/history/{mine}/undo" in offered
    assert f"/history/{again}/undo" not in offered
    assert f"/history/{shared}/undo" not in offered
    manager = signed_in_as("program_manager", name="Pia Program")
    assert f"/history/{shared}/undo" in manager.get(f"/p/{atlas.slug}/history").content.decode()


def _days(program: Program, name: str) -> float:
    row = task_queries.task(SYSTEM, program=program.ledger, task=program[name])
    return row.duration / 4800
