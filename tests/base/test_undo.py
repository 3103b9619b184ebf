"""What was done can be taken back, once, and only while it still stands."""

from __future__ import annotations

import pytest

from milepost.base import journal, undo
from milepost.base.identity import Scope, key
from milepost.base.operation import Acting, NotAllowed, NotFound, Refusal
from milepost.base.undo import CannotUndo
from tests.base.conftest import Program, a_person, a_program
from tests.base.states import state
from tests.workshop import operations as workshop
from tests.workshop.models import Job, Step


def test_undo_puts_every_field_back_and_redo_sets_it_again(program: Program) -> None:
    job = program.job("dig", length=480, rule_on=None)
    before = state(program.ledger)
    workshop.edit(program.by(), number=job, length=960, rule_on="2026-03-02", cost="12.5", custom={"a": [1]})
    after = state(program.ledger)

    undo.undo_last(program.by())
    assert state(program.ledger) == before

    undo.redo(program.by())
    assert state(program.ledger) == after


def test_undoing_a_removal_brings_back_the_row_with_all_that_stood_on_it(program: Program) -> None:
    first, second = program.job("dig", notes="deep"), program.job("fill")
    workshop.join(program.by(), before=first, after=second)
    before = state(program.ledger)
    removed = workshop.remove(program.by(), table="job", number=first)

    undo.undo(program.by(), entry=removed.entry)

    assert state(program.ledger) == before


def test_undoing_an_import_is_one_step(program: Program) -> None:
    before = state(program.ledger)
    brought = workshop.bring_in(
        program.by(),
        site="Quarry",
        jobs=[{"name": f"job {n}"} for n in range(300)],
        steps=[(n, n + 1) for n in range(299)],
    )

    undo.undo(program.by(), entry=brought.entry)
    assert state(program.ledger) == before

    undo.redo(program.by())
    assert Step.objects.filter(ledger=program.ledger).count() == 299


def test_undo_is_refused_where_a_field_was_changed_again_naming_who(program: Program) -> None:
    job = program.job("dig")
    first = workshop.edit(program.by(), number=job, length=1)
    ana = a_person("Ana", ("manager", Scope("program", program.ledger)))
    workshop.edit(program.by(ana), number=job, length=2)

    with pytest.raises(CannotUndo, match=r"'length' of job .* was changed again by Ana"):
        undo.undo(program.by(), entry=first.entry)


def test_undo_leaves_other_fields_alone(program: Program) -> None:
    job = program.job("dig", length=480)
    first = workshop.edit(program.by(), number=job, length=1)
    workshop.edit(program.by(), number=job, name="dig deep")

    undo.undo(program.by(), entry=first.entry)

    row = Job.objects.get(pk=key(program.ledger, job))
    assert (row.length, row.name) == (480, "dig deep")


def test_undoing_an_addition_is_refused_while_something_newer_stands_on_it(program: Program) -> None:
    added = workshop.add(program.by(), table="job", site=program.site, name="dig")
    workshop.join(program.by(), before=added.value, after=program.job("fill"))

    with pytest.raises(Refusal, match="refers to it"):
        undo.undo(program.by(), entry=added.entry)


def test_undoing_a_removal_is_refused_where_its_ground_is_gone(program: Program) -> None:
    quarry = workshop.add(program.by(), table="site", name="Quarry").value
    job = workshop.add(program.by(), table="job", site=quarry, name="blast").value
    removed = workshop.remove(program.by(), table="job", number=job)
    workshop.remove(program.by(), table="site", number=quarry)

    with pytest.raises(CannotUndo, match=f"no site {quarry}"):
        undo.undo(program.by(), entry=removed.entry)


def test_an_entry_is_taken_back_once(program: Program) -> None:
    edited = workshop.edit(program.by(), number=program.job(), length=1)
    undo.undo(program.by(), entry=edited.entry)

    with pytest.raises(CannotUndo, match="taken back already"):
        undo.undo(program.by(), entry=edited.entry)
    with pytest.raises(NotFound):
        undo.undo(program.by(), entry=999)


def test_undo_and_redo_walk_back_and_forth_through_a_sessions_own_steps(program: Program) -> None:
    ana = a_person("Ana", ("manager", Scope("program", program.ledger)))
    job, other = program.job(), program.job()
    for length in (1, 2, 3):
        workshop.edit(program.by(ana), number=job, length=length)
    workshop.edit(program.by(), number=other, length=77)

    lengths = []
    for step in (undo.undo_last, undo.undo_last, undo.redo, undo.undo_last, undo.undo_last):
        step(program.by(ana))
        lengths.append(Job.objects.get(pk=key(program.ledger, job)).length)
    assert lengths == [2, 1, 2, 1, 480]

    with pytest.raises(CannotUndo, match="nothing of yours to undo"):
        undo.undo_last(program.by(ana))
    workshop.edit(program.by(ana), number=job, length=9)
    with pytest.raises(CannotUndo, match="nothing of yours to redo"):
        undo.redo(program.by(ana))


def test_undo_takes_the_right_of_what_is_undone(program: Program) -> None:
    edited = workshop.edit(program.by(), number=program.job(), length=1)
    viewer = a_person("Vic", ("viewer", Scope("program", program.ledger)))
    stranger = a_person("Sam", ("manager", Scope("program", a_program("Other").ledger)))

    with pytest.raises(NotAllowed):
        undo.undo(program.by(viewer), entry=edited.entry)
    with pytest.raises(NotFound, match="no such program"):
        undo.undo(Acting(stranger, program.ledger), entry=edited.entry)


def test_a_group_made_and_filled_in_one_step_is_undone_in_one(program: Program) -> None:
    job = program.job("dig")
    split = workshop.split(program.by(), number=job)

    undo.undo(program.by(), entry=split.entry)

    assert Job.objects.filter(ledger=program.ledger).count() == 1
    assert journal.entries(program.ledger)[0].undoes == split.entry
