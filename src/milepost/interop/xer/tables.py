"""The tables of an XER file: `%T` names one, `%F` its fields, `%R` a row, `%E` ends the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from milepost.base.documents.sources import Unreadable

Row = dict[str, str]

MAX_ROWS = 2_000_000


@dataclass
class Table:
    """One table: its fields in the order of the file, and its rows by field; empty values are left out."""

    name: str
    fields: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass
class Tables:
    """All tables of a file by name, and the words of its first line."""

    header: list[str]
    by_name: dict[str, Table]

    def rows(self, name: str) -> list[Row]:
        """The rows of a table; none when the file has no such table."""
        table = self.by_name.get(name)
        return [] if table is None else table.rows


def parse(text: str) -> Tables:
    """The tables in the text of a file.

    A field may hold line breaks: what begins with no mark belongs to the row before it.

    Raises: Unreadable.
    """
    lines = _lines(text)
    header = next(lines, "").split("\t")
    if header[0] != "ERMHDR":
        raise Unreadable("The file does not begin with ERMHDR, as P6's exchange files do.")
    tables = Tables(header=header, by_name={})
    at: Table | None = None
    count = 0
    is_ended = False
    for line in lines:
        mark, _, rest = line.partition("\t")
        if mark == "%T":
            name = rest.strip("\t ")
            at = tables.by_name.setdefault(name, Table(name))
        elif mark == "%F" and at is not None:
            at.fields = rest.split("\t")
        elif mark == "%R" and at is not None:
            count += 1
            if count > MAX_ROWS:
                raise Unreadable(f"The file holds more than {MAX_ROWS:,} rows; export one project at a time.")
            at.rows.append(
                {name: value for name, value in zip(at.fields, rest.split("\t"), strict=False) if value}
            )
        elif mark == "%E":
            is_ended = True
            break
    if not is_ended:
        raise Unreadable("The file is cut short: its last line, %E, is missing.")
    return tables


def _lines(text: str) -> Iterator[str]:
    """The lines, those that begin with no mark joined to the one before."""
    waiting: str | None = None
    # Not splitlines: it also splits at characters that P6 leaves inside texts.
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith(("%T", "%F", "%R", "%E", "ERMHDR")) or waiting is None:
            if waiting is not None:
                yield waiting
            waiting = line
        elif line:
            waiting = f"{waiting}\n{line}"
    if waiting is not None:
        yield waiting
