"""How far tasks and links may slip, and the paths that lead to a task."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.domain.analysis.rows.plans import PlannedTask
from milepost.engine.instants import Ticks


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
