"""The schedule's part of bringing a plan file in; `resources.import_plan` is the operation doors call."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from milepost.base import permissions
from milepost.base.identity import number_of, program_scope
from milepost.base.operation import Write, operation
from milepost.domain.schedule.models import Calendar, CalendarException, CustomField, Link, Task, WorkWeek
from milepost.domain.schedule.operations import baselines as baseline_operations
from milepost.domain.schedule.rows import (
    BaselineTaskRow,
    ImportedBaselineTask,
    ImportedCalendar,
    ImportedLink,
    ImportedTask,
)
from milepost.domain.schedule.rules import outline


@operation("schedule.import_calendars", needs="project.add", unrecorded=["calendars"])
def import_calendars(write: Write, *, calendars: Sequence[ImportedCalendar]) -> dict[str, int]:
    """Add a file's calendars; gives their numbers by the file's uid. Part of an import.

    One the program has already, with the same name, week and exceptions, is used instead.
    """
    known = _known_calendars(write)
    numbers: dict[str, int] = {}
    for calendar in parents_first(calendars):
        followed = numbers.get(calendar.follows or "")
        identity = _identity(calendar.columns, followed, calendar.exceptions, calendar.work_weeks)
        number = known.get(identity)
        if number is None:
            number = known[identity] = added_calendar(write, calendar, followed)
        numbers[calendar.uid] = number
    return numbers


@operation(
    "schedule.import_tasks", needs="project.add", unrecorded=["tasks", "links", "baselines", "calendars"]
)
def import_tasks(
    write: Write,
    *,
    project: int,
    tasks: Sequence[ImportedTask],
    links: Sequence[ImportedLink],
    baselines: Mapping[int, Sequence[ImportedBaselineTask]],
    custom: Sequence[tuple[str, str]],
    calendars: Mapping[str, int],
) -> dict[str, int]:
    """Add a file's tasks in outline order, its links and baselines; gives task numbers by the file's uid.

    What contradicts itself (a circle, a link to a summary above) is kept as the file has it and shown as
    a problem of the plan: an import that refused real files would be of no use.
    """
    numbers = _added_tasks(write, project, tasks, calendars)
    known = ((numbers.get(link.predecessor), numbers.get(link.successor), link) for link in links)
    write.add_many(
        Link,
        [
            {**link.columns, "predecessor": before, "successor": after}
            for before, after, link in known
            if before is not None and after is not None and before != after
        ],
    )
    add_custom_fields(write, custom)
    for slot, promised in sorted(baselines.items()):
        keep_baseline(write, project, slot, promised, numbers)
    return numbers


def _added_tasks(
    write: Write, project: int, tasks: Sequence[ImportedTask], calendars: Mapping[str, int]
) -> dict[str, int]:
    hidden = permissions.hidden_fields(write.actor, Task, program_scope(write.program))
    numbers = {task.uid: number for number, task in enumerate(tasks, write.next_number)}

    def items() -> Iterator[dict[str, Any]]:
        for place, task in enumerate(tasks, 1):
            columns = {name: value for name, value in task.columns.items() if name not in hidden}
            yield {
                **columns,
                "project": project,
                "parent": numbers.get(task.parent or ""),
                # Ranks only order siblings, so counting through the whole outline serves every family.
                "rank": place * outline.GAP,
                "calendar": calendars.get(task.calendar or ""),
                "external_uid": task.uid,
            }

    write.add_many(Task, items())
    return numbers


def keep_baseline(
    write: Write,
    project: int,
    slot: int,
    promised: Sequence[ImportedBaselineTask],
    numbers: Mapping[str, int],
) -> None:
    """Keep what a file's baseline holds of the tasks that came in, as part of whichever operation asks."""
    rows = [
        BaselineTaskRow(
            baseline=0,
            task=numbers[row.task],
            project=project,
            start=row.start,
            finish=row.finish,
            duration=row.duration,
            work_minutes=row.work_minutes,
            cost=row.cost if _may_set_cost(write) else None,
        )
        for row in promised
        if row.task in numbers
    ]
    baseline_operations.kept(
        write, rows, slot=slot, project=project, reason="Came with the file", name="", approved_by=""
    )


def _may_set_cost(write: Write) -> bool:
    return permissions.may_read_class(
        write.actor, permissions.FieldClass.FINANCE, program_scope(write.program)
    )


def add_custom_fields(write: Write, custom: Sequence[tuple[str, str]]) -> None:
    """Add the user-defined fields the program does not know yet."""
    known = {row.key for row in write.rows(CustomField)}
    fresh = [(key, label) for key, label in custom if key not in known]
    write.add_many(
        CustomField,
        [
            {"key": key, "label": label, "rank": rank}
            for rank, (key, label) in enumerate(fresh, len(known) + 1)
        ],
    )


def parents_first(calendars: Sequence[ImportedCalendar]) -> Iterator[ImportedCalendar]:
    """The calendars, each after the one it follows; in a circle, as they come."""
    waiting, given = list(calendars), set[str]()
    uids = {calendar.uid for calendar in calendars}
    while waiting:
        ready = [
            one for one in waiting if one.follows is None or one.follows in given or one.follows not in uids
        ]
        for calendar in ready or waiting[:1]:
            waiting.remove(calendar)
            given.add(calendar.uid)
            yield calendar


def added_calendar(write: Write, calendar: ImportedCalendar, followed: int | None) -> int:
    """Add a calendar with the days that differ; gives its number."""
    row = write.add(Calendar, **{**calendar.columns, "follows": followed, "external_uid": calendar.uid})
    write.add_many(CalendarException, [{**one, "calendar": row} for one in calendar.exceptions])
    write.add_many(WorkWeek, [{**one, "calendar": row} for one in calendar.work_weeks])
    return row.number


def _known_calendars(write: Write) -> dict[str, int]:
    """The number of every calendar of the program by what makes it itself."""
    exceptions: dict[int, list[dict[str, Any]]] = {}
    for one in write.rows(CalendarException):
        held = {name: getattr(one, name) for name in ("name", "starts_on", "ends_before", "times", "pattern")}
        exceptions.setdefault(one.calendar_id, []).append(held)
    weeks: dict[int, list[dict[str, Any]]] = {}
    for other in write.rows(WorkWeek):
        held = {name: getattr(other, name) for name in ("name", "starts_on", "ends_before", "week")}
        weeks.setdefault(other.calendar_id, []).append(held)
    return {
        _identity(
            {"name": row.name, "week": row.week},
            None if row.follows_id is None else number_of(row.follows_id),
            exceptions.get(row.pk, ()),
            weeks.get(row.pk, ()),
        ): row.number
        for row in write.rows(Calendar)
    }


def _identity(
    columns: Mapping[str, object],
    followed: int | None,
    exceptions: Sequence[Mapping[str, object]],
    work_weeks: Sequence[Mapping[str, object]],
) -> str:
    """What makes a calendar itself, as text."""
    days = [
        sorted(_text({name: value for name, value in one.items() if value}) for one in some)
        for some in (exceptions, work_weeks)
    ]
    return _text([columns.get("name"), columns.get("week"), followed, days])


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)
