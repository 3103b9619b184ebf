"""The outline of a program: the order of its tasks and their numbers, brought forward from edit to edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from milepost.domain.analysis.snapshot.anew import stated_anew
from milepost.domain.analysis.snapshot.facts import Facts
from milepost.domain.schedule.queries import outline as outline_queries
from milepost.domain.schedule.rows import TaskRow


class Outline:
    """Which tasks stand under which, siblings in order; what follows from that is worked out when asked."""

    def __init__(self, families: outline_queries.Families, projects: Sequence[int]) -> None:
        self.families = families
        self.projects = projects

    @cached_property
    def order(self) -> list[int]:
        """Every task number in outline order."""
        return outline_queries.order(self.families, self.projects)

    @cached_property
    def numbers(self) -> npt.NDArray[np.int64]:
        """The order, as an array."""
        return np.array(self.order, dtype=np.int64)

    @cached_property
    def codes(self) -> dict[int, str]:
        """The outline number of every task."""
        return outline_queries.codes(self.families, self.projects)


def outline_of(facts: Facts) -> Outline:
    """The outline of a program as its facts have it."""
    return Outline(outline_queries.families(facts.tasks), list(facts.projects))


def outline_since(outline: Outline, before: Facts, facts: Facts) -> Outline:
    """The outline of facts that came of earlier ones by edits: the very same where no task moved."""
    anew = {row.number for row in stated_anew(before.tasks, facts.tasks)}
    anew |= before.tasks.keys() - facts.tasks.keys()
    same_projects = list(before.projects) == list(facts.projects)
    if same_projects and not any(_has_moved(before.tasks, facts.tasks, task) for task in anew):
        return outline
    families = outline_queries.families_since(outline.families, before.tasks, facts.tasks, anew)
    return Outline(families, list(facts.projects))


def _has_moved(before: Mapping[int, TaskRow], now: Mapping[int, TaskRow], task: int) -> bool:
    """Does a task stand elsewhere than it did, or is it there only before or now?"""
    was, row = before.get(task), now.get(task)
    return was is None or row is None or place_of(was) != place_of(row)


def place_of(row: TaskRow) -> tuple[int, int | None, int]:
    """Where a task stands in the outline."""
    return row.project, row.parent, row.rank
