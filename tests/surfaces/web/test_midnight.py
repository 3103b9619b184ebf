"""A finish at midnight is shown on the day that ends then; a start at midnight on the day that begins."""

from __future__ import annotations

import datetime as dt

import pytest

from milepost.domain.analysis.queries import figures
from milepost.engine.instants import instant
from milepost.surfaces.web.shell import present

MIDNIGHT = instant(dt.datetime(2026, 9, 19))


def test_midnight_ends_the_day_before_and_begins_its_own() -> None:
    assert present.day(present.finish_day(MIDNIGHT)) == "18 Sep 2026"
    assert present.day(present.day_of(MIDNIGHT)) == "19 Sep 2026"


@pytest.mark.parametrize("hour", [1, 8, 17, 23])
def test_any_other_time_finishes_on_its_own_day(hour: int) -> None:
    at = instant(dt.datetime(2026, 9, 18, hour))

    assert present.finish_day(at) == dt.date(2026, 9, 18)
    assert figures.finish_text(at) == "18 Sep 2026"


def test_sentences_of_the_analysis_say_the_same_day() -> None:
    assert figures.finish_text(MIDNIGHT) == "18 Sep 2026"
    assert figures.day_text(MIDNIGHT) == "19 Sep 2026"
