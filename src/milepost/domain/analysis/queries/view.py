"""What one reader sees of a computed plan: the projects within reach, and dated stubs at their edge.

A task of a project the reader has no right to is shown where a link joins it with one he may see: its
dates, and nothing else. Everything that leaves the house about single tasks goes through here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext

from milepost.base import permissions
from milepost.base.identity import Actor
from milepost.base.refusal import NotAllowed, NotFound
from milepost.domain.analysis.queries import figures
from milepost.domain.analysis.queries.keeping import computed
from milepost.domain.analysis.queries.kept import Kept
from milepost.domain.analysis.rows import PlannedTask, PlanProblem
from milepost.domain.resources.queries import bookings
from milepost.domain.schedule.queries import outline
from milepost.domain.schedule.rows import TaskRow
from milepost.engine.problems import Problem


def seen_by(reader: Actor, program: int, as_of: int | None = None) -> View:
    """A computed program as this reader sees it.

    Raises: NotFound where the reader may see none of it; NotAllowed where he may not see the past.
    """
    if not permissions.may_in_program(reader, "plan.read", program):
        raise NotFound("There is no such program.")
    kept = computed(program, as_of)
    if kept.as_of is not None:
        refuse_past(reader, program)
    sees_baselines = permissions.may_in_program(reader, "baseline.read", program)
    return View(kept, permissions.projects_seen(reader, program), sees_baselines)


def refuse_past(reader: Actor, program: int) -> None:
    """Refuse to show how a program stood to somebody who may only see how it stands.

    Raises: NotAllowed.
    """
    if not permissions.may_in_program(reader, "history.read", program):
        raise NotAllowed("You may see this program as it stands, not as it stood.")


@dataclass
class View:
    """A computed program and the projects of it that may be seen (None: all)."""

    kept: Kept
    projects: frozenset[int] | None
    sees_baselines: bool = True

    def slot(self, wanted: int | None) -> int | None:
        """The baseline slot to hold dates against: as wanted, else that set last; None if not to be seen."""
        if not self.sees_baselines:
            return None
        return self.kept.newest_slot if wanted is None else wanted

    @cached_property
    def tasks(self) -> list[int]:
        """The tasks that may be seen, in outline order."""
        if self.projects is None:
            return self.kept.order
        rows = self.kept.facts.tasks
        return [number for number in self.kept.order if rows[number].project in self.projects]

    @cached_property
    def stubs(self) -> list[int]:
        """Tasks of other projects that a link joins with one that may be seen, in outline order."""
        if self.projects is None:
            return []
        own = set(self.tasks)
        joined: set[int] = set()
        for link in self.kept.facts.links.values():
            ends = {link.predecessor, link.successor}
            if not own.isdisjoint(ends):
                joined |= ends - own
        return [number for number in self.kept.order if number in joined]

    @cached_property
    def shown(self) -> frozenset[int]:
        """Every task that is shown at all, stubs included."""
        return frozenset(self.tasks) | frozenset(self.stubs)

    def may_see(self, task: int) -> bool:
        """May the reader see this task itself, not just a stub?"""
        row = self.kept.facts.tasks.get(task)
        return row is not None and (self.projects is None or row.project in self.projects)

    def name(self, task: int) -> str:
        """A task's name; of another project's task, that it is one."""
        return self.kept.facts.tasks[task].name if self.may_see(task) else stub_name()

    def planned(self, task: int, slot: int | None = None) -> PlannedTask:
        """One task with what follows for it, against a baseline slot (None: the one set last).

        Raises: NotFound.
        """
        if task not in self.shown:
            raise NotFound(f"There is no task {task}.")
        kept = self.kept
        row = kept.facts.tasks[task]
        return _planned(self, row, slot) if self.may_see(task) else _stub(self, row)

    @cached_property
    def problems(self) -> list[PlanProblem]:
        """What is odd in the plan, where the reader may see the task concerned."""
        return [
            self._problem(problem)
            for problem in self.kept.analysis.problems
            if problem.subject is None
            or self.may_see(problem.subject)
            or problem.subject not in self.kept.position
        ]

    def _problem(self, problem: Problem) -> PlanProblem:
        task = problem.subject if problem.subject in self.kept.position else None
        return PlanProblem(
            code=str(problem.code.value),
            task=task,
            name="" if task is None else self.name(task),
            message=problem.message,
            related=tuple(number for number in problem.related if number in self.shown),
        )


def kind_of(kept: Kept, task: int) -> str:
    """What a row is drawn as: summary, milestone or task."""
    place = kept.position[task]
    if kept.analysis.schedule.is_summary[place]:
        return "summary"
    row = kept.facts.tasks[task]
    is_milestone = row.is_milestone or row.kind.endswith("milestone") or row.duration == 0
    return "milestone" if is_milestone and row.kind != "level_of_effort" else "task"


def stub_name() -> str:
    """What a task of another project is called for those who may not see it."""
    return gettext("A task of another project")


def _planned(view: View, row: TaskRow, slot: int | None) -> PlannedTask:
    kept = view.kept
    dates = kept.analysis.schedule.row(row.number)
    promise = kept.promised(view.slot(slot)).get(row.number)
    baseline_finish = promise.finish if promise else None
    units = kept.units[row.project]
    return PlannedTask(
        number=row.number,
        project=row.project,
        parent=row.parent,
        wbs=kept.codes[row.number],
        name=row.name,
        kind=kind_of(kept, row.number),
        depth=kept.codes[row.number].count("."),
        duration=dates.duration,
        duration_unit=row.duration_unit,
        start=dates.start,
        finish=dates.finish,
        early_start=dates.early_start,
        early_finish=dates.early_finish,
        late_start=dates.late_start,
        late_finish=dates.late_finish,
        total_float=dates.total_float,
        free_float=dates.free_float,
        is_critical=dates.is_critical,
        is_near_critical=dates.is_near_critical,
        on_longest_path=dates.on_longest_path,
        percent_complete=dates.percent_complete,
        actual_start=row.actual_start,
        actual_finish=row.actual_finish,
        deadline=row.deadline,
        baseline_start=promise.start if promise else None,
        baseline_finish=baseline_finish,
        slip_days=figures.slip_days(kept, row.project, baseline_finish, dates.finish),
        people=bookings.people_text(kept.bookings_of.get(row.number, ()), kept.resource_names),
        predecessors=outline.predecessor_text(kept.links_into.get(row.number, ()), units),
        driven_by=tuple(task for task in kept.drivers.get(row.number, ()) if task in view.shown),
        is_stub=False,
    )


def _stub(view: View, row: TaskRow) -> PlannedTask:
    """Of another project's task: its dates, and nothing that says what it is."""
    dates = view.kept.analysis.schedule.row(row.number)
    return PlannedTask(
        number=row.number,
        project=row.project,
        parent=None,
        wbs="",
        name=stub_name(),
        kind="milestone" if dates.start == dates.finish else "task",
        depth=1,
        duration=dates.duration,
        duration_unit="d",
        start=dates.start,
        finish=dates.finish,
        early_start=dates.early_start,
        early_finish=dates.early_finish,
        late_start=dates.late_start,
        late_finish=dates.late_finish,
        total_float=None,
        free_float=None,
        is_critical=False,
        is_near_critical=False,
        on_longest_path=False,
        percent_complete=0,
        actual_start=None,
        actual_finish=None,
        deadline=None,
        baseline_start=None,
        baseline_finish=None,
        slip_days=None,
        people="",
        predecessors="",
        driven_by=(),
        is_stub=True,
    )
