"""Calendars as MS Project XML."""

from __future__ import annotations

from milepost.engine.plan import CalendarException, Day, Pattern, Recurrence, Week
from milepost.interop.exchange.values import Calendar
from milepost.interop.mspdi import codes, order
from milepost.interop.mspdi.numbering import Numbering
from milepost.interop.mspdi.pieces import carried, element, escaped, line, row

_RANKS = order.ranks(order.CALENDAR)
_TYPES = {
    Pattern.DAILY: 7,
    Pattern.YEARLY_BY_DAY: 2,
    Pattern.YEARLY_BY_WEEKDAY: 3,
    Pattern.MONTHLY_BY_DAY: 4,
    Pattern.MONTHLY_BY_WEEKDAY: 5,
    Pattern.WEEKLY: 6,
}


def calendar(stated: Calendar, numbering: Numbering) -> str:
    """One calendar."""
    base = -1 if stated.parent is None else numbering.calendar(stated.parent)
    pieces = [
        (_RANKS["UID"], line("UID", str(numbering.calendar(stated.uid)))),
        (_RANKS["Name"], line("Name", escaped(stated.name))),
        (_RANKS["IsBaseCalendar"], line("IsBaseCalendar", "0" if stated.is_personal else "1")),
        (_RANKS["BaseCalendarUID"], line("BaseCalendarUID", str(base))),
    ]
    days = _week(stated.week)
    if days:
        pieces.append((_RANKS["WeekDays"], element("WeekDays", days)))
    if stated.exceptions:
        exceptions = "".join(_exception(exception) for exception in stated.exceptions)
        pieces.append((_RANKS["Exceptions"], element("Exceptions", exceptions)))
    if stated.work_weeks:
        weeks = "".join(
            element(
                "WorkWeek",
                _period(week.first_day.isoformat(), week.last_day.isoformat())
                + line("Name", escaped(week.name))
                + element("WeekDays", _week(week.week)),
            )
            for week in stated.work_weeks
        )
        pieces.append((_RANKS["WorkWeeks"], element("WorkWeeks", weeks)))
    return row("Calendar", pieces + carried(stated.carried, _RANKS))


def _week(week: Week) -> str:
    # Sunday is 1 in the file and the last of our days.
    days = [(place % 7 + 1, week[(place + 6) % 7]) for place in range(7)]
    return "".join(
        element("WeekDay", line("DayType", str(number)) + _working(day))
        for number, day in days
        if day is not None
    )


def _working(day: Day) -> str:
    if not day:
        return line("DayWorking", "0")
    times = "".join(
        element(
            "WorkingTime",
            line("FromTime", codes.day_time_text(shift.starts))
            + line("ToTime", codes.day_time_text(shift.ends)),
        )
        for shift in day
    )
    return line("DayWorking", "1") + element("WorkingTimes", times)


def _period(first: str, last: str) -> str:
    return element("TimePeriod", line("FromDate", f"{first}T00:00:00") + line("ToDate", f"{last}T23:59:00"))


def _exception(exception: CalendarException) -> str:
    again = exception.recurrence
    first, last = exception.first_day.isoformat(), exception.last_day.isoformat()
    inner = line("EnteredByOccurrences", "0") + _period(first, last)
    if exception.name:
        inner += line("Name", escaped(exception.name))
    inner += line("Type", "1" if again is None else str(_TYPES[again.pattern]))
    inner += "" if again is None else _recurrence(again)
    return element("Exception", inner + _working(exception.shifts))


def _recurrence(again: Recurrence) -> str:
    by_weekday = again.pattern in {Pattern.MONTHLY_BY_WEEKDAY, Pattern.YEARLY_BY_WEEKDAY}
    days = sum(1 << ((day + 1) % 7) for day in again.weekdays)
    inner = line("Period", str(again.every))
    if again.pattern is Pattern.WEEKLY:
        inner += line("DaysOfWeek", str(days))
    if by_weekday:
        inner += line("MonthItem", str((again.weekdays[0] + 1) % 7 + 3 if again.weekdays else 0))
        inner += line("MonthPosition", str(again.week - 1))
    if again.pattern in {Pattern.YEARLY_BY_DAY, Pattern.YEARLY_BY_WEEKDAY}:
        inner += line("Month", str(again.month - 1))
    if again.pattern in {Pattern.YEARLY_BY_DAY, Pattern.MONTHLY_BY_DAY}:
        inner += line("MonthDay", str(again.day))
    return inner
