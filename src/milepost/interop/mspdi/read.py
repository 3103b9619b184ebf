"""MS Project XML as an exchange, streamed: 100,000 tasks in a few seconds and little memory.

Rows are read as they come and freed at once. Every child of a row is looked up in the tables of `fields`:
known ones fill the row, all others are carried along with their text, so that nothing is lost when the file
is written again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milepost.base.documents.sources import Unreadable
from milepost.base.documents.xml import declared_encoding, read_xml, release
from milepost.engine.instants import TICKS_PER_MINUTE
from milepost.engine.rules import MSPROJECT
from milepost.interop.exchange.soundness import sound
from milepost.interop.exchange.values import Calendar, Exchange, Project, Task
from milepost.interop.fidelity.tally import Tally
from milepost.interop.mspdi import children, custom, fields, rows, splits
from milepost.interop.mspdi.calendars import read_calendar
from milepost.interop.mspdi.children import NotPlain

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_TASKS = 500_000

_ALSO_CARRIED = {"uid", "name", "currency_symbol"}
"""Settings that are written back as they were, whatever the project is called now."""

_TABLES = {"Tasks": "Task", "Resources": "Resource", "Assignments": "Assignment"}
_ENDS = (*_TABLES.values(), "Calendar", "ExtendedAttributes", "OutlineCodes", "WBSMasks", "Project")


def read(source: bytes | Path) -> Exchange:
    """The plan in an MS Project XML file.

    Raises: Unreadable.
    """
    try:
        return _read(source, tables=_TABLES)
    except NotPlain:
        # Attributes, comments inside rows, other namespaces: the parser makes elements of everything.
        return _read(source, tables={})


def _read(source: bytes | Path, tables: dict[str, str]) -> Exchange:
    reading = _Reading(declared_encoding(source))
    read_xml(source, ends=_ENDS, tables=tables, take=reading.take, take_text=reading.take_text)
    return reading.exchange()


class _Reading:
    """The rows of one file as they arrive."""

    def __init__(self, encoding: str) -> None:
        self._ns: str | None = None
        self._tally = Tally()
        self._calendars: list[Calendar] = []
        self._customs = custom.Definitions()
        self._rows = rows.Rows(self._tally, self._customs)
        self._row_readers = {
            "Task": self._rows.task,
            "Resource": self._rows.resource,
            "Assignment": self._rows.assignment,
        }
        self._settings: dict[str, Any] = {}
        self._carried: list[tuple[str, str]] = []
        self._encoding = encoding
        self._has_root = False

    def take_text(self, name: str, inside: str) -> None:
        """Read one row of a table by the text between its tags.

        Raises: NotPlain.
        """
        self._row_readers[name](children.split(inside))
        self._refuse_too_many()

    def take(self, element: _Element) -> None:
        """Read one element that has just ended."""
        if self._ns is None:
            self._ns = element.tag[: element.tag.rfind("}") + 1]
        name = element.tag[len(self._ns) :]
        if name == "Project":
            self._read_project(element)
            return
        if name in {"ExtendedAttributes", "OutlineCodes", "WBSMasks"}:
            if name == "ExtendedAttributes":
                self._customs.read(element, self._ns)
            return
        if not _is_row(element):
            return
        if name == "Calendar":
            self._take_calendar(element)
        else:
            self._take_row(name, element)
        release(element)

    def _take_row(self, name: str, element: _Element) -> None:
        row, strange = children.of_element(element, self._ns or "")
        for tag in strange:
            self._tally.drop(tag, "it is of another namespace")
        self._row_readers[name](row)
        self._refuse_too_many()

    def _refuse_too_many(self) -> None:
        if len(self._rows.tasks) > MAX_TASKS:
            raise Unreadable(f"The file holds more than {MAX_TASKS:,} tasks; split it by project.")

    def _take_calendar(self, element: _Element) -> None:
        try:
            calendar = read_calendar(element, self._ns or "", self._tally)
        except (ValueError, OverflowError) as wrong:
            self._tally.drop("Calendar", "it cannot be read")
            self._tally.problem("unreadable_value", None, f"A calendar cannot be read: {wrong}.")
            return
        if calendar is not None:
            self._calendars.append(calendar)

    def _read_project(self, root: _Element) -> None:
        ns = self._ns or ""
        self._has_root = root.getparent() is None
        read_elsewhere = {f"{ns}{name}" for name in ("Tasks", "Resources", "Assignments", "Calendars")}
        for child in root:
            if child.tag in read_elsewhere:
                continue
            known = fields.PROJECT.get(child.tag[len(ns) :])
            if known is None:
                self._carry(child, ns)
            elif child.text:
                self._setting(known, child.text)
                if known[0] in _ALSO_CARRIED:
                    self._carried.append(children.pair_of(child, ns))

    def _carry(self, child: _Element, ns: str) -> None:
        self._carried.append(children.pair_of(child, ns))
        self._tally.carried += 1

    def _setting(self, known: fields.Field, text: str) -> None:
        name, convert = known
        try:
            self._settings[name] = convert(text)
            self._tally.kept += 1
        except (ValueError, OverflowError):
            self._tally.drop(f"Project {name}", "its value cannot be read")

    def exchange(self) -> Exchange:
        """The whole file.

        Raises: Unreadable, when it was not a project at all.
        """
        if not self._has_root:
            raise Unreadable("The XML is not an MS Project file: its outermost element is not a Project.")
        project = sound(self._project(self._rows), self._tally.problem)
        self._tell_oddities(project)
        return Exchange(
            format="mspdi",
            version=self._settings.get("save_version"),
            encoding=self._encoding,
            projects=(project,),
            problems=self._tally.problems(),
            fidelity=self._tally.fidelity(),
        )

    def _project(self, read: rows.Rows) -> Project:
        said = self._settings
        minutes_per_day = said.get("minutes_per_day") or 480
        return Project(
            uid=said.get("uid") or said.get("name") or "1",
            title=said.get("title") or said.get("name") or "",
            start=said.get("start"),
            finish=said.get("finish"),
            from_finish=said.get("from_start") is False,
            status=said.get("status"),
            currency=said.get("currency") or said.get("currency_symbol"),
            minutes_per_day=minutes_per_day,
            minutes_per_week=said.get("minutes_per_week") or 2400,
            days_per_month=said.get("days_per_month") or 20,
            default_start=rows.time_of_day(said.get("default_start")),
            default_finish=rows.time_of_day(said.get("default_finish")),
            calendar=said.get("calendar"),
            rules=replace(
                MSPROJECT,
                honor_constraints=said.get("honor_constraints", MSPROJECT.honor_constraints),
                critical_limit=int(said.get("critical_limit", 0) * minutes_per_day * TICKS_PER_MINUTE),
                multiple_critical_paths=said.get("multiple_critical_paths", False),
            ),
            calendars=tuple(self._calendars),
            tasks=_with_segments(read),
            resources=tuple(read.resources),
            assignments=tuple(read.assignments),
            custom_labels=self._customs.labels(),
            carried=tuple(self._carried) + tuple(read.blanks),
        )

    def _tell_oddities(self, project: Project) -> None:
        for task in project.tasks:
            if task.start is not None and task.finish is not None and task.finish < task.start:
                self._tally.problem(
                    "finish_before_start", task.uid, f"'{task.name}' finishes before it starts."
                )


def _is_row(element: _Element) -> bool:
    """Whether an element stands in a table below the root."""
    table = element.getparent()
    root = None if table is None else table.getparent()
    return root is not None and root.getparent() is None


def _with_segments(read: rows.Rows) -> tuple[Task, ...]:
    """The tasks, those that are split with their stretches of work."""
    split = {uid: found for uid, parts in read.segments.items() if (found := splits.together(parts))}
    if not split:
        return tuple(read.tasks)
    return tuple(
        replace(task, segments=split[task.uid]) if isinstance(task.uid, int) and task.uid in split else task
        for task in read.tasks
    )
