"""The records of an MPX file: a number says what each is, the first line how the rest is written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from milepost.base.documents.sources import Unreadable

_CODE_PAGES = {"ANSI": "cp1252", "MAC": "mac_roman", "850": "cp850", "437": "cp437"}
_NEW_LINE = "\x7f"
"""How a line break inside a text is written."""

MAX_RECORDS = 1_000_000
TITLE, CURRENCY, DEFAULTS, DATES = 0, 10, 11, 12
CALENDAR, CALENDAR_HOURS, CALENDAR_EXCEPTION = 20, 25, 26
PROJECT, RESOURCE_FIELDS, RESOURCE, RESOURCE_NOTES = 30, 41, 50, 51
RESOURCE_CALENDAR, RESOURCE_HOURS, RESOURCE_EXCEPTION = 55, 56, 57
TASK_FIELDS, TASK, TASK_NOTES, RECURRING, ASSIGNMENT = 61, 70, 71, 72, 75


@dataclass(frozen=True, slots=True)
class Head:
    """The first line: the program and version that wrote the file, and its encoding."""

    program: str
    version: str
    delimiter: str
    encoding: str


def head(content: bytes) -> Head:
    """What the first line says.

    Raises: Unreadable.
    """
    first = content[:200].decode("latin-1").splitlines()[0] if content else ""
    if not first.upper().startswith("MPX") or len(first) < 5:
        raise Unreadable("The file does not begin with MPX, as Project's exchange files do.")
    delimiter = first[3]
    words = [word.strip().strip('"') for word in first.split(delimiter)]
    page = words[3].upper() if len(words) > 3 else "ANSI"
    return Head(
        program=words[1] if len(words) > 1 else "",
        version=words[2] if len(words) > 2 else "",
        delimiter=delimiter,
        encoding=_CODE_PAGES.get(page, "cp1252"),
    )


def records(content: bytes, head: Head) -> Iterator[tuple[int, list[str]]]:
    """Every record's number and values; comments and what has no number are left out.

    Raises: Unreadable.
    """
    text = content.decode(head.encoding, errors="replace").rstrip("\x1a")
    csv.field_size_limit(1 << 20)
    try:
        for place, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=head.delimiter)):
            if place > MAX_RECORDS:
                raise Unreadable(f"The file holds more than {MAX_RECORDS:,} records.")
            if place and row and row[0].strip().isdigit() and len(row[0]) < 4:
                yield int(row[0]), [value.replace(_NEW_LINE, "\n") for value in row[1:]]
    except csv.Error as broken:
        raise Unreadable(f"The file is damaged: {broken}.") from broken
