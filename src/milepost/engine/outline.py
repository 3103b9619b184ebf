"""The outline of a plan: who is a summary, whose parts are whose."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from milepost.engine.plan import Plan, Task
from milepost.engine.problems import Problem, ProblemCode

TOP = -1
"""The parent of a task that has none."""
_LOST = -2
"""The parent of a task that names one the plan does not have."""


@dataclass(frozen=True)
class Outline:
    """Tasks by position in `plan.tasks`: each one's parent, each summary's children."""

    position: dict[int, int]
    parent: list[int]
    children: dict[int, list[int]]

    @cached_property
    def depth(self) -> npt.NDArray[np.int64]:
        """How many summaries each task is part of."""
        found: list[int] = []
        for above in self.parent:
            found.append(0 if above == TOP else found[above] + 1)
        return np.array(found, dtype=np.int64)

    def is_summary(self, task: int) -> bool:
        """Whether the task at a position has parts, so that its dates come from them."""
        return task in self.children

    def leaves(self, task: int) -> Iterator[int]:
        """The tasks without parts at or below a position, in outline order."""
        if task not in self.children:
            yield task
            return
        waiting = self.children[task][::-1]
        while waiting:
            below = waiting.pop()
            if below in self.children:
                waiting.extend(reversed(self.children[below]))
            else:
                yield below

    def ancestors(self, task: int) -> Iterator[int]:
        """The summaries a task is part of, the nearest first."""
        while (task := self.parent[task]) != TOP:
            yield task


def outline(plan: Plan) -> tuple[Outline, list[Problem]]:
    """The outline of a plan. A parent that is unknown or comes after its child is dropped and reported."""
    position = {task.id: place for place, task in enumerate(plan.tasks)}
    stated = [TOP if task.parent is None else position.get(task.parent, _LOST) for task in plan.tasks]
    parent = np.array(stated, dtype=np.int64)
    is_wrong = (parent == _LOST) | (parent >= np.arange(len(parent)))
    problems = [
        _belongs_nowhere(plan.tasks[place]) if parent[place] == _LOST else _comes_before(plan.tasks[place])
        for place in np.flatnonzero(is_wrong).tolist()
    ]
    parent[is_wrong] = TOP
    return Outline(position, parent.tolist(), _children(parent)), problems


def _children(parent: npt.NDArray[np.int64]) -> dict[int, list[int]]:
    """The tasks under each that has any, in order."""
    parts = np.flatnonzero(parent != TOP)
    parts = parts[np.argsort(parent[parts], kind="stable")]
    families = np.split(parts, np.flatnonzero(np.diff(parent[parts])) + 1) if len(parts) else []
    return {int(parent[family[0]]): family.tolist() for family in families}


def _comes_before(task: Task) -> Problem:
    message = f"'{task.name}' comes before the summary it belongs to, or belongs to itself."
    return Problem(ProblemCode.CIRCULAR_OUTLINE, task.id, message)


def _belongs_nowhere(task: Task) -> Problem:
    message = f"'{task.name}' belongs to task {task.parent}, which does not exist."
    return Problem(ProblemCode.UNKNOWN_TASK, task.id, message)
