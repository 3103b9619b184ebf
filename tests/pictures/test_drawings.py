"""The small drawings: what stands where, and nothing drawn from nothing."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from milepost.pictures import bars, dates, gantt, slips, spark, trend

MARCH = dt.date(2027, 3, 26)


def test_a_trend_of_one_value_is_no_trend() -> None:
    assert spark.spark([5]) == ""


def test_a_trend_goes_from_left_to_right_and_higher_is_up() -> None:
    drawn = spark.spark([0, 10])

    assert 'd="M3.0 18.0L73.0 4.0"' in drawn  # 22 high with 4 left free at both ends


def test_a_flat_trend_lies_in_the_middle() -> None:
    assert 'd="M3.0 11.0L73.0 11.0"' in spark.spark([7, 7])


def test_what_was_promised_belongs_to_the_scale() -> None:
    assert 'd="M0 18.0H76"' in spark.spark([5, 10], reference=0)


@pytest.mark.parametrize(
    ("days", "lines"),
    [
        ([0, 8], [0, 5, 10]),
        ([-3, 4], [-5, 0, 5]),
        ([], [0, 1]),
        ([45], [0, 20, 40, 60]),
    ],
)
def test_a_scale_of_slips_holds_zero_in_round_steps(days: list[float], lines: list[float]) -> None:
    assert slips.scale_of(days).lines == lines


def test_a_slip_is_drawn_right_of_zero_and_a_gain_left() -> None:
    scale = slips.scale_of([-5, 5])

    assert scale.x(-5) < scale.x(0) < scale.x(5)
    assert "s-path" not in slips.row(scale, 0)


def test_labels_are_escaped() -> None:
    drawn = slips.head(slips.scale_of([1]), '"><script>')

    assert "<script>" not in drawn


def test_bars_compare_on_one_scale() -> None:
    late = bars.difference(6, low=-4, high=6)
    half = bars.difference(3, low=-4, high=6)

    assert _width(late) == pytest.approx(2 * _width(half), abs=0.2)
    assert 'class="later"' in late
    assert 'class="sooner"' in bars.difference(-4, low=-4, high=6)
    assert "<rect" not in bars.difference(0, low=-4, high=6)


def test_a_share_never_leaves_its_bar() -> None:
    assert 'class="w-done " width="64.0"' in bars.share(1.8)
    assert 'class="w-done " width="0.0"' in bars.share(-1)


def test_dates_stand_on_one_strip_with_a_few_months() -> None:
    scale = dates.scale_of([MARCH, MARCH + dt.timedelta(days=700)])

    assert 2 <= len(scale.months) <= 5
    assert scale.x(MARCH) < scale.x(MARCH + dt.timedelta(days=700))
    assert "hollow" in dates.row(scale, MARCH, MARCH - dt.timedelta(days=1))
    assert "hollow" not in dates.row(scale, MARCH, None)


def test_a_moving_date_is_a_step_with_its_promise() -> None:
    said = [
        trend.Said(dt.date(2026, 6, 1), MARCH),
        trend.Said(dt.date(2026, 9, 1), MARCH + dt.timedelta(days=7)),
    ]
    words = trend.Words("2 Apr 2027", "baseline 26 Mar", "moved by a week")

    drawn = trend.moved(said, MARCH, words, [(dt.date(2026, 7, 1), "Jul")])

    assert re.search(
        r'class="m1" d="M2(\.0)? 98(\.0)?H328(\.0)?V18(\.0)?"', drawn
    )  # from the promise up to the top
    assert "baseline 26 Mar" in drawn
    assert trend.moved(said[:1], MARCH, words, []) == ""


def _width(drawn: str) -> float:
    found = re.search(r'<rect class="\w+" x="[\d.]+" y="3" width="([\d.]+)"', drawn)
    assert found is not None
    return float(found[1])


def test_months_over_many_years_are_januaries_whose_names_have_the_year() -> None:
    def bar(first: dt.datetime, last: dt.datetime) -> gantt.Bar:
        return gantt.Bar((first, last), 0, "task", is_critical=False)

    year = gantt.scale_of([bar(dt.datetime(2026, 3, 2), dt.datetime(2027, 2, 26))])
    decade = gantt.scale_of([bar(dt.datetime(2012, 12, 24), dt.datetime(2023, 10, 18))])

    # Three days of room before 2 March let its first in.
    assert [day.month for day in year.months] == [3, 5, 7, 9, 11, 1, 3]
    assert {day.month for day in decade.months} == {1}
    assert len(decade.months) <= 9


def test_what_is_gone_leaves_its_shadow_alone() -> None:
    gone = gantt.Bar(
        None, 0, "task", is_critical=False, promised=(dt.datetime(2026, 3, 2), dt.datetime(2026, 3, 6))
    )
    drawn = gantt.row(gantt.scale_of([gone]), gone)

    assert "ghost" in drawn
    assert "w-left" not in drawn
