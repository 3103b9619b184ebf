"""Level of effort: tasks that last from when something starts until something finishes.

They have no duration of their own and never drive anybody, so they are dated after everything else, from
the schedule's early dates and again from its late ones.
"""

from collections.abc import Callable
from dataclasses import dataclass

from milepost.engine.frame import Frame
from milepost.engine.instants import Instant
from milepost.engine.kernels import dates
from milepost.engine.kernels.layout import FINISH_FINISH, FINISH_START, NEVER, START_FINISH, START_START
from milepost.engine.progress import Stage, stage

DatesOf = Callable[[int], tuple[Instant, Instant]]
"""Start and finish of the task at a position; NEVER where it has none."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a level of effort begins and ends."""

    start: Instant
    finish: Instant


def spans(frame: Frame, dates_of: DatesOf) -> dict[int, Span]:
    """The span of every level of effort, by position, given the dates of all other tasks."""
    stretch = _Stretch(frame, dates_of)
    for place in frame.levels_of_effort:
        stretch.span(place)
    return stretch.found


class _Stretch:
    def __init__(self, frame: Frame, dates_of: DatesOf) -> None:
        self.frame, self.dates_of = frame, dates_of
        self.column = frame.calendars.plain
        self.reader = frame.reader()
        self.found: dict[int, Span] = {}
        self.open: set[int] = set()
        self.levels = set(frame.levels_of_effort)

    def span(self, place: int) -> Span:
        """The span of one, working out the others it hangs from first; a circle of them is cut."""
        if place in self.found:
            return self.found[place]
        task = self.frame.plan.tasks[place]
        setting = self.frame.setting(task.project)
        floor = setting.project.start if setting.status is None else setting.status
        if task.actual_start is not None and stage(task) is Stage.COMPLETE and task.actual_finish is not None:
            self.found[place] = Span(task.actual_start, task.actual_finish)
            return self.found[place]
        self.open.add(place)
        starts, finishes = self._ends(place)
        calendar = self.frame.calendar_of(place)
        start = dates.next_start(self.column, calendar, min(starts, default=floor))
        finish = dates.previous_finish(self.column, calendar, max(finishes, default=start))
        if task.actual_start is not None:
            start = task.actual_start
        self.open.discard(place)
        self.found[place] = Span(start, max(start, finish))
        return self.found[place]

    def _ends(self, place: int) -> tuple[list[Instant], list[Instant]]:
        """The instants it may begin at, and those it must last to, from either side's links.

        Of two levels of effort the later hangs from the earlier, never the other way round: that one has no
        dates yet.
        """
        starts: list[Instant] = []
        finishes: list[Instant] = []
        for arc in self.frame.arcs.level_of_effort:
            if place not in (arc.from_, arc.to) or (arc.from_ == place and arc.to in self.levels):
                continue
            start, finish = self._dates(arc.from_ if arc.to == place else arc.to)
            if start == NEVER:
                continue
            lag, calendar = self.reader.lag(arc)
            if arc.to == place:
                at = start if arc.type in (START_START, START_FINISH) else finish
                into = starts if arc.type in (START_START, FINISH_START) else finishes
                into.append(dates.shifted(self.column, calendar, at, lag))
            else:
                at = start if arc.type in (START_START, FINISH_START) else finish
                into = finishes if arc.type in (FINISH_START, FINISH_FINISH) else starts
                into.append(dates.shifted(self.column, calendar, at, -lag))
        return starts, finishes

    def _dates(self, other: int) -> tuple[Instant, Instant]:
        if other in self.levels:
            if other in self.open:
                return NEVER, NEVER
            span = self.span(other)
            return span.start, span.finish
        return self.dates_of(other)
