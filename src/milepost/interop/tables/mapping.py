"""Which column of a sheet is which field of a task: found by the words of its header, or told by a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from milepost.base.documents.sources import Unreadable
from milepost.base.documents.tables import Cell

WORDS: dict[str, tuple[str, ...]] = {
    "id": ("id", "no", "nr", "number", "task id", "row", "#", "line"),
    "uid": ("uid", "unique id", "unique_id", "key"),
    "wbs": ("wbs", "wbs code", "psp", "outline number", "code"),
    "outline_level": ("outline level", "level", "ebene", "indent"),
    "name": (
        "name",
        "task name",
        "task",
        "activity",
        "activity name",
        "title",
        "summary",
        "vorgangsname",
        "vorgang",
    ),
    "duration": ("duration", "dauer", "dur", "length"),
    "start": ("start", "start date", "begin", "anfang", "planned start", "scheduled start"),
    "finish": (
        "finish",
        "finish date",
        "end",
        "end date",
        "ende",
        "due",
        "planned finish",
        "scheduled finish",
    ),
    "predecessors": (
        "predecessors",
        "predecessor",
        "depends on",
        "dependencies",
        "after",
        "vorganger",
        "vorgänger",
    ),
    "resources": (
        "resources",
        "resource names",
        "resource",
        "assigned to",
        "assignee",
        "people",
        "who",
        "ressourcen",
    ),
    "percent_complete": (
        "% complete",
        "percent complete",
        "complete",
        "progress",
        "% abgeschlossen",
        "done",
        "%",
    ),
    "actual_start": ("actual start",),
    "actual_finish": ("actual finish", "actual end"),
    "constraint": ("constraint", "constraint type"),
    "constraint_date": ("constraint date",),
    "deadline": ("deadline", "stichtag"),
    "is_milestone": ("milestone", "is milestone", "meilenstein"),
    "is_manual": ("manual", "task mode", "mode"),
    "calendar": ("calendar", "task calendar"),
    "priority": ("priority", "prio"),
    "work": ("work", "work hours", "effort", "arbeit"),
    "cost": ("cost", "budget", "kosten"),
    "notes": ("notes", "note", "comment", "comments", "notizen", "description"),
}
"""The words each field goes by, in small letters; the first is what Milepost writes."""

_BY_WORD = {word: name for name, words in WORDS.items() for word in words}
_SEARCHED_ROWS = 50


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the header stands and which column (from 0) holds which field.

    `day_first` tells 01/02 from 02/01. Columns of no field of ours are user-defined ones under their
    headings. `unit` is what a duration without one is counted in (`h`, `d`, `w`), `outline` where the levels
    come from (one of `OUTLINES`), `sheet` the name of the workbook's sheet, empty for the first that fits.
    """

    header: int
    by_field: Mapping[str, int]
    custom: Mapping[str, int] = field(default_factory=dict)
    decimal: str = "."
    day_first: bool = False
    unit: str = "d"
    outline: str = "found"
    sheet: str = ""


OUTLINES = ("found", "level", "wbs", "indent", "none")
"""Where levels come from: what is there, a column of levels, codes like 1.2.3, indented names, nowhere."""
UNITS = ("h", "d", "w")


def suggest(rows: Sequence[Sequence[Cell]], *, decimal: str = ".") -> Columns:
    """The columns as their headings tell them: the first row in which most cells are known words is the
    header.

    Raises: Unreadable, when no column looks like the names of tasks.
    """
    best: tuple[int, int, dict[str, int]] | None = None
    for place, row in enumerate(rows[:_SEARCHED_ROWS]):
        found = _fields_of(row)
        if "name" in found and (best is None or len(found) > best[0]):
            best = (len(found), place, found)
    if best is None:
        raise Unreadable(
            "No column is headed like the names of tasks (name, task, activity); name one so, or map it."
        )
    return at_header(rows, best[1], decimal=decimal)


def at_header(rows: Sequence[Sequence[Cell]], header: int, *, decimal: str = ".") -> Columns:
    """The columns as the headings of one row tell them; none of them may be the name."""
    by_field = _fields_of(rows[header]) if header < len(rows) else {}
    taken = set(by_field.values())
    custom = {
        str(title).strip(): column
        for column, title in enumerate(rows[header] if header < len(rows) else ())
        if column not in taken and title is not None and str(title).strip()
    }
    return Columns(
        header=header,
        by_field=by_field,
        custom=custom,
        decimal=decimal,
        day_first=_is_day_first(rows[header + 1 :], by_field),
    )


def signature(row: Sequence[Cell]) -> str:
    """What tells one source from another: its headings, whatever their case."""
    return "|".join(str(cell or "").strip().casefold() for cell in row).strip("|")


def _fields_of(row: Sequence[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, title in enumerate(row):
        word = re.sub(r"[\s_]+", " ", str(title or "")).strip(" :*").lower()
        name = _BY_WORD.get(word) or _BY_WORD.get(re.sub(r"\s*\(.*\)$", "", word))
        if name is not None:
            found.setdefault(name, column)
    return found


def _is_day_first(rows: Sequence[Sequence[Cell]], by_field: Mapping[str, int]) -> bool:
    """Whether dates begin with the day: some first number is over 12, or points part them as in Europe."""
    columns = [by_field[name] for name in ("start", "finish", "deadline") if name in by_field]
    seen = [str(row[column]) for row in rows[:500] for column in columns if column < len(row) and row[column]]
    for text in seen:
        match = re.match(r"^\D*(\d{1,2})([./-])(\d{1,2})\2\d{2,4}", text.strip())
        if match is None:
            continue
        if int(match[1]) > 12:
            return True
        if int(match[3]) > 12:
            return False
    return any(re.match(r"^\d{1,2}\.\d{1,2}\.\d{2,4}", text.strip()) for text in seen)
