"""Calendars of MS Project XML: weeks, exceptions old and new, recurrence, work weeks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from milepost.engine.instants import TICKS_PER_DAY
from milepost.engine.plan import CalendarException, Day, Pattern, Recurrence, Shift, Week, WorkWeek
from milepost.interop.exchange.values import Calendar
from milepost.interop.fidelity.tally import Tally
from milepost.interop.mspdi import codes, fields

if TYPE_CHECKING:
    from lxml.etree import _Element

_PATTERNS = {
    1: Pattern.DAILY,
    2: Pattern.YEARLY_BY_DAY,
    3: Pattern.YEARLY_BY_WEEKDAY,
    4: Pattern.MONTHLY_BY_DAY,
    5: Pattern.MONTHLY_BY_WEEKDAY,
    6: Pattern.WEEKLY,
    7: Pattern.DAILY,
}
_MOST_EXCEPTION_DAYS = 40_000


def read_calendar(element: _Element, ns: str, tally: Tally) -> Calendar | None:
    """One calendar; None where it has no id."""
    uid = element.findtext(f"{ns}UID")
    if uid is None:
        tally.problem("unreadable_value", None, "A calendar without an id is left out.")
        return None
    base = element.findtext(f"{ns}BaseCalendarUID")
    week, old_exceptions = _week(element, ns, tally)
    exceptions = (
        old_exceptions if element.find(f"{ns}Exceptions") is None else _exceptions(element, ns, tally)
    )
    is_base = element.findtext(f"{ns}IsBaseCalendar") in {"1", "true"}
    tally.kept += sum(1 for _ in element.iter()) - 1
    return Calendar(
        uid=fields.whole(uid),
        name=element.findtext(f"{ns}Name") or "",
        parent=None if base is None else fields.calendar(base),
        week=week,
        exceptions=exceptions,
        work_weeks=_work_weeks(element, ns, tally),
        is_personal=not is_base,
        carried=_carried(element, ns),
    )


def _carried(element: _Element, ns: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, text)
        for name in ("GUID", "IsBaselineCalendar")
        if (text := element.findtext(f"{ns}{name}")) is not None
    )


def _week(element: _Element, ns: str, tally: Tally) -> tuple[Week, tuple[CalendarException, ...]]:
    """The usual week and, as files before 2007 have them, the exceptions standing among its days."""
    days: list[Day | None] = [None] * 7
    exceptions: list[CalendarException] = []
    for weekday in element.iterfind(f"{ns}WeekDays/{ns}WeekDay"):
        kind = fields.whole(weekday.findtext(f"{ns}DayType") or "0")
        shifts = _shifts(weekday, ns, tally)
        if 1 <= kind <= 7:
            # Monday is 2 in the file and 0 here; Sunday is 1 and 6.
            days[(kind + 5) % 7] = shifts
        else:
            exception = _exception(weekday, ns, shifts, tally)
            if exception is not None:
                exceptions.append(exception)
    return (days[0], days[1], days[2], days[3], days[4], days[5], days[6]), tuple(exceptions)


def _shifts(day: _Element, ns: str, tally: Tally) -> Day:
    """The shifts of a day; none when it is not worked."""
    if day.findtext(f"{ns}DayWorking") in {"0", "false"}:
        return ()
    shifts = []
    for worked in day.iterfind(f"{ns}WorkingTimes/{ns}WorkingTime"):
        begins, ends = worked.findtext(f"{ns}FromTime"), worked.findtext(f"{ns}ToTime")
        if not begins or not ends:
            continue
        try:
            shift = Shift(codes.day_ticks_of(begins), codes.day_ticks_of(ends) or TICKS_PER_DAY)
        except ValueError:
            tally.drop("WorkingTime", "it is not a time of day")
            continue
        if shift.starts < shift.ends:
            shifts.append(shift)
        else:
            tally.drop("WorkingTime", "it ends before it begins")
    return tuple(sorted(shifts))


def _exceptions(element: _Element, ns: str, tally: Tally) -> tuple[CalendarException, ...]:
    result = []
    for stated in element.iterfind(f"{ns}Exceptions/{ns}Exception"):
        exception = _exception(stated, ns, _shifts(stated, ns, tally), tally)
        if exception is not None:
            result.append(exception)
    return tuple(result)


def _exception(stated: _Element, ns: str, shifts: Day, tally: Tally) -> CalendarException | None:
    period = _period(stated, ns, tally)
    if period is None:
        return None
    return CalendarException(
        first_day=period[0],
        last_day=period[1],
        shifts=shifts,
        name=stated.findtext(f"{ns}Name") or "",
        recurrence=_recurrence(stated, ns),
    )


def _period(stated: _Element, ns: str, tally: Tally) -> tuple[date, date] | None:
    try:
        first = _day(stated.findtext(f"{ns}TimePeriod/{ns}FromDate"))
        last = _day(stated.findtext(f"{ns}TimePeriod/{ns}ToDate"))
    except ValueError:
        tally.drop("TimePeriod", "it is not a date")
        return None
    if first is None:
        return None
    last = last or first
    if last < first or (last - first) > timedelta(days=_MOST_EXCEPTION_DAYS):
        tally.drop("TimePeriod", "it ends before it begins or lasts longer than a century")
        return None
    return first, last


def _day(text: str | None) -> date | None:
    return datetime.fromisoformat(text).date() if text else None


def _recurrence(stated: _Element, ns: str) -> Recurrence | None:
    """How the exception comes again; None where every day of its period is meant."""
    kind = _number(stated, ns, "Type") or 0
    pattern = _PATTERNS.get(kind)
    every = max(1, _number(stated, ns, "Period") or 1)
    if pattern is None or (pattern is Pattern.DAILY and every == 1):
        return None
    days = _number(stated, ns, "DaysOfWeek") or 0
    item = _number(stated, ns, "MonthItem") or 0
    # MonthItem counts day, weekday, weekend day, Sunday … Saturday from 0; only the weekdays proper are
    # patterns here.
    weekdays = tuple((bit - 1) % 7 for bit in range(7) if days & (1 << bit))
    if pattern in {Pattern.MONTHLY_BY_WEEKDAY, Pattern.YEARLY_BY_WEEKDAY}:
        weekdays = ((item - 4) % 7,)
    return Recurrence(
        pattern=pattern,
        every=every,
        weekdays=tuple(sorted(weekdays)),
        week=(_number(stated, ns, "MonthPosition") or 0) + 1,
        day=max(1, _number(stated, ns, "MonthDay") or 1),
        month=(_number(stated, ns, "Month") or 0) + 1,
    )


def _number(stated: _Element, ns: str, name: str) -> int | None:
    text = stated.findtext(f"{ns}{name}")
    return int(text) if text and text.strip().lstrip("-").isdigit() and len(text) < 10 else None


def _work_weeks(element: _Element, ns: str, tally: Tally) -> tuple[WorkWeek, ...]:
    result = []
    for stated in element.iterfind(f"{ns}WorkWeeks/{ns}WorkWeek"):
        period = _period(stated, ns, tally)
        if period is None:
            continue
        week, _ = _week(stated, ns, tally)
        result.append(
            WorkWeek(
                first_day=period[0], last_day=period[1], week=week, name=stated.findtext(f"{ns}Name") or ""
            )
        )
    return tuple(result)
