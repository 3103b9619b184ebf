"""Summaries from their parts: level by level, from the bottom of the outline."""

import numpy as np
import numpy.typing as npt

from milepost.engine.kernels.layout import FOREVER, NEVER
from milepost.engine.outline import TOP, Outline

Ints = npt.NDArray[np.int64]


class Rollup:
    """Gives each summary what follows from its parts, those that join in; `NEVER` means none."""

    def __init__(self, outline: Outline, joins: npt.NDArray[np.bool_]) -> None:
        parent, depth = np.array(outline.parent, dtype=np.int64), outline.depth
        takes_part = joins & (parent != TOP)
        self._levels = []
        for level in range(int(depth.max(initial=0)), 0, -1):
            parts = np.flatnonzero(takes_part & (depth == level))
            self._levels.append((parts, parent[parts]))

    def earliest(self, column: Ints) -> Ints:
        """Dates with each summary at the earliest of its parts'."""
        found = np.where(column == NEVER, FOREVER, column)
        for parts, summaries in self._levels:
            np.minimum.at(found, summaries, found[parts])
        return np.where(found == FOREVER, NEVER, found)

    def latest(self, column: Ints) -> Ints:
        """Dates with each summary at the latest of its parts'."""
        found = column.copy()
        for parts, summaries in self._levels:
            np.maximum.at(found, summaries, found[parts])
        return found

    def total(self, column: Ints) -> Ints:
        """Amounts with each summary at the sum of its parts'."""
        found = column.copy()
        for parts, summaries in self._levels:
            np.add.at(found, summaries, found[parts])
        return found
