"""Resources and who is booked on what: one by one, and as the text of the people column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal

from milepost.base.identity import number_of
from milepost.base.operation import UNSET, Refusal, Unset, Write, operation
from milepost.domain.resources.models import Assignment, Rate, Resource
from milepost.domain.resources.operations import balancing
from milepost.domain.resources.rows import ResourceKind
from milepost.domain.resources.rules import people as rules
from milepost.domain.resources.rules.balancing import AFFECTING, Asked, TaskTime
from milepost.domain.schedule.operations import tasks
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


@operation("resources.edit_assignment", needs="plan.edit")
def edit_assignment(
    write: Write, *, assignment: int, units: float | Unset = UNSET, work_minutes: float | Unset = UNSET
) -> None:
    """Change one booking: its units (1 is full time) or its work, all of it in minutes.

    What follows depends on the type of the task: its duration, or the other of the two.

    Raises: NotFound, NotPeople.
    """
    row = write.lock(Assignment, assignment)
    write.allow([row])
    if row.resource_id is None:
        raise rules.NotPeople("Nobody is named for this work. Give the task to somebody first.")
    resource = number_of(row.resource_id)
    if (isinstance(units, float | int) and units <= 0) or (
        isinstance(work_minutes, float | int) and work_minutes < 0
    ):
        raise rules.NotPeople("Units are above zero and work is not below it.")
    asked = Asked(
        units=None if isinstance(units, Unset) else {resource: units},
        work=None if isinstance(work_minutes, Unset) else {resource: work_minutes},
    )
    task = number_of(row.task_id)
    balancing.apply(write, balancing.times(write, [task]), {task: asked})


def set_people(write: Write, texts: Mapping[int, str]) -> None:
    """Make the bookings of each task what its text says, as part of whichever operation asks.

    Raises: NotFound, NotPeople.
    """
    follow(write, balancing.times(write, texts), {}, texts)


def follow(
    write: Write,
    before: Mapping[int, TaskTime],
    fields: Mapping[int, Collection[str]],
    texts: Mapping[int, str],
) -> None:
    """Let the bookings of tasks follow the fields named in their edits, and become what their texts say.

    `before` is the tasks without those edits, from `balancing.times`.

    Raises: NotFound, NotAllowed, NotPeople.
    """
    wanted = {task: rules.parse(text) for task, text in texts.items()}
    tasks.locked(write, texts)
    numbers = _resources_called(write, {entry.name for entries in wanted.values() for entry in entries})
    units = {
        task: {numbers[entry.name.casefold()]: entry.units for entry in entries}
        for task, entries in wanted.items()
    }
    touched = {task for task, named in fields.items() if AFFECTING & set(named)} | units.keys()
    asked = {task: Asked(fields.get(task, ()), units.get(task)) for task in touched}
    balancing.apply(write, before, asked)


def _resources_called(write: Write, names: set[str]) -> dict[str, int]:
    """The numbers of the resources of these names, by name in small letters; unknown ones are added."""
    if not names:
        return {}
    known = {row.name.casefold(): row.number for row in write.rows(Resource)}
    fresh = sorted(name for name in names if name.casefold() not in known)
    for row in write.add_many(Resource, [{"name": name} for name in fresh]):
        known[row.name.casefold()] = row.number
    return known
