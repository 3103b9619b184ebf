"""How things stood: at a revision, at an instant, in a scenario."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from milepost.base import chain, clock, fork, journal, tables
from milepost.base.identity import SYSTEM, key
from milepost.base.models import Ledger, Row
from milepost.base.operation import Acting, NotFound, Refusal
from tests.base.conftest import Program
from tests.base.states import State, do_something, state
from tests.workshop import operations as workshop
from tests.workshop.models import Job, Worker


def folded(ledger: int, revision: int) -> State:
    past = journal.rows_at(ledger, revision)
    found: list[Row] = [row for model in tables.tables().values() for row in past.rows(model)]
    return {(tables.name_of(type(row)), row.number): tables.image(row) for row in found}


@pytest.mark.parametrize("seed", range(5))
def test_every_revision_can_be_seen_again_as_it_was(program: Program, seed: int) -> None:
    dice, seen = random.Random(seed), {0: State()}
    for _ in range(60):
        do_something(program, dice)
        seen[Ledger.objects.get(pk=program.ledger).revision] = state(program.ledger)

    for revision, stood in seen.items():
        if revision:
            assert folded(program.ledger, revision) == stood
            assert state(fork.as_of_ledger(program.ledger, revision)) == stood
    assert chain.verify(program.ledger) is None


def test_an_instant_finds_its_revision(program: Program) -> None:
    monday = dt.datetime(2030, 3, 4, 8, tzinfo=dt.UTC)
    revisions = []
    for day in range(3):
        with clock.at(monday + dt.timedelta(days=day)):
            program.job()
            revisions.append(Ledger.objects.get(pk=program.ledger).revision)

    assert journal.revision_at(program.ledger, monday - dt.timedelta(days=9999)) == 0
    assert journal.revision_at(program.ledger, monday) == revisions[0]
    assert journal.revision_at(program.ledger, monday + dt.timedelta(hours=30)) == revisions[1]
    assert journal.revision_at(program.ledger, monday + dt.timedelta(days=99)) == revisions[2]


def test_the_past_cannot_be_changed_and_the_present_is_itself(program: Program) -> None:
    job = program.job()
    revision = Ledger.objects.get(pk=program.ledger).revision
    workshop.edit(program.by(), number=job, length=1)

    past = fork.as_of_ledger(program.ledger, revision)

    with pytest.raises(Refusal, match="view of the past"):
        workshop.edit(Acting(SYSTEM, past), number=job, length=2)
    assert fork.as_of_ledger(program.ledger, revision + 1) == program.ledger
    assert fork.as_of_ledger(program.ledger, revision) == past
    for never in (-1, revision + 2):
        with pytest.raises(NotFound):
            fork.as_of_ledger(program.ledger, never)


def test_copies_of_the_past_go_after_a_day_unused(program: Program) -> None:
    revision = Ledger.objects.get(pk=program.ledger).revision
    program.job()
    past = fork.as_of_ledger(program.ledger, revision)

    assert fork.drop_unused() == 0
    with clock.at(clock.now() + dt.timedelta(days=3)):
        assert fork.drop_unused() == 1
    assert not Ledger.objects.filter(pk=past).exists()


def test_a_copy_of_the_past_does_not_hold_on_to_the_organisation(program: Program) -> None:
    worker = workshop.hire(Acting(SYSTEM, 1), name="Ana").value
    job = program.job(worker=worker)
    revision = Ledger.objects.get(pk=program.ledger).revision
    workshop.edit(program.by(), number=job, worker=None)
    fork.as_of_ledger(program.ledger, revision)

    workshop.dismiss(Acting(SYSTEM, 1), number=worker)

    assert not Worker.objects.filter(name="Ana").exists()
    [row] = Job.objects.filter(ledger=fork.as_of_ledger(program.ledger, revision))
    assert row.worker_id is None


def test_a_scenario_changes_on_its_own_and_remembers_where_it_came_from(program: Program) -> None:
    job = program.job("dig", length=480)
    ground = state(program.ledger)
    revision = Ledger.objects.get(pk=program.ledger).revision
    scenario = fork.fork(program.ledger, slug="what-if", name="What if")

    new = workshop.add(Acting(SYSTEM, scenario), table="job", site=program.site, name="blast").value
    workshop.edit(Acting(SYSTEM, scenario), number=job, length=1)
    theirs = program.job("fill")

    assert Job.objects.get(pk=key(program.ledger, job)).length == 480
    assert new != theirs
    assert folded(scenario, revision) == ground
    assert state(fork.as_of_ledger(scenario, revision - 1)) == folded(program.ledger, revision - 1)
    assert folded(scenario, revision - 1) == folded(program.ledger, revision - 1)
    assert chain.verify(scenario) is None
    again = fork.fork(scenario, slug="what-if-2", name="What if what if")
    workshop.edit(Acting(SYSTEM, again), number=job, length=2)
    assert chain.verify(again) is None


def test_a_scenario_of_an_earlier_revision(program: Program) -> None:
    job = program.job(length=480)
    ground, revision = state(program.ledger), Ledger.objects.get(pk=program.ledger).revision
    workshop.remove(program.by(), table="job", number=job)

    scenario = fork.fork(program.ledger, slug="before", name="Before", revision=revision)

    assert state(scenario) == ground
    workshop.edit(Acting(SYSTEM, scenario), number=job, length=1)
    assert chain.verify(scenario) is None
