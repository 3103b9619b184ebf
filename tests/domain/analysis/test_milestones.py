"""Milestone trends: each week's planned date, the slip, and where it goes."""

from __future__ import annotations

import datetime as dt

import pytest

from milepost.base import clock
from milepost.base.identity import SYSTEM
from milepost.domain.analysis.queries import milestones
from milepost.domain.analysis.rows.trends import MilestoneTrend
from milepost.domain.schedule.operations import tasks
from milepost.engine.instants import moment
from tests.builders import Program, a_plan, a_project, project_manager_of, viewer_of

pytestmark = pytest.mark.django_db

FIRST = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
WEEK = dt.timedelta(weeks=1)


def slipping() -> Program:
    """Launch is planned for 13 March; a week later for the 20th, another week later for the 27th."""
    with clock.at(FIRST):
        program = a_plan("build  10d\nlaunch  0d  build")
    for weeks, duration in ((1, "15d"), (2, "20d")):
        with clock.at(FIRST + weeks * WEEK):
            tasks.edit(program.by(), task=program["build"], duration=duration)
    return program


def only(program: Program, **asked: int) -> MilestoneTrend:
    (found,) = milestones.milestone_trends(SYSTEM, program=program.ledger, **asked)
    return found


def test_each_week_says_its_date_and_the_trend_is_worked_out() -> None:
    found = only(slipping())

    said = [moment(report.finish).date() for report in found.reports]
    assert said == [dt.date(2026, 3, 13), dt.date(2026, 3, 20), dt.date(2026, 3, 27)]
    # It moves a week a week: it never comes nearer, so no day can be projected.
    assert (found.slip, found.direction, found.convergence, found.projected) == (14, "slipping", 0, None)


def test_reports_end_when_it_is_reached() -> None:
    program = slipping()
    with clock.at(FIRST + 3 * WEEK):
        tasks.edit(program.by(), task=program["launch"], actual_finish=dt.datetime(2026, 3, 20, 17))
    with clock.at(FIRST + 4 * WEEK):
        tasks.edit(program.by(), task=program["build"], duration="21d")

    found = only(program)

    assert (found.is_done, found.projected, len(found.reports)) == (True, None, 4)


def test_the_past_knows_no_later_report() -> None:
    program = slipping()
    first = only(program).reports[0].revision

    assert len(only(program, as_of=first).reports) == 1


def test_milestones_out_of_reach_are_left_out_and_the_past_is_for_who_may_read_it() -> None:
    program = slipping()
    other = a_project(program.ledger, "Run")

    assert milestones.milestone_trends(project_manager_of(program, other), program=program.ledger) == []
    assert milestones.milestone_trends(viewer_of(program), program=program.ledger) == []
