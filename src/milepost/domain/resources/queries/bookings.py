"""Resources, rates and assignments as stated, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from milepost.base import foreign, past, permissions
from milepost.base.identity import ORGANISATION, SYSTEM, Actor, key, ledger_of, number_of, program_scope
from milepost.base.models import Ledger
from milepost.base.refusal import NotFound
from milepost.domain.resources.models import Assignment, Rate, Resource
from milepost.domain.resources.rows import AssignmentRow, RateRow, ResourceRow
from milepost.domain.resources.rules import people as rules
from milepost.domain.resources.rules.balancing import TaskTime
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import ForeignRow, TaskRow
from milepost.engine.plan import EffortType

_COLUMNS = (
    "pk",
    "task_id",
    "resource_id",
    "units",
    "work_minutes",
    "actual_work_minutes",
    "remaining_work_minutes",
    "delay_ticks",
    "is_driving",
    "start_tick",
    "finish_tick",
    "cost",
    "actual_cost",
    "remaining_cost",
    "external_uid",
    "version",
)


def resources(reader: Actor, *, program: int, as_of: int | None = None) -> list[ResourceRow]:
    """The resources of a program, by name; oneself alone where one sees only one's own work."""
    if not permissions.may_in_program(reader, "plan.read", program):
        return []
    rows = all_resources(program, as_of)
    if permissions.sees_only_own(reader, program):
        rows = [row for row in rows if row.person is not None and row.person == reader.person]
    if not foreign.may_read_money(reader, program_scope(program)):
        rows = [replace(row, carried=foreign.without_money(row.carried)) for row in rows]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.number))


def resource(reader: Actor, *, program: int, resource: int, as_of: int | None = None) -> ResourceRow:
    """One resource.

    Raises: NotFound.
    """
    for row in resources(reader, program=program, as_of=as_of):
        if row.number == resource:
            return row
    raise NotFound(f"There is no resource {resource}.")


def all_resources(program: int, as_of: int | None = None) -> list[ResourceRow]:
    """Every resource by number, whoever asks: for calculations inside the house, never for a door."""
    return [_resource_row(row) for row in past.rows(Resource, program, as_of)]


def rates(reader: Actor, *, program: int, as_of: int | None = None) -> list[RateRow]:
    """What the resources cost, by resource and date; nothing for readers who may not see it."""
    if not permissions.may_read_class(reader, permissions.FieldClass.PEOPLE_COST, program_scope(program)):
        return []
    rows = [
        RateRow(
            number=row.number,
            resource=number_of(row.resource_id),
            starts=row.from_tick,
            ends_before=row.ends_before_tick,
            cost_per_hour=row.cost_per_hour,
            overtime_per_hour=row.overtime_per_hour,
            cost_per_use=row.cost_per_use,
            table=row.table,
            version=row.version,
        )
        for row in past.rows(Rate, program, as_of)
    ]
    return sorted(rows, key=lambda row: (row.resource, row.table, row.starts or 0, row.number))


def assignments(
    reader: Actor, *, program: int, task: int | None = None, as_of: int | None = None
) -> list[AssignmentRow]:
    """Who is booked on what, by number; of one task where one is given."""
    if as_of is None:
        found = permissions.visible_to(reader, Assignment._default_manager.filter(ledger=program))
        if task is not None:
            found = found.filter(task=key(program, task))
        rows = [_assignment_row(values) for values in found.order_by("pk").values_list(*_COLUMNS)]
    else:
        rows = [row for row in all_assignments(program, as_of) if task is None or row.task == task]
        rows = _seen_then(reader, program, rows, as_of)
    if permissions.may_read_class(reader, permissions.FieldClass.PEOPLE_COST, program_scope(program)):
        return rows
    return [replace(row, cost=None, actual_cost=None, remaining_cost=None) for row in rows]


def _seen_then(reader: Actor, program: int, rows: Sequence[AssignmentRow], as_of: int) -> list[AssignmentRow]:
    """Of the bookings of a past state, those in projects the reader sees whole today."""
    seen = permissions.projects_seen(reader, program)
    if seen is None:
        return list(rows)
    then = task_queries.tasks(SYSTEM, program=program, as_of=as_of) if seen else []
    tasks = {row.number for row in then if row.project in seen}
    return [row for row in rows if row.task in tasks]


def all_assignments(program: int, as_of: int | None = None) -> list[AssignmentRow]:
    """Every assignment by number, whoever asks: for calculations inside the house, never for a door."""
    if as_of is not None:
        return [assignment_of(row) for row in past.rows(Assignment, program, as_of)]
    found = Assignment._default_manager.filter(ledger=program).order_by("pk")
    return [_assignment_row(values) for values in found.values_list(*_COLUMNS)]


def some_assignments(program: int, numbers: Iterable[int]) -> list[AssignmentRow]:
    """These assignments, whoever asks: for calculations inside the house."""
    keys = [key(program, number) for number in numbers]
    found = Assignment._default_manager.filter(pk__in=keys)
    return [_assignment_row(values) for values in found.values_list(*_COLUMNS)]


def foreign_assignments(program: int) -> dict[int, ForeignRow]:
    """What files said of assignments that Milepost only keeps, by number."""
    rows = Assignment._default_manager.filter(ledger=program).values_list("pk", "extras", "carried")
    return {number_of(pk): ForeignRow(number_of(pk), extras, carried) for pk, extras, carried in rows}


def people_text(assignments: Iterable[AssignmentRow], name_by_resource: dict[int, str]) -> str:
    """The people column of one task."""
    return rules.text(
        (name_by_resource[row.resource], row.units)
        for row in assignments
        if row.resource is not None and row.resource in name_by_resource
    )


def tasks_booked_for(person: int) -> QuerySet[Any, Any]:
    """The keys of tasks somebody of the organisation is booked on, as a subquery for permissions."""
    return Assignment._default_manager.filter(resource__person=key(ORGANISATION, person)).values("task")


def booked_tasks(person: int) -> dict[int, list[int]]:
    """The tasks somebody of the organisation is booked on, by program's ledger, in every program."""
    found: dict[int, list[int]] = {}
    booked = Assignment._default_manager.filter(
        resource__person=key(ORGANISATION, person), ledger__kind=Ledger.Kind.PROGRAM
    )
    for task in booked.order_by("task").values_list("task", flat=True).distinct():
        found.setdefault(ledger_of(task), []).append(number_of(task))
    return found


def own_bookings(person: int) -> Q:
    """The condition that a booking is somebody's of the organisation, for permissions."""
    return Q(resource__person=key(ORGANISATION, person))


def persons_of_booking(booking: Assignment) -> list[int]:
    """Whose a booking is, for permissions."""
    if booking.resource_id is None:
        return []
    persons = Resource._default_manager.filter(pk=booking.resource_id, person__isnull=False)
    return [number_of(person) for person in persons.values_list("person", flat=True)]


def persons_booked_on(task: int) -> list[int]:
    """The organisation's people booked on a task (by key), for permissions."""
    persons = Assignment._default_manager.filter(task=task, resource__person__isnull=False)
    return [number_of(person) for person in persons.values_list("resource__person", flat=True)]


def task_time(row: TaskRow) -> TaskTime:
    """A task as far as its bookings care."""
    return TaskTime(
        duration=row.duration,
        left=task_queries.remaining_of(row),
        type=EffortType(row.effort_type),
        is_effort_driven=row.is_effort_driven,
        is_manual=row.is_manual,
        work_minutes=row.work_minutes,
    )


def timeless(program: int) -> frozenset[int]:
    """The resources that take no time, material and cost, by number."""
    found = Resource._default_manager.filter(ledger=program).exclude(kind="work")
    return frozenset(number_of(pk) for pk in found.values_list("pk", flat=True))


def assignment_of(row: Assignment) -> AssignmentRow:
    """A stored booking as others see it."""
    return _assignment_row([getattr(row, column) for column in _COLUMNS])


def _assignment_row(values: Sequence[Any]) -> AssignmentRow:
    pk, task, resource, *rest = values
    return AssignmentRow(
        number_of(pk), number_of(task), None if resource is None else number_of(resource), *rest
    )


def _resource_row(row: Resource) -> ResourceRow:
    return ResourceRow(
        number=row.number,
        name=row.name,
        kind=row.kind,
        initials=row.initials,
        group=row.group,
        max_units=row.max_units,
        calendar=None if row.calendar_id is None else number_of(row.calendar_id),
        person=None if row.person_id is None else number_of(row.person_id),
        unit_of_measure=row.unit_of_measure,
        email=row.email,
        is_generic=row.is_generic,
        notes=row.notes,
        external_uid=row.external_uid,
        extras=row.extras,
        carried=row.carried,
        version=row.version,
    )
