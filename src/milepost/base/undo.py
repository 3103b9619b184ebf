"""Taking an entry back: a new entry that puts the former values where they were.

It is refused, with the reason, where something no longer is what the entry made it. Taking back an undo is
the redo. The right it takes is the one of the operation being taken back.
"""

from __future__ import annotations

from collections.abc import Sequence

from milepost.base import journal, removal, tables
from milepost.base.identity import key, number_of
from milepost.base.models import Entry, Row
from milepost.base.operation import DECIDED_INSIDE, NotFound, Refusal, Write, operation, spec_of
from milepost.base.shapes import Delta

_LOOKED_BACK = 1000
"""How many of a session's entries undo and redo look through."""

Rows = dict[tuple[str, int], Row]


class CannotUndo(Refusal):
    """Something the entry did was changed again since, or stands under something newer."""


@operation("history.undo", needs=DECIDED_INSIDE)
def undo(write: Write, *, entry: int) -> int:
    """Take one entry back, whoever made it; how many rows that touched.

    Raises: CannotUndo, naming what came later; NotFound.
    """
    return _take_back(write, entry)


@operation("history.undo_last", needs=DECIDED_INSIDE)
def undo_last(write: Write) -> int:
    """Take back the last thing this session did and has not taken back; the entry's number.

    Raises: CannotUndo, also when there is nothing to take back.
    """
    done, _ = _stacks(write)
    if not done:
        raise CannotUndo("There is nothing of yours to undo.")
    _take_back(write, done[-1])
    return done[-1]


@operation("history.redo", needs=DECIDED_INSIDE)
def redo(write: Write) -> int:
    """Do again what this session undid last; the number of the undo taken back.

    Raises: CannotUndo, also when there is nothing to redo.
    """
    _, undone = _stacks(write)
    if not undone:
        raise CannotUndo("There is nothing of yours to redo.")
    _take_back(write, undone[-1])
    return undone[-1]


def _take_back(write: Write, seq: int) -> int:
    made = journal.entry(write.ledger, seq)
    if made is None:
        raise NotFound(f"There is no entry {seq}.")
    origin = spec_of(_origin(made).operation)
    if origin.instead_of_undo:
        raise CannotUndo(origin.instead_of_undo)
    write.hold(origin.needs)
    _refuse_twice(write.ledger, seq)
    # Undo has its own, stricter test of what changed since; the page it was asked from does not matter.
    write.seen = None
    write.undoes = seq
    deltas = list(journal.changes(write.ledger, after=seq - 1, upto=seq))
    rows = _rows_of(deltas)
    for delta in deltas:
        _refuse_changed(write.ledger, seq, delta, rows)
    _apply(write, deltas, rows)
    try:
        write.prove_references()
    except NotFound as missing:
        raise CannotUndo(f"{missing} What the entry changed or removed stands on it.") from None
    return len(deltas)


def _apply(write: Write, deltas: Sequence[Delta], rows: Rows) -> None:
    """Fields first, so that what was moved onto a new row is off it before that row goes; then what was added
    goes, then what was removed comes back. References are checked when the transaction ends."""
    write.set_back(
        [
            (rows[d.table, d.row], {name: was for name, (was, _) in d.fields.items()})
            for d in deltas
            if d.kind == "~"
        ]
    )
    write.remove([rows[d.table, d.row] for d in deltas if d.kind == "+"], alone=True)
    gone: dict[str, dict[int, Delta]] = {}
    for delta in deltas:
        if delta.kind == "-":
            gone.setdefault(delta.table, {})[number_of(delta.row)] = delta
    for table, model in tables.tables().items():
        if table in gone:
            write.put_back(model, {number: delta.fields for number, delta in gone[table].items()})


def _rows_of(deltas: Sequence[Delta]) -> Rows:
    """The rows, as they stand, that the entry added or changed."""
    rows: Rows = {}
    for table, model in tables.tables().items():
        keys = [d.row for d in deltas if d.table == table and d.kind != "-"]
        for part in tables.batched(keys, tables.CHUNK):
            rows.update(((table, row.pk), row) for row in model._default_manager.filter(pk__in=part))
    return rows


def _refuse_changed(ledger: int, seq: int, delta: Delta, rows: Rows) -> None:
    if delta.kind == "-":
        return
    row = rows.get((delta.table, delta.row))
    if row is None:
        model = tables.tables()[delta.table]
        raise CannotUndo(f"The {model._meta.verbose_name} {number_of(delta.row)} was removed since.")
    if row.version == seq:
        return
    stale = _stale_fields(delta, row)
    if stale:
        raise CannotUndo(_changed_again(ledger, seq, row, stale[0]))


def _stale_fields(delta: Delta, row: Row) -> list[str]:
    """The fields that no longer hold what the entry gave them."""
    if delta.kind == "~":
        gave = {name: after for name, (_, after) in delta.fields.items()}
    else:
        every = tables.columns(type(row))
        gave = {name: delta.fields.get(name, column.empty) for name, column in every.items()}
    holds = tables.image(row, gave)
    return [name for name in sorted(gave) if holds[name] != gave[name]]


def _changed_again(ledger: int, seq: int, row: Row, field: str) -> str:
    since = journal.fields_since([row], seq)[row.pk].get(field)
    later = journal.entry(ledger, since.latest) if since else None
    who = f" by {later.by} on {later.at:%d %b at %H:%M} UTC (entry {later.seq})" if later else ""
    return f"'{field}' of {removal.described(row)} was changed again{who}. Undo that first."


def _refuse_twice(ledger: int, seq: int) -> None:
    later = _undone_by(ledger, seq)
    if later is not None:
        raise CannotUndo(f"Entry {seq} was taken back already, by entry {number_of(later.pk)}.")


def _undone_by(ledger: int, seq: int) -> Entry | None:
    """The entry that took `seq` back and was not itself taken back."""
    for later in Entry.objects.filter(pk__gt=key(ledger, seq), ledger=ledger, undoes=seq).order_by("-pk"):
        if _undone_by(ledger, number_of(later.pk)) is None:
            return later
    return None


def _origin(entry: journal.EntryRow) -> journal.EntryRow:
    """The operation at the bottom of a chain of undo and redo."""
    while entry.undoes is not None:
        before = journal.entry(entry.ledger, entry.undoes)
        if before is None:
            break
        entry = before
    return entry


def _stacks(write: Write) -> tuple[list[int], list[int]]:
    """This session's entries that may be undone, and its undos that may be redone; newest last."""
    mine = Entry.objects.filter(ledger=write.ledger, session=write.actor.session).order_by("-pk")
    found = list(mine.values_list("pk", "undoes")[:_LOOKED_BACK])
    done: list[int] = []
    undone: list[int] = []
    for pk, undoes in reversed(found):
        seq = number_of(pk)
        if undoes is None:
            done.append(seq)
            undone.clear()
        elif undoes in undone:
            undone.remove(undoes)
            done.append(seq)
        else:
            if undoes in done:
                done.remove(undoes)
            undone.append(seq)
    return done, undone
