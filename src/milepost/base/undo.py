"""Taking an entry back: a new entry that puts the former values where they were.

It is refused, with the reason, where something no longer is what the entry made it. Taking back an undo is
the redo. The right it takes is the one of the operation being taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from milepost.base import guard, history, journal, removal, tables, undoable
from milepost.base.identity import Actor, number_of
from milepost.base.models import Entry, Row
from milepost.base.operation import DECIDED_INSIDE, NotAllowed, NotFound, Refusal, Write, operation
from milepost.base.shapes import Delta
from milepost.base.undoable import Asked, Rows

AnyRow = TypeVar("AnyRow", bound=Row)

_LOOKED_BACK = 1000
"""How many of a session's entries undo and redo look through."""


class CannotUndo(Refusal):
    """Something the entry did was changed again since, or stands under something newer."""


_follows: dict[type[Row], Callable[[Actor, Any], None]] = {}


def register_follow(model: type[AnyRow], then: Callable[[Actor, AnyRow], None]) -> None:
    """Say what follows outside the ledgers when rows of a table are put back as they were."""
    _follows[model] = then


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
    done, _ = _stacks(write.ledger, write.actor)
    if not done:
        raise CannotUndo("There is nothing of yours to undo.")
    _take_back(write, done[-1])
    return done[-1]


@operation("history.redo", needs=DECIDED_INSIDE)
def redo(write: Write) -> int:
    """Do again what this session undid last; the number of the undo taken back.

    Raises: CannotUndo, also when there is nothing to redo.
    """
    _, undone = _stacks(write.ledger, write.actor)
    if not undone:
        raise CannotUndo("There is nothing of yours to redo.")
    _take_back(write, undone[-1])
    return undone[-1]


def next_steps(actor: Actor, ledger: int) -> tuple[int | None, int | None]:
    """The entries this session's next undo and next redo would take back, None where there is none."""
    done, undone = _stacks(ledger, actor)
    return done[-1] if done else None, undone[-1] if undone else None


def _take_back(write: Write, seq: int) -> int:
    made = journal.entry(write.ledger, seq)
    if made is None:
        raise NotFound(f"There is no entry {seq}.")
    origin = undoable.origins(write.ledger, [made]).get(seq)
    if origin is None:
        raise NotFound(f"What entry {seq} did cannot be done any more.")
    if origin.instead_of_undo:
        raise CannotUndo(origin.instead_of_undo)
    write.hold(origin.needs)
    by = history.undone(write.ledger, seq - 1).get(seq)
    if by is not None:
        raise CannotUndo(f"Entry {seq} was taken back already, by entry {by}.")
    # Undo has its own, stricter test of what changed since; the page it was asked from does not matter.
    write.seen = None
    write.undoes = seq
    deltas = list(journal.changes(write.ledger, after=seq - 1, upto=seq))
    _refuse(write, Asked(seq, origin.needs, deltas))
    rows = undoable.rows_of(deltas)
    _apply(write, deltas, rows)
    _let_follow(write, rows)
    try:
        write.prove_references()
    except NotFound as missing:
        raise CannotUndo(f"{missing} What the entry changed or removed stands on it.") from None
    return len(deltas)


def _let_follow(write: Write, rows: Rows) -> None:
    for row in rows.values():
        if (then := _follows.get(type(row))) is not None and not write.has_removed(row):
            then(write.actor, row)


def _refuse(write: Write, asked: Asked) -> None:
    """Raise what stands in the way. Rights come first: the other reasons tell of rows."""
    found = undoable.in_the_way(write.actor, write.home, [asked]).get(asked.seq)
    if found is None:
        return
    if found.right:
        if found.row is not None:
            write.allow([found.row])
        raise NotAllowed(guard.needs(found.right))
    if found.row is None:
        model = tables.tables()[found.delta.table]
        raise CannotUndo(f"The {model._meta.verbose_name} {number_of(found.delta.row)} was removed since.")
    raise CannotUndo(_changed_again(write.ledger, asked.seq, found.row, found.field))


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


def _changed_again(ledger: int, seq: int, row: Row, field: str) -> str:
    since = journal.fields_since([row], seq)[row.pk].get(field)
    later = journal.entry(ledger, since.latest) if since else None
    who = f" by {later.by} on {later.at:%d %b at %H:%M} UTC (entry {later.seq})" if later else ""
    return f"'{field}' of {removal.described(row)} was changed again{who}. Undo that first."


def _stacks(ledger: int, actor: Actor) -> tuple[list[int], list[int]]:
    """This session's entries that may be undone, and its undos that may be redone; newest last."""
    mine = Entry.objects.filter(ledger=ledger, session=actor.session).order_by("-pk")
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
