"""What must hold for any plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from milepost.engine.analysis import analyse
from milepost.engine.instants import TICKS_PER_HOUR
from milepost.engine.kernels.layout import NEVER
from milepost.engine.plan import ConstraintType, LinkType, Plan
from milepost.engine.rules import MILEPOST, MSPROJECT, P6, PlanRules
from tests.engine.plans import plans

FORWARD_ONLY = (LinkType.FINISH_START, LinkType.START_START, LinkType.FINISH_FINISH)


@pytest.mark.parametrize("rules", [MILEPOST, MSPROJECT, P6], ids=lambda rules: rules.name)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_float_is_never_below_zero_where_only_logic_pulls(rules: PlanRules, data: st.DataObject) -> None:
    plan = data.draw(plans(rules=rules, constraints=False))
    # Late dates of elapsed tasks lie in the night, as the page on differences says.
    assume(not any(task.is_elapsed for task in plan.tasks))
    assert (analyse(plan).schedule.total_float >= 0).all()


@settings(max_examples=60, deadline=None)
@given(plans(), st.data())
def test_a_longer_task_never_brings_the_finish_forward(plan: Plan, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(plan.tasks) - 1))
    # A start-to-finish link counts back from a finish: there a longer task starts, and frees others, earlier.
    assume(all(link.type in FORWARD_ONLY for link in plan.links))
    task = plan.tasks[place]
    longer = replace(task, duration=task.duration + data.draw(st.integers(1, 40)) * TICKS_PER_HOUR)
    tasks = (*plan.tasks[:place], longer, *plan.tasks[place + 1 :])
    before, after = analyse(plan).finish, analyse(replace(plan, tasks=tasks)).finish
    assert before is not None
    assert after is not None
    assert after >= before


@settings(max_examples=60, deadline=None)
@given(plans(calendars=False, constraints=False, types=(LinkType.FINISH_START,)), st.data())
def test_total_float_is_what_a_task_may_slip(plan: Plan, data: st.DataObject) -> None:
    """Slipped by its float the finish stays, by more it moves."""
    analysis = analyse(plan)
    task = data.draw(st.sampled_from(plan.tasks))
    # An elapsed task may be late in the night, when it cannot start; its float, and that of what it follows,
    # then counts hours nobody can use.
    assume(not any(one.is_elapsed for one in plan.tasks))
    row = analysis.schedule.row(task.id)
    assert row.late_start is not None
    assert analyse(_slipped(plan, task.id, row.late_start)).finish == analysis.finish
    beyond = analyse(_slipped(plan, task.id, row.late_start + 16 * 6 * TICKS_PER_HOUR)).finish
    assert beyond is not None
    assert analysis.finish is not None
    assert beyond > analysis.finish


@settings(max_examples=60, deadline=None)
@given(plans(calendars=False, constraints=False, types=(LinkType.FINISH_START,)), st.data())
def test_free_float_is_what_a_task_may_slip_before_any_other_moves(plan: Plan, data: st.DataObject) -> None:
    analysis = analyse(plan)
    task = data.draw(st.sampled_from(plan.tasks))
    assume(not task.is_elapsed)
    row = analysis.schedule.row(task.id)
    assert row.early_start is not None
    assert row.free_float is not None
    time = analysis.network.frame.calendars.working_time(1)
    slipped = analyse(
        _slipped(plan, task.id, time.next_start(time.add(row.early_start, row.free_float)))
    ).schedule
    others = [place for place, other in enumerate(plan.tasks) if other.id != task.id]
    # Noon and one o'clock are one instant of work, spelt in two ways when a milestone stands there.
    assert [time.next_start(int(at)) for at in slipped.early_start[others]] == [
        time.next_start(int(at)) for at in analysis.schedule.early_start[others]
    ]


@settings(max_examples=60, deadline=None)
@given(plans(), st.randoms())
def test_the_order_of_the_input_changes_nothing(plan: Plan, random: object) -> None:
    tasks, links = list(plan.tasks), list(plan.links)
    random.shuffle(tasks)  # type: ignore[attr-defined]
    random.shuffle(links)  # type: ignore[attr-defined]
    one = analyse(plan).schedule
    other = analyse(replace(plan, tasks=tuple(tasks), links=tuple(links))).schedule
    for task in plan.tasks:
        assert one.row(task.id) == other.row(task.id)


@settings(max_examples=60, deadline=None)
@given(plans())
def test_what_is_on_the_longest_path_is_driven_from_the_start_of_the_project(plan: Plan) -> None:
    schedule = analyse(plan).schedule
    on_path = [task for at, task in enumerate(plan.tasks) if schedule.on_longest_path[at]]
    assert on_path
    for task in on_path:
        assert all(schedule.on_longest_path[schedule.position[id_]] for id_ in schedule.driven_by(task.id))


@settings(max_examples=60, deadline=None)
@given(plans())
def test_no_link_is_broken_where_only_logic_pulls(plan: Plan) -> None:
    schedule = analyse(plan).schedule
    assert (schedule.slack[schedule.slack != NEVER] >= 0).all()


def _slipped(plan: Plan, task: int, start: int) -> Plan:
    """The plan with one task held back until an instant."""
    held = tuple(
        replace(one, constraint=ConstraintType.START_NO_EARLIER_THAN, constraint_date=start)
        if one.id == task
        else one
        for one in plan.tasks
    )
    return replace(plan, tasks=held)
