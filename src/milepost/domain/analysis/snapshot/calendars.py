"""Calendars as the engine takes them: a program's own, the organisation's, and the office week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from milepost.domain.analysis.snapshot.facts import CalendarFacts, Facts
from milepost.domain.schedule.rows import CalendarRow, ExceptionRow, WorkWeekRow
from milepost.engine import plan as engine
from milepost.engine.instants import TICKS_PER_MINUTE

BUILT_IN_CALENDAR = 0
"""The engine id of the organisation's week, which holds where nobody set up a calendar."""


def calendars_of(facts: Facts) -> tuple[engine.Calendar, ...]:
    """Every calendar a program may go by, its usual one first, its own before the organisation's."""
    own = [_calendar(row, facts.own_calendars, row.number) for row in facts.own_calendars.calendars]
    shared = [
        _calendar(row, facts.shared_calendars, shared_id(row.number))
        for row in facts.shared_calendars.calendars
    ]
    every = [*own, *shared, engine.Calendar(BUILT_IN_CALENDAR, "Office week", _office_week(facts))]
    usual = _usual_calendar(facts)
    return tuple(sorted(every, key=lambda calendar: calendar.id != usual))


def _usual_calendar(facts: Facts) -> int:
    if facts.program.calendar is not None:
        return facts.program.calendar
    shared = [row.number for row in facts.shared_calendars.calendars if not row.is_personal]
    return shared_id(min(shared)) if shared else BUILT_IN_CALENDAR


def _calendar(row: CalendarRow, held: CalendarFacts, number: int) -> engine.Calendar:
    is_shared = number < 0
    follows = row.follows if not is_shared or row.follows is None else shared_id(row.follows)
    if row.follows_organisation is not None:
        follows = shared_id(row.follows_organisation)
    return engine.Calendar(
        id=number,
        name=row.name,
        week=_week(row.week),
        exceptions=tuple(_exception(one) for one in held.exceptions if one.calendar == row.number),
        work_weeks=tuple(_work_week(one) for one in held.work_weeks if one.calendar == row.number),
        base=follows,
    )


def _exception(row: ExceptionRow) -> engine.CalendarException:
    return engine.CalendarException(
        first_day=row.starts_on,
        last_day=row.ends_before - dt.timedelta(days=1),
        shifts=_day(row.times),
        name=row.name,
        recurrence=_recurrence(row.pattern),
    )


def _recurrence(pattern: Mapping[str, Any] | None) -> engine.Recurrence | None:
    if pattern is None:
        return None
    return engine.Recurrence(
        pattern=engine.Pattern(pattern["pattern"]),
        every=pattern.get("every", 1),
        weekdays=tuple(pattern.get("weekdays", ())),
        week=pattern.get("week", 1),
        day=pattern.get("day", 1),
        month=pattern.get("month", 1),
    )


def _work_week(row: WorkWeekRow) -> engine.WorkWeek:
    return engine.WorkWeek(
        first_day=row.starts_on,
        last_day=row.ends_before - dt.timedelta(days=1),
        week=_week(row.week),
        name=row.name,
    )


def _week(days: Sequence[Sequence[Sequence[float]] | None]) -> engine.Week:
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        None if day is None else _day(day) for day in days
    )
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def _day(shifts: Sequence[Sequence[float]]) -> engine.Day:
    return tuple(
        engine.Shift(round(starts * TICKS_PER_MINUTE), round(ends * TICKS_PER_MINUTE))
        for starts, ends in shifts
    )


def shared_id(number: int) -> int:
    """The engine id of an organisation's calendar: below zero, so it meets none of the program's."""
    return -number


def _office_week(facts: Facts) -> engine.Week:
    """The week the organisation set when it was founded; before that, eight hours Monday to Friday."""
    if facts.office_week is None:
        return engine.OFFICE_WEEK
    return _week([[[_minute(at) for at in shift] for shift in day] for day in facts.office_week])


def _minute(clock: str) -> float:
    hours, minutes = clock.split(":")[:2]
    return int(hours) * 60 + int(minutes)
