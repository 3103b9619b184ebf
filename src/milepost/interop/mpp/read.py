"""Files MPXJ reads, as an exchange: its model field by field, not by way of another format that would lose
some.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from milepost.base.documents.sources import Unreadable, read_bytes
from milepost.engine.plan import LagUnit, LinkType
from milepost.engine.rules import MSPROJECT, P6, PlanRules
from milepost.interop.exchange.soundness import sound
from milepost.interop.exchange.values import Calendar, Exchange, Link, Project
from milepost.interop.fidelity.tally import Tally
from milepost.interop.mpp import fields, rows, runtime
from milepost.interop.mpp.calendars import calendar, clock
from milepost.interop.recognise import FORMATS

_REFUSALS = {
    "OutOfMemoryError": "The file took more memory than a plan may; nothing was read.",
    "StackOverflowError": "The file is nested deeper than any plan; nothing was read.",
    "NoProject": "The file is of no format Milepost can read, or it is damaged.",
}


def read(source: bytes | Path, kind: str) -> Exchange:
    """The plan in a file of a format only MPXJ reads.

    Raises: Unreadable, for passwords, damage, missing extra, and files that take too much.
    """
    if not runtime.is_available():
        raise Unreadable(f"Reading {FORMATS.get(kind, 'this file')} files {runtime.MISSING}")
    with tempfile.TemporaryDirectory(prefix="milepost-") as folder:
        # A copy under a plain name: names of files may hold anything, and gzip is unpacked here.
        path = Path(folder) / f"plan.{kind}"
        path.write_bytes(read_bytes(source))
        reading = _Reading(kind)
        for line in runtime.lines(path, kind):
            reading.take(line)
    return reading.exchange()


class _Reading:
    """The lines of one file as they arrive."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._tally = Tally()
        self._projects: list[_Project] = []
        self._is_complete = False

    def take(self, line: list[Any]) -> None:
        """Read one line.

        Raises: Unreadable, when it says why there is nothing to read.
        """
        match line:
            case ["project", properties]:
                self._projects.append(_Project(properties, self._tally))
            case ["end"]:
                self._is_complete = True
            case ["error", kind, message]:
                raise Unreadable(_refusal(kind, message))
            case _:
                self._projects[-1].take(line)

    def exchange(self) -> Exchange:
        """The whole file.

        Raises: Unreadable, when the last line is missing.
        """
        if not self._is_complete:
            raise Unreadable(
                "The file could not be read to its end: it is damaged, or of a format Milepost cannot read."
            )
        first = self._projects[0].properties
        return Exchange(
            format=self._kind,
            version=_version(first),
            encoding=first.get("MPX_CODE_PAGE") if self._kind == "mpx" else None,
            tool="p6" if self._projects[0].is_p6 else "msproject",
            projects=tuple(sound(project.project(), self._tally.problem) for project in self._projects),
            problems=self._tally.problems(),
            fidelity=self._tally.fidelity(),
        )


class _Project:
    """One project of a file, its rows as they arrive."""

    def __init__(self, properties: dict[str, Any], tally: Tally) -> None:
        self.properties = properties
        self.is_p6 = properties.get("FILE_APPLICATION") == "Primavera"
        self._tally = tally
        self._labels: dict[str, str] = {}
        self._calendars: list[Calendar] = []
        self._rows = rows.Rows(tally, is_p6=self.is_p6)

    def take(self, line: list[Any]) -> None:
        """Read one row."""
        match line:
            case ["task", said, links, segments]:
                self._rows.task(said, [_link(link) for link in links], segments)
            case ["assignment", said]:
                self._rows.assignment(said)
            case ["resource", said, rates, availability]:
                self._rows.resource(said, rates, availability)
            case ["calendar", said]:
                self._calendars.append(calendar(said, self._tally))
            case ["label", name, alias]:
                self._labels[fields.custom_name(name)] = alias

    def project(self) -> Project:
        """The project as an exchange has it."""
        said = self.properties
        self._tally.kept += sum(1 for name in said if name in _PROPERTIES)
        for name in sorted(said.keys() - _PROPERTIES):
            self._tally.drop(f"Project {name}", "Milepost does not use it")
        start = said.get("START_DATE") or said.get("PLANNED_START")
        planned = said.get("PLANNED_START") if self.is_p6 else None
        return Project(
            uid=said.get("UNIQUE_ID") or said.get("PROJECT_ID") or said.get("GUID") or "1",
            title=said.get("PROJECT_TITLE") or said.get("NAME") or said.get("PROJECT_ID") or "",
            start=_instant(planned or start),
            finish=_instant(said.get("FINISH_DATE")),
            finish_by=_instant(said.get("MUST_FINISH_BY")),
            from_finish=said.get("SCHEDULE_FROM") == "FINISH",
            status=_instant(said.get("STATUS_DATE")),
            currency=said.get("CURRENCY_CODE") or said.get("CURRENCY_SYMBOL"),
            minutes_per_day=said.get("MINUTES_PER_DAY") or 480,
            minutes_per_week=said.get("MINUTES_PER_WEEK") or 2400,
            days_per_month=said.get("DAYS_PER_MONTH") or 20,
            default_start=clock(said.get("DEFAULT_START_TIME")),
            default_finish=clock(said.get("DEFAULT_END_TIME")),
            calendar=said.get("DEFAULT_CALENDAR_UNIQUE_ID"),
            rules=_rules(said, is_p6=self.is_p6),
            calendars=tuple(self._calendars),
            tasks=tuple(self._rows.tasks),
            resources=tuple(self._rows.resources),
            assignments=tuple(self._rows.assignments),
            custom_labels=self._labels,
        )


_PROPERTIES = frozenset(
    [
        "UNIQUE_ID",
        "PROJECT_ID",
        "GUID",
        "PROJECT_TITLE",
        "NAME",
        "START_DATE",
        "FINISH_DATE",
        "PLANNED_START",
        "MUST_FINISH_BY",
        "SCHEDULE_FROM",
        "STATUS_DATE",
        "CURRENCY_CODE",
        "CURRENCY_SYMBOL",
        "MINUTES_PER_DAY",
        "MINUTES_PER_WEEK",
        "DAYS_PER_MONTH",
        "DEFAULT_START_TIME",
        "DEFAULT_END_TIME",
        "DEFAULT_CALENDAR_UNIQUE_ID",
        "HONOR_CONSTRAINTS",
        "CRITICAL_SLACK_LIMIT",
        "MULTIPLE_CRITICAL_PATHS",
        "SCHEDULING_PROGRESSED_ACTIVITIES",
        "RELATIONSHIP_LAG_CALENDAR",
        "CRITICAL_ACTIVITY_TYPE",
        "TOTAL_SLACK_CALCULATION_TYPE",
        "USE_EXPECTED_FINISH_DATES",
        "FILE_APPLICATION",
        "FILE_TYPE",
        "FULL_APPLICATION_NAME",
        "MPP_FILE_TYPE",
        "MPX_FILE_VERSION",
        "MPX_CODE_PAGE",
    ]
)


def _refusal(kind: str, message: str) -> str:
    if "password" in message.lower():
        return "The file is protected by a password; save it without one in Microsoft Project and try again."
    return _REFUSALS.get(kind, "The file is damaged, cut short, or not a plan at all.")


def _version(properties: dict[str, Any]) -> str | None:
    found = properties.get("MPP_FILE_TYPE") or properties.get("FULL_APPLICATION_NAME")
    return None if found is None else str(found)


def _instant(text: str | None) -> int | None:
    return None if text is None else fields.instant(text)


def _link(link: list[Any]) -> Link:
    predecessor, kind, stated = link
    _, amount, unit = stated if stated else ("D", 0, "d")
    if unit in {"%", "e%"}:
        counted = LagUnit.PERCENT if unit == "%" else LagUnit.ELAPSED_PERCENT
        lag = amount
    else:
        counted = LagUnit.ELAPSED if unit.startswith("e") else LagUnit.WORKING
        lag = fields.ticks(["D", amount])
    return Link(predecessor=predecessor, type=LinkType(kind), lag=lag, lag_unit=counted, unit=unit)


def _rules(said: dict[str, Any], *, is_p6: bool) -> PlanRules:
    limit = said.get("CRITICAL_SLACK_LIMIT")
    common: dict[str, Any] = {
        "critical_limit": fields.ticks(limit) if limit else 0,
        "multiple_critical_paths": bool(said.get("MULTIPLE_CRITICAL_PATHS")),
    }
    if is_p6:
        return replace(P6, **common, **rows.p6_options(said))
    return replace(MSPROJECT, honor_constraints=bool(said.get("HONOR_CONSTRAINTS")), **common)
