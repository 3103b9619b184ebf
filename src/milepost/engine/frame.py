"""A plan with everything looked up that its parts refer to: the step before arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from milepost.engine import effort, expansion, progress
from milepost.engine.arcs import Reader
from milepost.engine.calendars import Calendars, compile_calendars
from milepost.engine.effort import Effort
from milepost.engine.expansion import Arcs
from milepost.engine.instants import TICKS_PER_DAY, Instant
from milepost.engine.outline import Outline, outline
from milepost.engine.plan import Assignment, Plan, Resource, Task, TaskKind
from milepost.engine.problems import Problem
from milepost.engine.settings import Setting, settings, unknown_references

_MARGIN = 400 * TICKS_PER_DAY
"""How far before the first date stated the calendars' quick tables begin."""
_REACH = 4000 * TICKS_PER_DAY
"""How far after the last date stated they go: eleven years. Later dates cost two divisions more."""


@dataclass(frozen=True)
class Frame:
    """A plan, its outline, compiled calendars, settings by project, and each task's effort.

    `efforts` goes by position in `plan.tasks`; None for summaries and levels of effort, which have no
    node. `pairs` names the calendars of shared hours, see `effort.pairs_needed`.
    """

    plan: Plan
    outline: Outline
    calendars: Calendars
    settings: dict[int, Setting]
    resources: Mapping[int, Resource]
    assignments: Mapping[int, Sequence[Assignment]]
    pairs: Mapping[tuple[int, int], int]
    efforts: list[Effort | None]
    arcs: Arcs
    problems: tuple[Problem, ...]

    def setting(self, project: int) -> Setting:
        """A project's settings; those of the first where the project is unknown."""
        return self.settings.get(project) or next(iter(self.settings.values()))

    @property
    def levels_of_effort(self) -> list[int]:
        """Positions of the tasks that last as long as others do."""
        effort = TaskKind.LEVEL_OF_EFFORT
        return [
            place
            for place, task in enumerate(self.plan.tasks)
            if task.kind is effort and place not in self.outline.children
        ]

    def calendar_of(self, place: int) -> int:
        """The index of the calendar the task at a position measures its floats on."""
        known = self.efforts[place]
        if known is not None:
            return known.calendar
        task = self.plan.tasks[place]
        setting = self.setting(task.project)
        if task.calendar is None:
            return setting.calendar
        return self.calendars.address_by_id.get(task.calendar, setting.calendar)

    def reader(self) -> Reader:
        """What turns the frame's arcs into numbers."""
        return Reader(self.plan.tasks, self.plan.links, self.efforts, self.setting)


def build(plan: Plan) -> Frame:
    """The frame of a plan; what is odd about the plan is in `problems`."""
    if not plan.projects:
        raise ValueError("a plan needs a project to say when it starts")
    tree, problems = outline(plan)
    pairs = effort.pairs_needed(plan)
    calendars, odd = compile_calendars(plan.calendars, pairs=pairs, span=_span(plan))
    by_project = settings(plan, calendars)
    arcs = expansion.expand(plan, tree)
    problems += odd + unknown_references(plan) + progress.problems_with(plan, by_project) + arcs.problems
    assignments: dict[int, list[Assignment]] = {}
    for assignment in plan.assignments:
        assignments.setdefault(assignment.task, []).append(assignment)
    frame = Frame(
        plan=plan,
        outline=tree,
        calendars=calendars,
        settings=by_project,
        resources={resource.id: resource for resource in plan.resources},
        assignments=assignments,
        pairs=pairs,
        efforts=[],
        arcs=arcs,
        problems=tuple(problems),
    )
    frame.efforts.extend(effort_of(frame, place) for place in range(len(plan.tasks)))
    return frame


def effort_of(frame: Frame, place: int) -> Effort | None:
    """The effort of the task at a position; None for one that has no node."""
    task = frame.plan.tasks[place]
    if place in frame.outline.children or task.kind is TaskKind.LEVEL_OF_EFFORT:
        return None
    return effort_for(frame, task)


def effort_for(frame: Frame, task: Task) -> Effort:
    """The effort of a task as it is stated here, which may be another than the frame's own."""
    assigned = frame.assignments.get(task.id, ())
    return effort.effort_of(
        task, frame.setting(task.project), frame.calendars, assigned, frame.resources, frame.pairs
    )


def _span(plan: Plan) -> tuple[Instant, Instant]:
    stated: list[Instant] = [project.start for project in plan.projects]
    stated += [at for at in (plan.status, *(task.constraint_date for task in plan.tasks)) if at is not None]
    first, last = min(stated), max(stated)
    # A mistyped year must not make tables of centuries.
    return max(first, last - 10 * _REACH) - _MARGIN, min(last, first + 10 * _REACH) + _REACH
