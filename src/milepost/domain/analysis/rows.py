"""What other floors may see of computed plans: dates, headlines, what changed and why.

Nothing here is stated by anybody; all of it follows from the plan at one revision. Instants are local
ticks, durations working ticks (`engine.instants`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from milepost.engine.instants import Instant, Ticks


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures a program is known by, and the sentence that says them.

    `finish` is the planned finish of the whole network, `milestone` the promised date's task (None: the
    network's finish speaks for it) with its own `milestone_finish`. `slip_days` is against baseline `slot`,
    in working days, None where there is none to compare with. `critical` counts tasks on no float,
    `near_critical` those just above, `tasks` all that are not summaries.
    """

    revision: int
    start: Instant | None
    finish: Instant | None
    milestone: int | None
    milestone_name: str
    milestone_finish: Instant | None
    slot: int | None
    baseline_finish: Instant | None
    slip_days: float | None
    tasks: int
    complete: int
    critical: int
    near_critical: int
    late: int
    problems: int
    driver: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class ProjectFigures:
    """Where one project stands: its dates, its share done, its slip against the baseline."""

    number: int
    name: str
    colour: str
    manager: int | None
    start: Instant | None
    finish: Instant | None
    baseline_finish: Instant | None
    slip_days: float | None
    float_days: float | None
    percent_complete: float
    tasks: int
    critical: int
    on_path: bool


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task with what follows for it. `is_stub`: of a project the reader may not see, dates only."""

    number: int
    project: int
    parent: int | None
    wbs: str
    name: str
    kind: str
    depth: int
    duration: Ticks
    duration_unit: str
    start: Instant | None
    finish: Instant | None
    early_start: Instant | None
    early_finish: Instant | None
    late_start: Instant | None
    late_finish: Instant | None
    total_float: Ticks | None
    free_float: Ticks | None
    is_critical: bool
    is_near_critical: bool
    on_longest_path: bool
    percent_complete: float
    actual_start: Instant | None
    actual_finish: Instant | None
    deadline: Instant | None
    baseline_start: Instant | None
    baseline_finish: Instant | None
    slip_days: float | None
    people: str
    predecessors: str
    driven_by: tuple[int, ...]
    is_stub: bool


@dataclass(frozen=True, slots=True)
class OwnTask:
    """A task somebody is booked on or owns, in whichever program; `remaining` is working ticks."""

    program: int
    slug: str
    program_name: str
    project_name: str
    task: PlannedTask
    remaining: Ticks
    notes: str


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """Something odd in the plan: `task` and `name` say where, None for the plan as a whole."""

    code: str
    task: int | None
    name: str
    message: str
    related: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A program worked out at one revision, as far as the reader may see it."""

    program: int
    revision: int
    organisation_revision: int
    headline: Headline
    projects: Sequence[ProjectFigures]
    problems: Sequence[PlanProblem]


@dataclass(frozen=True, slots=True)
class Moved:
    """A task whose dates differ between two states of the plan; `days` is its finish's working-day shift."""

    number: int
    wbs: str
    name: str
    project: int
    kind: str
    start_before: Instant | None
    start_after: Instant | None
    finish_before: Instant | None
    finish_after: Instant | None
    days: float
    was_critical: bool
    is_critical: bool


@dataclass(frozen=True, slots=True)
class EditLine:
    """One entry of the history. `seq` is its revision, by which it can be undone; `undoes` the one it undid.

    `tasks` are the tasks it touched that the reader may see, `rows` how many rows of any kind.
    """

    seq: int
    at: dt.datetime
    person: int | None
    by: str
    door: str
    operation: str
    reason: str
    tasks: tuple[int, ...]
    rows: int
    undoes: int | None


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """The difference between two revisions: who did what, which tasks moved, and what became of the finish.

    `finish_days` is the shift of the headline's date in working days, later above zero.
    """

    since: int
    revision: int
    since_at: dt.datetime | None
    sentence: str
    finish_before: Instant | None
    finish_after: Instant | None
    finish_days: float | None
    added: Sequence[PlannedTask]
    removed: Sequence[PlannedTask]
    moved: Sequence[Moved]
    edits: Sequence[EditLine]


@dataclass(frozen=True, slots=True)
class Step:
    """One task on the driving path of another, and by which link it drives the next.

    `link_type` and `lag` are those of the link to the following step, "" and "" at the end. `because` says
    what holds the first task: a constraint, the project's start, the status date, what really happened.
    """

    task: PlannedTask
    link_type: str
    lag: str
    because: str


@dataclass(frozen=True, slots=True)
class LinkFloat:
    """A link: how far its predecessor may slip before it moves the successor, and whether it holds it."""

    link: int
    predecessor: int
    successor: int
    type: str
    float: Ticks | None
    is_driving: bool


@dataclass(frozen=True, slots=True)
class TaskFloats:
    """Every kind of float of a task, None where there is none.

    `interfering` is the part of total float others lose by its use, `independent` what remains to the task
    when all others use theirs. `to_milestone` counts to the program's headline date.
    """

    task: int
    total_float: Ticks | None
    free_float: Ticks | None
    interfering_float: Ticks | None
    independent_float: Ticks | None
    to_project_finish: Ticks | None
    to_program_finish: Ticks | None
    to_milestone: Ticks | None
    links: tuple[LinkFloat, ...]


@dataclass(frozen=True, slots=True)
class FloatPath:
    """A chain of tasks that leads to one, first task first; of rank 1, what drives it.

    `relative_float` is how far the chain may slip before it too would drive; by total float, that float.
    """

    rank: int
    relative_float: Ticks
    tasks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A dated headline: what the program said at the end of a day it changed."""

    day: dt.date
    revision: int
    finish: Instant | None
    slip_days: float | None
    critical: int
    near_critical: int
    tasks: int
    complete: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What edits would do, none of them saved: as a reply to an edit, with the sentence and the shift."""

    changes: Mapping[str, object]
    sentence: str
    finish_days: float | None


@dataclass(frozen=True, slots=True)
class QualityCheck:
    """One check of a plan's health: how many of how many, against which limit, and who offends.

    `group` is `dcma` or `other`. `value` counts in `unit`: a percentage, a number of tasks or links, working
    days, an index; None where the check cannot be made. `limit` and `passes` are None for what is only
    reported. `offenders` are tasks, each once; for checks on links the successors.
    """

    id: str
    group: str
    name: str
    unit: str
    value: float | None
    limit: float | None
    passes: bool | None
    numerator: float | None
    denominator: float | None
    offenders: tuple[int, ...]
    formula: str
    advice: str


@dataclass(frozen=True, slots=True)
class QualityPractice:
    """One of GAO's ten practices with the ids of the checks that speak to it; a reviewer rates it, not we."""

    number: int
    name: str
    characteristic: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """The health of a plan, or of one `project` of it, held against a baseline `slot` (None: against none).

    `score` is the share of checks with a limit that pass, 0 to 100; None where none can be made.
    """

    revision: int
    project: int | None
    slot: int | None
    score: float | None
    checks: tuple[QualityCheck, ...]
    practices: tuple[QualityPractice, ...]


@dataclass(frozen=True, slots=True)
class MoveChange:
    """One change behind a share of a move: of which task (None: of something shared) and which field.

    `kind` is `added`, `removed` or `changed`; `before` and `after` are stated values where they are plain.
    """

    noun: str
    task: int | None
    name: str
    field: str
    kind: str
    before: str
    after: str
    is_gone: bool


@dataclass(frozen=True, slots=True)
class MoveShare:
    """The part of a move that one cause in one project brought about: working ticks, later above zero.

    `project` is None for what belongs to no single project, and for `elsewhere`: projects out of reach.
    """

    cause: str
    project: int | None
    project_name: str
    ticks: Ticks
    changes: tuple[MoveChange, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a task's finish moved between two revisions: shares that sum to `moved` (working ticks) exactly.

    `task` is None where the plan has no date yet. `groups` counts the groups of changes on the way to the
    task, `silent` those left out as without effect, `plans` the plans worked out between the two states.
    `is_sampled`: there were too many orders to try them all, single shares are estimates.
    """

    since: int
    revision: int
    task: int | None
    name: str
    finish_before: Instant | None
    finish_after: Instant | None
    moved: Ticks
    minutes_per_day: float
    shares: tuple[MoveShare, ...]
    groups: int
    silent: int
    plans: int
    is_sampled: bool


@dataclass(frozen=True, slots=True)
class MilestoneReport:
    """What a program said of a milestone at the end of a day it changed: the finish planned then."""

    day: dt.date
    revision: int
    finish: Instant


@dataclass(frozen=True, slots=True)
class MilestoneTrend:
    """A milestone's planned dates over its reports, in calendar days.

    `slip` is against the baseline, else against the first report. `direction` says in a word where it goes;
    `convergence` is how many of the days that passed the goal came nearer on average: 1 is on track, below 1
    slips, 0 or less recedes. `projected` is its day if that goes on. Both are None before the second report
    and once it is reached.
    """

    number: int
    name: str
    project: int
    is_headline: bool
    is_done: bool
    baseline_finish: Instant | None
    finish: Instant | None
    slip: int
    direction: str
    convergence: float | None
    projected: dt.date | None
    reports: tuple[MilestoneReport, ...]


@dataclass(frozen=True, slots=True)
class ComparedState:
    """One side of a comparison. `kind` is `now`, `revision`, `day` or `baseline`, `text` how it is asked for.

    `revision` is the plan's; of a baseline, the one it was taken at. `at` is when that revision was made, or
    the baseline taken; None for now. Only a baseline has a `slot` and a `name`.
    """

    kind: str
    text: str
    revision: int
    at: dt.datetime | None
    slot: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that differs, as it is typed: `3d`, `2026-09-18T17:00`, `12FS+2d`; "" where it is empty.

    `kind` is what it is about: `duration`, `links`, `imposed` (dates), `progress`, `people`, `calendar`,
    `place` (in the outline), `words`, or `dates`, which follow from the others.
    """

    field: str
    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TaskDifference:
    """A task that differs. `change` is `added`, `removed`, `changed`, `moved` where only its dates do, or
    `turned` where it only became critical or ceased to be.

    `days` is how many working days later it finishes, below zero sooner; `under` the summary it stands in.
    """

    number: int
    wbs: str
    name: str
    under: str
    project: int
    project_name: str
    kind: str
    change: str
    fields: tuple[FieldDifference, ...]
    start_before: Instant | None
    start_after: Instant | None
    finish_before: Instant | None
    finish_after: Instant | None
    days: float | None
    was_critical: bool
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of a program side by side; `tasks` in outline order, removed ones where they stood.

    `finish_days` is how many working days later the headline's date is. A baseline promises dates and
    durations alone, so against one nothing else is compared and links are not counted.
    """

    before: ComparedState
    after: ComparedState
    sentence: str
    milestone: int | None
    finish_before: Instant | None
    finish_after: Instant | None
    finish_days: float | None
    added: int
    removed: int
    changed: int
    moved: int
    turned: int
    links_added: int
    links_removed: int
    links_changed: int
    tasks: tuple[TaskDifference, ...]
