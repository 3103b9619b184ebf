"""Facts for the checks, from a plan that has been worked out."""

from dataclasses import replace

from milepost.engine.analysis import Analysis, analyse
from milepost.engine.instants import Instant
from milepost.engine.kernels import dates
from milepost.engine.kernels.layout import NEVER
from milepost.engine.plan import Baseline, BaselineTask, LinkType, Task, TaskKind
from milepost.engine.progress import Stage, remaining, stage
from milepost.engine.quality.facts import CriticalLength, Facts, LinkFacts, Share, Stretch, TaskFacts
from milepost.engine.rules import WORKING_DAY
from milepost.engine.settings import Setting

STRETCH_DAYS = 600
"""How much longer the critical path test makes a task, in working days."""


def facts(analysis: Analysis, baseline: int = 0, *, stretches: bool = True) -> Facts:
    """What the fourteen points look at. `baseline` is the number of the promise to hold the plan to.

    Without `stretches` the critical path test, which works the plan out once more, is left out.
    """
    promised = next((one for one in analysis.plan.baselines if one.number == baseline), None)
    return _Gathering(analysis, promised).facts(stretches=stretches)


class _Gathering:
    def __init__(self, analysis: Analysis, promised: Baseline | None) -> None:
        self.analysis, self.schedule = analysis, analysis.schedule
        self.plan, self.frame = analysis.plan, analysis.network.frame
        self.promises = {} if promised is None else dict(promised.tasks)
        self.setting: Setting = next(iter(self.frame.settings.values()))
        self.assigned = {assignment.task for assignment in self.plan.assignments}
        self.leaves = [
            (place, task)
            for place, task in enumerate(self.plan.tasks)
            if not self.schedule.is_summary[place] and task.is_active and task.kind is not TaskKind.EXTERNAL
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
        )

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
        open_ = [task.id for _, task in self.leaves if task.id in due and stage(task) is not Stage.COMPLETE]
        return Share(len(done), len(due), tuple(open_))

    def _promised_finishes(self) -> list[tuple[Task, Instant]]:
        finishes = dict(self._finish_by_task())
        return [(task, finishes[task.id]) for _, task in self.leaves if task.id in finishes]

    def _finish_by_task(self) -> list[tuple[int, Instant]]:
        return [(id_, promise.finish) for id_, promise in self.promises.items() if promise.finish is not None]

    def _critical_length(self) -> CriticalLength | None:
        """From the status date to the forecast finish, and the float to the promised one."""
        finish = self.analysis.finish
        promised = self.setting.project.finish_by
        if promised is None:
            promised = max((at for _, at in self._finish_by_task()), default=None)
        begins = self.setting.status if self.setting.status is not None else self.analysis.start
        if finish is None or promised is None or begins is None:
            return None
        return CriticalLength(self._days(begins, finish), self._days(finish, promised))

    def _days(self, begins: Instant, ends: Instant) -> float:
        work = dates.work_between(self.frame.calendars.plain, self.setting.calendar, begins, ends)
        return work / WORKING_DAY

    def _stretch(self) -> Stretch | None:
        """A task of the longest path made 600 days longer, and how far that moved the finish."""
        chosen = next(
            (
                place
                for place, task in self.leaves
                if self.schedule.on_longest_path[place]
                and stage(task) is not Stage.COMPLETE
                and task.kind is TaskKind.TASK
            ),
            None,
        )
        if chosen is None or self.analysis.finish is None:
            return None
        task, added = self.plan.tasks[chosen], STRETCH_DAYS * WORKING_DAY
        longer = replace(
            task,
            duration=task.duration + added,
            remaining=None if task.remaining is None else task.remaining + added,
        )
        tasks = (*self.plan.tasks[:chosen], longer, *self.plan.tasks[chosen + 1 :])
        moved = analyse(replace(self.plan, tasks=tasks)).finish
        assert moved is not None
        calendar = self.frame.calendar_of(chosen)
        work = dates.work_between(self.frame.calendars.plain, calendar, self.analysis.finish, moved)
        return Stretch(STRETCH_DAYS, work / WORKING_DAY)


def dangling(task: TaskFacts) -> bool:
    """Whether a task has links at both ends and still one of its ends hangs free.

    Its start hangs when nothing before it holds it (only finish-to-finish or start-to-finish arrives), its
    finish when nothing waits for it (only start-to-start or start-to-finish leaves).
    """
    starts_held = any(kind in (LinkType.FINISH_START, LinkType.START_START) for kind in task.predecessors)
    finish_awaited = any(kind in (LinkType.FINISH_START, LinkType.FINISH_FINISH) for kind in task.successors)
    has_links = bool(task.predecessors) and bool(task.successors)
    return has_links and not (starts_held and finish_awaited)
