"""What other floors may see of calendars, tasks, links and baselines.

Numbers are public numbers of the program's ledger, instants local ticks, durations ticks
(`engine.instants`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypedDict

from milepost.engine.instants import TICKS_PER_HOUR, Instant, Ticks


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar. `follows` is a calendar of the program, `follows_organisation` one of the organisation.

    `week` lists seven days from Monday, each a list of `[from, to]` minutes of the day; None takes the day
    of the calendar it follows.
    """

    number: int
    name: str
    follows: int | None
    follows_organisation: int | None
    week: Sequence[Sequence[Sequence[float]] | None]
    is_personal: bool
    external_uid: str
    carried: Sequence[Sequence[str]]
    version: int


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """Days on which a calendar differs from its week; no times means nobody works."""

    number: int
    calendar: int
    name: str
    starts_on: dt.date
    ends_before: dt.date
    times: Sequence[Sequence[float]]
    pattern: Mapping[str, object] | None
    version: int


@dataclass(frozen=True, slots=True)
class WorkWeekRow:
    """A week that holds for a range of dates instead of the calendar's usual one."""

    number: int
    calendar: int
    name: str
    starts_on: dt.date
    ends_before: dt.date
    week: Sequence[Sequence[Sequence[float]] | None]
    version: int


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as stated. What it says of cost is None for readers who may not see money."""

    number: int
    project: int
    parent: int | None
    rank: int
    name: str
    code: str
    duration: Ticks
    duration_unit: str
    is_estimated: bool
    kind: str
    is_milestone: bool
    calendar: int | None
    ignores_resource_calendar: bool
    constraint: str
    constraint_date: Instant | None
    second_constraint: str
    second_constraint_date: Instant | None
    deadline: Instant | None
    expected_finish: Instant | None
    promised: Instant | None
    is_manual: bool
    manual_start: Instant | None
    manual_finish: Instant | None
    is_active: bool
    actual_start: Instant | None
    actual_finish: Instant | None
    remaining: Ticks | None
    percent_complete: float
    percent_kind: str
    percent_work: float | None
    percent_physical: float | None
    suspended_at: Instant | None
    resumes_at: Instant | None
    splits: Sequence[Sequence[Ticks]]
    priority: int
    effort_type: str
    is_effort_driven: bool
    levelling_delay: Ticks
    work_minutes: float | None
    actual_work_minutes: float | None
    remaining_work_minutes: float | None
    cost: Decimal | None
    actual_cost: Decimal | None
    remaining_cost: Decimal | None
    fixed_cost: Decimal | None
    owner: int | None
    notes: str
    custom: Mapping[str, object]
    external_uid: str
    version: int

    @property
    def is_elapsed(self) -> bool:
        """Does the duration count nights and weekends?"""
        return self.duration_unit.startswith("e")


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """What a file said of a task, a link or an assignment that Milepost only keeps: for export.

    `extras` are read by Milepost's own names, `carried` pairs of foreign name and text.
    """

    number: int
    extras: Mapping[str, object]
    carried: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class FoundTask:
    """A task found by name, in whichever program."""

    program: int
    number: int
    name: str
    project: int


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A dependency. `lag` is in ticks, or in percent where `lag_unit` is `%` or `e%`."""

    number: int
    predecessor: int
    successor: int
    type: str
    lag: float
    lag_unit: str
    version: int


@dataclass(frozen=True, slots=True)
class CustomFieldRow:
    """A field added to tasks: its values stand in `TaskRow.custom` under `key`."""

    number: int
    key: str
    label: str
    kind: str
    options: Sequence[str]
    rank: int
    version: int


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """A baseline as it was taken. `project` None means the whole program; `tasks` counts what it covers."""

    number: int
    slot: int
    name: str
    project: int | None
    taken_at: dt.datetime
    reason: str
    approved_by: str
    content_hash: str
    version: int


@dataclass(frozen=True, slots=True)
class BaselineTaskRow:
    """What a baseline promised for one task."""

    baseline: int
    task: int
    project: int | None
    start: Instant | None
    finish: Instant | None
    duration: Ticks | None
    work_minutes: float | None
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class Units:
    """What a day, a week and a month typed into a project mean, in minutes of work and days.

    `day_starts` and `day_ends` (ticks of the day) stand for the time where somebody names a date alone.
    """

    minutes_per_day: float = 480
    minutes_per_week: float = 2400
    days_per_month: float = 20
    day_starts: Ticks = 8 * TICKS_PER_HOUR
    day_ends: Ticks = 17 * TICKS_PER_HOUR


class ProgressFields(TypedDict, total=False):
    """What may be reported of how far a task is; what is left out stays as it is."""

    percent_complete: float
    actual_start: dt.datetime | None
    actual_finish: dt.datetime | None
    remaining: str
    remaining_minutes: float | None


class TaskDetails(ProgressFields, total=False):
    """What may be said about a task besides its name; what is left out stays as it is.

    `duration`, `remaining` and `work` are texts as people type them ("3d", "2w", "5ed"), their `…_minutes`
    twins numbers. `start` and `finish` of a task that is scheduled become constraints, of a manual task its
    dates, of a started one what really happened. `predecessors` is the column's text, "12FS+2d;15SS".
    """

    duration: str
    duration_minutes: float
    start: dt.datetime | None
    finish: dt.datetime | None
    constraint: str
    constraint_date: dt.datetime | None
    deadline: dt.datetime | None
    calendar: int | None
    kind: str
    is_milestone: bool
    is_manual: bool
    is_active: bool
    percent_physical: float | None
    priority: int
    effort_type: str
    is_effort_driven: bool
    work: str
    work_minutes: float | None
    owner: int | None
    notes: str
    custom: dict[str, str | float | bool | None]
    predecessors: str


class TaskFields(TaskDetails, total=False):
    """What may be said about a task; what is left out stays as it is."""

    name: str


class TaskEdit(TaskFields):
    """What is to become of one task."""

    task: int


class PastedRow(TaskFields, total=False):
    """A row of a pasted block. `level` is its depth in it from 1, `id` what its predecessors call it."""

    level: int
    id: int


@dataclass(frozen=True, slots=True)
class ImportedCalendar:
    """A calendar of a plan file: `follows` is the uid of another of the file's calendars."""

    uid: str
    follows: str | None
    columns: Mapping[str, object]
    exceptions: Sequence[Mapping[str, object]]
    work_weeks: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class ImportedTask:
    """A task of a plan file, in outline order: `parent` and `calendar` are uids of the file."""

    uid: str
    parent: str | None
    calendar: str | None
    columns: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ImportedLink:
    """A link of a plan file between two tasks of it, by uid."""

    predecessor: str
    successor: str
    columns: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a task of a newer file stands: under which task, and behind which siblings, the nearest first."""

    uid: str
    parent: str | None
    behind: Sequence[str]


@dataclass(frozen=True, slots=True)
class RenewedSchedule:
    """What a newer version of a file changes in the tasks of its project, by the file's uids.

    `known` gives the number of every task both have. Changes pair a number with columns; a calendar among
    them is a uid. `added` comes in outline order, every one of it and whatever else moved is `placed`.
    """

    known: Mapping[str, int]
    added: Sequence[ImportedTask] = ()
    changed: Sequence[tuple[int, Mapping[str, object]]] = ()
    removed: Sequence[int] = ()
    placed: Sequence[Placed] = ()
    links_added: Sequence[ImportedLink] = ()
    links_changed: Sequence[tuple[int, Mapping[str, object]]] = ()
    links_removed: Sequence[int] = ()
    baselines: Mapping[int, Sequence[ImportedBaselineTask]] = field(default_factory=dict)
    custom: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class RenewedCalendars:
    """Calendars a newer version of a file changes, by number, and those it needs, by uid.

    `known` gives the number of every calendar both have.
    """

    known: Mapping[str, int]
    needed: Sequence[ImportedCalendar] = ()
    changed: Sequence[tuple[int, ImportedCalendar]] = ()


@dataclass(frozen=True, slots=True)
class ImportedBaselineTask:
    """What a baseline of a plan file holds of one task."""

    task: str
    start: Instant | None
    finish: Instant | None
    duration: Ticks | None
    work_minutes: float | None
    cost: Decimal | None
