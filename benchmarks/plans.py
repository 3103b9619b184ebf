"""Plans of any size for benchmarks: the same seed gives the same plan in every process."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np

from milepost.engine.instants import TICKS_PER_HOUR, instant
from milepost.engine.plan import (
    OFFICE_DAY,
    ROUND_THE_CLOCK,
    Calendar,
    CalendarException,
    Link,
    LinkType,
    Plan,
    Project,
    Shift,
    Task,
    Week,
)
from milepost.engine.rules import PRESETS

START = datetime(2026, 1, 5, 8)
TYPES = (LinkType.FINISH_START, LinkType.START_START, LinkType.FINISH_FINISH, LinkType.START_FINISH)
TYPE_SHARES = (0.82, 0.09, 0.08, 0.01)
LONG_DAY = (Shift(6 * TICKS_PER_HOUR, 14 * TICKS_PER_HOUR), Shift(14 * TICKS_PER_HOUR, 22 * TICKS_PER_HOUR))
SHORT_FRIDAY = (Shift(8 * TICKS_PER_HOUR, 13 * TICKS_PER_HOUR),)


def calendars() -> tuple[Calendar, ...]:
    """Five calendars: office, six days, two shifts, short Fridays, round the clock; with holidays."""
    office: Week = (OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, (), ())
    six: Week = (OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, ())
    shifts: Week = (LONG_DAY, LONG_DAY, LONG_DAY, LONG_DAY, LONG_DAY, LONG_DAY, ())
    short: Week = (OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, SHORT_FRIDAY, (), ())
    always: Week = (ROUND_THE_CLOCK,) * 7
    holidays = tuple(
        CalendarException(day, day)
        for year in range(2026, 2032)
        for day in (date(year, 1, 1), date(year, 5, 1), date(year, 12, 25), date(year, 12, 26))
    )
    weeks = {
        "office": office,
        "six days": six,
        "two shifts": shifts,
        "short Fridays": short,
        "always": always,
    }
    return tuple(
        Calendar(number, name, week, () if name == "always" else holidays)
        for number, (name, week) in enumerate(weeks.items(), 1)
    )


def network(tasks: int, *, seed: int, rules: str = "msproject") -> Plan:
    """A layered network: about two links a task to tasks not far before it, a fifth of them with lag."""
    random = np.random.default_rng(seed)
    hours = random.integers(1, 81, tasks)
    calendar = random.choice(np.arange(5), tasks, p=(0.6, 0.15, 0.1, 0.1, 0.05)) + 1
    rows = tuple(
        Task(
            id=at + 1,
            project=1,
            name=f"task {at + 1}",
            duration=int(hours[at]) * TICKS_PER_HOUR,
            calendar=int(calendar[at]),
        )
        for at in range(tasks)
    )
    return Plan(
        projects=(Project(1, "benchmark", start=instant(START), calendar=1),),
        calendars=calendars(),
        tasks=rows,
        links=_links(tasks, random),
        rules=PRESETS[rules],
    )


def plain(tasks: int, *, seed: int) -> Plan:
    """The same network in one working week, with links to starts only and no leads."""
    plan = network(tasks, seed=seed)
    links = [
        link
        for link in plan.links
        if link.type in (LinkType.FINISH_START, LinkType.START_START) and link.lag >= 0
    ]
    return replace(
        plan,
        calendars=plan.calendars[:1],
        tasks=tuple(replace(task, calendar=None) for task in plan.tasks),
        links=tuple(links),
    )


def _links(tasks: int, random: np.random.Generator) -> tuple[Link, ...]:
    width = max(20, tasks // 200)
    links = []
    seen = set()
    kinds = random.choice(4, tasks * 2, p=TYPE_SHARES)
    back = random.integers(1, 3 * width, tasks * 2)
    lag = np.where(random.random(tasks * 2) < 0.2, random.integers(-8, 41, tasks * 2), 0)
    for at in range(tasks * 2):
        after = at // 2
        before = after - int(back[at])
        if before < 0 or (before, after) in seen:
            continue
        seen.add((before, after))
        links.append(
            Link(len(links) + 1, before + 1, after + 1, TYPES[kinds[at]], int(lag[at]) * TICKS_PER_HOUR)
        )
    return tuple(links)


def day_after(days: int) -> date:
    """A day counted from the plans' start."""
    return (START + timedelta(days)).date()
