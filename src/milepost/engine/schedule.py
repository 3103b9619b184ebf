"""The dates, floats and paths of a plan: the result of a calculation, never stored on its input."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from milepost.engine.instants import Instant, Ticks
from milepost.engine.kernels.layout import NEVER
from milepost.engine.plan import Link, Plan

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TaskDates:
    """One task's row of a schedule. None where there is no such figure (a level of effort has no float)."""

    task: int
    start: Instant | None
    finish: Instant | None
    early_start: Instant | None
    early_finish: Instant | None
    late_start: Instant | None
    late_finish: Instant | None
    total_float: Ticks | None
    free_float: Ticks | None
    duration: Ticks
    percent_complete: float
    is_critical: bool
    is_near_critical: bool
    on_longest_path: bool


@dataclass(frozen=True)
class Schedule:
    """Every task's dates and floats, as arrays in the order of `plan.tasks`.

    Dates are instants, floats and durations working ticks of the task's own calendar (elapsed ticks for
    an elapsed task); `NEVER` marks what does not exist, and `row` answers None for it. `start` is where a
    task is shown: its actual start, else its early start, or its late start if it is as late as possible.
    For a started task the early dates are those of the work that remains.

    Total float is how long a task may slip before its project's finish (or the program's, by the rules)
    moves; below zero, an imposed date is already missed by that much. Free float is how long before any
    task after it moves. `slack` and `is_driving` belong to `plan.links`: how long the predecessor may slip
    before this very link moves the successor, and whether the link holds the successor where it is.

    `position` says where each task id stands in the arrays.

    Source: Kelley and Walker, "Critical-Path Planning and Scheduling" (1959).
    """

    plan: Plan
    position: dict[int, int]
    start: Ints
    finish: Ints
    early_start: Ints
    early_finish: Ints
    late_start: Ints
    late_finish: Ints
    total_float: Ints
    free_float: Ints
    duration: Ints
    percent_complete: Reals
    is_critical: Flags
    is_near_critical: Flags
    on_longest_path: Flags
    is_summary: Flags
    slack: Ints
    is_driving: Flags
    finish_by_project: dict[int, Instant | None]

    @property
    def begins(self) -> Instant | None:
        """The first start of any task; None for a plan without dates."""
        dated = self.start[self.start != NEVER]
        return int(dated.min()) if dated.size else None

    @property
    def ends(self) -> Instant | None:
        """The last finish of the program's projects; None for a plan without dates."""
        return max((at for at in self.finish_by_project.values() if at is not None), default=None)

    def row(self, task: int) -> TaskDates:
        """The dates of one task by its id."""
        place = self.position[task]

        def known(column: Ints) -> int | None:
            value = int(column[place])
            return None if value == NEVER else value

        return TaskDates(
            task=task,
            start=known(self.start),
            finish=known(self.finish),
            early_start=known(self.early_start),
            early_finish=known(self.early_finish),
            late_start=known(self.late_start),
            late_finish=known(self.late_finish),
            total_float=known(self.total_float),
            free_float=known(self.free_float),
            duration=int(self.duration[place]),
            percent_complete=float(self.percent_complete[place]),
            is_critical=bool(self.is_critical[place]),
            is_near_critical=bool(self.is_near_critical[place]),
            on_longest_path=bool(self.on_longest_path[place]),
        )

    def driven_by(self, task: int) -> tuple[int, ...]:
        """The predecessors whose links hold a task where it is, several where they tie."""
        return tuple(link.predecessor for _, link in self.links_to(task, driving=True))

    def links_to(self, task: int, *, driving: bool = False) -> list[tuple[int, Link]]:
        """The links that arrive at a task, with their positions; only the driving ones if so asked."""
        places = self._links_by_successor.get(task, ())
        return [(place, self.plan.links[place]) for place in places if not driving or self.is_driving[place]]

    def links_from(self, task: int) -> list[tuple[int, Link]]:
        """The links that leave a task, with their positions in `plan.links`."""
        return [(place, self.plan.links[place]) for place in self._links_by_predecessor.get(task, ())]

    @cached_property
    def _links_by_successor(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for place, link in enumerate(self.plan.links):
            found.setdefault(link.successor, []).append(place)
        return found

    @cached_property
    def _links_by_predecessor(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for place, link in enumerate(self.plan.links):
            found.setdefault(link.predecessor, []).append(place)
        return found
