"""Calendars as MPXJ tells them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR
from milepost.engine.plan import CalendarException, Day, Pattern, Recurrence, Shift, Week, WorkWeek
from milepost.interop.exchange.values import Calendar
from milepost.interop.fidelity.tally import Tally


def calendar(said: dict[str, Any], tally: Tally) -> Calendar:
    """One calendar."""
    tally.kept += len(said) + len(said["exceptions"]) + len(said["weeks"])
    return Calendar(
        uid=said["uid"],
        name=said.get("name") or "",
        parent=said.get("parent"),
        week=_week(said["days"]),
        exceptions=tuple(_exception(stated) for stated in said["exceptions"] if "from" in stated),
        work_weeks=tuple(
            WorkWeek(
                first_day=date.fromisoformat(stated["from"]),
                last_day=date.fromisoformat(stated["to"]),
                week=_week(stated["days"]),
                name=stated.get("name") or "",
            )
            for stated in said["weeks"]
            if "from" in stated and "to" in stated
        ),
        is_personal=bool(said.get("personal")),
    )


def clock(text: str | None) -> time | None:
    """A time of day."""
    return None if text is None else time.fromisoformat(text)


def _week(days: list[list[list[str]] | None]) -> Week:
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        None if times is None else _shifts(times) for times in days
    )
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def _shifts(times: list[list[str]]) -> Day:
    shifts = (Shift(_ticks(begins), _ticks(ends) or TICKS_PER_DAY) for begins, ends in times)
    return tuple(sorted(shift for shift in shifts if shift.starts < shift.ends))


def _ticks(text: str) -> int:
    at = time.fromisoformat(text)
    return at.hour * TICKS_PER_HOUR + at.minute * 10 + at.second // 6


def _exception(stated: dict[str, Any]) -> CalendarException:
    first = date.fromisoformat(stated["from"])
    return CalendarException(
        first_day=first,
        last_day=date.fromisoformat(stated["to"]) if "to" in stated else first,
        shifts=_shifts(stated["times"]),
        name=stated.get("name") or "",
        recurrence=_recurrence(stated["recurrence"]),
    )


def _recurrence(stated: dict[str, Any] | None) -> Recurrence | None:
    if stated is None or "type" not in stated:
        return None
    every = max(1, stated.get("every") or 1)
    pattern = {
        "DAILY": Pattern.DAILY,
        "WEEKLY": Pattern.WEEKLY,
        "MONTHLY": Pattern.MONTHLY_BY_WEEKDAY if stated.get("relative") else Pattern.MONTHLY_BY_DAY,
        "YEARLY": Pattern.YEARLY_BY_WEEKDAY if stated.get("relative") else Pattern.YEARLY_BY_DAY,
    }[stated["type"]]
    if pattern is Pattern.DAILY and every == 1:
        return None
    is_relative = pattern in {Pattern.MONTHLY_BY_WEEKDAY, Pattern.YEARLY_BY_WEEKDAY}
    weekday = stated.get("weekday")
    return Recurrence(
        pattern=pattern,
        every=every,
        weekdays=((weekday or 0),) if is_relative else tuple(stated.get("weekdays") or ()),
        week=(stated.get("day") or 1) if is_relative else 1,
        day=1 if is_relative else (stated.get("day") or 1),
        month=stated.get("month") or 1,
    )
