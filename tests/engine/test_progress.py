"""The status date, leads, and dates that pin a task, computed by hand."""

from __future__ import annotations

from dataclasses import replace

from milepost.engine import notation
from milepost.engine.analysis import analyse
from milepost.engine.notation import days
from tests.engine.conftest import Worked, at


def test_a_lead_that_reaches_back_before_the_status_date_is_told(worked: Worked) -> None:
    """
    status 2026-01-08
    build  5d  started 2026-01-05, left 1d
    test   3d  after build -4d
    """
    assert worked.shown("test") == "01-08 08:00 - 01-12 17:00"
    assert worked.problems() == ["lead_before_status"]


def test_a_lead_that_stays_after_the_status_date_is_none(worked: Worked) -> None:
    """
    status 2026-01-08
    build  5d  started 2026-01-05, left 4d
    test   3d  after build -1d
    """
    assert worked.shown("test") == "01-13 08:00 - 01-15 17:00"
    assert worked.problems() == []


def test_a_lead_before_finish_counts_from_where_it_would_have_the_task_start(worked: Worked) -> None:
    """
    status 2026-01-08
    build  5d  started 2026-01-05, left 3d
    test   3d  after build FF-1d
    """
    assert worked.shown("test") == "01-08 08:00 - 01-12 17:00"
    assert worked.problems() == ["lead_before_status"]


def test_nothing_is_told_where_the_status_date_holds_nothing(worked: Worked) -> None:
    """
    rules msproject
    status 2026-01-08
    build  5d  started 2026-01-05, left 1d
    test   3d  after build -4d
    """
    assert worked.problems() == []


def test_a_finish_pinned_to_a_date_has_no_free_float(worked: Worked) -> None:
    """
    rules p6
    build  2d  mandatory finish 2026-01-07
    plan   3d  expected 2026-01-08
    audit  1d  mandatory start 2026-01-06
    test   5d  after build, after plan, start no earlier than 2026-01-19
    """
    assert worked["build"].free_float == worked["plan"].free_float == worked["audit"].free_float == 0


def test_free_float_ends_at_the_finish_of_the_project_or_where_it_must_finish() -> None:
    """Work ends on Wednesday the 14th; a finish imposed on the 13th comes first, one on the 20th later."""
    plan = notation.parse("rules p6\ndig  3d\nbuild  5d  after dig\npaint  2d  after dig")
    free = {}
    for day in (13, 14, 20):
        project = replace(plan.projects[0], finish_by=at(f"2026-01-{day}T17:00"))
        worked = Worked(analyse(replace(plan, projects=(project,))))
        free[day] = (worked["paint"].free_float, worked["build"].free_float)

    assert free == {13: (days(2), 0), 14: (days(3), 0), 20: (days(3), 0)}


def test_what_counts_from_the_rest_of_a_started_task_limits_it(worked: Worked) -> None:
    """
    status 2026-01-07
    build  5d   started 2026-01-05, left 3d
    test   3d   after build SS
    write  10d
    close  5d   after test
    """
    # Test waits for the rest of build, so build may be no later than test: 7 + 3 + 5 days of 10.
    assert worked["test"].total_float == days(10 - 3 - 5)
    assert worked["build"].total_float == days(2)
