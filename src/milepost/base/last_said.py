"""What operations of certain names last said of rows, read from the journal.

An import of a newer version of a file asks this: what the file said last time is what its import wrote then,
whatever people have changed since. Entries that were taken back do not count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from milepost.base import journal, tables
from milepost.base.identity import number_of
from milepost.base.models import Entry, Row

Said = dict[str, dict[int, dict[str, Any]]]
"""Fields as the journal writes them, by table and the row's number."""


def rows_as_left_by(ledger: int, operations: Collection[str]) -> Said:
    """Every row these operations added and did not remove, with the fields they gave it last."""
    undone = _undone(ledger)
    found: Said = {}
    made = Entry.objects.filter(ledger=ledger, operation__in=operations).order_by("pk")
    for seq in (number_of(pk) for pk in made.values_list("pk", flat=True)):
        if seq not in undone:
            _add(found, ledger, seq)
    return found


def _add(found: Said, ledger: int, seq: int) -> None:
    for delta in journal.changes(ledger, after=seq - 1, upto=seq):
        rows, number = found.setdefault(delta.table, {}), number_of(delta.row)
        if delta.kind == "+":
            rows[number] = dict(delta.fields)
        elif delta.kind == "-":
            rows.pop(number, None)
        elif number in rows:
            rows[number] |= {name: after for name, (_, after) in delta.fields.items()}


def _undone(ledger: int) -> frozenset[int]:
    """The entries that were taken back and not done again."""
    taken_back: set[int] = set()
    pairs = Entry.objects.filter(ledger=ledger, undoes__isnull=False).order_by("-pk")
    for pk, undoes in pairs.values_list("pk", "undoes"):
        # Newest first: an undo that was itself taken back takes nothing back.
        if undoes is not None and number_of(pk) not in taken_back:
            taken_back.add(undoes)
    return frozenset(taken_back)


def images(rows: Iterable[Row], hidden: frozenset[str] = frozenset()) -> dict[int, dict[str, Any]]:
    """Rows as they stand, by number with every field, those that are hidden left out."""
    return {
        row.number: tables.image(row, [name for name in tables.columns(type(row)) if name not in hidden])
        for row in rows
    }
