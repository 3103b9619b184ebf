"""One operation is one transaction, one entry, one revision."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from milepost.base import clock, journal
from milepost.base.identity import SYSTEM, key, program_scope, project_scope
from milepost.base.models import Change, Entry, Ledger
from milepost.base.operation import UNSET, Acting, NotFound, NotStorable, Refusal
from tests.base.conftest import Program, a_person
from tests.workshop import operations as workshop
from tests.workshop.models import Job, Step

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def test_an_edit_leaves_one_entry_that_says_who_when_why_and_what(program: Program) -> None:
    job = program.job("dig", length=480)

    with clock.at(dt.datetime(2030, 1, 1, tzinfo=dt.UTC)):
        written = workshop.edit(program.by(reason="rock"), number=job, length=960, name=UNSET)

    entry = journal.entries(program.ledger)[0]
    assert (entry.seq, entry.by, entry.reason, entry.operation) == (
        written.revision,
        "Milepost",
        "rock",
        "workshop.edit",
    )
    assert entry.at == dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    assert entry.parameters == {"number": job, "length": 960}
    [delta] = journal.changes_since(program.ledger, written.revision - 1)
    assert (delta.table, delta.kind, delta.fields) == ("workshop.job", "~", {"length": [480, 960]})
    assert delta.project == program.site


def test_what_changes_nothing_leaves_no_entry(program: Program) -> None:
    job = program.job(length=480)
    before = Ledger.objects.get(pk=program.ledger).revision

    written = workshop.edit(program.by(), number=job, length=480)

    assert (written.revision, written.entry) == (before, None)


def test_a_change_taken_back_in_the_same_operation_leaves_no_entry(program: Program) -> None:
    job = program.job(length=480)

    written = workshop.edit_many(
        program.by(),
        edits=[{"number": job, "fields": {"length": 1}}, {"number": job, "fields": {"length": 480}}],
    )

    assert written.entry is None


def test_a_refusal_saves_nothing(program: Program) -> None:
    job = program.job()
    before = Ledger.objects.get(pk=program.ledger).revision

    with pytest.raises(Refusal, match="after itself"):
        workshop.join(program.by(), before=job, after=job)

    assert Ledger.objects.get(pk=program.ledger).revision == before


def test_nested_operations_join_the_entry(program: Program) -> None:
    job = program.job("dig", length=481)

    written = workshop.split(program.by(), number=job)

    kinds = [(d.table, d.kind) for d in journal.changes_since(program.ledger, written.revision - 1)]
    assert sorted(kinds) == [("workshop.job", "+"), ("workshop.job", "~"), ("workshop.step", "+")]
    assert Job.objects.get(pk=key(program.ledger, written.value)).length == 241


def test_removing_a_row_takes_along_what_stands_on_it(program: Program) -> None:
    first, second = program.job("dig"), program.job("fill")
    workshop.join(program.by(), before=first, after=second)

    workshop.remove(program.by(), table="job", number=first)

    assert not Step.objects.exists()
    assert Job.objects.filter(ledger=program.ledger).count() == 1


def test_somebody_of_the_organisation_in_use_is_not_removed(program: Program) -> None:
    worker = workshop.hire(Acting(SYSTEM, 1), name="Ana").value
    program.job(worker=worker)

    with pytest.raises(Refusal, match="used in 'Atlas'"):
        workshop.dismiss(Acting(SYSTEM, 1), number=worker)


def test_what_is_missing_is_not_found(program: Program) -> None:
    for number in (0, -3, 999, 1 << 40):
        with pytest.raises(NotFound):
            workshop.edit(program.by(), number=number, length=1)
    with pytest.raises(NotFound):
        workshop.edit(Acting(SYSTEM, 999), number=1, length=1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 201),
        ("name", "a\0b"),
        ("name", "\ud800"),
        ("name", None),
        ("name", 7),
        ("length", 10**4000),
        ("length", "long"),
        ("rank", 2**31),
        ("percent", -1),
        ("cost", "NaN"),
        ("cost", "1e400"),
        ("cost", 0.1),
        ("cost", "1.23456"),
        ("rule_on", "2026-02-31"),
        ("done_at", dt.datetime(2026, 1, 1)),
        ("custom", {"a": float("nan")}),
        ("custom", {"a": ["\0"]}),
        ("site", "1"),
        ("site", None),
        ("parent", -1),
    ],
)
def test_what_no_column_can_hold_is_refused_by_name(program: Program, field: str, value: object) -> None:
    job = program.job()

    with pytest.raises(NotStorable) as refused:
        workshop.edit(program.by(), number=job, **{field: value})

    assert refused.value.field == field


def test_whoever_edits_what_somebody_removed_is_told_who(program: Program) -> None:
    job = program.job("dig")
    ana = a_person("Ana", ("manager", program_scope(program.ledger)))
    elsewhere = a_person("Pia", ("manager", project_scope(program.ledger, 999)))
    workshop.remove(program.by(ana), table="job", number=job)

    with pytest.raises(NotFound, match=f"Job {job} was removed by Ana on"):
        workshop.edit(program.by(), number=job, length=1)
    with pytest.raises(NotFound, match=f"There is no job {job}"):
        workshop.edit(program.by(elsewhere), number=job, length=1)


def test_the_same_request_again_answers_as_the_first(program: Program) -> None:
    once = Acting(SYSTEM, program.ledger, idempotency_key="k1")

    first = workshop.add(once, table="job", site=program.site, name="dig")
    again = workshop.add(once, table="job", site=program.site, name="dig")

    assert again == first
    assert Job.objects.filter(ledger=program.ledger).count() == 1
    with pytest.raises(Refusal, match="another request"):
        workshop.add(once, table="job", site=program.site, name="fill")


def test_a_clock_set_back_does_not_reorder_history(program: Program) -> None:
    with clock.at(dt.datetime(2040, 1, 1, tzinfo=dt.UTC)):
        job = program.job()
    with clock.at(NOON):
        workshop.edit(program.by(), number=job, length=1)

    latest, earlier, *_ = journal.entries(program.ledger)
    assert latest.at >= earlier.at


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_journal_admits_no_alteration(program: Program) -> None:
    program.job("dig")

    for statement in (
        "DELETE FROM base_entry",
        "DELETE FROM base_change",
        "UPDATE base_entry SET door = 'web'",
        "UPDATE base_change SET facts = '{}'",
        "UPDATE base_change SET words = 'x'",
    ):
        with pytest.raises(DatabaseError, match="append-only"):
            run(statement)


def test_a_domain_row_is_saved_by_write_alone(program: Program) -> None:
    program.job()
    job = Job.objects.get(ledger=program.ledger)

    with pytest.raises(TypeError):
        job.save()
    with pytest.raises(TypeError):
        job.delete()


def test_many_changes_of_one_entry_are_packed(program: Program) -> None:
    jobs = [{"name": f"job {n}"} for n in range(1200)]

    workshop.bring_in(program.by(), site="Quarry", jobs=jobs, steps=[(n, n + 1) for n in range(1199)])

    entry = Entry.objects.filter(ledger=program.ledger).latest("pk")
    assert Change.objects.filter(entry=entry).count() == 1 + 3 + 3
    assert len(list(journal.changes(program.ledger, after=entry.pk % 2**32 - 1))) == 1 + 1200 + 1199
