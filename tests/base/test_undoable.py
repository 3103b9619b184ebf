"""Undo is offered exactly where it would be carried out."""

from __future__ import annotations

import contextlib
import random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from milepost.base import journal, packing, undo, undoable
from milepost.base.identity import SYSTEM, Actor, Scope
from milepost.base.operation import NotAllowed, NotFound, Refusal
from tests.base.conftest import Program, a_person
from tests.base.states import do_something
from tests.workshop import operations as workshop


def _carried_out(program: Program, actor: Actor) -> set[int]:
    """The entries undo takes back for an actor, found by trying each."""
    done = set()
    for entry in journal.entries(program.ledger):
        with transaction.atomic():
            try:
                undo.undo(program.by(actor), entry=entry.seq)
            except Refusal:
                pass
            else:
                done.add(entry.seq)
            transaction.set_rollback(True)
    return done


def _offered(program: Program, actor: Actor) -> frozenset[int]:
    return undoable.acceptable(actor, program.ledger, journal.entries(program.ledger))


@pytest.mark.parametrize("seed", [3, 17, 19, 24, 34])
def test_what_is_offered_is_what_undo_carries_out(program: Program, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(30):
        do_something(program, dice)
    manager = a_person("Ana", ("manager", Scope("program", program.ledger)))
    viewer = a_person("Vera", ("viewer", Scope("program", program.ledger)))

    for actor in (SYSTEM, manager, viewer):
        assert _offered(program, actor) == _carried_out(program, actor)


@pytest.mark.parametrize("seed", [3, 24, 34])
def test_of_what_was_packed_too_what_is_offered_is_what_undo_carries_out(
    program: Program, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every entry as the journal keeps those of an import: rows in packs, here of two."""
    monkeypatch.setattr(packing, "PACK", 0)
    monkeypatch.setattr(packing, "RUN", 2)
    dice = random.Random(seed)
    names = [{"site": program.site, "name": f"job {place}"} for place in range(5)]
    for _ in range(15):
        do_something(program, dice)
        with contextlib.suppress(Refusal):
            workshop.add_many(program.by(), table="job", items=names)
    manager = a_person("Ana", ("manager", Scope("program", program.ledger)))
    here = a_person("Bo", ("manager", Scope("project", program.ledger, program.site)))
    member = a_person("Mimi", ("member", Scope("program", program.ledger)))

    for actor in (SYSTEM, manager, here, member):
        assert _offered(program, actor) == _carried_out(program, actor)


def test_an_import_of_which_nothing_changed_is_not_read_to_offer_its_undo(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [{"site": program.site, "name": f"job {place}"} for place in range(packing.PACK + 1)]
    made = workshop.add_many(program.by(), table="job", items=items)
    monkeypatch.setattr(packing, "deltas_of", None)

    assert undoable.acceptable(SYSTEM, program.ledger, [_entry(program, made.entry)]) == {made.entry}


def test_an_import_is_not_offered_once_one_of_its_rows_was_changed(program: Program) -> None:
    items = [{"site": program.site, "name": f"job {place}"} for place in range(packing.PACK + 1)]
    made = workshop.add_many(program.by(), table="job", items=items)
    entry = _entry(program, made.entry)
    changed = workshop.edit(program.by(), number=made.value[7], name="renamed").entry

    refused = undoable.refusals(SYSTEM, program.ledger, [entry])
    assert refused == {
        made.entry: f"'name' of job {made.value[7]} 'renamed' was changed again. Undo that first."
    }
    undo.undo(program.by(), entry=changed or 0)
    assert undoable.refusals(SYSTEM, program.ledger, [entry]) == {}


def _entry(program: Program, seq: int | None) -> journal.EntryRow:
    found = journal.entry(program.ledger, seq or 0)
    assert found is not None
    return found


def test_one_of_another_site_is_not_offered(program: Program) -> None:
    here = program.job("dig")
    elsewhere = workshop.add(program.by(), table="site", name="Quarry").value
    there = workshop.add(program.by(), table="job", site=elsewhere, name="blast").value
    own = workshop.edit(program.by(), number=here, length=3).entry
    foreign = workshop.edit(program.by(), number=there, length=3).entry
    bo = a_person("Bo", ("manager", Scope("project", program.ledger, program.site)))

    assert own in _offered(program, bo)
    assert foreign not in _offered(program, bo)


def test_refusing_tells_nothing_of_another_site(program: Program) -> None:
    elsewhere = workshop.add(program.by(), table="site", name="Quarry").value
    there = workshop.add(program.by(), table="job", site=elsewhere, name="secret blast").value
    foreign = workshop.edit(program.by(), number=there, length=3).entry
    workshop.edit(program.by(), number=there, length=4)
    bo = a_person("Bo", ("manager", Scope("project", program.ledger, program.site)))

    with pytest.raises((NotAllowed, NotFound)) as refused:
        undo.undo(program.by(bo), entry=foreign)

    assert "secret" not in str(refused.value)
    assert "changed again" not in str(refused.value)


def test_a_change_of_what_one_may_not_read_is_not_offered(program: Program) -> None:
    job = program.job("dig")
    priced = workshop.edit(program.by(), number=job, cost="12.5").entry
    manager = a_person("Ana", ("manager", Scope("program", program.ledger)))
    accountant = a_person("Ada", ("accountant", Scope("program", program.ledger)))

    assert priced not in _offered(program, manager)
    assert priced in _offered(program, accountant)


def test_asking_about_many_entries_takes_no_more_queries(program: Program) -> None:
    job = program.job("dig")
    bo = a_person("Bo", ("member", Scope("project", program.ledger, program.site)))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            _offered(program, bo)
        return len(seen)

    workshop.edit(program.by(), number=job, length=2)
    few = queries()
    for length in range(10, 30):
        workshop.edit(program.by(), number=job, length=length)
        program.job(f"job {length}")

    assert queries() == few
