"""An exchange as a P6 exchange file. What P6 itself wrote goes back as it was; other plans get the fields P6
needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from milepost.interop.exchange.values import Calendar, Exchange, Project, Uid
from milepost.interop.xer import calendars, codes, rows, whole_tables, write_people, write_plan
from milepost.interop.xer.numbering import Numbering
from milepost.interop.xer.tables import Row

ENCODING = "cp1252"


def write(exchange: Exchange) -> bytes:
    """The file, in the Windows code page P6 uses where it can, else UTF-8."""
    tables = _tables(exchange)
    header = _carried(exchange.projects[0], "ERMHDR") if exchange.projects else None
    words = header or "20.12\t2026-01-01\tProject\tadmin\tadmin\tdbxDatabaseNoName\tProject Management\tUSD"
    lines = [f"ERMHDR\t{words}"]
    for name, found in tables:
        lines += _table_lines(name, found)
    lines += whole_tables.lines(exchange, Numbering(exchange))
    text = "\r\n".join([*lines, "%E", ""])
    try:
        return text.encode(ENCODING)
    except UnicodeEncodeError:
        return text.encode("utf-8")


def _table_lines(name: str, rows: list[Row]) -> list[str]:
    if not rows:
        return []
    fields = list(dict.fromkeys(field for row in rows for field in row))
    lines = [f"%T\t{name}", "%F\t" + "\t".join(fields)]
    lines += ["%R\t" + "\t".join(_plain(row.get(field, "")) for field in fields) for row in rows]
    return lines


def _plain(text: str) -> str:
    """Text fit for one field: tabs and line breaks would end it."""
    return text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n").replace("\n", " ")


def _tables(exchange: Exchange) -> list[tuple[str, list[Row]]]:
    """The tables in the order P6 reads them: what others refer to first."""
    numbering = Numbering(exchange)
    projects = list(enumerate(exchange.projects))
    is_new = exchange.own_format != "xer"
    tables: list[tuple[str, list[Row]]] = [
        ("CURRTYPE", [_currency(exchange)] if is_new else []),
        ("PROJECT", [_project(place, project, numbering) for place, project in projects]),
        ("CALENDAR", _calendars(exchange, numbering)),
        (
            "PROJWBS",
            [row for place, project in projects for row in write_plan.nodes(place, project, numbering)],
        ),
        ("ROLES", write_people.roles(exchange, numbering)),
        ("RSRC", write_people.resources(exchange, numbering)),
        ("RSRCRATE", write_people.rates(exchange, numbering)),
        (
            "SCHEDOPTIONS",
            [_options(place, project, numbering) for place, project in projects] if is_new else [],
        ),
        (
            "TASK",
            [row for place, project in projects for row in write_plan.activities(place, project, numbering)],
        ),
        (
            "TASKPRED",
            [row for place, project in projects for row in write_plan.links(place, project, numbering)],
        ),
        (
            "TASKRSRC",
            [
                row
                for place, project in projects
                for row in write_people.assignments(place, project, numbering)
            ],
        ),
    ]
    return tables


def _carried(project: Project, name: str) -> str | None:
    return dict(project.carried).get(name)


def _currency(exchange: Exchange) -> Row:
    money = next((project.currency for project in exchange.projects if project.currency), "USD") or "USD"
    return {
        "curr_id": "1",
        "curr_symbol": money,
        "decimal_symbol": ".",
        "curr_type": money,
        "curr_short_name": money,
    }


def _project(place: int, project: Project, numbering: Numbering) -> Row:
    return rows.row(
        project.carried,
        {
            "proj_id": str(numbering.project(place)),
            "proj_short_name": _carried(project, "proj_short_name") or project.title[:20] or f"P{place + 1}",
            "clndr_id": None
            if project.calendar is None
            else str(numbering.calendar(place, project.calendar)),
            "plan_start_date": rows.at(project.start),
            "plan_end_date": rows.at(project.finish_by),
            "last_recalc_date": rows.at(project.status),
            "critical_drtn_hr_cnt": rows.hours(project.rules.critical_limit),
            "export_flag": "Y",
        },
        is_own=numbering.is_own,
    )


def _calendars(exchange: Exchange, numbering: Numbering) -> list[Row]:
    found: dict[int, Row] = {}
    for place, project in enumerate(exchange.projects):
        by_uid = {calendar.uid: calendar for calendar in project.calendars}
        for calendar in project.calendars:
            number = numbering.calendar(place, calendar.uid)
            found.setdefault(
                number,
                rows.row(
                    calendar.carried,
                    {
                        "clndr_id": str(number),
                        "default_flag": "Y" if calendar.uid == project.calendar else "N",
                        "clndr_name": calendar.name or f"Calendar {number}",
                        "clndr_type": "CA_Rsrc" if calendar.is_personal else "CA_Base",
                        "base_clndr_id": None
                        if calendar.parent is None
                        else str(numbering.calendar(place, calendar.parent)),
                        "day_hr_cnt": codes.hours_text(project.minutes_per_day),
                        "week_hr_cnt": codes.hours_text(project.minutes_per_week),
                        "clndr_data": calendars.data(_spelled_out(calendar, by_uid)),
                    },
                    is_own=numbering.is_own,
                ),
            )
    return list(found.values())


def _spelled_out(calendar: Calendar, by_uid: Mapping[Uid, Calendar]) -> Calendar:
    """The calendar with the days it takes from its base: P6 keeps every week whole."""
    week = list(calendar.week)
    exceptions = list(calendar.exceptions)
    above = calendar.parent
    while above is not None:
        base = by_uid[above]
        week = [theirs if ours is None else ours for ours, theirs in zip(week, base.week, strict=True)]
        exceptions = [*base.exceptions, *exceptions]
        above = base.parent
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = week
    whole = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
    return replace(calendar, week=whole, exceptions=tuple(exceptions))


def _options(place: int, project: Project, numbering: Numbering) -> Row:
    lag = {kind: code for code, kind in codes.LAG_CALENDARS.items()}[project.rules.lag_calendar]
    number = str(numbering.project(place))
    return {
        "schedoptions_id": number,
        "proj_id": number,
        "sched_retained_logic": "Y" if project.rules.progress.value == "retained_logic" else "N",
        "sched_progress_override": "N" if project.rules.progress.value == "retained_logic" else "Y",
        "sched_calendar_on_relationship_lag": lag,
        "sched_float_type": {kind: code for code, kind in codes.FLOAT_KINDS.items()}[
            project.rules.float_kind
        ],
        "sched_use_expect_end_flag": "Y" if project.rules.uses_expected_finish else "N",
    }
