"""The plans to start from are plans one could start from."""

from __future__ import annotations

import datetime as dt

import pytest

from milepost.base import clock
from milepost.base.refusal import Refusal
from milepost.engine.analysis import analyse
from milepost.engine.instants import moment
from milepost.interop import reading
from milepost.interop.exchange.planning import to_plan
from milepost.surfaces.web.imports import starters

THURSDAY = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize("starter", starters.STARTERS, ids=lambda starter: starter.key)
def test_a_template_is_one_network_that_begins_next_monday(starter: starters.Starter) -> None:
    with clock.at(THURSDAY):
        file = starters.file_of(starter.key)

    analysis = analyse(to_plan(reading.read(b"".join(file.chunks))).plan)

    assert analysis.problems == ()
    assert moment(analysis.start or 0) == dt.datetime(2026, 11, 30, 8)
    assert len(analysis.plan.tasks) > 20


def test_a_template_there_is_not_is_refused() -> None:
    with pytest.raises(Refusal):
        starters.file_of("../settings")
