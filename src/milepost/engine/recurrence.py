"""The days a recurring calendar exception falls on."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from milepost.engine.plan import CalendarException, Pattern, Recurrence

LAST_WEEK = 5
"""The `week` of a recurrence that means the last such weekday of the month."""


def days(exception: CalendarException) -> Iterator[date]:
    """The days an exception holds on, in order, its first and last day included."""
    if exception.recurrence is None:
        span = (exception.last_day - exception.first_day).days
        return (exception.first_day + timedelta(step) for step in range(span + 1))
    return (
        day
        for day in _candidates(exception.first_day, exception.last_day, exception.recurrence)
        if exception.first_day <= day <= exception.last_day
    )


def _candidates(first: date, last: date, rule: Recurrence) -> Iterator[date]:
    every = max(1, rule.every)
    if rule.pattern is Pattern.DAILY:
        return (first + timedelta(step) for step in range(0, (last - first).days + 1, every))
    if rule.pattern is Pattern.WEEKLY:
        return _weekly(first, last, every, rule.weekdays)
    if rule.pattern in (Pattern.MONTHLY_BY_DAY, Pattern.MONTHLY_BY_WEEKDAY):
        return _in_months(_months(first, last, every), rule)
    years = range(first.year, last.year + 1, every)
    return _in_months(((year, rule.month) for year in years), rule)


def _weekly(first: date, last: date, every: int, weekdays: tuple[int, ...]) -> Iterator[date]:
    monday = first - timedelta(first.weekday())
    while monday <= last:
        for weekday in sorted(weekdays):
            yield monday + timedelta(weekday)
        monday += timedelta(weeks=every)


def _months(first: date, last: date, every: int) -> Iterator[tuple[int, int]]:
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month, every):
        yield month // 12, month % 12 + 1


def _in_months(months: Iterator[tuple[int, int]], rule: Recurrence) -> Iterator[date]:
    by_day = rule.pattern in (Pattern.MONTHLY_BY_DAY, Pattern.YEARLY_BY_DAY)
    for year, month in months:
        day = rule.day if by_day else _nth_weekday(year, month, rule)
        # The 30th of February does not come; Outlook and MS Project skip such a month too.
        if 1 <= day <= monthrange(year, month)[1]:
            yield date(year, month, day)


def _nth_weekday(year: int, month: int, rule: Recurrence) -> int:
    first_weekday, length = monthrange(year, month)
    wanted = rule.weekdays[0] if rule.weekdays else 0
    day = 1 + (wanted - first_weekday) % 7 + 7 * (min(rule.week, LAST_WEEK) - 1)
    return day if day <= length else day - 7
