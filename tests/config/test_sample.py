"""Atlas, the sample program: complete, plausible, the same everywhere."""

from __future__ import annotations

import datetime as dt

import pytest

from milepost.base import chain, journal
from milepost.base.identity import SYSTEM
from milepost.base.models import Ledger
from milepost.config.sample import loading
from milepost.domain.analysis.queries import current
from milepost.engine.instants import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas() -> int:
    loading.load()
    return Ledger.objects.get(slug="atlas").pk


def test_the_sample_stands_where_its_story_leaves_it(atlas: int) -> None:
    headline = current.current(SYSTEM, program=atlas).headline
    planned = {task.name: task for task in current.planned_tasks(SYSTEM, program=atlas)}

    assert headline.milestone_name == "Go-live"
    assert moment(planned["Go-live"].finish or 0) == dt.datetime(2027, 4, 2, 17)
    assert moment(headline.finish or 0) == dt.datetime(2027, 6, 4, 17)
    assert headline.slip_days == 3
    assert planned["Trial migration 2"].slip_days == 8
    assert planned["Trial migration 2"].is_critical


def test_its_history_is_whole(atlas: int) -> None:
    assert chain.verify(atlas) is None
    assert Ledger.objects.get(pk=atlas).revision > 150


def test_its_past_can_be_seen(atlas: int) -> None:
    spring = journal.revision_at(atlas, dt.datetime(2026, 5, 1, tzinfo=dt.UTC))

    before = current.current(SYSTEM, program=atlas, as_of=spring).headline

    assert (before.finish or 0) < (current.current(SYSTEM, program=atlas).headline.finish or 0)
