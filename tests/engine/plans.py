"""Plans of any shape, for property tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR, instant
from milepost.engine.plan import (
    OFFICE_DAY,
    ROUND_THE_CLOCK,
    Calendar,
    CalendarException,
    ConstraintType,
    LagUnit,
    Link,
    LinkType,
    Plan,
    Project,
    Shift,
    Task,
)
from milepost.engine.rules import MILEPOST, PlanRules

START = instant(datetime(2026, 1, 5, 8))
HOUR = TICKS_PER_HOUR
HOLIDAYS = tuple(
    CalendarException(day, day + timedelta(length))
    for day, length in ((date(2026, 1, 8), 0), (date(2026, 1, 20), 1), (date(2026, 2, 16), 4))
)
LONG_DAY = (Shift(6 * HOUR, 14 * HOUR), Shift(14 * HOUR, 22 * HOUR))
CALENDARS = (
    Calendar(1, "office", (OFFICE_DAY,) * 5 + ((), ()), HOLIDAYS),
    Calendar(2, "six days", (OFFICE_DAY,) * 6 + ((),)),
    Calendar(3, "two shifts", (LONG_DAY,) * 5 + ((), ()), HOLIDAYS[:1]),
    Calendar(4, "always", (ROUND_THE_CLOCK,) * 7),
)
DATED = (
    ConstraintType.START_NO_EARLIER_THAN,
    ConstraintType.FINISH_NO_EARLIER_THAN,
    ConstraintType.FINISH_NO_LATER_THAN,
)


@st.composite
def plans(
    draw: st.DrawFn,
    *,
    rules: PlanRules = MILEPOST,
    calendars: bool = True,
    constraints: bool = True,
    types: tuple[LinkType, ...] = tuple(LinkType),
    most: int = 9,
) -> Plan:
    """Up to nine tasks with links that run down the list, several calendars and constraints."""
    count = draw(st.integers(1, most))
    tasks = tuple(draw(_tasks(number, calendars, constraints)) for number in range(1, count + 1))
    pairs = draw(
        st.lists(
            st.tuples(st.integers(1, count), st.integers(1, count)).filter(lambda pair: pair[0] < pair[1]),
            max_size=2 * count,
            unique=True,
        )
        if count > 1
        else st.just([])
    )
    links = tuple(draw(_links(number, pair, types)) for number, pair in enumerate(pairs, 1))
    return Plan((Project(1, "any", START, 1),), CALENDARS, tasks, links, rules=rules)


@st.composite
def _tasks(draw: st.DrawFn, number: int, calendars: bool, constraints: bool) -> Task:
    duration = draw(st.sampled_from((0, 2, 4, 8, 12, 20, 40))) * HOUR
    calendar = draw(st.sampled_from((None, 1, 2, 3, 4))) if calendars else None
    kind = draw(st.sampled_from((None, None, None, *DATED))) if constraints else None
    day = START // TICKS_PER_DAY * TICKS_PER_DAY + draw(st.sampled_from((1, 2, 7, 8, 9, 14))) * TICKS_PER_DAY
    hour = 8 if kind is ConstraintType.START_NO_EARLIER_THAN else 17
    return Task(
        number,
        1,
        f"t{number}",
        duration=duration,
        is_elapsed=duration > 0 and draw(st.integers(0, 7)) == 0,
        calendar=calendar,
        constraint=kind or ConstraintType.AS_SOON_AS_POSSIBLE,
        constraint_date=None if kind is None else day + hour * HOUR,
        deadline=day + 17 * HOUR if constraints and draw(st.integers(0, 5)) == 0 else None,
    )


@st.composite
def _links(draw: st.DrawFn, number: int, pair: tuple[int, int], types: tuple[LinkType, ...]) -> Link:
    unit = draw(st.sampled_from((LagUnit.WORKING, LagUnit.WORKING, LagUnit.ELAPSED)))
    lag = draw(st.sampled_from((0, 0, 0, 2, 8, 24, -2, -8))) * HOUR
    return Link(number, *pair, draw(st.sampled_from(types)), lag, unit)
