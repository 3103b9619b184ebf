"""Early dates by walking from task to task."""

from __future__ import annotations

from functools import cache

from milepost.engine.plan import ConstraintType, Link, LinkType, Plan, Task, TaskKind
from tests.engine.reference.facts import HOLDS_START, LEAVES_START, Facts
from tests.engine.walking import between, walk

C = ConstraintType
LONG_AGO, FAR = 0, 10**6


class Early(Facts):
    """How early everything can be, in hours, and where tasks stand that were placed late."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.anchors: dict[int, int] = {}
        """Where a project begins that is planned back from its finish."""
        self.late_placed: dict[int, int] = {}
        """Where tasks finish that are as late as possible."""
        self.stretched: dict[int, int] = {}
        """How long tasks take that an expected finish stretches, or shortens."""
        self.forget()

    def forget(self) -> None:
        """Something that dates stand on has changed."""
        self.early_dates = cache(self._early_dates)
        self.dates = cache(self._dates)

    def start(self, task: Task, finish: int) -> int:
        stretched = self.stretched.get(task.id)
        return (
            super().start(task, finish) if stretched is None else walk(self.working(task), finish, -stretched)
        )

    def _dates(self, id_: int) -> tuple[int, int]:
        if id_ not in self.late_placed:
            return self.early_dates(id_)
        finish = self.late_placed[id_]
        return self.start(self.tasks[id_], finish), finish

    def _early_dates(self, id_: int) -> tuple[int, int]:
        task = self.tasks[id_]
        if task.is_manual or task.kind is TaskKind.EXTERNAL:
            assert task.manual_start is not None
            assert task.manual_finish is not None
            return self.clock.hour(task.manual_start), self.clock.hour(task.manual_finish)
        if task.actual_finish is not None:
            assert task.actual_start is not None
            return self.clock.hour(task.actual_start), self.clock.hour(task.actual_finish)
        start = self.placed(task, self._arrival(task))
        start = min(start, self._pulled_to(task))
        finish = self.finish(task, start)
        expected = task.expected_finish
        if expected is not None and self._expects(task) and self.clock.hour(expected) > start:
            finish = self.clock.hour(expected)
            self.stretched[id_] = between(self.working(task), start, finish)
        return start, finish

    def _expects(self, task: Task) -> bool:
        assert task.expected_finish is not None
        held = [link for link, _ in self.arrivals(task) if link.type not in HOLDS_START]
        is_past = self.clock.hour(task.expected_finish) < (self.status(task) or LONG_AGO)
        is_late = task.constraint is C.AS_LATE_AS_POSSIBLE
        return self.rules(task).uses_expected_finish and not held and not is_past and not is_late

    def _arrival(self, task: Task) -> int:
        """The hour from which logic, dates and the status date let a task start."""
        start, finish = self._floor(task), LONG_AGO
        if task.actual_start is None:
            for summary in self.summaries(task):
                if summary.constraint is C.START_NO_EARLIER_THAN and summary.constraint_date is not None:
                    start = max(start, self.clock.hour(summary.constraint_date))
            start = max(start, self._start_date(task, C.START_NO_EARLIER_THAN, C.MUST_START_ON) or LONG_AGO)
        finish = max(finish, self._date(task, C.FINISH_NO_EARLIER_THAN, C.MUST_FINISH_ON) or LONG_AGO)
        on = self._held_start(task)
        if on is not None:
            start, finish = on, LONG_AGO
        for link, sources in self.arrivals(task):
            at = self._reached(link, sources, task)
            start, finish = (max(start, at), finish) if link.type in HOLDS_START else (start, max(finish, at))
        if finish > LONG_AGO:
            # By MS Project's rules a finish never draws a task before its project's start.
            start = max(start, self.start(task, finish), self._finish_floor(task))
        return start

    def _reached(self, link: Link, sources: list[Task], task: Task) -> int:
        """The hour a link holds a task's start or finish to."""
        if link.type in LEAVES_START:
            first = min(sources, key=lambda one: self._end_of(link, one, task))
            return self.lagged(link, first, task, self._end_of(link, first, task))
        return max(self.lagged(link, one, task, self._end_of(link, one, task)) for one in sources)

    def _end_of(self, link: Link, before: Task, after: Task) -> int:
        late = C.AS_LATE_AS_POSSIBLE
        both_late = before.constraint is late and after.constraint is late
        start, finish = self.early_dates(before.id) if both_late else self.dates(before.id)
        return start if link.type in LEAVES_START else finish

    def _floor(self, task: Task) -> int:
        project, status = self.projects[task.project], self.status(task)
        first = self.anchors.get(project.id, self.clock.hour(project.start))
        if task.actual_start is not None:
            assert status is not None
            resumes = LONG_AGO if task.resumes_at is None else self.clock.hour(task.resumes_at)
            return max(status, resumes)
        if self.rules(task).starts_before_project:
            dated = (C.START_NO_EARLIER_THAN, C.FINISH_NO_EARLIER_THAN)
            return LONG_AGO if self.arrivals(task) or task.constraint in dated else first
        return first if status is None else max(first, status)

    def _finish_floor(self, task: Task) -> int:
        drawn = any(link.type is LinkType.FINISH_FINISH for link, _ in self.arrivals(task))
        if not drawn or not self.rules(task).starts_before_project or task.actual_start is not None:
            return LONG_AGO
        return self.clock.hour(self.projects[task.project].start)

    def _date(self, task: Task, *types: ConstraintType) -> int | None:
        for kind, at in (
            (task.constraint, task.constraint_date),
            (task.second_constraint, task.second_constraint_date),
        ):
            if kind in types and at is not None:
                return self.clock.hour(at)
        return None

    def _start_date(self, task: Task, *types: ConstraintType) -> int | None:
        at = self._date(task, *types)
        return None if at is None else self._next_start(task, at)

    def _held_start(self, task: Task) -> int | None:
        """The start that wins over logic, if a constraint pins it."""
        if task.actual_start is not None:
            return None
        honors = self.rules(task).honor_constraints
        on = self._start_date(task, C.MANDATORY_START, *((C.MUST_START_ON,) if honors else ()))
        by = self._date(task, C.MANDATORY_FINISH, *((C.MUST_FINISH_ON,) if honors else ()))
        return self.start(task, by) if on is None and by is not None else on

    def _pulled_to(self, task: Task) -> int:
        on = self._held_start(task)
        if on is not None or task.actual_start is not None or not self.rules(task).honor_constraints:
            return FAR if on is None else on
        start, finish = self._date(task, C.START_NO_LATER_THAN), self._date(task, C.FINISH_NO_LATER_THAN)
        by_finish = FAR if finish is None else self.start(task, finish)
        return min(by_finish, FAR if start is None else start)
