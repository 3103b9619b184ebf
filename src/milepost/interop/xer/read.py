"""A P6 exchange file as an exchange: every exported project with its breakdown, activities and people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from milepost.base.documents.sources import Unreadable, read_bytes
from milepost.base.documents.text import decode
from milepost.engine import plan as engine
from milepost.engine.calendars import Calendars, compile_calendars
from milepost.engine.rules import P6, CriticalBy, PlanRules, ProgressMode
from milepost.interop.exchange.soundness import sound
from milepost.interop.exchange.values import Calendar, Exchange, Project, Resource
from milepost.interop.fidelity.tally import Tally
from milepost.interop.xer import codes, people, whole_tables
from milepost.interop.xer.activities import Activities
from milepost.interop.xer.calendars import read_calendar
from milepost.interop.xer.reader import Reader
from milepost.interop.xer.tables import Row, Tables, parse

_READ_TABLES = {
    *("PROJECT", "CALENDAR", "PROJWBS", "TASK", "TASKPRED", "RSRC", "RSRCRATE", "TASKRSRC", "SCHEDOPTIONS"),
    *("CURRTYPE", "UDFTYPE", "UDFVALUE", "ACTVTYPE", "ACTVCODE", "TASKACTV", "TASKMEMO", "ROLES"),
}


def read(source: bytes | Path) -> Exchange:
    """The projects in a P6 exchange file.

    Raises: Unreadable.
    """
    text, encoding = decode(read_bytes(source))
    tables = parse(text)
    reading = _Reading(tables)
    projects = reading.projects()
    if not projects:
        raise Unreadable("The file holds no project; export it again with the project chosen.")
    return Exchange(
        format="xer",
        version=tables.header[1] if len(tables.header) > 1 else None,
        encoding=encoding,
        tool="p6",
        projects=projects,
        problems=reading.tally.problems(),
        fidelity=reading.tally.fidelity(),
    )


class _Reading:
    """The work of reading one file."""

    def __init__(self, tables: Tables) -> None:
        self.tally = Tally()
        self._tables = tables
        self._reader = Reader(self.tally)

    def projects(self) -> tuple[Project, ...]:
        """The projects, those marked as exported where any is."""
        rows = [row for row in self._tables.rows("PROJECT") if row.get("proj_id", "").isdecimal()]
        exported = [row for row in rows if row.get("export_flag") == "Y"] or rows
        self._count_other_tables()
        calendars = self._calendars()
        resources = people.resources(self._tables, self._reader)
        currency = self._currency()
        found = []
        for row in exported:
            project = self._project(row, calendars, resources, currency)
            found.append(sound(project, self.tally.problem))
        return tuple(found)

    def _count_other_tables(self) -> None:
        for name, table in self._tables.by_name.items():
            if name not in _READ_TABLES:
                self.tally.carried += sum(len(row) for row in table.rows)

    def _calendars(self) -> tuple[Calendar, ...]:
        found = []
        for row in self._tables.rows("CALENDAR"):
            if row.get("clndr_id", "").isdecimal() and len(row["clndr_id"]) < 19:
                found.append(read_calendar(row, self.tally))
                self.tally.kept += 4
        return tuple(found)

    def _working_times(self, calendars: tuple[Calendar, ...]) -> Calendars:
        known = {calendar.uid for calendar in calendars}
        compiled, _ = compile_calendars(
            [
                engine.Calendar(
                    id=int(calendar.uid),
                    name=calendar.name,
                    week=calendar.week,
                    exceptions=calendar.exceptions,
                    base=int(calendar.parent)
                    if calendar.parent in known and calendar.parent is not None
                    else None,
                )
                for calendar in calendars
            ]
        )
        return compiled

    def _currency(self) -> str | None:
        rows = self._tables.rows("CURRTYPE")
        named = self._tables.header[-1].strip() if len(self._tables.header) > 8 else ""
        chosen = next((row for row in rows if row.get("curr_short_name") == named), rows[0] if rows else {})
        return chosen.get("curr_short_name") or named or None

    def _project(
        self, row: Row, calendars: tuple[Calendar, ...], resources: tuple[Resource, ...], currency: str | None
    ) -> Project:
        uid = int(row["proj_id"])
        read = self._reader
        shared = {None, row["proj_id"]}
        own_ids = {
            one["clndr_id"]
            for one in self._tables.rows("CALENDAR")
            if "clndr_id" in one and one.get("proj_id") in shared
        }
        calendar = read.whole(row, "clndr_id")
        status = read.instant(row, "last_recalc_date")
        # A project never scheduled reports to its start.
        reported = read.instant(row, "plan_start_date") if status is None else status
        activities = Activities(self._tables, read, row["proj_id"], self._working_times(calendars), reported)
        tasks = activities.tasks(calendar)
        shown = [task for task in tasks if not task.is_summary]
        options = next(
            (one for one in self._tables.rows("SCHEDOPTIONS") if one.get("proj_id") == row["proj_id"]), {}
        )
        hours = next(
            (one for one in self._tables.rows("CALENDAR") if one.get("clndr_id") == row.get("clndr_id")), {}
        )
        return Project(
            uid=uid,
            title=activities.title or row.get("proj_short_name", ""),
            start=read.instant(row, "plan_start_date"),
            finish=max((task.finish for task in shown if task.finish is not None), default=None),
            finish_by=read.instant(row, "plan_end_date"),
            status=status,
            currency=currency,
            minutes_per_day=(read.number(hours, "day_hr_cnt") or 8) * 60,
            minutes_per_week=(read.number(hours, "week_hr_cnt") or 40) * 60,
            calendar=calendar,
            rules=_rules(row, options, read),
            calendars=tuple(one for one in calendars if str(one.uid) in own_ids),
            tasks=tasks,
            resources=resources,
            assignments=people.assignments(self._tables, read, row["proj_id"], tasks),
            custom_labels={},
            carried=_carried(self._tables, row),
        )


_WRITTEN_BACK = ("CURRTYPE", "SCHEDOPTIONS", *whole_tables.OF_FIELDS)
"""Tables that are read, and written back whole."""
_USED_PROJECT = {"proj_id", "plan_start_date", "plan_end_date", "last_recalc_date", "clndr_id"}


def _carried(tables: Tables, row: Row) -> tuple[tuple[str, str], ...]:
    """The first line, fields of the project nothing uses, and whole tables nothing reads."""
    found = [("ERMHDR", "\t".join(tables.header[1:]))]
    found += [(name, value) for name, value in row.items() if name not in _USED_PROJECT]
    for name in (*_WRITTEN_BACK, *sorted(tables.by_name.keys() - _READ_TABLES)):
        table = tables.by_name.get(name)
        if table is not None:
            found.append((f"%T {name}", whole_tables.packed(table)))
    return tuple(found)


def _rules(row: Row, options: Row, read: Reader) -> PlanRules:
    changes: dict[str, Any] = {"critical_limit": read.ticks(row, "critical_drtn_hr_cnt") or 0}
    if row.get("critical_path_type") == "CT_DrivPath":
        changes["critical_by"] = CriticalBy.LONGEST_PATH
    if options.get("sched_progress_override") == "Y" and options.get("sched_retained_logic") != "Y":
        changes["progress"] = ProgressMode.PROGRESS_OVERRIDE
    lag = codes.LAG_CALENDARS.get(options.get("sched_calendar_on_relationship_lag", ""))
    if lag is not None:
        changes["lag_calendar"] = lag
    kind = codes.FLOAT_KINDS.get(options.get("sched_float_type", ""))
    if kind is not None:
        changes["float_kind"] = kind
    if "sched_use_expect_end_flag" in options:
        changes["uses_expected_finish"] = options["sched_use_expect_end_flag"] == "Y"
    return replace(P6, **changes)
