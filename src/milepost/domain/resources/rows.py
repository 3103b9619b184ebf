"""What other floors may see of resources, their rates and their bookings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from milepost.domain.schedule.rows import (
    ImportedBaselineTask,
    ImportedCalendar,
    ImportedLink,
    ImportedTask,
    PastedRow,
    RenewedCalendars,
    RenewedSchedule,
    TaskDetails,
    TaskEdit,
    TaskFields,
)
from milepost.engine.instants import Instant, Ticks

ResourceKind = Literal["work", "material", "cost"]
"""Work is done by somebody, material is used up, a cost is an amount without units."""


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """Somebody or something tasks need. `max_units` 1 is one full-time person; None for material and cost."""

    number: int
    name: str
    kind: str
    initials: str
    group: str
    max_units: float | None
    calendar: int | None
    person: int | None
    unit_of_measure: str
    email: str
    is_generic: bool
    notes: str
    external_uid: str
    extras: Mapping[str, object]
    carried: Sequence[Sequence[str]]
    version: int


@dataclass(frozen=True, slots=True)
class RateRow:
    """What a resource costs from a date to before another; open ends are None."""

    number: int
    resource: int
    starts: Instant | None
    ends_before: Instant | None
    cost_per_hour: Decimal | None
    overtime_per_hour: Decimal | None
    cost_per_use: Decimal | None
    table: int
    version: int


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """A resource booked on a task; `resource` None is work nobody is named for. Work is effort in minutes.

    Costs are None for readers who may not see what people cost.
    """

    number: int
    task: int
    resource: int | None
    units: float
    work_minutes: float | None
    actual_work_minutes: float | None
    remaining_work_minutes: float | None
    delay: Ticks
    is_driving: bool
    start: Instant | None
    finish: Instant | None
    cost: Decimal | None
    actual_cost: Decimal | None
    remaining_cost: Decimal | None
    external_uid: str
    version: int


class BookedDetails(TaskDetails, total=False):
    """What may be said about a task besides its name: `people` on it are text, "Ana[50%];Bo"."""

    people: str


class BookedFields(TaskFields, total=False):
    """What may be said about a task, the people on it included."""

    people: str


class BookedEdit(TaskEdit, total=False):
    """What is to become of one task, the people on it included."""

    people: str


class BookedRow(PastedRow, total=False):
    """A row of a pasted block, the people on it included."""

    people: str


@dataclass(frozen=True, slots=True)
class ImportedResource:
    """A resource of a plan file with its rates; `calendar` is a uid of the file."""

    uid: str
    calendar: str | None
    columns: Mapping[str, object]
    rates: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class ImportedAssignment:
    """A booking of a plan file, by uids; `resource` None is work nobody is named for."""

    task: str
    resource: str | None
    columns: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ImportedPlan:
    """One project of a plan file as columns of the tables it goes to, with the file's uids for references.

    `calendar` is the uid of the project's calendar, `baselines` go by slot, `custom` pairs key and label.
    """

    name: str
    calendar: str | None
    settings: Mapping[str, object]
    calendars: Sequence[ImportedCalendar]
    tasks: Sequence[ImportedTask]
    links: Sequence[ImportedLink]
    resources: Sequence[ImportedResource]
    assignments: Sequence[ImportedAssignment]
    baselines: Mapping[int, Sequence[ImportedBaselineTask]]
    custom: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """An original beside what it brought: what people call it, its format, its length and its digest."""

    name: str
    format: str
    size_bytes: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class PlanFileRow:
    """A plan file that was brought in. `entry` is the entry of the history that brought it, at `at` by `by`.

    `is_newer` tells a newer version taken over from a first import; `has_original` whether its bytes are kept
    and the reader may have them: they hold everything, rates and costs too.
    """

    number: int
    name: str
    format: str
    size_bytes: int
    project: int
    is_newer: bool
    entry: int
    at: datetime
    by: str
    has_original: bool


@dataclass(frozen=True, slots=True)
class SheetColumnsRow:
    """Which column is which field in sheets with these headings, as somebody said it for `source`."""

    number: int
    headings: str
    source: str
    columns: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a plan file somebody may not write and an import by him therefore leaves out."""

    rates: bool
    task_costs: bool
    booking_costs: bool


@dataclass(frozen=True, slots=True)
class Renewal:
    """What somebody takes over from a newer version of a plan file into the project it belongs to.

    `known_people` gives the number of every resource both have, by the file's uid. Changed resources pair a
    number with columns and, where they change, all rates; changed bookings pair a number with columns.
    """

    settings: Mapping[str, object]
    calendars: RenewedCalendars
    schedule: RenewedSchedule
    known_people: Mapping[str, int]
    people_added: Sequence[ImportedResource] = ()
    people_changed: Sequence[tuple[int, Mapping[str, object], Sequence[Mapping[str, object]] | None]] = ()
    bookings_added: Sequence[ImportedAssignment] = ()
    bookings_changed: Sequence[tuple[int, Mapping[str, object]]] = ()
    bookings_removed: Sequence[int] = ()
