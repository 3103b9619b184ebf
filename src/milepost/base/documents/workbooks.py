"""XLSX read as values and written with typed cells, formulas neither read nor written."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from milepost.base.documents.archives import open_archive
from milepost.base.documents.sources import Unreadable, read_bytes
from milepost.base.documents.tables import MAX_COLUMNS, MAX_ROWS, Cell, disarmed

_MAX_CELLS = 5_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: its name and the values of its cells, row by row.

    Formula cells hold the value last calculated, `None` where none was stored.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A worksheet to be written: a header, rows, and how wide the columns are (characters)."""

    name: str
    header: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]
    widths: tuple[int, ...] = ()


def read_workbook(source: bytes | Path) -> tuple[Sheet, ...]:
    """The worksheets of an XLSX file, in their order.

    Raises: Unreadable.
    """
    content = read_bytes(source)
    open_archive(content).close()
    # Imported late: openpyxl takes 150 ms.
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        sheets = tuple(_sheet(sheet) for sheet in workbook.worksheets)
        workbook.close()
    except Unreadable:
        raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        zlib.error,
        ArithmeticError,
        AttributeError,
        EOFError,
        LookupError,
        OSError,
        RuntimeError,
        SyntaxError,
        TypeError,
        ValueError,
    ) as broken:
        # openpyxl raises whatever the damage leads to; the file is the cause in each case.
        raise Unreadable("The workbook is damaged or is not an Excel workbook (.xlsx).") from broken
    return sheets


def write_workbook(sheets: Iterable[NewSheet]) -> bytes:
    """An XLSX file with one table per sheet: bold frozen header, dates and numbers typed, texts never
    formulas.
    """
    import xlsxwriter

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    formats = {
        "header": workbook.add_format({"bold": True, "bottom": 1}),
        "instant": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for sheet in sheets:
        _write_sheet(workbook.add_worksheet(sheet.name[:31]), sheet, formats)
    workbook.close()
    return out.getvalue()


def _sheet(sheet) -> Sheet:  # type: ignore[no-untyped-def]
    rows: list[tuple[Cell, ...]] = []
    cells = 0
    for row in sheet.iter_rows(values_only=True):
        cells += len(row)
        if len(rows) >= MAX_ROWS or len(row) > MAX_COLUMNS or cells > _MAX_CELLS:
            raise Unreadable(f"The sheet '{sheet.title}' has more cells than can be read as a plan.")
        rows.append(tuple(_cell(value) for value in row))
    return Sheet(name=sheet.title, rows=tuple(rows))


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, (str, int, float, dt.date)):
        return value
    if isinstance(value, dt.time):
        return value.isoformat(timespec="minutes")
    return str(value)


def _write_sheet(target, sheet: NewSheet, formats) -> None:  # type: ignore[no-untyped-def]
    for column, title in enumerate(sheet.header):
        target.write_string(0, column, title, formats["header"])
    for column, width in enumerate(sheet.widths):
        target.set_column(column, column, width)
    count = 0
    for count, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(target, count, column, cell, formats)
    target.freeze_panes(1, 0)
    if sheet.header:
        target.autofilter(0, 0, max(count, 1), len(sheet.header) - 1)


def _write_cell(target, row: int, column: int, cell: Cell, formats) -> None:  # type: ignore[no-untyped-def]
    if cell is None:
        return
    if isinstance(cell, str):
        target.write_string(row, column, disarmed(cell))
    elif isinstance(cell, bool):
        target.write_boolean(row, column, cell)
    elif isinstance(cell, dt.datetime):
        target.write_datetime(row, column, cell, formats["instant"])
    elif isinstance(cell, dt.date):
        target.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), formats["date"])
    else:
        target.write_number(row, column, cell)
