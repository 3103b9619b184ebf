"""CSV in every dialect people send, and out in one that spreadsheets open without running anything.

Reading finds the encoding, the delimiter (`sep=` obeyed) and the decimal sign. Writing follows RFC 4180; a
text that a spreadsheet would take for a formula gets a leading apostrophe, numbers and dates are written as
such.

Source: OWASP ASVS 1.2.10, CWE-1236.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from milepost.base.documents.sources import Unreadable
from milepost.base.documents.text import decode, refuse_binary

Cell = str | int | float | Decimal | dt.date | dt.datetime | bool | None

MAX_COLUMNS = 16_384
MAX_ROWS = 1_048_576
MAX_CELL = 1 << 20

_DELIMITERS = ",;\t|"
_COMMA_NUMBER = re.compile(r"^[-+]?\d{1,3}(?:\.?\d{3})*,\d+$")
_POINT_NUMBER = re.compile(r"^[-+]?\d[\d,]*\.\d+$")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\0")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of texts as it was in the file, its dialect beside it.

    Rows may differ in length; `decimal` is the sign numbers in it use, "." where none tells.
    """

    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    decimal: str
    has_bom: bool
    encoding: str


def read_csv(content: bytes) -> Table:
    """The rows of a CSV file in whatever dialect it is.

    Raises: Unreadable.
    """
    if not content:
        raise Unreadable("The file is empty.")
    text, encoding = decode(content)
    refuse_binary(text)
    has_bom = encoding == "utf-8-sig" or text.startswith("\ufeff")
    text, delimiter = _told_delimiter(text.lstrip("\ufeff"))
    delimiter = delimiter or _likely_delimiter(text)
    rows = _rows(text, delimiter)
    return Table(
        rows=rows, delimiter=delimiter, decimal=_decimal(rows, delimiter), has_bom=has_bom, encoding=encoding
    )


def write_csv(rows: Iterable[Sequence[Cell]], *, with_bom: bool = False, delimiter: str = ",") -> bytes:
    """CSV that is safe to open: UTF-8, CRLF, and with a byte order mark where Excel is to recognise it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([written(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig" if with_bom else "utf-8")


def written(cell: Cell) -> str:
    """The text of one cell: numbers and dates as they are, risky texts disarmed."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return disarmed(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return str(cell)


def disarmed(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _told_delimiter(text: str) -> tuple[str, str | None]:
    first, _, rest = text.partition("\n")
    told = first.rstrip("\r")
    if len(told) == 5 and told.lower().startswith("sep="):
        return rest, told[4]
    return text, None


def _likely_delimiter(text: str) -> str:
    """The sign that splits the first lines most evenly; a comma where nothing does."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    best, best_score = ",", 0.0
    for sign in _DELIMITERS:
        counts = [_outside_quotes(line, sign) for line in lines]
        if not counts or max(counts) == 0:
            continue
        usual = max(set(counts), key=counts.count)
        score = usual * counts.count(usual) / len(counts)
        # A header has no decimal commas in it, so what it is split by weighs most.
        score += counts[0]
        if score > best_score:
            best, best_score = sign, score
    return best


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _rows(text: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    csv.field_size_limit(MAX_CELL)
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if not row:
                continue
            if len(row) > MAX_COLUMNS:
                raise Unreadable(f"Row {len(rows) + 1} has more than {MAX_COLUMNS:,} columns.")
            rows.append(tuple(row))
            if len(rows) > MAX_ROWS:
                raise Unreadable(f"The file has more than {MAX_ROWS:,} rows.")
    except csv.Error as broken:
        raise Unreadable(f"Row {len(rows) + 1} cannot be read: {broken}.") from broken
    return tuple(rows)


def _decimal(rows: tuple[tuple[str, ...], ...], delimiter: str) -> str:
    if delimiter == ",":
        return "."
    cells = [cell.strip() for row in rows[:200] for cell in row]
    commas = sum(1 for cell in cells if _COMMA_NUMBER.match(cell))
    points = sum(1 for cell in cells if _POINT_NUMBER.match(cell))
    return "," if commas > points else "."
