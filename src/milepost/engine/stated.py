"""What is stated about every task and link, as columns: a question about all is then one about an array."""

from collections.abc import Mapping, Sequence
from itertools import repeat
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from milepost.engine.kernels.layout import (
    FINISH_FINISH,
    FINISH_START,
    NEVER,
    START_FINISH,
    START_START,
)
from milepost.engine.plan import ConstraintType, LagUnit, Link, LinkType, Task, TaskKind
from milepost.engine.progress import Stage

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

UNKNOWN = -1
"""The project of a task that belongs to none the plan has; the calendar of one that states none."""
FRESH = -1
"""The origin of a value that was not there before."""
TYPES = {
    LinkType.FINISH_START: FINISH_START,
    LinkType.START_START: START_START,
    LinkType.FINISH_FINISH: FINISH_FINISH,
    LinkType.START_FINISH: START_FINISH,
}
WORKING, ELAPSED, SHARE = 0, 1, 2
"""What the lag of a link is counted in, as its columns say it."""
_UNITS = {LagUnit.WORKING: WORKING, LagUnit.ELAPSED: ELAPSED}

_SPECIAL = attrgetter(
    "kind",
    "constraint",
    "actual_start",
    "actual_finish",
    "deadline",
    "second_constraint",
    "expected_finish",
    "is_manual",
    "is_active",
    "levelling_delay",
)
_NOTHING_SPECIAL = (
    TaskKind.TASK,
    ConstraintType.AS_SOON_AS_POSSIBLE,
    *(None,) * 5,
    False,
    True,
    0,
)


def origins(before: Sequence[object], now: Sequence[object]) -> Ints:
    """Where each value stood before, the very same one and not just an equal; `FRESH` for new ones."""
    place = dict(zip(map(id, before), range(len(before)), strict=True))
    return np.fromiter(map(place.get, map(id, now), repeat(FRESH)), dtype=np.int64, count=len(now))


class Stated:
    """Columns by position in `plan.tasks`, kept current by `put` where a task is stated anew.

    `project` is the place of a task's project in the plan, `calendar` the id of its own. A task `is_dated`
    that has a deadline or a constraint other than "as soon as possible"; `is_ordinary` if nothing is stated
    of it but how long it takes, and with `has_remaining`, that all of it is left.
    """

    def __init__(self, tasks: Sequence[Task], place_of_project: Mapping[int, int]) -> None:
        soon, effort, external = (
            ConstraintType.AS_SOON_AS_POSSIBLE,
            TaskKind.LEVEL_OF_EFFORT,
            TaskKind.EXTERNAL,
        )
        self._place_of_project = place_of_project
        self.project = _ints([place_of_project.get(task.project, UNKNOWN) for task in tasks])
        self.calendar = _ints([UNKNOWN if task.calendar is None else task.calendar for task in tasks])
        self.duration = _ints([task.duration for task in tasks])
        self.constraint_date = _ints(
            [NEVER if task.constraint_date is None else task.constraint_date for task in tasks]
        )
        self.percent = np.array([task.percent_complete for task in tasks], dtype=np.float64)
        self.is_active = _flags([task.is_active for task in tasks])
        self.is_manual = _flags([task.is_manual for task in tasks])
        self.is_elapsed = _flags([task.is_elapsed for task in tasks])
        self.is_level_of_effort = _flags([task.kind is effort for task in tasks])
        self.is_external = _flags([task.kind is external for task in tasks])
        self.is_dated = _flags([task.constraint is not soon or task.deadline is not None for task in tasks])
        self.is_ordinary = _flags([_is_ordinary(task) for task in tasks])
        self.has_remaining = _flags([task.remaining is not None for task in tasks])
        started = _flags([task.actual_start is not None for task in tasks])
        complete = _flags([task.actual_finish is not None for task in tasks])
        self.stage = np.where(complete, Stage.COMPLETE, np.where(started, Stage.STARTED, Stage.NOT_STARTED))

    @property
    def constraint_dates(self) -> list[int]:
        """The first and the last date of a constraint; nothing without any."""
        dates = self.constraint_date[self.constraint_date != NEVER]
        return [int(dates.min()), int(dates.max())] if dates.size else []

    def put(self, place: int, task: Task) -> None:
        """Take one task as it is stated now."""
        self._put([place], [task])

    def since(self, origin: Ints, tasks: Sequence[Task]) -> "Stated":
        """The columns of these tasks, those that stood at an `origin` here taken over."""
        found = object.__new__(Stated)
        found.__dict__.update(_taken(self, origin))
        fresh = np.flatnonzero(origin == FRESH).tolist()
        found._put(fresh, [tasks[place] for place in fresh])
        return found

    def _put(self, places: Sequence[int], tasks: Sequence[Task]) -> None:
        _replace(self, places, Stated(tasks, self._place_of_project))


class StatedLinks:
    """Columns by position in `plan.links`; `lag` is in ticks, or a share of the predecessor's duration."""

    def __init__(self, links: Sequence[Link]) -> None:
        self.predecessor = _ints([link.predecessor for link in links])
        self.successor = _ints([link.successor for link in links])
        self.type = np.array([TYPES[link.type] for link in links], dtype=np.int8)
        self.lag = np.rint(np.array([link.lag for link in links], dtype=np.float64)).astype(np.int64)
        self.unit = np.array([_UNITS.get(link.lag_unit, SHARE) for link in links], dtype=np.int8)

    def since(self, origin: Ints, links: Sequence[Link]) -> "StatedLinks":
        """The columns of these links, those that stood at an `origin` here taken over."""
        found = object.__new__(StatedLinks)
        found.__dict__.update(_taken(self, origin))
        fresh = np.flatnonzero(origin == FRESH).tolist()
        _replace(found, fresh, StatedLinks([links[place] for place in fresh]))
        return found


def _is_ordinary(task: Task) -> bool:
    # Files say of tasks nobody has begun that all is left to do.
    is_whole = task.remaining is None or (task.remaining == task.duration and not task.splits)
    return is_whole and _SPECIAL(task) == _NOTHING_SPECIAL


def _taken(columns: Stated | StatedLinks, origin: Ints) -> dict[str, object]:
    """Columns rearranged; what stands in place of a fresh value means nothing yet."""
    known = vars(columns).items()
    return {
        name: one[origin] if isinstance(one, np.ndarray) and len(one) else _room(one, origin)
        for name, one in known
    }


def _room(one: object, origin: Ints) -> object:
    return np.zeros(len(origin), dtype=one.dtype) if isinstance(one, np.ndarray) else one


def _replace(columns: Stated | StatedLinks, places: Sequence[int], values: Stated | StatedLinks) -> None:
    for name, column in vars(values).items():
        if isinstance(column, np.ndarray):
            getattr(columns, name)[places] = column


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _flags(values: list[bool]) -> Flags:
    return np.array(values, dtype=bool)
