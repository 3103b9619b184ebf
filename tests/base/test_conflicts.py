"""Two people at once: disjoint edits merge, the same field is a choice for the second."""

from __future__ import annotations

import pytest

from milepost.base.identity import Actor, Scope, key
from milepost.base.models import Ledger
from milepost.base.operation import EditConflict
from tests.base.conftest import Program, a_person, in_another_session
from tests.workshop import operations as workshop
from tests.workshop.models import Job


def page(program: Program) -> int:
    """The revision a page read now would show."""
    return Ledger.objects.get(pk=program.ledger).revision


@pytest.fixture
def ana(program: Program) -> Actor:
    return a_person("Ana", ("manager", Scope("program", program.ledger)))


@pytest.fixture
def bo(program: Program) -> Actor:
    return a_person("Bo", ("manager", Scope("program", program.ledger)))


def test_the_second_to_change_a_field_gets_both_values_and_who_and_when(
    program: Program, ana: Actor, bo: Actor
) -> None:
    job = program.job(length=480)
    seen = page(program)
    first = workshop.edit(program.by(ana, seen=seen), number=job, length=960)

    with pytest.raises(EditConflict) as refused:
        workshop.edit(program.by(bo, seen=seen), number=job, length=240)

    [conflict] = refused.value.conflicts
    assert (conflict.table, conflict.number, conflict.field) == ("workshop.job", job, "length")
    assert (conflict.mine, conflict.theirs, conflict.by) == (240, 960, "Ana")
    assert conflict.revision == first.revision
    assert Job.objects.get(pk=key(program.ledger, job)).length == 960


def test_different_fields_of_one_row_merge(program: Program, ana: Actor, bo: Actor) -> None:
    job = program.job(length=480)
    seen = page(program)
    workshop.edit(program.by(ana, seen=seen), number=job, length=960)
    workshop.edit(program.by(bo, seen=seen), number=job, name="dig deep")

    row = Job.objects.get(pk=key(program.ledger, job))
    assert (row.length, row.name) == (960, "dig deep")


def test_fields_that_belong_together_conflict_as_one(program: Program, ana: Actor, bo: Actor) -> None:
    job = program.job()
    seen = page(program)
    workshop.edit(program.by(ana, seen=seen), number=job, rule="start_no_earlier_than")

    with pytest.raises(EditConflict) as refused:
        workshop.edit(program.by(bo, seen=seen), number=job, rule_on="2026-05-01")

    assert refused.value.conflicts[0].field == "rule"


def test_setting_what_the_other_set_is_no_conflict(program: Program, ana: Actor, bo: Actor) -> None:
    job = program.job()
    seen = page(program)
    workshop.edit(program.by(ana, seen=seen), number=job, length=960)

    assert workshop.edit(program.by(bo, seen=seen), number=job, length=960).entry is None


def test_a_sessions_own_earlier_edits_never_conflict(program: Program, ana: Actor) -> None:
    job = program.job()
    seen = page(program)
    workshop.edit(program.by(ana, seen=seen), number=job, length=1)
    workshop.edit(program.by(ana, seen=seen), number=job, length=2)

    with pytest.raises(EditConflict):
        workshop.edit(program.by(in_another_session(ana), seen=seen), number=job, length=3)


def test_a_field_changed_and_changed_back_is_no_conflict(program: Program, ana: Actor, bo: Actor) -> None:
    job = program.job(length=480)
    seen = page(program)
    workshop.edit(program.by(ana, seen=seen), number=job, length=1)
    workshop.edit(program.by(ana), number=job, length=480)

    workshop.edit(program.by(bo, seen=seen), number=job, length=2)

    assert Job.objects.get(pk=key(program.ledger, job)).length == 2


def test_all_conflicts_of_a_bulk_edit_are_told_together(program: Program, ana: Actor, bo: Actor) -> None:
    jobs = [program.job(length=480) for _ in range(3)]
    seen = page(program)
    workshop.edit_many(program.by(ana), edits=[{"number": n, "fields": {"length": 1}} for n in jobs[:2]])

    with pytest.raises(EditConflict) as refused:
        workshop.edit_many(
            program.by(bo, seen=seen), edits=[{"number": n, "fields": {"length": 2}} for n in jobs]
        )

    assert [conflict.number for conflict in refused.value.conflicts] == jobs[:2]
    assert Job.objects.get(pk=key(program.ledger, jobs[2])).length == 480


def test_a_change_inside_an_import_is_met_too(program: Program, ana: Actor, bo: Actor) -> None:
    numbers = workshop.bring_in(
        program.by(), site="Quarry", jobs=[{"name": f"job {n}"} for n in range(300)]
    ).value
    seen = page(program)
    workshop.edit_many(program.by(ana), edits=[{"number": n, "fields": {"rank": 7}} for n in numbers])

    with pytest.raises(EditConflict):
        workshop.edit(program.by(bo, seen=seen), number=numbers[5], rank=8)
    workshop.edit(program.by(bo, seen=seen), number=numbers[5], length=8)
