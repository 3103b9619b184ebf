"""What each arc of the network does: its lag in ticks, the calendar of the lag, whom it holds and limits."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from milepost.engine import progress
from milepost.engine.effort import ROUND_THE_CLOCK, Effort
from milepost.engine.expansion import Arc, ArcTable
from milepost.engine.instants import Ticks
from milepost.engine.kernels.layout import (
    COUNTS_FOR_FLOAT,
    HOLDS,
    INTO_HUB,
    LIMITS,
    ON_ONE_CALENDAR,
    START_START,
)
from milepost.engine.plan import LagUnit, Link, Task
from milepost.engine.progress import Stage
from milepost.engine.rules import LagCalendar, ProgressMode
from milepost.engine.settings import Setting
from milepost.engine.stated import ELAPSED, SHARE, StatedLinks

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_LAG = 1
"""Where the lag stands among an arc's numbers."""
_EVERYTHING = HOLDS | LIMITS | COUNTS_FOR_FLOAT


class Numbers(NamedTuple):
    """One arc's numbers, as in a link's fields in `kernels.layout`."""

    type: int
    lag: Ticks
    calendar: int
    role: int


_INTO_HUB = Numbers(0, 0, ROUND_THE_CLOCK, _EVERYTHING | INTO_HUB)
"""What every arc into a hub is like, but for its type."""


class Reader:
    """Turns arcs into numbers; holds what every arc asks about its two tasks."""

    def __init__(
        self,
        tasks: Sequence[Task],
        links: Sequence[Link],
        efforts: Sequence[Effort | None],
        setting: Callable[[int], Setting],
    ) -> None:
        self.tasks, self.links, self.efforts, self.setting = tasks, links, efforts, setting

    def numbers(self, arc: Arc) -> Numbers:
        """An arc's numbers."""
        tasks = self.tasks
        if arc.to >= len(tasks):
            return Numbers(arc.type, *_INTO_HUB[1:])
        after = tasks[arc.to]
        setting = self.setting(after.project)
        lag, is_elapsed = self._lag(arc)
        role = _EVERYTHING
        if arc.from_ < len(tasks):
            before = tasks[arc.from_]
            if before.actual_start is not None and arc.type == START_START:
                lag = _lag_left(before, lag, setting)
            role = _role(before, after, arc, lag, setting)
        calendar = ROUND_THE_CLOCK
        if lag and not is_elapsed:
            calendar = self._lag_calendar(arc, setting)
        if arc.from_ < len(tasks) and self._on_one_calendar(arc, lag, calendar):
            role |= ON_ONE_CALENDAR
        return Numbers(arc.type, lag, calendar, role)

    def _on_one_calendar(self, arc: Arc, lag: Ticks, calendar: int) -> bool:
        """Whether floats at both ends, and the lag between them, are counted on the same calendar."""
        before, after = self.efforts[arc.from_], self.efforts[arc.to]
        if before is None or after is None or before.calendar != after.calendar:
            return False
        return not lag or calendar == before.calendar

    def lag(self, arc: Arc) -> tuple[Ticks, int]:
        """The lag of an arc in ticks, and the index of the calendar they are counted on."""
        lag, is_elapsed = self._lag(arc)
        setting = self.setting(self.tasks[min(arc.to, len(self.tasks) - 1)].project)
        return lag, ROUND_THE_CLOCK if is_elapsed or not lag else self._lag_calendar(arc, setting)

    def _lag(self, arc: Arc) -> tuple[Ticks, bool]:
        """The lag in ticks, and whether they are elapsed."""
        if not arc.has_lag:
            return 0, False
        link = self.links[arc.link]
        if link.lag_unit is LagUnit.WORKING or link.lag_unit is LagUnit.ELAPSED:
            return round(link.lag), link.lag_unit is LagUnit.ELAPSED
        source = self.tasks[arc.lags_from]
        is_elapsed = source.is_elapsed or link.lag_unit is LagUnit.ELAPSED_PERCENT
        return round(source.duration * link.lag / 100), is_elapsed

    def _lag_calendar(self, arc: Arc, setting: Setting) -> int:
        choice = setting.rules.lag_calendar
        if choice is LagCalendar.ROUND_THE_CLOCK:
            return ROUND_THE_CLOCK
        if choice is LagCalendar.PROJECT:
            return setting.calendar
        task = arc.lags_from if choice is LagCalendar.PREDECESSOR else arc.to
        effort = self.efforts[task]
        if effort is None:
            return setting.calendar
        # An elapsed task has no working calendar of its own to count a working lag on.
        return effort.work_calendar if self.tasks[task].is_elapsed else effort.calendar


def rows(reader: Reader, table: ArcTable, links: StatedLinks, alike: Ints, stage: Ints) -> Ints:
    """The numbers of all arcs, shape (arcs, 4).

    Arcs between tasks alike, with lags alike, have the same calendar and role: one of them is looked at
    for all (of 20,000 arcs some hundred). `alike` is that of the frame, `stage` goes by task.
    """
    found = np.zeros((len(table), len(Numbers._fields)), dtype=np.int64)
    lag, is_elapsed, is_special = _lags(links, table, stage)
    is_into_hub = table.to >= len(stage)
    found[is_into_hub] = _INTO_HUB
    found[is_into_hub, 0] = table.type[is_into_hub]
    is_special &= ~is_into_hub
    for place in np.flatnonzero(is_special).tolist():
        found[place] = reader.numbers(table.arc(place))
    places = np.flatnonzero(~is_special & ~is_into_hub)
    if len(places):
        kinds, lag = int(alike.max()) + 1, lag[places]
        code = alike[table.from_[places]] * kinds + alike[table.to[places]]
        code = ((code * 4 + table.type[places]) * 2 + is_elapsed[places]) * 3 + np.sign(lag) + 1
        _, firsts, group = np.unique(code, return_index=True, return_inverse=True)
        looked_at = [reader.numbers(table.arc(place)) for place in places[firsts].tolist()]
        found[places] = np.array(looked_at, dtype=np.int64)[group]
        found[places, _LAG] = lag
    return found


def _lags(links: StatedLinks, table: ArcTable, stage: Ints) -> tuple[Ints, Flags, Flags]:
    """Each arc's lag as stated, whether it is elapsed, and whether the arc must be looked at by itself.

    That is so where it leads to or from a hub, where its lag is a percentage, and where part of the lag
    has passed because its predecessor has started.
    """
    lag, unit = links.lag[table.link], links.unit[table.link]
    is_elapsed: Flags = unit == ELAPSED
    is_special = (table.to >= len(stage)) | (table.from_ >= len(stage)) | (unit == SHARE)
    waits = ~is_special & (table.type == START_START) & (lag != 0)
    is_special[waits] = stage[table.from_[waits]] != Stage.NOT_STARTED
    return lag, is_elapsed, is_special


def _lag_left(before: Task, lag: Ticks, setting: Setting) -> Ticks:
    """What is left of a start-to-start lag once its predecessor has been at work for a while."""
    if not setting.rules.holds_at_status or before.actual_finish is not None or lag <= 0:
        return lag
    return max(0, lag - progress.actual_duration(before))


def _role(before: Task, after: Task, arc: Arc, lag: Ticks, setting: Setting) -> int:
    """Whom the arc holds and limits, given how far both tasks have come."""
    was, now = progress.stage(before), progress.stage(after)
    role = _EVERYTHING
    if not after.is_active:
        role &= ~(LIMITS | COUNTS_FOR_FLOAT)
    if now is Stage.COMPLETE:
        role &= ~(LIMITS | COUNTS_FOR_FLOAT)
    if now is Stage.STARTED and setting.rules.progress is ProgressMode.PROGRESS_OVERRIDE:
        role = 0
    leaves_start = bool(arc.type & 1)
    holds = setting.rules.holds_at_status
    if leaves_start and before.is_manual:
        # Its start is where somebody put it, whatever follows.
        role &= ~LIMITS
    if leaves_start and was is Stage.STARTED and not holds:
        # Its start has happened and can no longer come too late. Where the status date holds what is left,
        # the successor counts from where the rest starts, and that can.
        role &= ~LIMITS
    if arc.type == START_START and now is Stage.STARTED and not holds:
        role &= ~LIMITS
    return role
