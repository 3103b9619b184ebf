"""The efforts of all tasks, one by one and as columns."""

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
import numpy.typing as npt

from milepost.engine.effort import Effort
from milepost.engine.kernels.layout import CALENDAR_WIDTH

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NO_CALENDAR = -CALENDAR_WIDTH
"""The address of a calendar where there is no effort that has one."""


class Efforts(Sequence[Effort | None]):
    """Each task's effort by position in `plan.tasks`; None for one that has no node.

    The columns say the same: addresses of the three calendars, the span, whether there is an effort at all
    and whether it has parts.
    """

    def __init__(self, efforts: Sequence[Effort | None]) -> None:
        self._efforts = list(efforts)
        # Most tasks share an effort with others, so a few rows stand for all.
        number = {key: at for at, key in enumerate(dict.fromkeys(map(id, efforts)))}
        known = {id(one): one for one in efforts}
        rows = np.array([_row(known[key]) for key in number], dtype=np.int64).reshape(-1, 6)
        which = np.fromiter(map(number.__getitem__, map(id, efforts)), dtype=np.int64, count=len(efforts))
        self._table = rows[which]

    @overload
    def __getitem__(self, place: int) -> Effort | None: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Effort | None]: ...
    def __getitem__(self, place: int | slice) -> Effort | Sequence[Effort | None] | None:
        return self._efforts[place]

    def __len__(self) -> int:
        return len(self._efforts)

    def __iter__(self) -> Iterator[Effort | None]:
        return iter(self._efforts)

    @property
    def calendar(self) -> Ints:
        """The address of the calendar that measures floats."""
        return self._table[:, 0]

    @property
    def work_calendar(self) -> Ints:
        """The address of the calendar that says when work can happen."""
        return self._table[:, 1]

    @property
    def span_calendar(self) -> Ints:
        """The address of the calendar the span is counted on."""
        return self._table[:, 2]

    @property
    def span(self) -> Ints:
        """How long each task takes, in ticks of its span calendar."""
        return self._table[:, 3]

    @property
    def is_there(self) -> Flags:
        """Which tasks have an effort, and so a node."""
        found: Flags = self._table[:, 4] == 1
        return found

    @property
    def has_parts(self) -> Flags:
        """Which tasks several calendars are at work on."""
        found: Flags = self._table[:, 5] == 1
        return found

    def put(self, place: int, effort: Effort | None) -> None:
        """Take one task's effort as it is now."""
        self._efforts[place] = effort
        self._table[place] = _row(effort)

    def since(self, origin: Ints) -> "Efforts":
        """The efforts of tasks that stood at an `origin` here; of a fresh one it means nothing yet."""
        found = object.__new__(Efforts)
        found._efforts = list(map(self._efforts.__getitem__, origin.tolist()))
        found._table = self._table[origin]
        return found


def _row(effort: Effort | None) -> tuple[int, ...]:
    if effort is None:
        return (NO_CALENDAR, NO_CALENDAR, NO_CALENDAR, 0, 0, 0)
    calendars = (effort.calendar, effort.work_calendar, effort.span_calendar)
    return (*calendars, effort.span, 1, int(bool(effort.parts)))
