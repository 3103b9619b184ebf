"""Our dates against those the file brought, each difference with a reason that has evidence in the file.

Equal means the same instant, or two between which nobody works. A difference is either caused by something
its own task has (it is split, scheduled by hand, in progress, …) or follows one of another task along links
and outline; what neither explains is called unexplained and never guessed at. docs/formats/differences.md
says what each reason means.
"""

from __future__ import annotations

import operator
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from milepost.engine import plan as engine
from milepost.engine.analysis import Analysis
from milepost.engine.calendars import Calendars, WorkingTime, compile_calendars
from milepost.engine.instants import TICKS_PER_DAY, Instant, Ticks
from milepost.engine.kernels.layout import NEVER
from milepost.engine.plan import LagUnit, LinkType
from milepost.engine.problems import ProblemCode
from milepost.engine.rules import LagCalendar
from milepost.interop.exchange.planning import Planned
from milepost.interop.exchange.values import Exchange, Task

_CONTRADICTIONS = {ProblemCode.CIRCULAR_LOGIC, ProblemCode.CONSTRAINT_CONFLICT, ProblemCode.OUT_OF_RANGE}

_FROM_FINISH = {LinkType.FINISH_START, LinkType.FINISH_FINISH}
_TO_START = {LinkType.FINISH_START, LinkType.START_START}

FORWARD = ("start", "finish", "early_start", "early_finish")
BACKWARD = ("late_start", "late_finish", "total_float", "free_float")
_FIELDS = FORWARD + BACKWARD


class Because(StrEnum):
    """Why a date of ours is not the file's."""

    EXTERNAL_TASK = "external_task"
    MANUAL_TASK = "manual_task"
    INACTIVE_TASK = "inactive_task"
    SPLIT_TASK = "split_task"
    LEVELLED_TASK = "levelled_task"
    IRREGULAR_TIMEPHASED_WORK = "irregular_timephased_work"
    RECORDED_PROGRESS = "recorded_progress"
    PLANNED_DATES = "planned_dates"
    DATE_WITHOUT_TIME = "date_without_time"
    STORED_BEFORE_EDIT = "stored_before_edit"
    CONTRADICTS_ITSELF = "contradicts_itself"
    FOLLOWS_DIFFERENCE = "follows_difference"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Difference:
    """One date or float of one task: what the file says, what we work out, and why they differ.

    `project` is the project's place in the file. Floats are ticks, all else instants; `computed` is None
    where we give no such figure.
    """

    project: int
    task: Task
    field: str
    file: Instant | Ticks
    computed: Instant | Ticks | None
    because: Because


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many dates and floats were compared, how many agree, and those that do not."""

    compared: int
    equal: int
    different: tuple[Difference, ...]


def against_file(exchange: Exchange, planned: Planned, analysis: Analysis) -> Agreement:
    """The dates and floats of a file held against ours."""
    return _Comparison(exchange, planned, analysis).agreement()


Spot = tuple[int, str]
"""A task's place in the plan and the name of a field."""


class _Comparison:
    """The work of one comparison."""

    def __init__(self, exchange: Exchange, planned: Planned, analysis: Analysis) -> None:
        self._exchange = exchange
        self._planned = planned
        self._analysis = analysis
        self._calendars: Calendars = compile_calendars(planned.plan.calendars)[0]
        self._compared = 0
        self._found: dict[Spot, tuple[int, int | None]] = {}
        self._contours = _contoured(exchange)
        self._contradictory = {one.subject for one in analysis.problems if one.code in _CONTRADICTIONS}
        self._after: dict[int, list[int]] = defaultdict(list)
        self._before: dict[int, list[int]] = defaultdict(list)
        self._family: dict[int, list[int]] = defaultdict(list)
        self._links: dict[int, list[engine.Link]] = defaultdict(list)
        self._places: dict[int, int] = {}
        self._ends: dict[int, Instant] = defaultdict(int)

    def _find_neighbours(self) -> None:
        """Each task's successors, predecessors, and parent and children, by place."""
        places = self._places = {task.id: place for place, task in enumerate(self._planned.plan.tasks)}
        for project, origin in self._planned.origins:
            self._ends[project] = max(self._ends[project], origin.finish or 0)
        for link in self._planned.plan.links:
            self._links[places[link.successor]].append(link)
            self._after[places[link.predecessor]].append(places[link.successor])
            self._before[places[link.successor]].append(places[link.predecessor])
        for place, task in enumerate(self._planned.plan.tasks):
            if task.parent is not None:
                self._family[place].append(places[task.parent])
                self._family[places[task.parent]].append(place)

    def agreement(self) -> Agreement:
        """The finished comparison."""
        for name in _FIELDS:
            self._compare(name)
        if not self._found:
            return Agreement(compared=self._compared, equal=self._compared, different=())
        self._find_neighbours()
        reasons = self._reasons()
        different = tuple(
            Difference(*self._planned.origins[spot[0]], spot[1], file, computed, reasons[spot])
            for spot, (file, computed) in sorted(self._found.items(), key=_in_order)
        )
        return Agreement(compared=self._compared, equal=self._compared - len(different), different=different)

    def _compare(self, name: str) -> None:
        """Hold one date or float of all tasks against the file's."""
        said = operator.attrgetter(name)
        ours: list[int] = getattr(self._analysis.schedule, name).tolist()
        for place, ((_, task), computed) in enumerate(zip(self._planned.origins, ours, strict=True)):
            file = said(task)
            if file is None:
                continue
            self._compared += 1
            if file != computed:
                known = None if computed == NEVER else computed
                if not self._is_idle_between(place, name, file, known):
                    self._found[place, name] = (file, known)

    def _is_idle_between(self, place: int, name: str, file: int, computed: int | None) -> bool:
        if computed is None or name in {"total_float", "free_float"}:
            return False
        first, last = sorted((file, computed))
        return self._working_time(place).between(first, last) == 0

    def _working_time(self, place: int) -> WorkingTime:
        task = self._planned.plan.tasks[place]
        project = self._planned.plan.projects[self._planned.origins[place][0]]
        calendar = project.calendar if task.calendar is None else task.calendar
        return self._calendars.working_time(None if task.is_elapsed else calendar)

    def _reasons(self) -> dict[Spot, Because]:
        reasons = {spot: cause for spot in self._found if (cause := self._own_cause(spot)) is not None}
        self._spread(reasons)
        for spot in self._found:
            if spot not in reasons and self._is_stale(spot):
                reasons[spot] = Because.STORED_BEFORE_EDIT
        self._spread(reasons)
        return {spot: reasons.get(spot, Because.UNEXPLAINED) for spot in self._found}

    def _spread(self, reasons: dict[Spot, Because]) -> None:
        """Mark what follows from differences that have a reason, along links, outline and project finish."""
        moved_projects = {self._planned.origins[place][0] for place, name in reasons if name in FORWARD}
        for place, name in self._found:
            if name in BACKWARD and self._planned.origins[place][0] in moved_projects:
                reasons.setdefault((place, name), Because.FOLLOWS_DIFFERENCE)
        waiting = deque(reasons)
        while waiting:
            for spot in self._touched_by(waiting.popleft()):
                if spot in self._found and spot not in reasons:
                    reasons[spot] = Because.FOLLOWS_DIFFERENCE
                    waiting.append(spot)

    def _touched_by(self, spot: Spot) -> Iterator[Spot]:
        """What a difference may bring about elsewhere: forward along the logic, back against it."""
        place, name = spot
        onward = self._after[place] if name in FORWARD else self._before[place]
        fields = _FIELDS if name in FORWARD else BACKWARD
        for other in (place, *onward, *self._family[place]):
            for field in fields:
                yield other, field

    def _own_cause(self, spot: Spot) -> Because | None:
        """The reason a task carries itself; None where it has none."""
        place, name = spot
        project, task = self._planned.origins[place]
        file, computed = self._found[spot]
        if self._planned.plan.tasks[place].id in self._contradictory:
            return Because.CONTRADICTS_ITSELF
        if name not in {"total_float", "free_float"} and self._is_whole_day(file, computed):
            return Because.DATE_WITHOUT_TIME
        causes = (
            (task.is_external, Because.EXTERNAL_TASK),
            (self._is_only_planned(project, task), Because.PLANNED_DATES),
            (task.is_manual, Because.MANUAL_TASK),
            (not task.is_active, Because.INACTIVE_TASK),
            (bool(task.segments), Because.SPLIT_TASK),
            (task.levelling_delay != 0, Because.LEVELLED_TASK),
            ((project, task.uid) in self._contours, Because.IRREGULAR_TIMEPHASED_WORK),
            (not task.is_summary and task.actual_start is not None, Because.RECORDED_PROGRESS),
        )
        return next((because for holds, because in causes if holds), None)

    def _is_only_planned(self, project: int, task: Task) -> bool:
        """Whether P6 has not scheduled an activity yet: the file shows the dates it was planned for."""
        is_p6 = self._exchange.projects[project].rules.name == "p6"
        return is_p6 and not task.is_summary and task.early_start is None and task.actual_start is None

    def _is_whole_day(self, file: int, computed: int | None) -> bool:
        """Whether the file says only the day, and it is the day we say, too."""
        says_day = self._exchange.format == "mpx" and file % TICKS_PER_DAY == 0
        return (
            says_day and computed is not None and computed // TICKS_PER_DAY - file // TICKS_PER_DAY in {0, -1}
        )

    def _is_stale(self, spot: Spot) -> bool:
        """Whether the file contradicts itself: a task's dates do not span its duration or break a link of its
        own, or it could end after everything has ended.
        """
        place, name = spot
        project, task = self._planned.origins[place]
        if name in BACKWARD and task.late_finish is not None and task.late_finish > self._ends[project]:
            return True
        if task.is_summary or task.start is None or task.finish is None:
            return False
        length = task.duration if task.remaining is None or task.actual_start is not None else task.remaining
        if length is not None and self._working_time(place).between(task.start, task.finish) != length:
            return True
        return any(self._is_broken(link) for link in self._links[place])

    def _is_broken(self, link: engine.Link) -> bool:
        """Whether the file's own dates of both tasks break a link."""
        before, after = self._places[link.predecessor], self._places[link.successor]
        one, other = self._planned.origins[before][1], self._planned.origins[after][1]
        end = one.finish if link.type in _FROM_FINISH else one.start
        held = other.start if link.type in _TO_START else other.finish
        if end is None or held is None:
            return False
        least = self._lagged(end, link, before, after)
        return held < least and self._working_time(after).between(held, least) > 0

    def _lagged(self, end: Instant, link: engine.Link, before: int, after: int) -> Instant:
        """Where a link leads from the end it starts at."""
        lag = int(link.lag)
        if link.lag_unit in {LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT}:
            lag = round((self._planned.plan.tasks[before].duration or 0) * link.lag / 100)
        if link.lag_unit in {LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT}:
            return end + lag
        by_predecessor = self._planned.plan.rules.lag_calendar is LagCalendar.PREDECESSOR
        time = self._working_time(before if by_predecessor else after)
        return time.add(end, lag) if lag >= 0 else time.subtract(end, -lag)


def _in_order(found: tuple[Spot, object]) -> tuple[int, int]:
    """By task, then as the fields are told."""
    (place, name), _ = found
    return place, _FIELDS.index(name)


def _contoured(exchange: Exchange) -> set[tuple[int, int | str]]:
    """The tasks whose work is spread by other than an even contour, by project's place and uid."""
    return {
        (place, assignment.task)
        for place, project in enumerate(exchange.projects)
        for assignment in project.assignments
        if assignment.contour is not None and assignment.contour.lower() not in {"flat", "0"}
    }
