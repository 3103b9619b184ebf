"""An edited plan has the dates a full calculation finds, and both speeds find the same bits."""

from __future__ import annotations

import dataclasses
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.analysis import analyse
from milepost.engine.edits import LivePlan
from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR
from milepost.engine.kernels import compiled
from milepost.engine.plan import ConstraintType, Plan, Task
from milepost.engine.rules import MSPROJECT, P6
from milepost.engine.schedule import Schedule
from tests.engine import rich
from tests.engine.plans import START, plans

ARRAYS = [
    field.name for field in dataclasses.fields(Schedule) if field.name not in ("plan", "finish_by_project")
]


def assert_same(one: Schedule, other: Schedule) -> None:
    for name in ARRAYS:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert one.finish_by_project == other.finish_by_project


EDITS = st.one_of(
    st.integers(0, 60).map(lambda hours: {"duration": hours * TICKS_PER_HOUR}),
    st.integers(0, 20).map(
        lambda days: {
            "constraint": ConstraintType.START_NO_EARLIER_THAN,
            "constraint_date": START + days * TICKS_PER_DAY,
        }
    ),
    st.integers(0, 20).map(lambda days: {"deadline": START + days * TICKS_PER_DAY}),
    st.just({"constraint": ConstraintType.AS_SOON_AS_POSSIBLE, "constraint_date": None}),
    st.integers(0, 3).map(lambda days: {"actual_start": START + days * TICKS_PER_DAY}),
    st.integers(0, 3).map(
        lambda days: {"actual_start": START, "actual_finish": START + (days + 1) * TICKS_PER_DAY}
    ),
    st.just({"is_active": False}),
    st.just({"constraint": ConstraintType.AS_LATE_AS_POSSIBLE, "constraint_date": None}),
)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from((None, MSPROJECT, P6)).flatmap(
        lambda rules: plans() if rules is None else plans(rules=rules)
    ),
    st.lists(st.tuples(st.integers(0, 8), EDITS), min_size=1, max_size=6),
)
def test_an_edited_plan_is_what_a_full_calculation_finds(
    plan: Plan, edits: list[tuple[int, dict[str, object]]]
) -> None:
    live = LivePlan(plan)
    tasks = list(plan.tasks)
    for place, fields in edits:
        at = place % len(tasks)
        tasks[at] = replace(tasks[at], **fields)  # type: ignore[arg-type]
        live.edit([tasks[at]])
        full = analyse(replace(plan, tasks=tuple(tasks)))
        found = live.analysis()
        assert found.plan == full.plan
        assert_same(found.schedule, full.schedule)
        assert set(found.problems) == set(full.problems)


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_edits_of_every_kind_leave_what_a_full_calculation_finds(seed: int) -> None:
    rng = random.Random(seed)
    now = rich.plan(seed, rules=("milepost", "msproject", "p6")[seed % 3])
    live = LivePlan(now)
    for _ in range(100):
        now, task = rich.edited(rng, now)
        edit = live.replace_plan(now) if task is None else live.edit([task])
        full, found = analyse(now), live.analysis()
        assert found.plan == full.plan
        assert_same(found.schedule, full.schedule)
        assert sorted(map(str, found.problems)) == sorted(map(str, full.problems))
        assert edit.finish == full.finish


def test_dates_without_floats_are_current_and_floats_follow_with_the_next_edit() -> None:
    plan = _large(400)
    live = LivePlan(plan)
    rng = random.Random(7)
    tasks = list(plan.tasks)
    for step in range(40):
        at = rng.randrange(len(tasks))
        tasks[at] = replace(tasks[at], duration=rng.randrange(1, 60) * TICKS_PER_HOUR)
        edit = live.edit([tasks[at]], floats=step % 3 == 2)
        full = analyse(replace(plan, tasks=tuple(tasks)))
        assert edit.finish == full.finish
    live.edit([tasks[0]])
    assert_same(live.analysis().schedule, full.schedule)


def test_an_edit_names_the_tasks_it_moved() -> None:
    plan = _large(60)
    before = analyse(plan).schedule
    edited = replace(plan.tasks[30], duration=plan.tasks[30].duration + 8 * TICKS_PER_HOUR)
    moved = LivePlan(plan).edit([edited]).moved
    after = analyse(replace(plan, tasks=(*plan.tasks[:30], edited, *plan.tasks[31:]))).schedule
    different = (before.early_start != after.early_start) | (before.early_finish != after.early_finish)
    assert moved is not None
    assert sorted(moved) == [plan.tasks[at].id for at in np.flatnonzero(different)]


@pytest.mark.parametrize("rules", ["milepost", "msproject", "p6"])
def test_plain_and_compiled_kernels_give_the_same_bits(rules: str) -> None:
    pytest.importorskip("numba")
    for seed in range(5):
        plan = _large(300, seed=seed, rules=rules)
        fast = analyse(plan, kernels=compiled.fast()).schedule
        assert_same(analyse(plan, kernels=compiled.plain()).schedule, fast)
    live = LivePlan(plan, compiled.fast())
    edited = replace(plan.tasks[100], duration=plan.tasks[100].duration * 2)
    live.edit([edited])
    tasks = (*plan.tasks[:100], edited, *plan.tasks[101:])
    assert_same(
        live.analysis().schedule, analyse(replace(plan, tasks=tasks), kernels=compiled.plain()).schedule
    )


def _large(count: int, *, seed: int = 1, rules: str = "milepost") -> Plan:
    from benchmarks.plans import network

    return network(count, seed=seed, rules=rules)


def test_a_task_keeps_its_name_through_edits() -> None:
    plan = _large(20)
    live = LivePlan(plan)
    renamed: Task = replace(plan.tasks[3], name="renamed")
    assert live.edit([renamed]).moved == ()
    assert live.plan.tasks[3].name == "renamed"
