"""Is what is stored what was done? Everything `milepost verify` checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError, connection

from milepost.base import anchor, chain, folding, journal, reading, tables
from milepost.base.identity import number_of
from milepost.base.models import Entry, Ledger, Row
from milepost.base.shapes import Delta


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was checked, in words, and what is wrong with it (empty: nothing)."""

    what: str
    wrong: tuple[str, ...] = ()


def verify() -> Iterator[Checked]:
    """Each check as it is done: every ledger's chain and rows, references, anchors."""
    with reading.consistent():
        for ledger in Ledger.objects.exclude(kind=Ledger.Kind.PAST).order_by("pk"):
            yield _chain(ledger)
            yield _rows(ledger)
        yield _references()
        yield _anchors()


def _chain(ledger: Ledger) -> Checked:
    entries = Entry.objects.filter(ledger=ledger.pk).count()
    broken = chain.verify(ledger.pk)
    wrong = (f"entry {broken.seq}: {broken.because}",) if broken else ()
    return Checked(f"the chain of '{ledger.name}', {entries} entries", wrong)


def _rows(ledger: Ledger) -> Checked:
    rows = {
        (table, row.pk): row
        for table, model in tables.tables().items()
        for row in model._default_manager.filter(ledger=ledger.pk).iterator(chunk_size=2000)
    }
    what = f"the rows of '{ledger.name}' against its history, {len(rows)} rows"
    return Checked(what, tuple(unexplained(ledger, rows))[:20])


def unexplained(ledger: Ledger, rows: dict[tuple[str, int], Row]) -> Iterator[str]:
    """Rows that are not what the journal made them: changed, added or removed by another way than `Write`.

    History is walked backwards over the rows (by table and key), which are used up; what a program's first
    entry did not make is left over.
    """
    for delta in journal.changes(ledger.pk, newest_first=True):
        at = (delta.table, delta.row)
        if at in rows:
            row = rows[at]
            names = _differing(delta, row)
            if names or delta.kind == "-":
                yield f"{delta.table} {row.number} is not what entry {delta.seq} made it: {', '.join(names)}"
            _take_off(delta, rows, row)
        elif delta.kind == "-":
            model = tables.tables()[delta.table]
            rows[at] = folding.from_image(model, ledger.pk, delta.row, delta.fields)
        else:
            yield f"{delta.table} {number_of(delta.row)}, known to entry {delta.seq}, is missing"
    if ledger.parent_id is None:
        for table, pk in sorted(rows):
            yield f"{table} {number_of(pk)} was not made by any entry"


def _differing(delta: Delta, row: Row) -> list[str]:
    every = tables.columns(type(row))
    if delta.kind == "~":
        gave = {name: after for name, (_, after) in delta.fields.items()}
    else:
        gave = {name: delta.fields.get(name, column.empty) for name, column in every.items()}
    holds = tables.image(row, gave)
    return [name for name in sorted(gave) if holds[name] != gave[name]]


def _take_off(delta: Delta, rows: dict[tuple[str, int], Row], row: Row) -> None:
    if delta.kind == "+":
        del rows[delta.table, delta.row]
        return
    every = tables.columns(type(row))
    for name, (before, _) in delta.fields.items():
        setattr(row, every[name].attname, every[name].decode(row.ledger_id, before))


def _references() -> Checked:
    """Every foreign key points at something; SQLite checks on request, PostgreSQL never lets one in."""
    try:
        connection.check_constraints()
    except IntegrityError as stray:
        return Checked("references between rows", (str(stray),))
    return Checked("references between rows")


def _anchors() -> Checked:
    found = anchor.disagreements()
    wrong = tuple(f"{f'ledger {d.ledger}: ' if d.ledger else ''}{d.because}" for d in found)
    return Checked(f"the anchors in {anchor.path().name}", wrong)
