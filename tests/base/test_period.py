"""Periods are half-open and know months, weeks and fiscal years."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.base.period import Period, day, fiscal_year, month, quarter, week

DAYS = st.dates(date(1970, 1, 1), date(2100, 12, 31))


def test_the_day_a_period_ends_before_is_not_in_it() -> None:
    february = month(date(2028, 2, 29))

    assert february == Period(date(2028, 2, 1), date(2028, 3, 1))
    assert (february.days, february.last_day) == (29, date(2028, 2, 29))
    assert date(2028, 3, 1) not in february


def test_iso_week_53_belongs_to_the_year_of_its_thursday() -> None:
    assert week(date(2027, 1, 1)) == Period(date(2026, 12, 28), date(2027, 1, 4))
    assert week(date(2027, 1, 1)).starts_on.isocalendar().week == 53


def test_a_fiscal_year_may_start_in_any_month() -> None:
    assert fiscal_year(date(2026, 3, 31), year_starts_in=4) == Period(date(2025, 4, 1), date(2026, 4, 1))
    assert fiscal_year(date(2026, 4, 1), year_starts_in=4) == Period(date(2026, 4, 1), date(2027, 4, 1))
    assert quarter(date(2026, 1, 15), year_starts_in=11) == Period(date(2025, 11, 1), date(2026, 2, 1))
    assert quarter(date(2026, 12, 31)) == Period(date(2026, 10, 1), date(2027, 1, 1))


@given(on=DAYS, first=st.integers(1, 12))
def test_every_day_lies_in_its_periods(on: date, first: int) -> None:
    for period in (
        day(on),
        week(on),
        month(on),
        quarter(on, year_starts_in=first),
        fiscal_year(on, year_starts_in=first),
    ):
        assert on in period


@given(on=DAYS, days=st.integers(1, 800))
def test_the_months_and_weeks_of_a_period_cover_it_without_overlap(on: date, days: int) -> None:
    whole = Period(on, date.fromordinal(on.toordinal() + days))
    for parts in (list(whole.months()), list(whole.weeks())):
        assert sum(part.days for part in parts) == days
        assert all(a.ends_before == b.starts_on for a, b in itertools.pairwise(parts))


def test_what_two_periods_share() -> None:
    assert month(date(2026, 1, 1)).overlap(week(date(2026, 1, 31))) == Period(
        date(2026, 1, 26), date(2026, 2, 1)
    )
    assert month(date(2026, 1, 1)).overlap(month(date(2026, 2, 1))) is None


def test_a_period_is_never_empty() -> None:
    with pytest.raises(ValueError, match="cannot end before"):
        Period(date(2026, 1, 1), date(2026, 1, 1))
