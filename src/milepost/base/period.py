"""Ranges of dates, half-open: the day a period ends before is not in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `starts_on` up to, but without, `ends_before`; never empty."""

    starts_on: date
    ends_before: date

    def __post_init__(self) -> None:
        if self.ends_before <= self.starts_on:
            raise ValueError(f"a period from {self.starts_on} cannot end before {self.ends_before}")

    @property
    def last_day(self) -> date:
        """The last day in it, as people write it."""
        return self.ends_before - _DAY

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends_before - self.starts_on).days

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_before

    def overlap(self, other: Period) -> Period | None:
        """The days both have, or None."""
        starts_on = max(self.starts_on, other.starts_on)
        ends_before = min(self.ends_before, other.ends_before)
        return Period(starts_on, ends_before) if starts_on < ends_before else None

    def months(self) -> Iterator[Period]:
        """The period cut at the first of each month, in order."""
        starts_on = self.starts_on
        while starts_on < self.ends_before:
            ends_before = min(month(starts_on).ends_before, self.ends_before)
            yield Period(starts_on, ends_before)
            starts_on = ends_before

    def weeks(self) -> Iterator[Period]:
        """The period cut at each Monday, in order."""
        starts_on = self.starts_on
        while starts_on < self.ends_before:
            ends_before = min(week(starts_on).ends_before, self.ends_before)
            yield Period(starts_on, ends_before)
            starts_on = ends_before


def day(on: date) -> Period:
    """One day."""
    return Period(on, on + _DAY)


def week(of: date) -> Period:
    """The week, Monday to Sunday, a day lies in."""
    monday = of - of.weekday() * _DAY
    return Period(monday, monday + 7 * _DAY)


def month(of: date) -> Period:
    """The calendar month a day lies in."""
    return Period(of.replace(day=1), _months_on(of.replace(day=1), 1))


def quarter(of: date, *, year_starts_in: int = 1) -> Period:
    """The quarter of the fiscal year a day lies in, for a year that starts with month `year_starts_in`."""
    into_year = (of.month - year_starts_in) % 12
    starts_on = _months_on(of.replace(day=1), -(into_year % 3))
    return Period(starts_on, _months_on(starts_on, 3))


def fiscal_year(of: date, *, year_starts_in: int = 1) -> Period:
    """The fiscal year a day lies in, for a year that starts with month `year_starts_in` (1 to 12)."""
    into_year = (of.month - year_starts_in) % 12
    starts_on = _months_on(of.replace(day=1), -into_year)
    return Period(starts_on, _months_on(starts_on, 12))


def _months_on(first: date, count: int) -> date:
    """The first of the month `count` months after a first of a month."""
    months = first.year * 12 + first.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)
