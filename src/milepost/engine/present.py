"""From a solution, which speaks of nodes, to a schedule, which speaks of tasks."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from milepost.engine import hammock
from milepost.engine.critical import Solution
from milepost.engine.instants import Instant
from milepost.engine.kernels import dates, layout
from milepost.engine.kernels.layout import FOREVER, NEVER
from milepost.engine.plan import Task, TaskKind
from milepost.engine.progress import Stage, actual_duration, percent_complete, stage
from milepost.engine.rules import CriticalBy
from milepost.engine.schedule import Schedule

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
FIELDS = {
    "start": layout.START,
    "finish": layout.FINISH,
    "early_start": layout.EARLY_START,
    "early_finish": layout.EARLY_FINISH,
    "late_start": layout.LATE_START,
    "late_finish": layout.LATE_FINISH,
    "total_float": layout.TOTAL_FLOAT,
    "free_float": layout.FREE_FLOAT,
}


def schedule(solution: Solution) -> Schedule:
    """The schedule of a solved network."""
    return _Presentation(solution).schedule()


class _Presentation:
    """One schedule in the making: leaves first, then levels of effort, then summaries."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.frame = solution.network.frame
        self.plan = self.frame.plan
        self.tasks = self.plan.tasks
        self.calendars = self.frame.calendars.plain
        self.node_of = solution.network.node_of[: len(self.tasks)]
        self.has_node = self.node_of >= 0
        self.columns = {name: self._by_task(field) for name, field in FIELDS.items()}
        self.on_path = self._by_task(layout.ON_PATH) == 1
        self.is_summary = np.zeros(len(self.tasks), dtype=bool)
        self.is_summary[list(self.frame.outline.children)] = True
        self.is_late = solution.network.stated(layout.IS_LATE)
        self.stages = [stage(task) for task in self.tasks]

    def schedule(self) -> Schedule:
        self._show_progress()
        self._stretch_levels_of_effort()
        critical = self._critical()
        duration, percent = self._amounts()
        self._roll_up(critical)
        near = self._near_critical(critical)
        self._measure_summaries(duration)
        slack, driving = self._links()
        return Schedule(
            plan=self.plan,
            **self.columns,
            duration=duration,
            percent_complete=percent,
            is_critical=critical,
            is_near_critical=near,
            on_longest_path=self.on_path,
            is_summary=self.is_summary,
            slack=slack,
            is_driving=driving,
            finish_by_project=self._project_finishes(),
        )

    def _by_task(self, field: int) -> Ints:
        column = np.full(len(self.tasks), NEVER, dtype=np.int64)
        column[self.has_node] = self.solution.column(field)[self.node_of[self.has_node]]
        return column

    def _show_progress(self) -> None:
        """Started tasks are shown from where they started, whatever is left of them."""
        for place, task in enumerate(self.tasks):
            if self.stages[place] is Stage.NOT_STARTED or not self.has_node[place]:
                continue
            if task.actual_start is not None:
                self.columns["start"][place] = task.actual_start
                if not self.frame.setting(task.project).rules.holds_at_status:
                    self.columns["late_start"][place] = task.actual_start
            if task.actual_finish is not None:
                self.columns["finish"][place] = task.actual_finish

    def _stretch_levels_of_effort(self) -> None:
        if not self.frame.levels_of_effort:
            return
        early, late = self._dates_of("start", "finish"), self._dates_of("late_start", "late_finish")
        for place, span in hammock.spans(self.frame, early).items():
            self._put(place, ("start", "early_start"), span.start)
            self._put(place, ("finish", "early_finish"), span.finish)
        for place, span in hammock.spans(self.frame, late).items():
            self._put(place, ("late_start",), span.start)
            self._put(place, ("late_finish",), span.finish)
            if self.frame.setting(self.tasks[place].project).rules.shows_level_of_effort_float:
                self._put(place, ("total_float", "free_float"), 0)

    def _dates_of(self, start: str, finish: str) -> Callable[[int], tuple[Instant, Instant]]:
        starts, finishes = self.columns[start], self.columns[finish]
        return lambda place: (int(starts[place]), int(finishes[place]))

    def _put(self, place: int, names: tuple[str, ...], value: int) -> None:
        for name in names:
            self.columns[name][place] = value

    def _critical(self) -> Flags:
        """Critical leaves: little enough float, or on the longest path, by each project's rules."""
        critical = np.zeros(len(self.tasks), dtype=bool)
        total = self.columns["total_float"]
        for setting in self.frame.settings.values():
            mine = self._of_project(setting.project.id)
            if setting.rules.critical_by is CriticalBy.LONGEST_PATH:
                critical |= mine & self.on_path
            else:
                critical |= mine & (total != NEVER) & (total <= setting.rules.critical_limit)
        for place, task in enumerate(self.tasks):
            if critical[place] and not self._may_be_critical(place, task):
                critical[place] = False
        return critical

    def _may_be_critical(self, place: int, task: Task) -> bool:
        if not task.is_active or self.stages[place] is Stage.COMPLETE:
            return False
        shows = self.frame.setting(task.project).rules.shows_level_of_effort_float
        return task.kind is not TaskKind.LEVEL_OF_EFFORT or shows

    def _near_critical(self, critical: Flags) -> Flags:
        near = np.zeros(len(self.tasks), dtype=bool)
        total = self.columns["total_float"]
        for setting in self.frame.settings.values():
            inside = (total > setting.rules.critical_limit) & (total <= setting.rules.near_critical)
            near |= self._of_project(setting.project.id) & inside
        complete = np.array([now is Stage.COMPLETE for now in self.stages], dtype=bool)
        left: Flags = near & ~critical & ~complete
        return left

    def _of_project(self, project: int) -> Flags:
        return np.fromiter(
            (task.project == project for task in self.tasks), dtype=bool, count=len(self.tasks)
        )

    def _amounts(self) -> tuple[Ints, npt.NDArray[np.float64]]:
        """Durations of leaves, and everybody's percent complete: a summary's is weighted by duration."""
        duration = np.array([task.duration for task in self.tasks], dtype=np.int64)
        for place, task in enumerate(self.tasks):
            if self.is_summary[place]:
                duration[place] = 0
            elif task.is_manual or task.kind is TaskKind.LEVEL_OF_EFFORT:
                duration[place] = self._work(place, "start", "finish")
        total, done = duration.copy(), np.zeros(len(self.tasks), dtype=np.int64)
        percent = np.zeros(len(self.tasks))
        for place, task in enumerate(self.tasks):
            if self.stages[place] is not Stage.NOT_STARTED or task.percent_complete:
                stated = percent_complete(task)
                percent[place] = task.percent_complete if stated is None else stated
                complete = self.stages[place] is Stage.COMPLETE
                done[place] = duration[place] if complete else actual_duration(task)
        for amounts in (total, done):
            self._roll("roll_sum", amounts)
        for place in np.flatnonzero(self.is_summary).tolist():
            percent[place] = 100 * done[place] / total[place] if total[place] else 0.0
        return duration, percent

    def _roll_up(self, critical: Flags) -> None:
        columns = self.columns
        fixed = np.array([task.is_manual for task in self.tasks], dtype=bool)
        # A task that cannot move speaks for its summary's late dates with the dates it has.
        late_start = np.where(fixed, columns["early_start"], columns["late_start"])
        late_finish = np.where(fixed, columns["early_finish"], columns["late_finish"])
        late = np.array([self._is_placed_late(place) for place in range(len(self.tasks))], dtype=bool)
        early_start = np.where(late, columns["start"], columns["early_start"])
        early_finish = np.where(late, columns["finish"], columns["early_finish"])
        for name, column, roll in (
            ("start", columns["start"], "roll_earliest"),
            ("finish", columns["finish"], "roll_latest"),
            ("early_start", early_start, "roll_earliest"),
            ("early_finish", early_finish, "roll_latest"),
            ("late_start", late_start, "roll_earliest"),
            ("late_finish", late_finish, "roll_latest"),
        ):
            rolled = column.copy()
            self._roll(roll, rolled, NEVER)
            columns[name][self.is_summary] = rolled[self.is_summary]
        for flags in (critical, self.on_path):
            raised = flags.astype(np.int64)
            self._roll("roll_latest", raised, NEVER)
            flags[self.is_summary] = raised[self.is_summary] > 0
        self._keep_manual_summaries()

    def _is_placed_late(self, place: int) -> bool:
        node = self.node_of[place]
        return bool(node >= 0 and self.is_late[node])

    def _keep_manual_summaries(self) -> None:
        for place in self.frame.outline.children:
            task = self.tasks[place]
            if task.is_manual and task.manual_start is not None and task.manual_finish is not None:
                self._put(place, ("start",), task.manual_start)
                self._put(place, ("finish",), task.manual_finish)

    def _roll(self, kernel: str, column: Ints, *rest: int) -> None:
        kernels = self.solution.kernels
        parent = np.array(self.frame.outline.parent, dtype=np.int64)
        joins = np.array(
            [task.is_active and task.kind is not TaskKind.EXTERNAL for task in self.tasks], dtype=np.int64
        )
        given: Any = kernels.given(column)
        getattr(kernels, kernel)(kernels.given(parent), kernels.given(joins), given, *rest)
        column[:] = given

    def _measure_summaries(self, duration: Ints) -> None:
        started = np.array([now is not Stage.NOT_STARTED for now in self.stages], dtype=np.int64)
        self._roll("roll_latest", started, NEVER)
        least = self._least_float()
        for place in self.frame.outline.children:
            if self.columns["start"][place] == NEVER:
                continue
            duration[place] = self._work(place, "start", "finish")
            at_start = self._work(place, "early_start", "late_start")
            at_finish = self._work(place, "early_finish", "late_finish")
            total = at_finish if started[place] else min(at_start, at_finish)
            rules = self.frame.setting(self.tasks[place].project).rules
            if rules.summary_float_of_parts and least[place] != NEVER:
                total = int(least[place])
            self._put(place, ("total_float",), total)
            self._put(place, ("free_float",), max(0, total))

    def _least_float(self) -> Ints:
        """The least total float of every summary's unfinished parts; NEVER where nothing is left to do."""
        complete = np.array([now is Stage.COMPLETE for now in self.stages], dtype=bool)
        least = np.where(self.is_summary | complete, NEVER, self.columns["total_float"])
        self._roll("roll_earliest", least, NEVER)
        return least

    def _work(self, place: int, begins: str, ends: str) -> int:
        first, last = int(self.columns[begins][place]), int(self.columns[ends][place])
        if NEVER in (first, last):
            return 0
        return dates.work_between(self.calendars, self.frame.calendar_of(place), first, last)

    def _links(self) -> tuple[Ints, Flags]:
        """Each stated link's slack: that of its tightest arc; it drives if any of its arcs does."""
        slack = np.full(len(self.plan.links), FOREVER, dtype=np.int64)
        driving = np.zeros(len(self.plan.links), dtype=bool)
        places = self.solution.network.link_of
        np.minimum.at(slack, places, self.solution.findings(layout.SLACK))
        np.logical_or.at(driving, places, self.solution.findings(layout.DRIVING) == 1)
        return np.where(slack == FOREVER, NEVER, slack), driving

    def _project_finishes(self) -> dict[int, Instant | None]:
        finishes = {}
        for setting in self.frame.settings.values():
            at = int(self.solution.found[self.solution.project_at(setting.index) + layout.PROJECT_FINISH])
            finishes[setting.project.id] = None if at == NEVER else at
        return finishes
