"""What differs between two states of a plan, and who brought it about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from milepost.domain.analysis.rows.plans import PlannedTask
from milepost.engine.instants import Instant


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
