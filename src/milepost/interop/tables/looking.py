"""A sheet looked at before it is read: its first rows, and which column seems to be which field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from milepost.base.documents.sources import Unreadable, read_bytes
from milepost.base.documents.tables import Cell, read_csv
from milepost.base.documents.workbooks import read_workbook
from milepost.interop.tables.mapping import WORDS, Columns, at_header, signature, suggest

LOOKED_AT = 50
"""Rows in which a header is looked for, and that are shown."""


@dataclass(frozen=True, slots=True)
class Look:
    """One sheet: its name, its first rows, the sheets beside it, and the columns as they seem to be."""

    sheet: str
    sheets: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    columns: Columns

    @property
    def headings(self) -> list[str]:
        """What stands above each column, by place."""
        row = self.rows[self.columns.header] if self.columns.header < len(self.rows) else ()
        return [str(cell or "").strip() for cell in row]

    def samples(self, column: int, most: int = 4) -> list[str]:
        """Some values below a heading."""
        cells = (row[column] for row in self.rows[self.columns.header + 1 :] if column < len(row))
        return [str(cell)[:60] for cell in cells if cell not in (None, "")][:most]


def look(source: bytes | Path, kind: str, *, sheet: str = "", header: int | None = None) -> Look:
    """The sheet of that name (else the first that looks like a plan) with its columns suggested.

    `header` (from 0) says where the headings stand. Raises: Unreadable.
    """
    content = read_bytes(source)
    if kind == "csv":
        table = read_csv(content)
        first = table.rows[:LOOKED_AT]
        return Look("", (), first, _columns(first, header, table.decimal))
    sheets = read_workbook(content)
    if not sheets:
        raise Unreadable("The workbook has no sheets.")
    chosen = next((one for one in sheets if one.name == sheet), None)
    fitting = (one for one in sheets if "name" in _columns(one.rows[:LOOKED_AT], None, ".").by_field)
    chosen = chosen or next(fitting, sheets[0])
    rows = chosen.rows[:LOOKED_AT]
    columns = replace(_columns(rows, header, "."), sheet=chosen.name)
    return Look(chosen.name, tuple(one.name for one in sheets), rows, columns)


def _columns(rows: Sequence[Sequence[Cell]], header: int | None, decimal: str) -> Columns:
    if header is not None:
        return at_header(rows, header, decimal=decimal)
    try:
        return suggest(rows, decimal=decimal)
    except Unreadable:
        return at_header(rows, _fullest(rows), decimal=decimal)


def _fullest(rows: Sequence[Sequence[Cell]]) -> int:
    """The first of the rows with most cells filled: titles above a table fill fewer."""
    filled = [sum(cell not in (None, "") for cell in row) for row in rows]
    return filled.index(max(filled)) if filled else 0


def remembered(rows: Sequence[Sequence[Cell]], known: Mapping[str, Columns]) -> Columns | None:
    """The columns somebody chose before for a source with these headings; its header may stand elsewhere."""
    for place, row in enumerate(rows[:LOOKED_AT]):
        columns = known.get(signature(row))
        if columns is not None:
            return replace(columns, header=place)
    return None


def chosen(headings: Sequence[str], fields: Mapping[int, str], base: Columns) -> Columns:
    """The columns as a person says: by place a field, `custom` for one of their own, or nothing.

    Raises: Unreadable, when no column is the name or two are the same field.
    """
    by_field: dict[str, int] = {}
    for column, field in fields.items():
        if field in WORDS and by_field.setdefault(field, column) != column:
            raise Unreadable(f"Two columns are said to be the {field.replace('_', ' ')}; leave one out.")
    if "name" not in by_field:
        raise Unreadable("Say which column holds the names of the tasks.")
    custom = {
        headings[column] or f"Column {column + 1}": column
        for column, field in fields.items()
        if field == "custom"
    }
    return replace(base, by_field=by_field, custom=custom)
