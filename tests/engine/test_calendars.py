"""Working time: shifts, holidays, bases, work weeks, recurrence; and what must hold for any calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine import calendars, recurrence
from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR, instant, minutes, moment, ticks
from milepost.engine.plan import (
    INHERITED_WEEK,
    OFFICE_DAY,
    OFFICE_WEEK,
    ROUND_THE_CLOCK,
    Calendar,
    CalendarException,
    Day,
    Pattern,
    Recurrence,
    Shift,
    WorkWeek,
)
from milepost.engine.problems import ProblemCode

HOUR = TICKS_PER_HOUR
HOLIDAY = CalendarException(date(2026, 1, 6), date(2026, 1, 6), name="Epiphany")


def at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


def test_a_day_of_work_ends_the_same_evening_and_the_next_starts_in_the_morning() -> None:
    office = calendars.working_time(Calendar(1, "office"))
    assert office.add(at("2026-01-05T08:00"), 8 * HOUR) == at("2026-01-05T17:00")
    assert office.add(at("2026-01-09T17:00"), 8 * HOUR) == at("2026-01-12T17:00")
    assert office.subtract(at("2026-01-12T17:00"), 8 * HOUR) == at("2026-01-12T08:00")
    assert office.next_start(at("2026-01-09T17:00")) == at("2026-01-12T08:00")
    assert office.previous_finish(at("2026-01-12T08:00")) == at("2026-01-09T17:00")
    assert office.between(at("2026-01-09T17:00"), at("2026-01-12T08:00")) == 0


def test_nobody_works_on_a_holiday_of_the_base_calendar_not_even_who_states_other_hours() -> None:
    base = Calendar(1, "office", exceptions=(HOLIDAY,))
    own = Calendar(2, "early", ((Shift(6 * HOUR, 14 * HOUR),),) * 7, base=1)
    early = calendars.working_time(own, base)
    assert early.add(at("2026-01-05T06:00"), 16 * HOUR) == at("2026-01-07T14:00")


def test_an_exception_of_its_own_wins_over_the_base() -> None:
    base = Calendar(1, "office", exceptions=(HOLIDAY,))
    own = Calendar(
        2,
        "on duty",
        INHERITED_WEEK,
        (CalendarException(date(2026, 1, 6), date(2026, 1, 6), OFFICE_DAY),),
        base=1,
    )
    assert calendars.working_time(own, base).is_working(at("2026-01-06T09:00"))


def test_a_work_week_holds_for_its_dates_only() -> None:
    short: Day = (Shift(8 * HOUR, 12 * HOUR),)
    summer = WorkWeek(date(2026, 7, 1), date(2026, 7, 31), (short,) * 5 + (None, None))
    office = calendars.working_time(Calendar(1, "office", OFFICE_WEEK, work_weeks=(summer,)))
    assert office.between(at("2026-06-30T00:00"), at("2026-07-01T00:00")) == 8 * HOUR
    assert office.between(at("2026-07-01T00:00"), at("2026-07-02T00:00")) == 4 * HOUR
    assert office.between(at("2026-08-03T00:00"), at("2026-08-04T00:00")) == 8 * HOUR


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Recurrence(Pattern.DAILY, every=3), ["2026-01-05", "2026-01-08", "2026-01-11", "2026-01-14"]),
        (
            Recurrence(Pattern.WEEKLY, every=2, weekdays=(0, 4)),
            ["2026-01-05", "2026-01-09", "2026-01-19", "2026-01-23"],
        ),
        (
            Recurrence(Pattern.MONTHLY_BY_DAY, day=31),
            ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"],
        ),
        (
            Recurrence(Pattern.MONTHLY_BY_WEEKDAY, weekdays=(4,), week=5),
            ["2026-01-30", "2026-02-27", "2026-03-27", "2026-04-24"],
        ),
        (
            Recurrence(Pattern.YEARLY_BY_DAY, day=25, month=12),
            ["2026-12-25", "2027-12-25", "2028-12-25", "2029-12-25"],
        ),
        (
            Recurrence(Pattern.YEARLY_BY_WEEKDAY, weekdays=(0,), week=1, month=5),
            ["2026-05-04", "2027-05-03", "2028-05-01", "2029-05-07"],
        ),
    ],
)
def test_a_recurring_exception_comes_again(rule: Recurrence, expected: list[str]) -> None:
    exception = CalendarException(date(2026, 1, 5), date(2035, 1, 5), recurrence=rule)
    found = [day.isoformat() for day, _ in zip(recurrence.days(exception), range(4), strict=False)]
    assert found == expected


def test_a_calendar_without_work_is_reported_and_works_round_the_clock() -> None:
    compiled, problems = calendars.compile_calendars((Calendar(1, "asleep", ((),) * 7),))
    assert [problem.code for problem in problems] == [ProblemCode.CALENDAR_WITHOUT_WORK]
    assert compiled.working_time(1).add(0, TICKS_PER_DAY) == TICKS_PER_DAY


def test_calendars_based_on_each_other_are_reported_and_still_work() -> None:
    pair = (Calendar(1, "a", base=2), Calendar(2, "b", base=1))
    compiled, problems = calendars.compile_calendars(pair)
    assert ProblemCode.CIRCULAR_CALENDAR in {problem.code for problem in problems}
    assert compiled.working_time(1).is_working(at("2026-01-05T09:00"))


def test_a_day_lasts_a_day_where_the_clocks_change() -> None:
    """Instants are local wall time: the 29 March 2026, 23 hours long in Berlin, has 24 here."""
    always = calendars.working_time(Calendar(1, "always", (ROUND_THE_CLOCK,) * 7))
    assert always.add(at("2026-03-28T12:00"), TICKS_PER_DAY) == at("2026-03-29T12:00")


def test_dates_far_outside_every_exception_cost_no_table() -> None:
    office = calendars.working_time(Calendar(1, "office", exceptions=(HOLIDAY,)))
    for year in (1800, 1965, 2301, 9000):
        begins = instant(datetime(year, 3, 1))
        ends = begins + 7 * TICKS_PER_DAY
        assert office.between(begins, ends) == 40 * HOUR
        assert office.add(begins, 40 * HOUR) <= ends


def test_whole_days_off_are_listed_as_ranges() -> None:
    office = calendars.working_time(Calendar(1, "office", exceptions=(HOLIDAY,)))
    idle = list(office.idle_days(at("2026-01-05T00:00"), at("2026-01-12T00:00")))
    assert idle == [
        (at("2026-01-06T00:00"), at("2026-01-07T00:00")),
        (at("2026-01-10T00:00"), at("2026-01-12T00:00")),
    ]


def test_minutes_are_whole_where_they_can_be() -> None:
    assert minutes(4800) == 480
    assert minutes(15) == 1.5
    assert ticks(1.5) == 15
    assert ticks(-1.55) == -16
    assert moment(instant(datetime(1931, 5, 2, 7, 59, 57))) == datetime(1931, 5, 2, 7, 59, 54)


SHIFTS = st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True).map(
    lambda quarters: tuple(
        Shift(a * 150, b * 150) for a, b in zip(sorted(quarters)[::2], sorted(quarters)[1::2], strict=False)
    )
)
DAYS = st.one_of(st.just(()), SHIFTS)
EXCEPTIONS = st.lists(
    st.builds(
        lambda offset, length, shifts: CalendarException(
            date(2026, 1, 1) + timedelta(offset), date(2026, 1, 1) + timedelta(offset + length), shifts
        ),
        st.integers(0, 400),
        st.integers(0, 20),
        DAYS,
    ),
    max_size=5,
)
CALENDARS = st.builds(
    lambda monday, rest, exceptions: Calendar(1, "any", (monday, *rest), tuple(exceptions)),
    SHIFTS,
    st.tuples(*[DAYS] * 6),
    EXCEPTIONS,
)
INSTANTS = st.integers(at("2025-06-01T00:00"), at("2028-06-01T00:00"))


@settings(deadline=None)
@given(CALENDARS, INSTANTS, st.integers(-200 * HOUR, 200 * HOUR))
def test_adding_then_subtracting_returns(calendar: Calendar, when: int, work: int) -> None:
    time = calendars.working_time(calendar)
    there = time.add(when, work)
    assert time.between(when, there) == work
    assert time.between(when, time.subtract(there, work)) == 0


@settings(deadline=None)
@given(CALENDARS, INSTANTS)
def test_snapping_never_crosses_work(calendar: Calendar, when: int) -> None:
    time = calendars.working_time(calendar)
    assert time.next_start(when) >= when >= time.previous_finish(when)
    assert time.between(time.previous_finish(when), time.next_start(when)) == 0


@settings(deadline=None)
@given(CALENDARS, INSTANTS, st.integers(0, 30 * TICKS_PER_DAY))
def test_working_time_is_what_walking_through_the_days_finds(
    calendar: Calendar, begins: int, length: int
) -> None:
    time = calendars.working_time(calendar)
    ends = begins + length
    walked = sum(
        max(0, min(ends, day * TICKS_PER_DAY + shift.ends) - max(begins, day * TICKS_PER_DAY + shift.starts))
        for day in range(begins // TICKS_PER_DAY, ends // TICKS_PER_DAY + 1)
        for shift in time.days.shifts(day)
    )
    assert time.between(begins, ends) == walked


def test_dates_far_beyond_the_years_laid_out_follow_the_plain_week() -> None:
    """Forty hours before a Monday 22 years on are the Monday before it."""
    time = calendars.working_time(Calendar(1, "office"))

    assert time.subtract(at("2048-01-06T08:00"), 40 * TICKS_PER_HOUR) == at("2047-12-30T08:00")
    assert time.add(at("2048-01-06T08:00"), 40 * TICKS_PER_HOUR) == at("2048-01-10T17:00")
