"""My work: what waits by day, and progress reported where it is read."""

from __future__ import annotations

import pytest
from django.test import Client

from milepost.base.identity import SYSTEM
from milepost.domain.schedule.operations import tasks
from milepost.domain.schedule.queries import tasks as task_queries
from tests.builders import Program
from tests.domain.accounts.conftest import somebody
from tests.surfaces.web.conftest import SignedIn, text_of


@pytest.fixture
def elena(atlas: Program, browser_of: SignedIn) -> Client:
    """The browser of somebody who owns the task `design`."""
    actor = somebody("Elena Petrova", member=atlas.slug)
    tasks.edit(atlas.by(), task=atlas["design"], owner=actor.person)
    return browser_of(actor)


def test_nothing_due_says_so_and_leads_on(atlas: Program, browser_of: SignedIn) -> None:
    shown = text_of(browser_of(somebody("Nora Haugen", member=atlas.slug)).get("/").content)

    assert "Nothing is due." in shown
    assert "See your programs" in shown


def test_a_task_that_should_run_stands_under_today(atlas: Program, elena: Client) -> None:
    shown = text_of(elena.get("/").content)

    assert "1 task waits for you today." in shown
    assert "design has none to spare" in shown
    assert "5 days" in shown


def test_the_form_opens_in_the_row_and_says_what_would_happen(atlas: Program, elena: Client) -> None:
    opened = elena.get(f"/?update=atlas-{atlas['design']}&left=7d").content

    assert 'value="7d"' in opened.decode()
    # Two days more than planned: Friday 6 March becomes Tuesday 10 March, four calendar days later.
    assert "Finish 10 Mar" in text_of(opened)
    assert "4 days later than planned" in text_of(opened)
    row = task_queries.task(SYSTEM, program=atlas.ledger, task=atlas["design"])
    assert row.duration == 5 * 4800


def test_progress_is_reported_with_what_is_in_the_way(atlas: Program, elena: Client) -> None:
    number = atlas["design"]

    answer = elena.post(
        f"/report/atlas/{number}",
        {"remaining": "5d", "percent_complete": "40", "note": "Waiting for Corelane", "seen": ""},
    )

    assert answer.status_code == 302, text_of(answer.content)
    row = task_queries.task(SYSTEM, program=atlas.ledger, task=number)
    assert row.percent_complete == 40


def test_saving_without_a_change_is_refused_kindly(atlas: Program, elena: Client) -> None:
    answer = elena.post(
        f"/report/atlas/{atlas['design']}", {"remaining": "5d", "percent_complete": "0", "note": "hello"}
    )

    assert answer.status_code == 422
    assert "Nothing is different from what the plan says" in text_of(answer.content)


def test_a_task_of_somebody_else_does_not_wait_here(atlas: Program, elena: Client) -> None:
    assert elena.get(f"/?update=atlas-{atlas['build']}").status_code == 404
    assert elena.post(f"/report/atlas/{atlas['build']}", {"percent_complete": "90"}).status_code == 404


def test_a_finished_task_waits_no_more(atlas: Program, elena: Client) -> None:
    elena.post(f"/report/atlas/{atlas['design']}", {"remaining": "0d", "percent_complete": "100", "note": ""})

    assert "Nothing is due." in text_of(elena.get("/").content)


def test_a_milestone_is_reached_on_a_day(atlas: Program, elena: Client) -> None:
    tasks.edit(atlas.by(), task=atlas["launch"], owner=_owner_of(atlas, "design"))
    form = elena.get(f"/?update=atlas-{atlas['launch']}").content.decode()
    assert "Finished on" in form
    assert "Work left" not in form

    answer = elena.post(f"/report/atlas/{atlas['launch']}", {"actual_finish": "2026-03-20", "note": ""})

    assert answer.status_code == 302, text_of(answer.content)
    row = task_queries.task(SYSTEM, program=atlas.ledger, task=atlas["launch"])
    assert row.actual_finish is not None


def _owner_of(program: Program, name: str) -> int | None:
    return task_queries.task(SYSTEM, program=program.ledger, task=program[name]).owner
