"""From a solution, which speaks of nodes, to a schedule, which speaks of tasks."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from milepost.engine import hammock
from milepost.engine.critical import Solution
from milepost.engine.instants import Instant
from milepost.engine.kernels import layout
from milepost.engine.kernels.layout import FOREVER, NEVER
from milepost.engine.progress import Stage, actual_duration, percent_complete
from milepost.engine.rollup import Rollup
from milepost.engine.rules import CriticalBy
from milepost.engine.schedule import Schedule
from milepost.engine.settings import Setting

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
        self.stated = self.frame.stated
        self.node_of = solution.network.node_of[: len(self.tasks)]
        self.has_node = self.node_of >= 0
        self.columns = {name: self._by_task(field) for name, field in FIELDS.items()}
        self.on_path = self._by_task(layout.ON_PATH) == 1
        self.is_summary = np.zeros(len(self.tasks), dtype=bool)
        self.is_summary[list(self.frame.outline.children)] = True
        self.rollup = Rollup(self.frame.outline, self.stated.is_active & ~self.stated.is_external)

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
            position=self.frame.outline.position,
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
        for place in np.flatnonzero((self.stated.stage != Stage.NOT_STARTED) & self.has_node).tolist():
            task = self.tasks[place]
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
        self._show_floats_of_effort()

    def _show_floats_of_effort(self) -> None:
        """Levels of effort whose rules show a float have what lies between their own early and late dates."""
        shown = [
            setting.index
            for setting in self.frame.settings.values()
            if setting.rules.shows_level_of_effort_float
        ]
        levels = np.array(self.frame.levels_of_effort, dtype=np.int64)
        levels = levels[np.isin(self.stated.project[levels], shown)]
        at_start, at_finish = np.zeros_like(self.node_of), np.zeros_like(self.node_of)
        self._measure(at_start, levels, "early_start", "late_start")
        self._measure(at_finish, levels, "early_finish", "late_finish")
        has_started = self.stated.stage != Stage.NOT_STARTED
        total = np.where(has_started, at_finish, np.minimum(at_start, at_finish))
        self.columns["total_float"][levels] = total[levels]
        self.columns["free_float"][levels] = 0

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
            mine = self._may_be_critical(setting)
            if setting.rules.critical_by is CriticalBy.LONGEST_PATH:
                critical |= mine & self.on_path
            else:
                critical |= mine & (total != NEVER) & (total <= setting.rules.critical_limit)
        return critical

    def _may_be_critical(self, setting: Setting) -> Flags:
        """Which of a project's tasks can be critical at all."""
        stated = self.stated
        may: Flags = stated.is_active & (stated.stage != Stage.COMPLETE) & (stated.project == setting.index)
        return may if setting.rules.shows_level_of_effort_float else may & ~stated.is_level_of_effort

    def _near_critical(self, critical: Flags) -> Flags:
        near = np.zeros(len(self.tasks), dtype=bool)
        total = self.columns["total_float"]
        for setting in self.frame.settings.values():
            inside = (total > setting.rules.critical_limit) & (total <= setting.rules.near_critical)
            near |= (self.stated.project == setting.index) & inside
        left: Flags = near & ~critical & (self.stated.stage != Stage.COMPLETE)
        return left

    def _amounts(self) -> tuple[Ints, npt.NDArray[np.float64]]:
        """Durations of leaves, and everybody's percent complete: a summary's is weighted by duration."""
        stated = self.stated
        duration = np.where(self.is_summary, 0, stated.duration)
        spans = (stated.is_manual | stated.is_level_of_effort) & ~self.is_summary
        self._measure(duration, np.flatnonzero(spans), "start", "finish")
        done = np.zeros(len(self.tasks), dtype=np.int64)
        percent = np.zeros(len(self.tasks))
        for place in np.flatnonzero((stated.stage != Stage.NOT_STARTED) | (stated.percent != 0)).tolist():
            task = self.tasks[place]
            complete = percent_complete(task)
            percent[place] = task.percent_complete if complete is None else complete
            is_complete = task.actual_finish is not None
            done[place] = duration[place] if is_complete else actual_duration(task)
        total, done = self.rollup.total(duration), self.rollup.total(done)
        shared = np.divide(100 * done, total, out=np.zeros(len(total)), where=total != 0)
        return duration, np.where(self.is_summary, shared, percent)

    def _roll_up(self, critical: Flags) -> None:
        columns, fixed = self.columns, self.stated.is_manual
        # A task that cannot move speaks for its summary's late dates with the dates it has.
        late_start = np.where(fixed, columns["early_start"], columns["late_start"])
        late_finish = np.where(fixed, columns["early_finish"], columns["late_finish"])
        late = self._placed_late()
        early_start = np.where(late, columns["start"], columns["early_start"])
        early_finish = np.where(late, columns["finish"], columns["early_finish"])
        for name, column, roll in (
            ("start", columns["start"], self.rollup.earliest),
            ("finish", columns["finish"], self.rollup.latest),
            ("early_start", early_start, self.rollup.earliest),
            ("early_finish", early_finish, self.rollup.latest),
            ("late_start", late_start, self.rollup.earliest),
            ("late_finish", late_finish, self.rollup.latest),
        ):
            columns[name][self.is_summary] = roll(column)[self.is_summary]
        for flags in (critical, self.on_path):
            raised = self.rollup.latest(flags.astype(np.int64))
            flags[self.is_summary] = raised[self.is_summary] > 0
        self._keep_manual_summaries()

    def _placed_late(self) -> Flags:
        """The tasks that are as late as possible."""
        late = np.zeros(len(self.tasks), dtype=bool)
        late[self.has_node] = self.solution.network.stated(layout.IS_LATE)[self.node_of[self.has_node]] > 0
        return late

    def _keep_manual_summaries(self) -> None:
        for place in np.flatnonzero(self.is_summary & self.stated.is_manual).tolist():
            task = self.tasks[place]
            if task.manual_start is not None and task.manual_finish is not None:
                self._put(place, ("start",), task.manual_start)
                self._put(place, ("finish",), task.manual_finish)

    def _measure_summaries(self, duration: Ints) -> None:
        has_started = self.rollup.latest((self.stated.stage != Stage.NOT_STARTED).astype(np.int64)) > 0
        places = np.flatnonzero(self.is_summary & (self.columns["start"] != NEVER))
        at_start, at_finish = np.zeros_like(duration), np.zeros_like(duration)
        self._measure(duration, places, "start", "finish")
        self._measure(at_start, places, "early_start", "late_start")
        self._measure(at_finish, places, "early_finish", "late_finish")
        total = np.where(has_started, at_finish, np.minimum(at_start, at_finish))
        least = self._least_float()
        takes_least = self._float_of_parts() & (least != NEVER)
        total = np.where(takes_least, least, total)[places]
        self.columns["total_float"][places] = total
        self.columns["free_float"][places] = np.maximum(total, 0)

    def _float_of_parts(self) -> Flags:
        """The tasks of projects in which a summary's float is the least of its parts'."""
        by_project = np.zeros(len(self.plan.projects), dtype=bool)
        for setting in self.frame.settings.values():
            by_project[setting.index] = setting.rules.summary_float_of_parts
        # An unknown project goes by the rules of the first, as `frame.setting` has it.
        found: Flags = by_project[np.maximum(self.stated.project, 0)]
        return found

    def _least_float(self) -> Ints:
        """The least total float of every summary's unfinished parts; NEVER where nothing is left to do."""
        is_out = self.is_summary | (self.stated.stage == Stage.COMPLETE)
        return self.rollup.earliest(np.where(is_out, NEVER, self.columns["total_float"]))

    def _measure(self, into: Ints, places: Ints, begins: str, ends: str) -> None:
        """Put the working time between two dates of some tasks; 0 where either does not exist."""
        kernels, which = self.solution.kernels, self.frame.calendars_of(places)
        firsts, lasts = self.columns[begins][places], self.columns[ends][places]
        (found,) = kernels.columns(len(places))
        kernels.measure_spans(self.solution.calendars, *map(kernels.given, (which, firsts, lasts)), found)
        into[places] = found

    def _links(self) -> tuple[Ints, Flags]:
        """Each stated link's slack: that of its tightest arc; it drives if any of its arcs does."""
        slack = np.full(len(self.plan.links), FOREVER, dtype=np.int64)
        driving = np.zeros(len(self.plan.links), dtype=bool)
        places = self.solution.network.arcs.link
        np.minimum.at(slack, places, self.solution.findings(layout.SLACK))
        driving[places[self.solution.findings(layout.DRIVING) == 1]] = True
        return np.where(slack == FOREVER, NEVER, slack), driving

    def _project_finishes(self) -> dict[int, Instant | None]:
        finishes = {}
        for setting in self.frame.settings.values():
            at = int(self.solution.found[self.solution.project_at(setting.index) + layout.PROJECT_FINISH])
            finishes[setting.project.id] = None if at == NEVER else at
        return finishes
