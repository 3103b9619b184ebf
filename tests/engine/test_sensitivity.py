"""Why a date moved: every cause gets its share, and the shares are the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings

from milepost.engine import notation
from milepost.engine.analysis import analyse
from milepost.engine.calendars import compile_calendars
from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR
from milepost.engine.mixing import Cause
from milepost.engine.plan import Plan
from milepost.engine.reach import deciding, only
from milepost.engine.sensitivity import apportioned, why_it_moved
from tests.engine.plans import plans

BEFORE = """
design  2d
build   3d  after design
test    2d  after build
"""
AFTER = """
design  4d
build   3d  after design
test    2d  after build, start no earlier than 2026-01-21
"""


def test_two_causes_that_overlap_share_what_they_share() -> None:
    """Two more days of design move the finish from Tuesday to Thursday; the constraint alone moves it to the
    22nd, nine days on. Together they reach the 22nd too: the 2 days are halved, the other 7 the constraint's.
    """
    found = why_it_moved(notation.parse(BEFORE), notation.parse(AFTER))
    assert found is not None
    days = {share.cause: share.ticks / TICKS_PER_DAY for share in found.shares}
    assert found.moved == 9 * TICKS_PER_DAY
    assert days == {Cause.DURATION: 1, Cause.CONSTRAINT: 8}
    assert not found.is_sampled


def test_scope_and_logic_are_told_apart() -> None:
    before = notation.parse("design 2d\nbuild 3d after design")
    after = notation.parse("design 2d\nbuild 3d after design\nmigrate 5d after build")
    (share,) = why_it_moved(before, after).shares  # type: ignore[union-attr]
    assert share.cause is Cause.SCOPE_ADDED
    assert share.ticks == 7 * TICKS_PER_DAY  # five working days over a weekend


def test_a_removed_task_brings_the_finish_forward() -> None:
    before = notation.parse("design 2d\nbuild 3d after design\nmigrate 5d after build")
    after = notation.parse("design 2d\nbuild 3d after design")
    (share,) = why_it_moved(before, after).shares  # type: ignore[union-attr]
    assert share.cause is Cause.SCOPE_REMOVED
    assert share.ticks == -7 * TICKS_PER_DAY


def test_nothing_changed_has_no_shares() -> None:
    plan = notation.parse(BEFORE)
    found = why_it_moved(plan, plan)
    assert found is not None
    assert found.moved == 0
    assert found.shares == ()


@settings(max_examples=40, deadline=None)
@given(plans(most=6), plans(most=6))
def test_the_shares_sum_to_the_move(before: Plan, after: Plan) -> None:
    found = why_it_moved(before, after)
    assert found is not None
    assert sum(share.ticks for share in found.shares) == found.moved
    assert (found.before, found.after) == (analyse(before).finish, analyse(after).finish)


def test_many_groups_are_sampled_and_still_sum_exactly() -> None:
    text = "\n".join(f"t{at} 2d" + (f" after t{at - 1}" if at else "") for at in range(12))
    before = notation.parse(text)
    tasks = tuple(replace(task, project=task.id, duration=task.duration + 4800) for task in before.tasks)
    projects = tuple(replace(before.projects[0], id=task.id) for task in before.tasks)
    early = replace(before, projects=projects, tasks=tuple(replace(t, project=t.id) for t in before.tasks))
    found = why_it_moved(early, replace(early, tasks=tasks))
    assert found is not None
    assert found.is_sampled
    assert len(found.shares) == 12
    assert sum(share.ticks for share in found.shares) == found.moved


@settings(max_examples=12, deadline=None)
@given(plans(most=5), plans(most=5))
def test_the_order_of_rows_makes_no_difference(before: Plan, after: Plan) -> None:
    shuffled = replace(after, links=after.links[::-1], assignments=after.assignments[::-1])
    one, other = why_it_moved(before, after), why_it_moved(before, shuffled)
    assert one is not None
    assert other is not None
    assert {(s.cause, s.project): s.ticks for s in one.shares} == {
        (s.cause, s.project): s.ticks for s in other.shares
    }


@settings(max_examples=12, deadline=None)
@given(plans(most=5), plans(most=5))
def test_there_and_back_are_the_same_shares_with_the_sign_turned(before: Plan, after: Plan) -> None:
    there, back = why_it_moved(before, after), why_it_moved(after, before)
    assert there is not None
    assert back is not None
    turned = {Cause.SCOPE_ADDED: Cause.SCOPE_REMOVED, Cause.SCOPE_REMOVED: Cause.SCOPE_ADDED}
    assert {(turned.get(s.cause, s.cause), s.project): -s.ticks for s in back.shares} == {
        (s.cause, s.project): s.ticks for s in there.shares
    }


@settings(max_examples=60, deadline=None)
@given(plans(most=8))
def test_what_lies_on_no_way_to_a_task_cannot_move_it(plan: Plan) -> None:
    whole = analyse(plan).schedule
    for task in plan.tasks:
        tasks = deciding([plan], task.id)
        assert analyse(only(plan, tasks)).schedule.row(task.id).finish == whole.row(task.id).finish


def test_changes_beside_the_way_to_a_milestone_are_no_cause() -> None:
    before = notation.parse("design 2d\nlaunch 0d after design\ncare 5d after launch\nparty 1d")
    after = notation.parse("design 3d\nlaunch 0d after design\ncare 9d after launch\nparty 8d")
    found = why_it_moved(before, after, 2)
    assert found is not None
    (share,) = found.shares
    assert (found.groups, found.plans) == (1, 2)
    assert [(one.id, one.field) for one in share.changes] == [(1, "duration")]


def test_moves_are_measured_as_asked() -> None:
    """Three days more, over a weekend: five days elapse, three are worked."""
    before, after = notation.parse("design 3d"), notation.parse("design 6d")
    found = why_it_moved(before, after, 1, measure=_worked(before))
    assert found is not None
    assert found.moved == 3 * 8 * TICKS_PER_HOUR


def test_a_project_that_came_with_its_tasks_is_scope() -> None:
    before = notation.parse("design 2d")
    after = replace(
        before,
        projects=(*before.projects, replace(before.projects[0], id=2)),
        tasks=(
            *before.tasks,
            replace(before.tasks[0], id=2, project=2, duration=before.tasks[0].duration * 2),
        ),
    )
    (share,) = why_it_moved(before, after).shares  # type: ignore[union-attr]
    assert (share.cause, share.project) == (Cause.SCOPE_ADDED, 2)


def test_whole_days_are_apportioned_to_the_whole() -> None:
    thirds = [Fraction(1, 3)] * 3
    assert sum(apportioned(thirds, 1)) == 1
    assert apportioned([Fraction(5, 2), Fraction(-1, 2)], 1) == [3, -1]


def test_of_many_groups_those_without_effect_are_left_out_and_the_rest_is_exact() -> None:
    text = (
        "\n".join(f"t{at} 2d" for at in range(12))
        + "\nlaunch 0d after "
        + ", after ".join(f"t{n}" for n in range(12))
    )
    plan = notation.parse(text)
    early = replace(
        plan,
        projects=tuple(replace(plan.projects[0], id=task.id) for task in plan.tasks),
        tasks=tuple(replace(task, project=task.id) for task in plan.tasks),
    )
    longer = {1: 8, 2: 4}
    tasks = tuple(replace(t, duration=t.duration + longer.get(t.id, -0.5) * 4800) for t in early.tasks[:-1])
    found = why_it_moved(early, replace(early, tasks=(*tasks, early.tasks[-1])), 13, measure=_worked(early))
    assert found is not None
    # Two days become ten: four of the eight days t2 would have brought about too, so they are shared.
    assert {share.project: share.ticks / 4800 for share in found.shares} == {1: 6, 2: 2}
    assert (found.silent, found.is_sampled) == (10, False)


def _worked(plan: Plan) -> Callable[[int], int]:
    working = compile_calendars(plan.calendars)[0].working_time(plan.calendars[0].id)
    return lambda at: working.between(plan.projects[0].start, at)
