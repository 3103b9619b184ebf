"""How rows stood before: changes taken off the present, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from milepost.base import tables
from milepost.base.models import Row
from milepost.base.shapes import Delta

AnyRow = TypeVar("AnyRow", bound=Row)


def fold_back(model: type[AnyRow], ledger: int, rows: dict[int, AnyRow], deltas: Iterable[Delta]) -> None:
    """Take deltas of one table, newest first, off its rows (by key), in place.

    Rows are objects of the model that were never saved; their `version` is not folded.
    """
    every = tables.columns(model)
    for delta in deltas:
        if delta.kind == "+":
            rows.pop(delta.row, None)
        elif delta.kind == "-":
            rows[delta.row] = from_image(model, ledger, delta.row, delta.fields)
        else:
            row = rows[delta.row]
            for name, (before, _) in delta.fields.items():
                setattr(row, every[name].attname, every[name].decode(ledger, before))


def from_image(model: type[AnyRow], ledger: int, pk: int, fields: Mapping[str, Any]) -> AnyRow:
    """A row as the journal's image of it says; what the image leaves out is empty."""
    row = model(pk=pk, ledger_id=ledger)
    for name, column in tables.columns(model).items():
        setattr(row, column.attname, column.decode(ledger, fields.get(name, column.empty)))
    return row


def moved(row: AnyRow, ledger: int) -> AnyRow:
    """The row as it stands in another fork: same number, references within the ledger moved along."""
    model, home = type(row), row.ledger_id
    copy = model(pk=row.pk + ((ledger - home) << 32), ledger_id=ledger, version=row.version)
    for column in tables.columns(model).values():
        value = column.encode(home, getattr(row, column.attname))
        setattr(copy, column.attname, column.decode(ledger, value))
    return copy
