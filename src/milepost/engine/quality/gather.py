"""Facts for the checks, from a plan that has been worked out."""

from collections.abc import Collection
from dataclasses import replace

from milepost.engine.analysis import Analysis, analyse
from milepost.engine.instants import Instant
from milepost.engine.kernels import dates
from milepost.engine.kernels.layout import NEVER
from milepost.engine.paths import driving_path
from milepost.engine.plan import Baseline, BaselineTask, LinkType, Task, TaskKind
from milepost.engine.progress import Stage, remaining, stage
from milepost.engine.quality.facts import CriticalLength, Facts, LinkFacts, Share, Stretch, TaskFacts
from milepost.engine.rules import WORKING_DAY
from milepost.engine.schedule import Schedule
from milepost.engine.settings import Setting

STRETCH_DAYS = 600
"""How much longer the critical path test makes a task, in working days."""


def facts(
    analysis: Analysis,
    baseline: int = 0,
    *,
    projects: Collection[int] | None = None,
    stretches: bool = True,
) -> Facts:
    """What the fourteen points look at. `baseline` is the number of the promise to hold the plan to.

    With `projects` only their tasks count, and the date looked at is the last of theirs; without, it is that
    of the program's milestone. Without `stretches` the critical path test, which works the plan out once
    more, is left out.
    """
    promised = next((one for one in analysis.plan.baselines if one.number == baseline), None)
    reach = None if projects is None else frozenset(projects)
    return _Gathering(analysis, promised, reach).facts(stretches=stretches)


class _Gathering:
    def __init__(
        self, analysis: Analysis, promised: Baseline | None, projects: frozenset[int] | None
    ) -> None:
        self.analysis, self.schedule = analysis, analysis.schedule
        self.plan, self.frame = analysis.plan, analysis.network.frame
        self.projects = projects
        self.promises = {} if promised is None else dict(promised.tasks)
        self.setting: Setting = next(
            (one for number, one in self.frame.settings.items() if self._covers(number)),
            next(iter(self.frame.settings.values())),
        )
        self.assigned = {assignment.task for assignment in self.plan.assignments}
        self.leaves = [
            (place, task)
            for place, task in enumerate(self.plan.tasks)
            if not self.schedule.is_summary[place]
            and task.is_active
            and task.kind is not TaskKind.EXTERNAL
            and self._covers(task.project)
        ]

    def facts(self, *, stretches: bool) -> Facts:
        tasks = tuple(self._task(place, task) for place, task in self.leaves)
        return Facts(
            status=self.setting.status,
            tasks=tasks,
            links=self._links(),
            missed=self._missed(),
            executed=self._executed(),
            critical=self._critical_length(),
            stretch=self._stretch() if stretches else None,
            projects=self.projects,
        )

    def _covers(self, project: int) -> bool:
        return self.projects is None or project in self.projects

    def _task(self, place: int, task: Task) -> TaskFacts:
        promise = self.promises.get(task.id, BaselineTask())
        planned = remaining(task) if promise.duration is None else promise.duration
        total = int(self.schedule.total_float[place])
        return TaskFacts(
            id=task.id,
            is_complete=stage(task) is Stage.COMPLETE,
            is_discrete=task.kind is TaskKind.TASK and planned > 0,
            predecessors=tuple(link.type for _, link in self.schedule.links_to(task.id)),
            successors=tuple(link.type for _, link in self.schedule.links_from(task.id)),
            constraint=task.constraint,
            total_float_days=None if total == NEVER else total / WORKING_DAY,
            duration_days=planned / WORKING_DAY,
            has_resources=task.id in self.assigned,
            baseline_finish=promise.finish,
            actual_start=task.actual_start,
            actual_finish=task.actual_finish,
            forecast_start=self._known(int(self.schedule.early_start[place])),
            forecast_finish=self._known(int(self.schedule.early_finish[place])),
        )

    def _known(self, at: int) -> Instant | None:
        return None if at == NEVER else at

    def _links(self) -> tuple[LinkFacts, ...]:
        complete = {task.id for _, task in self.leaves if stage(task) is Stage.COMPLETE}
        return tuple(
            LinkFacts(link.successor, link.type, link.lag)
            for link in self.plan.links
            if not {link.predecessor, link.successor} <= complete
            and in_reach(self.analysis, self.projects, link.successor)
        )

    def _missed(self) -> Share | None:
        """Of the tasks promised for the past, those that finished late or have not finished."""
        status = self.setting.status
        if status is None or not self.promises:
            return None
        due = [(task, finish) for task, finish in self._promised_finishes() if finish <= status]
        late = [task.id for task, finish in due if task.actual_finish is None or task.actual_finish > finish]
        return Share(len(late), len(due), tuple(late))

    def _executed(self) -> Share | None:
        """All completed tasks, against those promised by now and those that nobody promised."""
        status = self.setting.status
        if status is None or not self.promises:
            return None
        done = [task for _, task in self.leaves if stage(task) is Stage.COMPLETE]
        promised = dict(self._finish_by_task())
        due = [task.id for _, task in self.leaves if task.id not in promised or promised[task.id] <= status]
        awaited = set(due)
        open_ = [
            task.id for _, task in self.leaves if task.id in awaited and stage(task) is not Stage.COMPLETE
        ]
        return Share(len(done), len(due), tuple(open_))

    def _promised_finishes(self) -> list[tuple[Task, Instant]]:
        finishes = dict(self._finish_by_task())
        return [(task, finishes[task.id]) for _, task in self.leaves if task.id in finishes]

    def _finish_by_task(self) -> list[tuple[int, Instant]]:
        return [(id_, promise.finish) for id_, promise in self.promises.items() if promise.finish is not None]

    def _critical_length(self) -> CriticalLength | None:
        """From the status date to the forecast finish, and the float to the promised one."""
        finish, promised = self._finish(self.schedule), self._promised_finish()
        begins = self.setting.status if self.setting.status is not None else self.analysis.start
        if finish is None or promised is None or begins is None:
            return None
        return CriticalLength(self._days(begins, finish), self._days(finish, promised))

    def _finish(self, schedule: Schedule) -> Instant | None:
        """The date looked at: the program's milestone, else the last finish of the projects in reach."""
        if self.projects is None and self.plan.milestone is not None:
            return schedule.row(self.plan.milestone).finish
        found = schedule.finish_by_project.items()
        return max((at for number, at in found if at is not None and self._covers(number)), default=None)

    def _promised_finish(self) -> Instant | None:
        """What was promised for that date: by the project itself, else by the baseline."""
        if self.projects is None and self.plan.milestone in self.promises:
            return self.promises[self.plan.milestone].finish
        projects = [project for project in self.plan.projects if self._covers(project.id)]
        if len(projects) == 1 and projects[0].finish_by is not None:
            return projects[0].finish_by
        return max((finish for _, finish in self._promised_finishes()), default=None)

    def _days(self, begins: Instant, ends: Instant) -> float:
        work = dates.work_between(self.frame.calendars.plain, self.setting.calendar, begins, ends)
        return work / WORKING_DAY

    def _stretch(self) -> Stretch | None:
        """A task of the path to that date made 600 days longer, and how far that moved it."""
        chosen, finish = self._stretched(), self._finish(self.schedule)
        if chosen is None or finish is None:
            return None
        task, added = self.plan.tasks[chosen], STRETCH_DAYS * WORKING_DAY
        longer = replace(
            task,
            duration=task.duration + added,
            remaining=None if task.remaining is None else task.remaining + added,
        )
        tasks = (*self.plan.tasks[:chosen], longer, *self.plan.tasks[chosen + 1 :])
        moved = self._finish(analyse(replace(self.plan, tasks=tasks)).schedule)
        assert moved is not None
        calendar = self.frame.calendar_of(chosen)
        work = dates.work_between(self.frame.calendars.plain, calendar, finish, moved)
        return Stretch(STRETCH_DAYS, work / WORKING_DAY)

    def _stretched(self) -> int | None:
        """Where the task stands that is made longer: the first open one on the path to the date."""
        path = self._path()
        return next(
            (
                place
                for place, task in self.leaves
                if place in path and stage(task) is not Stage.COMPLETE and task.kind is TaskKind.TASK
            ),
            None,
        )

    def _path(self) -> set[int]:
        """The places of the tasks that hold the date: of some projects, the path to the last of theirs."""
        schedule = self.schedule
        if self.projects is None:
            return set(schedule.on_longest_path.nonzero()[0].tolist())
        finish = schedule.finish
        dated = [place for place, _ in self.leaves if finish[place] != NEVER]
        if not dated:
            return set()
        last = max(dated, key=lambda place: (int(finish[place]), place))
        return {schedule.position[task] for task in driving_path(schedule, self.plan.tasks[last].id)}


def in_reach(analysis: Analysis, projects: frozenset[int] | None, task: int) -> bool:
    """Does a task belong to the projects looked at (None: all, and whatever a link may name)?"""
    if projects is None:
        return True
    place = analysis.schedule.position.get(task)
    return place is not None and analysis.plan.tasks[place].project in projects


def dangling(task: TaskFacts) -> bool:
    """Whether a task has links at both ends and still one of its ends hangs free.

    Its start hangs when nothing before it holds it (only finish-to-finish or start-to-finish arrives), its
    finish when nothing waits for it (only start-to-start or start-to-finish leaves).
    """
    starts_held = any(kind in (LinkType.FINISH_START, LinkType.START_START) for kind in task.predecessors)
    finish_awaited = any(kind in (LinkType.FINISH_START, LinkType.FINISH_FINISH) for kind in task.successors)
    has_links = bool(task.predecessors) and bool(task.successors)
    return has_links and not (starts_held and finish_awaited)
