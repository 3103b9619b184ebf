"""Resources and who is booked on what: one by one, and as the text of the people column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from milepost.base.identity import key, number_of
from milepost.base.operation import UNSET, NotFound, Refusal, Unset, Write, operation
from milepost.domain.resources import rules
from milepost.domain.resources.models import Assignment, Rate, Resource
from milepost.domain.resources.rows import ResourceKind
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.engine.instants import instant


class ResourceExists(Refusal):
    """The program has a resource of this name."""


class StillBooked(Refusal):
    """Tasks still need the resource."""


@operation("resources.add_resource", needs="plan.edit")
def add(
    write: Write,
    *,
    name: str,
    kind: ResourceKind = "work",
    max_units: float | None = 1,
    group: str = "",
    calendar: int | None = None,
    person: int | None = None,
) -> int:
    """Add somebody or something tasks can be given to; gives its number. `max_units` 1 is full time.

    Raises: ResourceExists.
    """
    if any(row.name.casefold() == name.casefold() for row in write.rows(Resource)):
        raise ResourceExists(f"There is a resource '{name}' already.")
    row = write.add(
        Resource, name=name, kind=kind, max_units=max_units, group=group, calendar=calendar, person=person
    )
    return row.number


@operation("resources.edit_resource", needs="plan.edit")
def edit(
    write: Write,
    *,
    resource: int,
    name: str | Unset = UNSET,
    kind: ResourceKind | Unset = UNSET,
    max_units: float | Unset | None = UNSET,
    group: str | Unset = UNSET,
    calendar: int | Unset | None = UNSET,
    person: int | Unset | None = UNSET,
) -> None:
    """Change a resource, or say which of the organisation's people it is."""
    write.change(
        write.lock(Resource, resource),
        name=name,
        kind=kind,
        max_units=max_units,
        group=group,
        calendar=calendar,
        person=person,
    )


@operation("resources.remove_resource", needs="plan.edit")
def remove(write: Write, *, resource: int) -> None:
    """Remove a resource no task needs, with its rates.

    Raises: StillBooked.
    """
    row = write.lock(Resource, resource)
    booked = len(write.rows(Assignment, resource=row.pk))
    if booked:
        raise StillBooked(f"'{row.name}' is booked on {booked} tasks. Give them to somebody else first.")
    write.remove([row])


@operation("resources.set_rate", needs="rate.edit")
def set_rate(
    write: Write,
    *,
    resource: int,
    cost_per_hour: Decimal | None,
    overtime_per_hour: Decimal | None = None,
    cost_per_use: Decimal | None = None,
    starts: dt.datetime | None = None,
) -> int:
    """Say what a resource costs from a date on (None: from the beginning); gives the rate's number."""
    row = write.find(Resource, resource)
    tick = None if starts is None else instant(starts)
    held = [rate for rate in write.rows(Rate, resource=row.pk, table=0) if rate.from_tick == tick]
    fields = {
        "cost_per_hour": cost_per_hour,
        "overtime_per_hour": overtime_per_hour,
        "cost_per_use": cost_per_use,
    }
    if held:
        write.change(held[0], **fields)
        return held[0].number
    return write.add(Rate, resource=row, from_tick=tick, **fields).number


@operation("resources.assign", needs="plan.edit")
def assign(write: Write, *, task: int, people: str) -> None:
    """Give a task to the people named, "Ana[50%];Bo"; who is not named any more is taken off it.

    A name nobody has becomes a new resource of the program.

    Raises: NotFound, NotPeople.
    """
    set_people(write, {task: people})


def set_people(write: Write, texts: Mapping[int, str]) -> None:
    """Make the bookings of each task what its text says, as part of whichever operation asks.

    Raises: NotFound, NotPeople.
    """
    if not texts:
        return
    wanted = {task: rules.parse(text) for task, text in texts.items()}
    missing = set(texts) - task_queries.names(write.ledger, texts).keys()
    if missing:
        raise NotFound(f"There is no task {min(missing)}.")
    resources = _resources_called(write, {entry.name for entries in wanted.values() for entry in entries})
    held: dict[int, dict[int | None, Assignment]] = {task: {} for task in wanted}
    for row in write.rows(Assignment, task__in=[key(write.ledger, task) for task in wanted]):
        held[number_of(row.task_id)][row.resource_id] = row
    gone: list[Assignment] = []
    for task, entries in wanted.items():
        units_by_resource = {resources[entry.name.casefold()].pk: entry.units for entry in entries}
        gone += [row for resource, row in held[task].items() if resource not in units_by_resource]
        _book(write, task, held[task], units_by_resource)
    if gone:
        write.remove(gone)


def _book(
    write: Write, task: int, held: Mapping[int | None, Assignment], units_by_resource: Mapping[int, float]
) -> None:
    changed = [
        (held[resource], {"units": units})
        for resource, units in units_by_resource.items()
        if resource in held
    ]
    write.change_many(changed)
    write.add_many(
        Assignment,
        [
            {"task": task, "resource": number_of(resource), "units": units}
            for resource, units in units_by_resource.items()
            if resource not in held
        ],
    )


def _resources_called(write: Write, names: set[str]) -> dict[str, Resource]:
    """The resources of these names, by name in small letters; those the program does not know are added."""
    known = {row.name.casefold(): row for row in write.rows(Resource)}
    fresh = sorted(name for name in names if name.casefold() not in known)
    for row in write.add_many(Resource, [{"name": name} for name in fresh]):
        known[row.name.casefold()] = row
    return known
