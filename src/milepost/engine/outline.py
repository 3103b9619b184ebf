"""The outline of a plan: who is a summary, whose parts are whose."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from milepost.engine.plan import Plan
from milepost.engine.problems import Problem, ProblemCode

TOP = -1
"""The parent of a task that has none."""


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
    parent: list[int] = []
    children: dict[int, list[int]] = {}
    problems: list[Problem] = []
    for place, task in enumerate(plan.tasks):
        above = TOP if task.parent is None else position.get(task.parent, TOP)
        if task.parent is not None and above == TOP:
            message = f"'{task.name}' belongs to task {task.parent}, which does not exist."
            problems.append(Problem(ProblemCode.UNKNOWN_TASK, task.id, message))
        if above >= place:
            message = f"'{task.name}' comes before the summary it belongs to, or belongs to itself."
            problems.append(Problem(ProblemCode.CIRCULAR_OUTLINE, task.id, message))
            above = TOP
        parent.append(above)
        if above != TOP:
            children.setdefault(above, []).append(place)
    return Outline(position, parent, children), problems
