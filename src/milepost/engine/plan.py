"""What people state about a program: the frozen input of every calculation.

A `Plan` holds facts only. Summaries carry no dates, a task's finish is never stored, and nothing computed
is ever written back: results live in `Schedule` and `Analysis`. Instants and durations are integers, see
`instants`. Ids are opaque and unique within their list; `parent`, `calendar`, `project`, ... refer to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR, Instant, Ticks
from milepost.engine.rules import MILEPOST, PlanRules


class Shift(NamedTuple):
    """One stretch of work within a day: ticks after midnight, half-open, at most 24:00 (`TICKS_PER_DAY`)."""

    starts: Ticks
    ends: Ticks


Day = tuple[Shift, ...]
"""The shifts of one day in order; empty means nobody works."""

Week = tuple[Day | None, Day | None, Day | None, Day | None, Day | None, Day | None, Day | None]
"""Monday first; None inherits the day from the base calendar (no base: nobody works)."""

OFFICE_DAY: Day = (
    Shift(8 * TICKS_PER_HOUR, 12 * TICKS_PER_HOUR),
    Shift(13 * TICKS_PER_HOUR, 17 * TICKS_PER_HOUR),
)
ROUND_THE_CLOCK: Day = (Shift(0, TICKS_PER_DAY),)
OFFICE_WEEK: Week = (OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, (), ())
INHERITED_WEEK: Week = (None, None, None, None, None, None, None)


class Pattern(StrEnum):
    """How a recurring exception repeats."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY_BY_DAY = "monthly_by_day"
    MONTHLY_BY_WEEKDAY = "monthly_by_weekday"
    YEARLY_BY_DAY = "yearly_by_day"
    YEARLY_BY_WEEKDAY = "yearly_by_weekday"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When an exception comes again between its first and last day.

    `every` counts days, weeks, months or years by the pattern. `weekdays` (Monday = 0) serve the weekly
    pattern and name the one weekday of the `…_by_weekday` patterns, where `week` says which of the month
    (1 to 4, 5 = the last). `day` and `month` place the `…_by_day` and yearly patterns.
    """

    pattern: Pattern
    every: int = 1
    weekdays: tuple[int, ...] = ()
    week: int = 1
    day: int = 1
    month: int = 1


@dataclass(frozen=True, slots=True)
class CalendarException:
    """Days that differ from the week: a holiday (no shifts) or extra work.

    Both days are included. Without a recurrence every day between them is meant.
    """

    first_day: date
    last_day: date
    shifts: Day = ()
    name: str = ""
    recurrence: Recurrence | None = None


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """Another week that holds for a while, both days included; None keeps the calendar's usual day."""

    first_day: date
    last_day: date
    week: Week
    name: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When work happens.

    A day is decided by, in this order: an exception of this calendar, an exception of its bases, a work
    week of this calendar, its week, and for inherited days the base, asked the same questions.
    """

    id: int
    name: str
    week: Week = OFFICE_WEEK
    exceptions: tuple[CalendarException, ...] = ()
    work_weeks: tuple[WorkWeek, ...] = ()
    base: int | None = None


class LinkType(StrEnum):
    """Which end of the predecessor holds which end of the successor."""

    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"
    START_FINISH = "SF"


class LagUnit(StrEnum):
    """What a lag is counted in."""

    WORKING = "working"
    ELAPSED = "elapsed"
    PERCENT = "percent"
    ELAPSED_PERCENT = "elapsed_percent"


@dataclass(frozen=True, slots=True)
class Link:
    """A dependency between two tasks, summaries included.

    `lag` is in ticks for the working and elapsed units, in percent of the predecessor's duration for the
    percentages; negative is a lead.
    """

    id: int
    predecessor: int
    successor: int
    type: LinkType = LinkType.FINISH_START
    lag: float = 0
    lag_unit: LagUnit = LagUnit.WORKING


class ConstraintType(StrEnum):
    """A date somebody imposed on a task. The mandatory two are P6's and beat everything."""

    AS_SOON_AS_POSSIBLE = "as_soon_as_possible"
    AS_LATE_AS_POSSIBLE = "as_late_as_possible"
    START_NO_EARLIER_THAN = "start_no_earlier_than"
    START_NO_LATER_THAN = "start_no_later_than"
    FINISH_NO_EARLIER_THAN = "finish_no_earlier_than"
    FINISH_NO_LATER_THAN = "finish_no_later_than"
    MUST_START_ON = "must_start_on"
    MUST_FINISH_ON = "must_finish_on"
    MANDATORY_START = "mandatory_start"
    MANDATORY_FINISH = "mandatory_finish"


class TaskKind(StrEnum):
    """What sort of row a task is. A task with children is a summary whatever its kind says."""

    TASK = "task"
    MILESTONE = "milestone"
    START_MILESTONE = "start_milestone"
    FINISH_MILESTONE = "finish_milestone"
    LEVEL_OF_EFFORT = "level_of_effort"
    EXTERNAL = "external"


class EffortType(StrEnum):
    """Which of units, work and duration stays when assignments change."""

    FIXED_UNITS = "fixed_units"
    FIXED_WORK = "fixed_work"
    FIXED_DURATION = "fixed_duration"


class PercentKind(StrEnum):
    """What a task's percent complete means (P6's three types)."""

    DURATION = "duration"
    UNITS = "units"
    PHYSICAL = "physical"


@dataclass(frozen=True, slots=True)
class Split:
    """A pause inside a task: after so much work, nothing happens for so much working time of its calendar."""

    after: Ticks
    pause: Ticks


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the outline.

    `duration` is working time on the task's calendar, elapsed time when `is_elapsed`; a summary's is
    ignored, its dates come from its children. `calendar` None means the calendars of its assignments if
    they drive it, else the project's. `manual_start` and `manual_finish` hold a task that `is_manual`;
    an inactive task is ignored by everything else. An external task's dates are the manual ones: what the
    other project publishes; `promised` is what it promised.

    Progress: `actual_start` set means started, `actual_finish` set means complete, `remaining` is the
    duration still to do (None: derived from `percent_complete`, 0 to 100, by duration). `suspended_at`
    and `resumes_at` interrupt a started task. `levelling_delay` is elapsed time added to the start.
    """

    id: int
    project: int
    name: str = ""
    parent: int | None = None
    duration: Ticks = 0
    is_elapsed: bool = False
    calendar: int | None = None
    ignores_resource_calendars: bool = False
    kind: TaskKind = TaskKind.TASK
    is_milestone: bool = False
    is_manual: bool = False
    is_active: bool = True
    manual_start: Instant | None = None
    manual_finish: Instant | None = None
    promised: Instant | None = None
    constraint: ConstraintType = ConstraintType.AS_SOON_AS_POSSIBLE
    constraint_date: Instant | None = None
    second_constraint: ConstraintType | None = None
    second_constraint_date: Instant | None = None
    deadline: Instant | None = None
    expected_finish: Instant | None = None
    actual_start: Instant | None = None
    actual_finish: Instant | None = None
    remaining: Ticks | None = None
    percent_complete: float = 0
    percent_kind: PercentKind = PercentKind.DURATION
    physical_percent: float | None = None
    suspended_at: Instant | None = None
    resumes_at: Instant | None = None
    splits: tuple[Split, ...] = ()
    levelling_delay: Ticks = 0
    effort_type: EffortType = EffortType.FIXED_UNITS
    is_effort_driven: bool = False
    priority: int = 500


@dataclass(frozen=True, slots=True)
class ThreePoint:
    """An estimate: at best, most likely, at worst. Working ticks, in that order."""

    low: Ticks
    likely: Ticks
    high: Ticks

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"{self.low}, {self.likely}, {self.high} do not run from low to high")


class ResourceKind(StrEnum):
    """People and machines have calendars and drive durations; material and cost do not."""

    WORK = "work"
    MATERIAL = "material"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Resource:
    """Somebody or something that does the work. `max_units` 1.0 is one full-time person."""

    id: int
    name: str = ""
    kind: ResourceKind = ResourceKind.WORK
    calendar: int | None = None
    max_units: float = 1.0


@dataclass(frozen=True, slots=True)
class Assignment:
    """A resource working on a task: `units` 0.5 is half time, `work` is effort in ticks.

    `work` None means units times the task's duration. `delay` is working time after the task's start.
    `calendar` overrides the resource's. An assignment that `is_driving` may lengthen its task.
    """

    id: int
    task: int
    resource: int | None
    units: float = 1.0
    work: Ticks | None = None
    actual_work: Ticks = 0
    remaining_work: Ticks | None = None
    delay: Ticks = 0
    calendar: int | None = None
    is_driving: bool = True


@dataclass(frozen=True, slots=True)
class BaselineTask:
    """What a baseline promised for one task; None where the baseline holds no such figure."""

    start: Instant | None = None
    finish: Instant | None = None
    duration: Ticks | None = None
    work: Ticks | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """A promise once made: the dates of every task it covers, by task id. Numbers run from 0 to 10."""

    number: int
    tasks: Mapping[int, BaselineTask]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """One project of the program.

    `start` is the earliest any unstarted task may begin. With `from_finish`, the project begins as late as
    `finish_by` allows. `finish_by` else only shapes late dates (P6's "must finish by"). `rules` and
    `status` override the plan's; a program may join files of different tools. `calendar` None is the
    plan's first.
    """

    id: int
    name: str = ""
    start: Instant = 0
    calendar: int | None = None
    finish_by: Instant | None = None
    from_finish: bool = False
    status: Instant | None = None
    rules: PlanRules | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything stated about a program.

    Tasks stand in outline order: a parent before its children. `status` is the date progress is reported
    to (P6: data date); None means no progress is expected yet and nothing is held back by it. `milestone`
    is the task the program's longest path leads to, None for the latest finish.
    """

    projects: tuple[Project, ...]
    calendars: tuple[Calendar, ...]
    tasks: tuple[Task, ...]
    links: tuple[Link, ...] = ()
    resources: tuple[Resource, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    rules: PlanRules = MILEPOST
    status: Instant | None = None
    baselines: tuple[Baseline, ...] = ()
    milestone: int | None = None
