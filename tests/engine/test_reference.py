"""By any rules, the engine finds the dates that walking through every hour finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.analysis import analyse
from milepost.engine.plan import ConstraintType, Plan
from milepost.engine.rules import MILEPOST, MSPROJECT, P6, PlanRules
from tests.engine import anything
from tests.engine.plans import START
from tests.engine.reference.late import Reference
from tests.engine.reference.levels import spans

COMMON = (
    (),
    ("milestone",),
    ("elapsed",),
    ("earliest", "deadline"),
    ("latest",),
    ("hard",),
    ("twice",),
    ("mandatory",),
    ("split",),
    ("manual", "inactive"),
    ("external", "deadline"),
    ("milestone", "latest", "manual"),
)
"""What tasks of one run may have, by `anything.FIELDS`: together, since rules meet where plans do."""
HELD_AT_STATUS = (("progress",), ("progress", "deadline", "latest", "split"), ("expected", "progress"))
RUNS = [
    pytest.param(rules, fields, id=f"{rules.name}-{'-'.join(fields) or 'logic'}".replace(" ", "_"))
    for rules, runs in (
        (MILEPOST, COMMON + HELD_AT_STATUS),
        (P6, COMMON + HELD_AT_STATUS),
        (MSPROJECT, COMMON),
    )
    for fields in runs
]
BY_RULES = pytest.mark.parametrize("rules", [MILEPOST, P6, MSPROJECT], ids=lambda rules: rules.name)


def assert_walked(plan: Plan) -> None:
    """The engine's dates and total floats are those of the walking reference."""
    schedule, walked = analyse(plan).schedule, Reference(plan)
    for task in walked.leaves_of_plan():
        row = schedule.row(task.id)
        if task.actual_start is None:
            assert (row.start, row.finish) == walked.shown(task.id), task.name
        if task.constraint is not ConstraintType.AS_LATE_AS_POSSIBLE:
            assert (row.early_start, row.early_finish) == walked.early(task.id), task.name
        assert row.late_finish == walked.late(task.id)[1], task.name
        # What has started has one late date: where what is left of it may end.
        assert task.actual_start is not None or row.late_start == walked.late(task.id)[0], task.name
        assert row.total_float == walked.total_float(task.id), task.name


def assert_placed(plan: Plan) -> None:
    """The engine places every task where the walking reference does."""
    schedule, walked = analyse(plan).schedule, Reference(plan)
    for task in plan.tasks:
        row = schedule.row(task.id)
        assert (row.start, row.finish) == walked.shown(task.id), task.name


@pytest.mark.parametrize(("rules", "fields"), RUNS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_dates_are_those_of_walking_through_every_hour(
    rules: PlanRules, fields: tuple[str, ...], data: st.DataObject
) -> None:
    assert_walked(data.draw(anything.plans(rules, *fields)))


@BY_RULES
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_links_and_dates_of_summaries_hold_their_parts(rules: PlanRules, data: st.DataObject) -> None:
    assert_walked(data.draw(anything.with_summary(rules)))


@BY_RULES
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_delayed_and_split_tasks_stand_where_walking_puts_them(rules: PlanRules, data: st.DataObject) -> None:
    assert_placed(data.draw(anything.plans(rules, "delay", "split")))


@BY_RULES
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_people_of_different_calendars_take_as_long_as_walking_says(
    rules: PlanRules, data: st.DataObject
) -> None:
    assert_placed(data.draw(anything.with_people(rules)))


@pytest.mark.parametrize("rules", [MILEPOST, P6], ids=lambda rules: rules.name)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_project_planned_back_from_its_finish_starts_where_walking_back_leads(
    rules: PlanRules, data: st.DataObject
) -> None:
    plan = data.draw(anything.plans(rules, "deadline"))
    by = START + data.draw(st.integers(20, 30)) * anything.DAY + 9 * anything.HOUR
    project = replace(plan.projects[0], from_finish=True, finish_by=by)
    assert_walked(replace(plan, projects=(project,)))


@BY_RULES
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_level_of_effort_lasts_as_long_as_what_it_hangs_from(rules: PlanRules, data: st.DataObject) -> None:
    plan = data.draw(anything.with_level_of_effort(rules))
    schedule = analyse(plan).schedule
    for task, dates in spans(plan).items():
        row = schedule.row(task)
        assert (row.start, row.finish) == dates
