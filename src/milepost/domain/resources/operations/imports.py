"""Bringing a plan file in: one operation, one entry, one undo, however many rows it adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from milepost.base import permissions
from milepost.base.identity import key, program_scope
from milepost.base.models import Row
from milepost.base.operation import Refusal, Write, operation
from milepost.domain.programs.operations import projects
from milepost.domain.resources.models import Assignment, PlanFile, Rate, Resource
from milepost.domain.resources.rows import ImportedPlan, ImportedResource, KeptFile
from milepost.domain.schedule.operations import imports as schedule


class EmptyPlan(Refusal):
    """The file holds no task."""


@operation("resources.import_plan", needs="project.add", unrecorded=["plans", "files"])
def import_plan(
    write: Write, *, source: str, plans: Sequence[ImportedPlan], files: Sequence[KeptFile] = ()
) -> list[int]:
    """Add the projects of plan files to a program; gives their numbers. `source` is what people call them.

    `files` are the originals, one for each of `plans`.

    Calendars and people the program knows already, by name and content, are used rather than doubled. What
    the person may not see (rates, costs) is left out.

    Raises: EmptyPlan.
    """
    if not any(plan.tasks for plan in plans):
        raise EmptyPlan(f"'{source}' holds no task. There is nothing to import.")
    numbers = [_import_one(write, plan) for plan in plans]
    note_files(write, zip(numbers, files, strict=False), is_newer=False)
    return numbers


def note_files(write: Write, files: Iterable[tuple[int, KeptFile]], *, is_newer: bool) -> None:
    """Note beside each project which file it came from."""
    write.add_many(
        PlanFile,
        [
            {
                "project": project,
                "name": file.name[:300],
                "format": file.format,
                "size_bytes": file.size_bytes,
                "digest": file.digest,
                "is_newer": is_newer,
            }
            for project, file in files
        ],
    )


def _import_one(write: Write, plan: ImportedPlan) -> int:
    calendars = write.nested(schedule.import_calendars, calendars=plan.calendars)
    settings = {**plan.settings, "calendar": calendars.get(plan.calendar or "")}
    project = write.nested(projects.add_imported, name=plan.name, settings=settings)
    tasks = write.nested(
        schedule.import_tasks,
        project=project,
        tasks=plan.tasks,
        links=plan.links,
        baselines=plan.baselines,
        custom=plan.custom,
        calendars=calendars,
    )
    resources = _resources(write, plan.resources, calendars)
    _assignments(write, plan, tasks, resources)
    return project


def _resources(
    write: Write, resources: Sequence[ImportedResource], calendars: Mapping[str, int]
) -> dict[str, int]:
    """The number of every resource of the file, by its uid; new ones are added with their rates."""
    known = {
        _identity(row.name, row.kind, row.max_units, row.calendar_id): row.number
        for row in write.rows(Resource)
    }
    numbers: dict[str, int] = {}
    fresh: list[ImportedResource] = []
    for resource in resources:
        number = known.get(_identity_of(write, resource, calendars))
        if number is None:
            fresh.append(resource)
        else:
            numbers[resource.uid] = number
    rows = write.add_many(
        Resource,
        [
            {
                **resource.columns,
                "calendar": calendars.get(resource.calendar or ""),
                "external_uid": resource.uid,
            }
            for resource in fresh
        ],
    )
    numbers |= {resource.uid: row.number for resource, row in zip(fresh, rows, strict=True)}
    if not _hidden(write, Rate):
        rates = ({**rate, "resource": numbers[resource.uid]} for resource in fresh for rate in resource.rates)
        write.add_many(Rate, rates)
    return numbers


def _identity(name: str, kind: str, max_units: float | None, calendar: int | None) -> tuple[object, ...]:
    return name.casefold(), kind, max_units, calendar


def _identity_of(
    write: Write, resource: ImportedResource, calendars: Mapping[str, int]
) -> tuple[object, ...]:
    number = calendars.get(resource.calendar or "")
    return _identity(
        str(resource.columns.get("name", "")),
        str(resource.columns.get("kind", "work")),
        resource.columns.get("max_units", 1),  # type: ignore[arg-type]
        None if number is None else key(write.ledger, number),
    )


def _assignments(
    write: Write, plan: ImportedPlan, tasks: Mapping[str, int], resources: Mapping[str, int]
) -> None:
    """Add the bookings, each task and resource once: the first of several wins."""
    hidden = _hidden(write, Assignment)
    once: dict[tuple[int, int | None], dict[str, Any]] = {}
    for booking in plan.assignments:
        task = tasks.get(booking.task)
        resource = resources.get(booking.resource or "")
        if task is None or (resource is None and booking.resource is not None):
            continue
        columns = {name: value for name, value in booking.columns.items() if name not in hidden}
        once.setdefault((task, resource), {**columns, "task": task, "resource": resource})
    write.add_many(Assignment, once.values())


def _hidden(write: Write, model: type[Row]) -> frozenset[str]:
    """The confidential fields of a table this person may not see, and so may not bring in either."""
    return permissions.hidden_fields(write.actor, model, program_scope(write.program))
