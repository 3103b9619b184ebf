"""Taking over from a newer version of a plan file: one operation, one entry, one undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from milepost.base import permissions
from milepost.base.identity import program_scope
from milepost.base.operation import Refusal, Write, operation
from milepost.domain.programs.operations import projects
from milepost.domain.resources.models import Assignment, Rate, Resource
from milepost.domain.resources.operations import imports
from milepost.domain.resources.rows import ImportedAssignment, ImportedResource, KeptFile, Renewal
from milepost.domain.schedule.operations import renewal as schedule


class NothingTaken(Refusal):
    """No piece of the file was chosen."""


class PlanMoved(Refusal):
    """The plan is not any more as it was when the pieces were chosen."""


@operation("resources.renew", needs="plan.edit", unrecorded=["renewals", "file"])
def renew(
    write: Write,
    *,
    source: str,
    renewals: Mapping[int, Renewal],
    file: KeptFile | None = None,
    revision: int | None = None,
) -> int:
    """Take over what was chosen from a newer version of a file; gives how many projects it touched.

    `renewals` go by project, `source` is what people call the file, `file` the original, `revision` that of
    the plan they were chosen from. Rates and costs the person may not write stay as they are.

    Raises: NothingTaken, PlanMoved.
    """
    # Asked here, under the ledger's lock: of two who chose at once, the second would add it all again.
    if revision is not None and write.home.revision != revision:
        raise PlanMoved(f"The plan is at revision {write.home.revision} now. Read what differs again.")
    if not renewals:
        raise NothingTaken("Nothing was chosen, so nothing changed.")
    for project, renewal in renewals.items():
        _renew_one(write, project, renewal)
    if file is not None:
        imports.note_files(write, ((project, file) for project in renewals), is_newer=True)
    return len(renewals)


def _renew_one(write: Write, project: int, renewal: Renewal) -> None:
    calendars = write.nested(schedule.renew_calendars, renewed=renewal.calendars)
    settings = dict(renewal.settings)
    if "calendar" in settings:
        settings["calendar"] = calendars.get(str(settings["calendar"] or ""))
    if settings:
        write.nested(projects.renew, project=project, settings=settings)
    tasks = write.nested(schedule.renew_tasks, project=project, renewed=renewal.schedule, calendars=calendars)
    people = {**renewal.known_people, **_added_people(write, renewal.people_added, calendars)}
    _change_people(write, renewal, calendars)
    gone = set(renewal.bookings_removed)
    # A booking may have gone with its task.
    write.remove([row for row in write.rows(Assignment) if row.number in gone])
    hidden = permissions.hidden_fields(write.actor, Assignment, program_scope(write.program))
    write.change_many(
        [
            (write.lock(Assignment, number), _seen(columns, hidden))
            for number, columns in renewal.bookings_changed
        ]
    )
    write.add_many(Assignment, _bookings(renewal.bookings_added, tasks, people, hidden))


def _added_people(
    write: Write, people: Sequence[ImportedResource], calendars: Mapping[str, int]
) -> dict[str, int]:
    rows = write.add_many(
        Resource,
        [
            {**one.columns, "calendar": calendars.get(one.calendar or ""), "external_uid": one.uid}
            for one in people
        ],
    )
    if _may_set_rates(write):
        rates = (
            {**rate, "resource": row} for one, row in zip(people, rows, strict=True) for rate in one.rates
        )
        write.add_many(Rate, rates)
    return {one.uid: row.number for one, row in zip(people, rows, strict=True)}


def _change_people(write: Write, renewal: Renewal, calendars: Mapping[str, int]) -> None:
    for number, columns, rates in renewal.people_changed:
        row = write.lock(Resource, number)
        fields = dict(columns)
        if "calendar" in fields:
            fields["calendar"] = calendars.get(str(fields["calendar"] or ""))
        write.change(row, **fields)
        if rates is not None and _may_set_rates(write):
            write.remove(write.rows(Rate, resource=row.pk))
            write.add_many(Rate, [{**rate, "resource": row} for rate in rates])


def _may_set_rates(write: Write) -> bool:
    return not permissions.hidden_fields(write.actor, Rate, program_scope(write.program))


def _bookings(
    bookings: Sequence[ImportedAssignment],
    tasks: Mapping[str, int],
    people: Mapping[str, int],
    hidden: frozenset[str],
) -> list[dict[str, Any]]:
    return [
        {
            **_seen(one.columns, hidden),
            "task": tasks[one.task],
            "resource": None if one.resource is None else people[one.resource],
        }
        for one in bookings
    ]


def _seen(columns: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if name not in hidden}
