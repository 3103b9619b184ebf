"""Units, work and duration of a task, by its type, computed by hand. Ten days of eight hours are 80 hours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.engine import balance
from milepost.engine.balance import Balance, Share
from milepost.engine.plan import EffortType

ANA, BO, CY = 1, 2, 3
UNITS, WORK, DURATION = EffortType.FIXED_UNITS, EffortType.FIXED_WORK, EffortType.FIXED_DURATION


def ten_days(kind: EffortType, *, effort_driven: bool = False) -> Balance:
    """Ana, full time for 80 hours."""
    return Balance(kind, effort_driven, 80, (Share(ANA, 1.0, 80),))


def told(found: Balance) -> tuple[float, dict[int, tuple[float, float]]]:
    """Time left, then units and work left by resource."""
    shares = {share.resource: (round(share.units, 6), round(share.left, 6)) for share in found.shares}
    return round(found.left, 6), shares


@pytest.mark.parametrize(
    ("kind", "time", "units", "work"),
    [(UNITS, 40, 1.0, 40), (WORK, 40, 2.0, 80), (DURATION, 40, 1.0, 40)],
)
def test_half_the_time_is_half_the_work_or_twice_the_people(
    kind: EffortType, time: float, units: float, work: float
) -> None:
    assert told(balance.lasting(ten_days(kind), 40)) == (time, {ANA: (units, work)})


@pytest.mark.parametrize(("kind", "time", "work"), [(UNITS, 160, 80), (WORK, 160, 80), (DURATION, 80, 40)])
def test_half_the_units_take_twice_the_time_or_do_half_the_work(
    kind: EffortType, time: float, work: float
) -> None:
    assert told(balance.with_units(ten_days(kind), {ANA: 0.5})) == (time, {ANA: (0.5, work)})


@pytest.mark.parametrize(
    ("kind", "time", "units"), [(UNITS, 120, 1.0), (WORK, 120, 1.0), (DURATION, 80, 1.5)]
)
def test_half_as_much_work_again_takes_longer_or_more_people(
    kind: EffortType, time: float, units: float
) -> None:
    assert told(balance.working(ten_days(kind), 120)) == (time, {ANA: (units, 120)})


@pytest.mark.parametrize("kind", [UNITS, DURATION])
def test_a_second_person_brings_work_where_effort_does_not_drive(kind: EffortType) -> None:
    found = balance.with_people(ten_days(kind), {ANA: 1.0, BO: 0.5})

    assert told(found) == (80, {ANA: (1.0, 80), BO: (0.5, 40)})


def test_a_second_person_shares_the_work_where_effort_drives() -> None:
    found = balance.with_people(ten_days(UNITS, effort_driven=True), {ANA: 1.0, BO: 1.0})

    assert told(found) == (40, {ANA: (1.0, 40), BO: (1.0, 40)})


def test_fixed_work_is_shared_by_units_without_being_asked() -> None:
    found = balance.with_people(ten_days(WORK), {ANA: 1.0, BO: 0.6})

    assert told(found) == (80 / 1.6, {ANA: (1.0, 50), BO: (0.6, 30)})


def test_a_fixed_duration_that_effort_drives_spares_those_who_share_it() -> None:
    found = balance.with_people(ten_days(DURATION, effort_driven=True), {ANA: 1.0, BO: 1.0})

    assert told(found) == (80, {ANA: (0.5, 40), BO: (0.5, 40)})


def test_who_stays_takes_over_the_work_where_effort_drives() -> None:
    both = Balance(UNITS, True, 40, (Share(ANA, 1.0, 40), Share(BO, 1.0, 40)))

    assert told(balance.with_people(both, {BO: 1.0})) == (80, {BO: (1.0, 80)})


def test_units_change_before_people_join() -> None:
    """Ana at half her time needs 160 hours for 80; with Bo, 80 hours at 1.5 take 53.3."""
    found = balance.with_people(ten_days(UNITS, effort_driven=True), {ANA: 0.5, BO: 1.0})

    assert told(found) == (round(80 / 1.5, 6), {ANA: (0.5, round(80 / 3, 6)), BO: (1.0, round(160 / 3, 6))})


def test_the_slowest_decides_how_long_a_task_takes() -> None:
    both = Balance(UNITS, False, 80, (Share(ANA, 1.0, 80), Share(BO, 1.0, 80)))

    assert told(balance.with_units(both, {BO: 0.5})) == (160, {ANA: (1.0, 80), BO: (0.5, 80)})


def test_the_first_people_on_a_task_work_all_of_its_time() -> None:
    found = balance.with_people(Balance(UNITS, True, 80), {ANA: 1.0, BO: 0.5})

    assert told(found) == (80, {ANA: (1.0, 80), BO: (0.5, 40)})


@pytest.mark.parametrize(("kind", "time", "units"), [(UNITS, 60, 1.0), (WORK, 60, 1.0), (DURATION, 80, 0.75)])
def test_work_stated_before_anybody_is_booked_is_shared_by_the_first(
    kind: EffortType, time: float, units: float
) -> None:
    stated = balance.working(Balance(kind, False, 80), 120)
    found = balance.with_people(stated, {ANA: 1.0, BO: 1.0})

    assert told(found) == (time, {ANA: (units, 60), BO: (units, 60)})


def test_what_is_done_stays_done() -> None:
    half = Balance(WORK, True, 40, (Share(ANA, 1.0, 40, done=40),))
    found = balance.with_people(half, {ANA: 1.0, BO: 1.0})

    assert told(found) == (20, {ANA: (1.0, 20), BO: (1.0, 20)})
    assert [share.work for share in found.shares] == [60, 20]


def test_a_task_nobody_is_left_on_keeps_its_time() -> None:
    assert told(balance.with_people(ten_days(WORK), {})) == (80, {})


def test_a_task_without_length_gets_the_work_of_the_length_it_is_given() -> None:
    empty = Balance(UNITS, False, 0, (Share(ANA, 0.5, 0),))

    assert told(balance.lasting(empty, 80)) == (80, {ANA: (0.5, 40)})


UNIT = st.integers(1, 8).map(lambda quarter: quarter / 4)


@given(
    st.sampled_from(EffortType),
    st.booleans(),
    st.integers(1, 400),
    st.dictionaries(st.integers(1, 4), UNIT, min_size=1),
    st.lists(st.dictionaries(st.integers(1, 4), UNIT, min_size=1), min_size=1, max_size=4),
)
def test_work_is_always_units_times_time_and_is_kept_where_effort_drives(
    kind: EffortType, effort_driven: bool, time: int, first: dict[int, float], later: list[dict[int, float]]
) -> None:
    found = balance.with_people(Balance(kind, effort_driven, time), first)
    for people in later:
        work = found.work_left
        held = {share.resource: share.units for share in found.shares}
        found = balance.with_people(found, people)
        assert {share.resource for share in found.shares} == people.keys()
        if found.keeps_work and not (kind is DURATION and people.keys() & held.keys()):
            assert found.work_left == pytest.approx(work)
        if kind is DURATION:
            assert found.left == time
        assert max(share.time for share in found.shares) == pytest.approx(found.left)
