"""What is stated about every task, as columns: a question about all tasks is then one about an array."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from milepost.engine.plan import ConstraintType, Task, TaskKind
from milepost.engine.progress import Stage

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

UNKNOWN = -1
"""The project of a task that belongs to none the plan has."""


class Stated:
    """Columns by position in `plan.tasks`, kept current by `put` where a task is stated anew.

    `project` is the place of a task's project in the plan. A task `is_dated` that has a deadline or a
    constraint other than "as soon as possible".
    """

    def __init__(self, tasks: Sequence[Task], place_of_project: Mapping[int, int]) -> None:
        soon, effort, external = (
            ConstraintType.AS_SOON_AS_POSSIBLE,
            TaskKind.LEVEL_OF_EFFORT,
            TaskKind.EXTERNAL,
        )
        self._place_of_project = place_of_project
        self.project = _ints([place_of_project.get(task.project, UNKNOWN) for task in tasks])
        self.duration = _ints([task.duration for task in tasks])
        self.percent = np.array([task.percent_complete for task in tasks], dtype=np.float64)
        self.is_active = _flags([task.is_active for task in tasks])
        self.is_manual = _flags([task.is_manual for task in tasks])
        self.is_elapsed = _flags([task.is_elapsed for task in tasks])
        self.is_level_of_effort = _flags([task.kind is effort for task in tasks])
        self.is_external = _flags([task.kind is external for task in tasks])
        self.is_dated = _flags([task.constraint is not soon or task.deadline is not None for task in tasks])
        started = _flags([task.actual_start is not None for task in tasks])
        complete = _flags([task.actual_finish is not None for task in tasks])
        self.stage = np.where(complete, Stage.COMPLETE, np.where(started, Stage.STARTED, Stage.NOT_STARTED))

    def put(self, place: int, task: Task) -> None:
        """Take one task as it is stated now."""
        one = Stated((task,), self._place_of_project)
        for name, column in vars(one).items():
            if isinstance(column, np.ndarray):
                getattr(self, name)[place] = column[0]


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _flags(values: list[bool]) -> Flags:
    return np.array(values, dtype=bool)
