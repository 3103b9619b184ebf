"""A sheet as an exchange: row by row, an outline from levels, codes or indentation, oddities told with their
rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from milepost.base.documents.sources import Unreadable, read_bytes
from milepost.base.documents.tables import Cell, read_csv
from milepost.base.documents.workbooks import read_workbook
from milepost.engine.instants import TICKS_PER_HOUR, Instant
from milepost.engine.plan import OFFICE_WEEK, ConstraintType
from milepost.engine.rules import MILEPOST
from milepost.interop.exchange.soundness import sound
from milepost.interop.exchange.values import Assignment, Calendar, Exchange, Link, Project, Resource, Task
from milepost.interop.fidelity.tally import Tally
from milepost.interop.tables import values
from milepost.interop.tables.mapping import Columns, suggest

_CLOCK = values.Clock()
_TOTALS = re.compile(r"^(grand )?(total|sum|summe|gesamt)\b", re.IGNORECASE)
_DAY_STARTS, _DAY_ENDS = 8 * TICKS_PER_HOUR, 17 * TICKS_PER_HOUR
_STANDARD = Calendar(uid=1, name="Standard", week=OFFICE_WEEK)


def read(source: bytes | Path, kind: str, columns: Columns | None = None) -> Exchange:
    """The plan in a CSV file or in the first sheet of a workbook that looks like one.

    Raises: Unreadable.
    """
    content = read_bytes(source)
    if kind == "xlsx":
        title, rows, found = _sheet(content, columns)
        encoding = None
    else:
        table = read_csv(content)
        title, rows, encoding = "", table.rows, table.encoding
        found = columns or suggest(table.rows, decimal=table.decimal)
    reading = _Reading(rows, found)
    return Exchange(
        format=kind,
        encoding=encoding,
        tool="milepost",
        projects=(sound(reading.project(title), reading.tally.problem),),
        problems=reading.tally.problems(),
        fidelity=reading.tally.fidelity(),
        ids_are_places=not {"id", "uid"} & found.by_field.keys(),
    )


def _sheet(content: bytes, columns: Columns | None) -> tuple[str, Sequence[Sequence[Cell]], Columns]:
    sheets = read_workbook(content)
    if columns is not None and sheets:
        chosen = next((one for one in sheets if one.name == columns.sheet), sheets[0])
        return chosen.name, chosen.rows, columns
    refusal = Unreadable("The workbook has no sheets.")
    for sheet in sheets:
        try:
            return sheet.name, sheet.rows, suggest(sheet.rows)
        except Unreadable as refused:
            refusal = refused
    raise refusal


class _Reading:
    """The work of reading one sheet."""

    def __init__(self, rows: Sequence[Sequence[Cell]], columns: Columns) -> None:
        self.tally = Tally()
        self._rows = rows
        self._columns = columns
        self._tasks: list[Task] = []
        self._follows: list[list[values.Follows]] = []
        self._people: dict[str, int] = {}
        self._assignments: list[Assignment] = []
        self._number = 0
        self._base_indent: int | None = None

    def project(self, title: str) -> Project:
        """The project on the sheet."""
        for place in range(self._columns.header + 1, len(self._rows)):
            self._number = place + 1
            self._row(self._rows[place])
        tasks = self._linked(_outlined(self._tasks))
        starts = [task.start for task in tasks if task.start is not None]
        finishes = [task.finish for task in tasks if task.finish is not None]
        return Project(
            uid="1",
            title=title,
            start=min(starts, default=None),
            finish=max(finishes, default=None),
            calendar=_STANDARD.uid,
            rules=MILEPOST,
            calendars=(_STANDARD,),
            tasks=tuple(tasks),
            resources=tuple(Resource(uid=uid, id=uid, name=name) for name, uid in self._people.items()),
            assignments=tuple(self._assignments),
        )

    def _row(self, row: Sequence[Cell]) -> None:
        name = self._text(row, "name")
        if not name.strip():
            if any(cell not in (None, "") for cell in row):
                self.tally.drop("row without a name", "a task needs a name", 1)
            return
        if _TOTALS.match(name.strip()) and self._cell(row, "id") is None:
            self.tally.drop("total row", "it adds up others", 1)
            return
        uid = self._uid(row)
        said = self._values(row)
        self._follows.append(self._try(row, "predecessors", self._predecessors) or [])
        self._tasks.append(
            Task(
                uid=uid,
                id=len(self._tasks) + 1,
                name=name.strip(),
                wbs=self._text(row, "wbs").strip() or None,
                code=self._text(row, "id").strip() or None,
                outline_level=self._level(row, name),
                custom=self._custom(row),
                **said,
            )
        )
        self._assign(row, uid)

    def _uid(self, row: Sequence[Cell]) -> int:
        """The row's own number where it has one nobody had before, else its place."""
        for name in ("uid", "id"):
            text = self._text(row, name).strip().partition(".")[0]
            if text.isdigit() and len(text) < 12:
                return int(text)
        return 1_000_000_000 + len(self._tasks) if "id" in self._columns.by_field else len(self._tasks) + 1

    def _level(self, row: Sequence[Cell], name: str) -> int:
        by = self._columns.outline
        if by == "none":
            return 1
        stated: int | None = self._try(row, "outline_level", lambda cell: int(values.number(str(cell))))
        if stated is not None and by in ("found", "level"):
            return max(1, min(stated, 1000))
        wbs = self._text(row, "wbs").strip()
        if by in ("found", "wbs") and re.fullmatch(r"\d+(\.\d+)*", wbs):
            return wbs.count(".") + 1
        if by in ("level", "wbs"):
            return 1
        indent = len(name) - len(name.lstrip(" \t\u00a0")) + 3 * (len(name) - len(name.lstrip("\t")))
        if self._base_indent is None:
            self._base_indent = indent
        # Levels from indentation are settled in `_outlined`; the raw depth stands in for now.
        return 1 + max(0, indent - self._base_indent)

    def _values(self, row: Sequence[Cell]) -> dict[str, Any]:
        said: dict[str, Any] = {}
        length = self._try(
            row, "duration", lambda cell: values.duration(self._length(cell), _CLOCK, decimal=self._decimal)
        )
        if length is not None:
            said |= {"duration": length.ticks, "duration_unit": length.unit, "is_elapsed": length.is_elapsed}
            said |= {"is_estimated": length.is_estimated}
        for name in ("start", "actual_start", "constraint_date"):
            said[name] = self._try(row, name, lambda cell: self._instant(cell, _DAY_STARTS))
        for name in ("finish", "actual_finish", "deadline"):
            said[name] = self._try(row, name, lambda cell: self._instant(cell, _DAY_ENDS))
        said["percent_complete"] = self._try(row, "percent_complete", self._percent)
        said["constraint"] = self._try(row, "constraint", _constraint) or ConstraintType.AS_SOON_AS_POSSIBLE
        said["is_milestone"] = self._try(row, "is_milestone", values.flag) or said.get("duration") == 0
        said["is_manual"] = self._try(row, "is_manual", _is_manual) or False
        said["priority"] = self._try(row, "priority", lambda cell: int(values.number(str(cell))))
        said["work"] = self._try(row, "work", self._work)
        said["cost"] = self._try(
            row, "cost", lambda cell: Decimal(str(values.number(str(cell), decimal=self._decimal)))
        )
        said["notes"] = self._text(row, "notes") or None
        return said

    def _length(self, cell: Cell) -> str | float:
        """A duration, in the chosen unit where it says none."""
        amount = _amount(cell)
        if self._columns.unit == "d":
            return amount
        text = f"{amount:g}" if isinstance(amount, float) else amount.strip()
        return f"{text}{self._columns.unit}" if text[-1:].isdigit() else text

    @property
    def _decimal(self) -> str:
        return self._columns.decimal

    def _instant(self, cell: Cell, hour: int) -> Instant:
        at, has_time = values.instant(cell, day_first=self._columns.day_first)
        return at if has_time else at + hour

    def _percent(self, cell: Cell) -> float:
        return values.percent(_amount(cell), decimal=self._decimal)

    def _work(self, cell: Cell) -> float:
        text = f"{cell:g}h" if isinstance(cell, (int, float)) else str(cell)
        text = text if re.search("[a-zA-Z]", text) else f"{text}h"
        return values.duration(text, _CLOCK, decimal=self._decimal).ticks / 10

    def _predecessors(self, cell: Cell) -> list[values.Follows]:
        text = f"{cell:g}" if isinstance(cell, float) else str(cell)
        return values.predecessors(text, _CLOCK, decimal=self._decimal)

    def _assign(self, row: Sequence[Cell], task: int) -> None:
        for name, units in (
            self._try(row, "resources", lambda cell: values.people(str(cell), decimal=self._decimal)) or []
        ):
            resource = self._people.setdefault(name, len(self._people) + 1)
            number = len(self._assignments) + 1
            self._assignments.append(Assignment(uid=number, task=task, resource=resource, units=units))

    def _custom(self, row: Sequence[Cell]) -> dict[str, str | int | float | bool]:
        found: dict[str, str | int | float | bool] = {}
        for title, column in self._columns.custom.items():
            cell = row[column] if column < len(row) else None
            if cell not in (None, ""):
                found[title] = cell if isinstance(cell, (str, int, float, bool)) else str(cell)
                self.tally.kept += 1
        return found

    def _cell(self, row: Sequence[Cell], name: str) -> Cell:
        column = self._columns.by_field.get(name)
        if column is None or column >= len(row) or row[column] in ("", None):
            return None
        return row[column]

    def _text(self, row: Sequence[Cell], name: str) -> str:
        cell = self._cell(row, name)
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return "" if cell is None else str(cell)

    def _try(self, row: Sequence[Cell], name: str, convert: Any) -> Any:
        """The value of a cell; one that cannot be read is told with its row."""
        cell = self._cell(row, name)
        if cell is None:
            return None
        try:
            value = convert(cell)
        except (ValueError, OverflowError, ArithmeticError) as wrong:
            self.tally.drop(name, "its value cannot be read")
            self.tally.problem("unreadable_value", None, f"Row {self._number}, {name}: {wrong}.")
            return None
        self.tally.kept += 1
        return value

    def _linked(self, tasks: list[Task]) -> list[Task]:
        """The tasks with their predecessors, which cells name by the number in the id column, the row or the
        code.
        """
        by_word: dict[str, int] = {}
        for place, task in enumerate(tasks, start=1):
            for word in (task.code, task.wbs, str(place)):
                if word and isinstance(task.uid, int):
                    by_word.setdefault(word, task.uid)
        result = []
        for task, follows in zip(tasks, self._follows, strict=True):
            links = []
            for one in follows:
                uid = by_word.get(one.id)
                if uid is None:
                    self.tally.problem(
                        "unknown_predecessor", task.uid, f"'{task.name}' follows {one.id}, which is no row."
                    )
                else:
                    links.append(Link(uid, type=one.type, lag=one.lag, lag_unit=one.lag_unit, unit=one.unit))
            result.append(replace(task, predecessors=tuple(links)))
        return result


def _outlined(tasks: list[Task]) -> list[Task]:
    """The tasks with levels one by one and their parents; whatever has rows below it is a summary."""
    depths: list[int] = []
    above: list[Task] = []
    result: list[Task] = []
    summaries: set[int | str] = set()
    for task in tasks:
        while depths and depths[-1] >= task.outline_level:
            depths.pop()
            above.pop()
        parent = above[-1].uid if above else None
        if parent is not None:
            summaries.add(parent)
        depths.append(task.outline_level)
        above.append(task)
        result.append(replace(task, outline_level=len(depths), parent=parent))
    return [replace(task, is_summary=True) if task.uid in summaries else task for task in result]


def _amount(cell: Cell) -> str | float:
    return (
        float(cell) if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool) else str(cell)
    )


def _constraint(cell: Cell) -> ConstraintType:
    word = re.sub(r"[\s-]+", "_", str(cell).strip().lower())
    try:
        return ConstraintType(word)
    except ValueError:
        short = {
            "asap": "as_soon_as_possible",
            "alap": "as_late_as_possible",
            "snet": "start_no_earlier_than",
        }
        short |= {
            "snlt": "start_no_later_than",
            "fnet": "finish_no_earlier_than",
            "fnlt": "finish_no_later_than",
        }
        short |= {"mso": "must_start_on", "mfo": "must_finish_on"}
        if word not in short:
            raise ValueError(f"'{str(cell)[:40]}' is not a constraint") from None
        return ConstraintType(short[word])


def _is_manual(cell: Cell) -> bool:
    word = str(cell).strip().lower()
    return word.startswith("manual") or (not word.startswith("auto") and values.flag(cell))
