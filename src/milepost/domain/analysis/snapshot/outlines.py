"""The outline of a program: the order of its tasks and their numbers, brought forward from edit to edit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from milepost.domain.analysis.snapshot.facts import Facts
from milepost.domain.schedule.queries import outline as outline_queries


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
    if _is_same(before, facts):
        return outline
    families = outline_queries.families_since(outline.families, before.tasks, facts.tasks)
    return Outline(families, list(facts.projects))


def _is_same(before: Facts, facts: Facts) -> bool:
    """Do projects and tasks stand where they stood? Only tasks stated anew are compared."""
    if list(before.projects) != list(facts.projects) or before.tasks.keys() != facts.tasks.keys():
        return False
    return all(
        (was.project, was.parent, was.rank) == (row.project, row.parent, row.rank)
        for number, row in facts.tasks.items()
        if (was := before.tasks[number]) is not row
    )
