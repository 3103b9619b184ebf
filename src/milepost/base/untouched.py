"""Rows an entry added by the hundred: which of them are not any more as it left them.

An import's rows are not read again one by one to know that it can be taken back: a row's version is the entry
that changed it last. Only of rows with another version, or gone, is read what the import said of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from milepost.base import packing, tables
from milepost.base.models import Change, Row
from milepost.base.shapes import Delta

Added = Mapping[str, frozenset[int]]
"""Keys of rows by the name of their table."""


def added(changes: Iterable[Change]) -> Added:
    """The rows that packs of added rows speak of."""
    found: dict[str, set[int]] = {}
    for change in changes:
        found.setdefault(change.table, set()).update(packing.rows_of(change))
    return {table: frozenset(rows) for table, rows in found.items()}


def touched_since(seq: int, changes: Sequence[Change]) -> list[Delta]:
    """Of packs of rows entry `seq` added, what it said of those that are gone or were changed since."""
    suspect: set[tuple[str, int]] = set()
    for table, rows in added(changes).items():
        same = tables.tables()[table]._default_manager.filter(
            pk__gte=min(rows), pk__lte=max(rows), version=seq
        )
        # The version alone says it: within a ledger no other entry has this number.
        suspect |= {(table, row) for row in rows.difference(same.values_list("pk", flat=True))}
    return [
        delta
        for change in changes
        if any((change.table, row) in suspect for row in packing.rows_of(change))
        for delta in packing.deltas_of(change)
        if (delta.table, delta.row) in suspect
    ]


def is_referred_to(ledger: int, seq: int, rows: Added, also: Collection[tuple[str, int]]) -> bool:
    """Does anything refer to one of these rows of entry `seq` that the entry itself did not touch?

    `also` are further rows it touched. A row it added and nobody changed since cannot be one.
    """
    for table, keys in rows.items():
        for referrer, field in tables.referrers(tables.tables()[table]):
            others = referrer._default_manager.filter(
                **{f"{field.attname}__gte": min(keys), f"{field.attname}__lte": max(keys)}
            ).exclude(ledger=ledger, version=seq)
            for row, target in others.values_list("pk", field.attname):
                if target in keys and not _is_of(referrer, row, rows, also):
                    return True
    return False


def _is_of(model: type[Row], row: int, rows: Added, also: Collection[tuple[str, int]]) -> bool:
    table = tables.name_of(model)
    return row in rows.get(table, ()) or (table, row) in also
