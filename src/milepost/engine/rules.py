"""Where scheduling tools disagree, and which way a plan goes.

MS Project, Primavera P6 and Milepost answer a dozen questions differently. Each question is one switch
here, each tool one preset, and a file is scheduled by the preset of the tool that wrote it with the
options the file carries on top (`dataclasses.replace`). docs/guide/how-milepost-schedules.md gives the
reason for each of Milepost's own answers.
"""

from dataclasses import dataclass
from enum import StrEnum

from milepost.engine.instants import TICKS_PER_HOUR, Ticks

WORKING_DAY: Ticks = 8 * TICKS_PER_HOUR


class LagCalendar(StrEnum):
    """Whose working time a lag is counted in."""

    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    PROJECT = "project"
    ROUND_THE_CLOCK = "24h"


class FloatKind(StrEnum):
    """Which end of a task total float is measured at."""

    SMALLEST = "smallest"
    START = "start"
    FINISH = "finish"


class MilestoneInstant(StrEnum):
    """Where a milestone stands when its predecessor ends the day.

    `BY_KIND`: start milestones move to the next start of work, all others stay where the work ended.
    `STAYS`: every milestone stays. `SNAPS`: every milestone but a finish milestone moves, as in P6.
    """

    BY_KIND = "by_kind"
    STAYS = "stays"
    SNAPS = "snaps"


class CriticalBy(StrEnum):
    """What makes a task critical: little total float, or a place on the longest path."""

    TOTAL_FLOAT = "total_float"
    LONGEST_PATH = "longest_path"


class ProgressMode(StrEnum):
    """What holds the remaining work of a task that started before its predecessor finished."""

    RETAINED_LOGIC = "retained_logic"
    PROGRESS_OVERRIDE = "progress_override"


class OpenEnd(StrEnum):
    """The free float of a task nothing follows: up to the project's finish, or its total float."""

    PROJECT_FINISH = "project_finish"
    TOTAL_FLOAT = "total_float"


class FloatTarget(StrEnum):
    """The finish that late dates count back from: each project's own, or the program's."""

    PROJECT = "project"
    PROGRAM = "program"


class LateAs(StrEnum):
    """How late "as late as possible" goes: without moving a successor, or to the late dates."""

    FREE_FLOAT = "free_float"
    TOTAL_FLOAT = "total_float"


@dataclass(frozen=True, slots=True)
class PlanRules:
    """One answer to each question on which tools differ.

    `honor_constraints`: a "no later than" or "must" date pulls a task before its predecessors finish.
    `critical_limit`: total float at or below it is critical (working ticks); `near_critical` is the next
    band. `multiple_critical_paths`: a task nothing follows has no float, so every chain has its own
    critical path. `holds_at_status`: unfinished work never lies before the status date.
    `starts_before_project`: logic and "no earlier than" dates may place a task before its project's
    start. `uses_expected_finish`: an expected finish sets the remaining duration.
    `shows_level_of_effort_float`: print what lies between a level of effort's own early and late dates
    instead of nothing. `summary_float_of_parts`: a summary has the least float of its unfinished parts, else
    that between its own early and late dates.
    `assignments_drive`: assignments of tasks that are not of fixed duration set their dates.
    """

    name: str = "milepost"
    honor_constraints: bool = False
    lag_calendar: LagCalendar = LagCalendar.SUCCESSOR
    float_kind: FloatKind = FloatKind.SMALLEST
    milestone_instant: MilestoneInstant = MilestoneInstant.BY_KIND
    critical_by: CriticalBy = CriticalBy.TOTAL_FLOAT
    critical_limit: Ticks = 0
    near_critical: Ticks = 5 * WORKING_DAY
    multiple_critical_paths: bool = False
    progress: ProgressMode = ProgressMode.RETAINED_LOGIC
    holds_at_status: bool = True
    starts_before_project: bool = False
    uses_expected_finish: bool = False
    open_end: OpenEnd = OpenEnd.PROJECT_FINISH
    float_target: FloatTarget = FloatTarget.PROGRAM
    late_as: LateAs = LateAs.FREE_FLOAT
    shows_level_of_effort_float: bool = False
    summary_float_of_parts: bool = True
    assignments_drive: bool = True


MILEPOST = PlanRules()

MSPROJECT = PlanRules(
    name="msproject",
    honor_constraints=True,
    milestone_instant=MilestoneInstant.STAYS,
    holds_at_status=False,
    starts_before_project=True,
    open_end=OpenEnd.TOTAL_FLOAT,
    float_target=FloatTarget.PROJECT,
    late_as=LateAs.TOTAL_FLOAT,
    summary_float_of_parts=False,
)

P6 = PlanRules(
    name="p6",
    lag_calendar=LagCalendar.PREDECESSOR,
    milestone_instant=MilestoneInstant.SNAPS,
    uses_expected_finish=True,
    float_target=FloatTarget.PROJECT,
    shows_level_of_effort_float=True,
    summary_float_of_parts=False,
)

PRESETS = {rules.name: rules for rules in (MILEPOST, MSPROJECT, P6)}
