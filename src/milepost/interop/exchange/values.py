"""What a plan file says, whatever the format, in the engine's units and with the file's own ids.

Instants and durations are ticks as in `engine.instants`. Effort (`work`, in minutes) and money keep the
file's precision. A field no part of Milepost uses is `carried`: its foreign name and text travel along, so
that writing the same format again loses nothing. `None` means the file does not say, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from typing import TypeAlias

from milepost.engine.instants import Instant, Ticks
from milepost.engine.plan import (
    CalendarException,
    ConstraintType,
    EffortType,
    LagUnit,
    LinkType,
    PercentKind,
    ResourceKind,
    TaskKind,
    Week,
    WorkWeek,
)
from milepost.engine.rules import MSPROJECT, PlanRules

Uid: TypeAlias = int | str
"""The file's own id: MS Project UniqueID, P6 task_id, `wbs-` and the wbs_id for a node of P6's breakdown."""

Carried: TypeAlias = tuple[tuple[str, str], ...]
"""Fields travelling along: (foreign name, text); a name ending in "/" holds a piece of XML."""

Custom: TypeAlias = Mapping[str, str | int | float | bool]
"""User-defined fields by the name people gave them, else the tool's own name for them."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something odd in the file: a code to filter by, the id it concerns and a sentence for a person."""

    code: str
    subject: Uid | None
    message: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A field of the file that was not taken over, how often it occurred and why."""

    field: str
    count: int
    because: str


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Every field value of the file accounted for: used, carried along, or dropped by name."""

    kept: int = 0
    carried: int = 0
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar as the file has it: days that are None come from `parent`."""

    uid: Uid
    name: str
    parent: Uid | None = None
    week: Week = (None,) * 7
    exceptions: tuple[CalendarException, ...] = ()
    work_weeks: tuple[WorkWeek, ...] = ()
    is_personal: bool = False
    carried: Carried = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A dependency on another task: `lag` in ticks, or in percent for the percent units.

    `unit` is how people see the lag (`d`, `h`, `ed`, `%`). `project` names the other file of a link across
    projects.
    """

    predecessor: Uid
    type: LinkType = LinkType.FINISH_START
    lag: float = 0
    lag_unit: LagUnit = LagUnit.WORKING
    unit: str = "d"
    project: str | None = None
    carried: Carried = ()


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a baseline holds of one task or assignment."""

    start: Instant | None = None
    finish: Instant | None = None
    duration: Ticks | None = None
    duration_unit: str | None = None
    work: float | None = None
    cost: Decimal | None = None
    carried: Carried = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the plan, as stated and as the file's tool calculated it.

    `start` … `is_critical` are the file's own results: they are shown, compared with and never scheduled
    from, except where a manual task or recorded progress makes them statements.
    """

    uid: Uid
    id: int | None = None
    name: str = ""
    wbs: str | None = None
    code: str | None = None
    guid: str | None = None
    outline_level: int = 1
    parent: Uid | None = None
    kind: TaskKind = TaskKind.TASK
    is_summary: bool = False
    is_milestone: bool = False
    is_active: bool = True
    is_manual: bool = False
    is_recurring: bool = False
    is_external: bool = False
    is_estimated: bool = False
    calendar: Uid | None = None
    ignores_resource_calendars: bool = False
    duration: Ticks | None = None
    duration_unit: str | None = None
    is_elapsed: bool = False
    effort_type: EffortType = EffortType.FIXED_UNITS
    is_effort_driven: bool = False
    constraint: ConstraintType = ConstraintType.AS_SOON_AS_POSSIBLE
    constraint_date: Instant | None = None
    second_constraint: ConstraintType | None = None
    second_constraint_date: Instant | None = None
    deadline: Instant | None = None
    expected_finish: Instant | None = None
    priority: int | None = None
    manual_start: Instant | None = None
    manual_finish: Instant | None = None
    manual_duration: Ticks | None = None
    levelling_delay: Ticks = 0
    segments: tuple[tuple[Instant, Instant], ...] = ()
    percent_complete: float | None = None
    percent_work_complete: float | None = None
    percent_physical: float | None = None
    percent_kind: PercentKind = PercentKind.DURATION
    actual_start: Instant | None = None
    actual_finish: Instant | None = None
    actual_duration: Ticks | None = None
    remaining: Ticks | None = None
    suspended_at: Instant | None = None
    resumes_at: Instant | None = None
    start: Instant | None = None
    finish: Instant | None = None
    early_start: Instant | None = None
    early_finish: Instant | None = None
    late_start: Instant | None = None
    late_finish: Instant | None = None
    total_float: Ticks | None = None
    free_float: Ticks | None = None
    is_critical: bool | None = None
    predecessors: tuple[Link, ...] = ()
    baselines: Mapping[int, Baseline] = field(default_factory=dict)
    work: float | None = None
    actual_work: float | None = None
    remaining_work: float | None = None
    cost: Decimal | None = None
    actual_cost: Decimal | None = None
    remaining_cost: Decimal | None = None
    fixed_cost: Decimal | None = None
    notes: str | None = None
    custom: Custom = field(default_factory=dict)
    carried: Carried = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """What a resource costs from one day to another: per hour, and per use. `table` 0 is MS Project's A."""

    cost_per_hour: Decimal | None = None
    overtime_per_hour: Decimal | None = None
    cost_per_use: Decimal | None = None
    starts: Instant | None = None
    ends: Instant | None = None
    table: int = 0
    units_per_hour: float | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """How many units of a resource there are for a while; open ends are None."""

    units: float
    starts: Instant | None = None
    ends: Instant | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """Somebody or something that does the work; `max_units` 1.0 is one full-time person."""

    uid: Uid
    id: int | None = None
    name: str = ""
    code: str | None = None
    guid: str | None = None
    initials: str | None = None
    email: str | None = None
    group: str | None = None
    kind: ResourceKind = ResourceKind.WORK
    unit_of_measure: str | None = None
    max_units: float | None = None
    calendar: Uid | None = None
    rates: tuple[Rate, ...] = ()
    availability: tuple[Availability, ...] = ()
    work: float | None = None
    cost: Decimal | None = None
    baselines: Mapping[int, Baseline] = field(default_factory=dict)
    is_generic: bool = False
    notes: str | None = None
    custom: Custom = field(default_factory=dict)
    carried: Carried = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """A resource on a task: `units` 0.5 is half time; `resource` None is work nobody is named for.

    `delay` is working time after the task's start, `levelling_delay` elapsed time on top.
    """

    uid: Uid
    task: Uid
    resource: Uid | None
    units: float | None = None
    work: float | None = None
    actual_work: float | None = None
    remaining_work: float | None = None
    start: Instant | None = None
    finish: Instant | None = None
    actual_start: Instant | None = None
    actual_finish: Instant | None = None
    delay: Ticks = 0
    levelling_delay: Ticks = 0
    percent_work_complete: float | None = None
    cost: Decimal | None = None
    actual_cost: Decimal | None = None
    remaining_cost: Decimal | None = None
    contour: str | None = None
    baselines: Mapping[int, Baseline] = field(default_factory=dict)
    notes: str | None = None
    custom: Custom = field(default_factory=dict)
    carried: Carried = ()


@dataclass(frozen=True, slots=True)
class Project:
    """One project of a file: its settings, and its rows in outline order.

    `rules` are those of the tool that wrote the file with the file's own options on top. `start` is what the
    plan is scheduled from, `finish` what the tool calculated, `finish_by` a promise that shapes late dates.
    """

    uid: Uid
    title: str
    start: Instant | None = None
    finish: Instant | None = None
    finish_by: Instant | None = None
    from_finish: bool = False
    status: Instant | None = None
    currency: str | None = None
    minutes_per_day: float = 480
    minutes_per_week: float = 2400
    days_per_month: float = 20
    default_start: time | None = None
    default_finish: time | None = None
    calendar: Uid | None = None
    rules: PlanRules = MSPROJECT
    calendars: tuple[Calendar, ...] = ()
    tasks: tuple[Task, ...] = ()
    resources: tuple[Resource, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    custom_labels: Mapping[str, str] = field(default_factory=dict)
    carried: Carried = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A whole plan file: which format in which version, its projects, and what became of every field.

    `origin` is the format the carried fields belong to where it is another one: a text plan keeps them all.
    `ids_are_places` says that tasks have no ids in the file and are numbered by their rows.
    """

    format: str
    projects: tuple[Project, ...]
    version: str | None = None
    encoding: str | None = None
    tool: str = "msproject"
    problems: tuple[FileProblem, ...] = ()
    fidelity: Fidelity = Fidelity()
    origin: str | None = None
    ids_are_places: bool = False

    @property
    def own_format(self) -> str:
        """The format whose fields are carried along."""
        return self.origin or self.format
