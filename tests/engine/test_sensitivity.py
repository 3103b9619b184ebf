"""Why a date moved: every cause gets its share, and the shares are the whole."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from milepost.engine import notation
from milepost.engine.analysis import analyse
from milepost.engine.instants import TICKS_PER_DAY
from milepost.engine.plan import Plan
from milepost.engine.sensitivity import Cause, why_it_moved
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
