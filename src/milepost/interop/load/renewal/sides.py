"""One statement of a project in the file's ids: what the file says, or what stands or stood here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from milepost.domain.resources.rows import ImportedPlan
from milepost.interop.load.renewal.groups import with_custom

Json = dict[str, Any]
Tables = Mapping[str, Mapping[int, Mapping[str, Any]]]
NOBODY = ""
"""The resource of work nobody is named for."""


@dataclass
class Side:
    """Rows by the file's uids. Tasks come in outline order, links and bookings go by pairs of uids."""

    project: Json = field(default_factory=dict)
    tasks: dict[str, Json] = field(default_factory=dict)
    links: dict[tuple[str, str], Json] = field(default_factory=dict)
    people: dict[str, Json] = field(default_factory=dict)
    bookings: dict[tuple[str, str], Json] = field(default_factory=dict)
    calendars: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Uids:
    """What rows of ours are called in the file's ids, by number."""

    tasks: Mapping[int, str]
    people: Mapping[int, str]
    calendars: Mapping[int, str]


def own(number: int) -> str:
    """The id of a row the file does not know."""
    return f"#{number}"


_FOLLOWS = frozenset({"id", "wbs", "file_finish"})
"""What a tool works out and a file repeats: it moves with every row and says nothing of its own."""


def plain(fields: Mapping[str, Any]) -> Json:
    """Columns as the history writes them; nothing and an empty text are the same."""
    said = json.loads(json.dumps(dict(fields), default=_plain))
    if said.get("extras"):
        said["extras"] = {name: value for name, value in said["extras"].items() if name not in _FOLLOWS}
    return {name: None if value == "" else value for name, value in said.items()}


def _plain(value: Any) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value.isoformat()


def of_file(plan: ImportedPlan) -> Side:
    """What a file says."""
    return Side(
        project=plain({**plan.settings, "name": plan.name, "calendar": plan.calendar}),
        tasks={
            task.uid: with_custom(plain({**task.columns, "parent": task.parent, "calendar": task.calendar}))
            for task in plan.tasks
        },
        links={(link.predecessor, link.successor): plain(link.columns) for link in reversed(plan.links)},
        people={
            person.uid: plain({**person.columns, "calendar": person.calendar, "rates": _rates(person.rates)})
            for person in plan.resources
        },
        bookings={
            (one.task, one.resource or NOBODY): plain(one.columns) for one in reversed(plan.assignments)
        },
        calendars={
            one.uid: plain(
                {
                    **one.columns,
                    "follows": one.follows,
                    "exceptions": _days(one.exceptions),
                    "work_weeks": _days(one.work_weeks),
                }
            )
            for one in plan.calendars
        },
    )


def of_tables(tables: Tables, project: int, uids: Uids) -> Side:
    """What stands in our tables, or stood there when a file was last brought in."""
    tasks, people = _named(uids.tasks), _named(uids.people)
    calendars = _named(uids.calendars)
    of_project = {
        number: fields for number, fields in _rows(tables, "schedule.task") if fields["project"] == project
    }
    side = Side(project=_project(tables, project, calendars))
    for number, fields in sorted(of_project.items(), key=lambda item: (item[1]["rank"], item[0])):
        said = {
            **fields,
            "parent": tasks(fields.get("parent")),
            "calendar": calendars(fields.get("calendar")),
        }
        side.tasks[tasks(number) or ""] = with_custom(plain(said))
    for _, fields in _rows(tables, "schedule.link"):
        if {fields["predecessor"], fields["successor"]} <= of_project.keys():
            pair = (tasks(fields["predecessor"]) or "", tasks(fields["successor"]) or "")
            side.links[pair] = plain(fields)
    for _, fields in _rows(tables, "resources.assignment"):
        if fields["task"] in of_project:
            pair = (tasks(fields["task"]) or "", people(fields.get("resource")) or NOBODY)
            side.bookings[pair] = plain(fields)
    side.people = _people(tables, people, calendars)
    side.calendars = _calendars(tables, calendars)
    return side


def _project(tables: Tables, project: int, calendars: Callable[[Any], str | None]) -> Json:
    fields = tables.get("programs.project", {}).get(project, {})
    return plain({**fields, "calendar": calendars(fields.get("calendar"))})


def _people(tables: Tables, name: Callable[[Any], str | None], calendars: Callable[[Any], str | None]) -> Any:
    rates: dict[int, list[Mapping[str, Any]]] = {}
    for _, rate in _rows(tables, "resources.rate"):
        rates.setdefault(rate["resource"], []).append(rate)
    shows_rates = "resources.rate" in tables
    found = {}
    for number, fields in _rows(tables, "resources.resource"):
        said = {**fields, "calendar": calendars(fields.get("calendar"))}
        if shows_rates:
            said["rates"] = _rates(rates.get(number, ()))
        found[name(number) or ""] = plain(said)
    return found


def _calendars(tables: Tables, name: Callable[[Any], str | None]) -> dict[str, Json]:
    days: dict[str, dict[int, list[Mapping[str, Any]]]] = {}
    for table in ("schedule.calendarexception", "schedule.workweek"):
        for _, fields in _rows(tables, table):
            days.setdefault(table, {}).setdefault(fields["calendar"], []).append(fields)
    return {
        name(number) or "": plain(
            {
                **fields,
                "follows": name(fields.get("follows")),
                "exceptions": _days(days.get("schedule.calendarexception", {}).get(number, ())),
                "work_weeks": _days(days.get("schedule.workweek", {}).get(number, ())),
            }
        )
        for number, fields in _rows(tables, "schedule.calendar")
    }


def _rates(rates: Iterable[Mapping[str, Any]]) -> list[Json]:
    names = ("from_tick", "ends_before_tick", "cost_per_hour", "overtime_per_hour", "cost_per_use", "table")
    said = [plain({name: rate.get(name) for name in names}) for rate in rates]
    return sorted(said, key=lambda one: json.dumps(one, sort_keys=True))


def _days(days: Iterable[Mapping[str, Any]]) -> list[Json]:
    said = [
        {name: value for name, value in plain(day).items() if name != "calendar" and value is not None}
        for day in days
    ]
    return sorted(said, key=lambda one: json.dumps(one, sort_keys=True))


def _named(uids: Mapping[int, str]) -> Callable[[Any], str | None]:
    return lambda number: None if number is None else uids.get(number) or own(number)


def _rows(tables: Tables, table: str) -> Iterable[tuple[int, Mapping[str, Any]]]:
    return tables.get(table, {}).items()
