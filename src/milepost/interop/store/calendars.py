"""Calendars of the rooms as an exchange has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

from milepost.base.identity import SYSTEM
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.schedule.rows import CalendarRow, ExceptionRow, WorkWeekRow
from milepost.engine import plan as engine
from milepost.engine.instants import ticks
from milepost.interop.exchange import values
from milepost.interop.exchange.values import Uid

OFFICE: Uid = "office"
"""The id of the week that holds where nobody set up a calendar."""


def shared(number: int) -> Uid:
    """The id of one of the organisation's calendars."""
    return f"shared-{number}"


def office_week() -> engine.Week:
    """The organisation's week, which holds where nobody set up a calendar."""
    organisation = people_queries.organisation(SYSTEM)
    if organisation is None:
        return engine.OFFICE_WEEK
    return _week([[[_minute(at) for at in shift] for shift in day] for day in organisation.week])


def exchanged(
    row: CalendarRow,
    uids: Mapping[int, Uid],
    exceptions: Sequence[ExceptionRow],
    weeks: Sequence[WorkWeekRow],
) -> values.Calendar:
    """A calendar with what belongs to it; `uids` names it and those of its ledger it may follow."""
    follows = None if row.follows is None else uids[row.follows]
    return values.Calendar(
        uid=uids[row.number],
        name=row.name,
        parent=follows if row.follows_organisation is None else shared(row.follows_organisation),
        week=_week(row.week),
        exceptions=tuple(_exception(one) for one in exceptions),
        work_weeks=tuple(
            engine.WorkWeek(one.starts_on, _last(one.ends_before), _week(one.week), one.name) for one in weeks
        ),
        is_personal=row.is_personal,
        carried=tuple((name, text) for name, text in row.carried),
    )


def _exception(row: ExceptionRow) -> engine.CalendarException:
    return engine.CalendarException(
        first_day=row.starts_on,
        last_day=_last(row.ends_before),
        shifts=_day(row.times),
        name=row.name,
        recurrence=None if row.pattern is None else _recurrence(row.pattern),
    )


def _recurrence(pattern: Mapping[str, Any]) -> engine.Recurrence:
    weekdays = tuple(pattern.get("weekdays", ()))
    return engine.Recurrence(
        **{**pattern, "pattern": engine.Pattern(pattern["pattern"]), "weekdays": weekdays}
    )


def _last(ends_before: dt.date) -> dt.date:
    return ends_before - dt.timedelta(days=1)


def _week(days: Sequence[Sequence[Sequence[float]] | None]) -> engine.Week:
    return cast(engine.Week, tuple(None if day is None else _day(day) for day in days))


def _day(shifts: Sequence[Sequence[float]]) -> engine.Day:
    return tuple(engine.Shift(ticks(starts), ticks(ends)) for starts, ends in shifts)


def _minute(clock: str) -> float:
    hours, minutes = clock.split(":")[:2]
    return int(hours) * 60 + int(minutes)
