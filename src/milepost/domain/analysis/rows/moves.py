"""Why a finish moved: the shares its causes have in it."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.instants import Instant, Ticks


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
