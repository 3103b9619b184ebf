"""Two states of a plan side by side: task by task, field by field."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from milepost.engine.instants import Instant


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

    earlier: ComparedState
    later: ComparedState
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
