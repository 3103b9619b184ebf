"""What one reader sees of a computed plan: projects and own tasks within reach, dated stubs at their edge.

Whoever may see only his own tasks (a vendor) sees the tasks he owns or is booked on, under his name alone.
A task beyond that is shown where a link joins it with one he may see: its dates, and nothing else.
Everything that leaves the house about single tasks goes through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import gettext

from milepost.base import permissions
from milepost.base.identity import Actor, project_scope
from milepost.base.refusal import NotAllowed, NotFound
from milepost.domain.analysis.queries import figures
from milepost.domain.analysis.queries.keeping import computed
from milepost.domain.analysis.queries.kept import Kept
from milepost.domain.analysis.rows.plans import PlannedTask, PlanProblem
from milepost.domain.resources.queries import bookings
from milepost.domain.schedule.queries import outline
from milepost.domain.schedule.rows import TaskRow
from milepost.engine.problems import Problem

EDIT, REPORT = "edit", "status"
"""What somebody may do with his own tasks: change what is stated of them, or report progress alone."""


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
    projects = permissions.projects_seen(reader, program)
    on_own = {} if as_of is not None else _rights_on_own(reader, kept)
    if projects is None:
        return View(kept, None, sees_baselines, reader.person, rights_on_own=on_own)
    own_in = frozenset(number for number in kept.facts.projects if _sees_own(reader, program, number))
    # Rights are those of today, of the past too: what somebody was booked on once is not his own now.
    own = own_tasks(kept if as_of is None else computed(program), reader.person, own_in)
    return View(kept, projects, sees_baselines, reader.person, own_in, own, on_own)


def _rights_on_own(reader: Actor, kept: Kept) -> dict[int, str]:
    """What the reader may do with his own tasks and with no others, by project, where that is something."""
    found: dict[int, str] = {}
    for number in kept.facts.projects:
        scope = project_scope(kept.program, number)
        edit, report = (permissions.reach(reader, right, scope) for right in ("plan.edit", "plan.status"))
        if edit is permissions.Reach.OWN:
            found[number] = EDIT
        elif edit is None and report is permissions.Reach.OWN:
            found[number] = REPORT
    return found


def _sees_own(reader: Actor, program: int, project: int) -> bool:
    """Does the reader see of this project his own tasks and no others?"""
    held = permissions.reach(reader, "plan.read", project_scope(program, project))
    return held is permissions.Reach.OWN


def own_tasks(kept: Kept, person: int | None, projects: frozenset[int]) -> frozenset[int]:
    """The tasks of these projects somebody owns or is booked on, as `schedule.queries.own` has it."""
    if person is None or not projects:
        return frozenset()
    facts = kept.facts
    hands = {number for number, row in facts.resources.items() if row.person == person}
    booked = {row.task for row in facts.assignments.values() if row.resource in hands}
    return frozenset(
        number
        for number, row in facts.tasks.items()
        if row.project in projects and (row.owner == person or number in booked)
    )


def refuse_past(reader: Actor, program: int) -> None:
    """Refuse to show how a program stood to somebody who may only see how it stands.

    Raises: NotAllowed.
    """
    if not permissions.may_in_program(reader, "history.read", program):
        raise NotAllowed("You may see this program as it stands, not as it stood.")


@dataclass
class View:
    """A computed program and the projects of it that may be seen (None: all).

    Of the projects `own_in` only the tasks `own` to `person` are seen. `rights_on_own` says by project what
    he may do with his own tasks where he may not do it with all (`EDIT` or `REPORT`).
    """

    kept: Kept
    projects: frozenset[int] | None
    sees_baselines: bool = True
    person: int | None = None
    own_in: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()
    rights_on_own: Mapping[int, str] = field(default_factory=dict)

    def at(self, kept: Kept) -> View:
        """Another state of the program as the reader sees it."""
        return replace(self, kept=kept)

    def as_it_was(self, before: Kept) -> View:
        """A state the reader's page was drawn from, with what was his own then: for taking rows away."""
        return replace(self, kept=before, own=own_tasks(before, self.person, self.own_in))

    @property
    def is_own_only(self) -> bool:
        """Does the reader see no project whole, so that figures of the program are not his either?"""
        return self.projects is not None and not self.projects

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
        return [number for number in self.kept.order if self.may_see(number)]

    @cached_property
    def stubs(self) -> list[int]:
        """Tasks beyond, which a link joins with one that may be seen, in outline order."""
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
        if self.projects is None:
            return self.kept.everybody
        return frozenset(self.tasks) | frozenset(self.stubs)

    @cached_property
    def _mine(self) -> frozenset[int]:
        """The reader's own tasks in projects where he may do with them what he may not with others."""
        return own_tasks(self.kept, self.person, frozenset(self.rights_on_own))

    def own_right(self, task: int) -> str | None:
        """What the reader may do with a task because it is his own; None where its project alone decides."""
        return self.rights_on_own[self.kept.facts.tasks[task].project] if task in self._mine else None

    def may_see(self, task: int) -> bool:
        """May the reader see this task itself, not just a stub?"""
        row = self.kept.facts.tasks.get(task)
        return row is not None and (self.sees_project(row.project) or task in self.own)

    def sees_project(self, project: int) -> bool:
        """May the reader see this project whole?"""
        return self.projects is None or project in self.projects

    def name(self, task: int) -> str:
        """A task's name; of one beyond what the reader sees, whose it is."""
        row = self.kept.facts.tasks[task]
        return row.name if self.may_see(task) else self.stub_name(row.project)

    def stub_name(self, project: int) -> str:
        """What a task of this project is called for somebody who may not see it."""
        return gettext("Somebody else's task") if project in self.own_in else beyond_name()

    def parent(self, task: int) -> int | None:
        """The nearest task above this one that may be seen; None where it stands right under its project."""
        rows = self.kept.facts.tasks
        at = rows[task].parent
        while at is not None and not self.may_see(at):
            at = rows[at].parent
        return at

    def people(self, task: int) -> str:
        """Who is booked on a task; of a task that is only one's own, oneself."""
        kept = self.kept
        booked = kept.bookings_of.get(task, ())
        names = kept.resource_names
        if not self.sees_project(kept.facts.tasks[task].project):
            hands = kept.facts.resources
            names = {number: name for number, name in names.items() if hands[number].person == self.person}
        return bookings.people_text(booked, names)

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
            message=self._without_names(problem),
            related=tuple(number for number in problem.related if number in self.shown),
        )

    def _without_names(self, problem: Problem) -> str:
        """A problem's sentence, with the names of tasks the reader may not see put out of it."""
        message = problem.message
        for task in problem.related:
            if task in self.kept.position and not self.may_see(task):
                message = message.replace(f"'{self.kept.facts.tasks[task].name}'", f"'{self.name(task)}'")
        return message


def kind_of(kept: Kept, task: int) -> str:
    """What a row is drawn as: summary, milestone or task."""
    is_summary = bool(kept.analysis.schedule.is_summary[kept.position[task]])
    return kind_of_row(kept.facts.tasks[task], is_summary)


def kind_of_row(row: TaskRow, is_summary: bool) -> str:
    """What a row is drawn as, of which it is known whether it is a summary."""
    if is_summary:
        return "summary"
    is_milestone = row.is_milestone or row.duration == 0 or row.kind.endswith("milestone")
    return "milestone" if is_milestone and row.kind != "level_of_effort" else "task"


def beyond_name() -> str:
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
        parent=view.parent(row.number),
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
        people=view.people(row.number),
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
        name=view.stub_name(row.project),
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
