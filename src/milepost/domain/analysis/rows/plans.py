"""What a computed plan says as a whole and task by task: dates, headlines, problems."""

from __future__ import annotations

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
class Preview:
    """What edits would do, none of them saved: as a reply to an edit, with the sentence and the shift."""

    changes: Mapping[str, object]
    sentence: str
    finish_days: float | None
