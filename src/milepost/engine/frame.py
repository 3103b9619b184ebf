"""A plan with everything looked up that its parts refer to: the step before arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from milepost.engine import effort, expansion
from milepost.engine.arcs import Reader
from milepost.engine.calendars import Calendars, compile_calendars
from milepost.engine.effort import Effort
from milepost.engine.expansion import Arcs
from milepost.engine.instants import TICKS_PER_DAY, Instant, Ticks
from milepost.engine.kernels.layout import CALENDAR_WIDTH
from milepost.engine.outline import Outline, outline
from milepost.engine.plan import Assignment, Plan, Resource, Task, TaskKind
from milepost.engine.problems import Problem
from milepost.engine.progress import Stage
from milepost.engine.settings import Setting, settings, unknown_references
from milepost.engine.stated import Ints, Stated

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
    stated: Stated
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
        places = np.flatnonzero(self.stated.is_level_of_effort).tolist()
        return [place for place in places if place not in self.outline.children]

    @property
    def alike(self) -> Ints:
        """A number for each task, equal for tasks that differ in nothing but amounts of time.

        Tasks alike have the same project, stage and calendars; what holds for one arc or node then holds
        for all between tasks alike. Summaries and levels of effort are like none with a node.
        """
        calendars = self.calendars.count
        code = self.stated.project + 1
        for column, beyond in (
            (self.stated.stage, len(Stage)),
            (self.stated.is_active, 2),
            (self.stated.is_manual, 2),
            (self.stated.is_elapsed, 2),
            *((column, calendars + 1) for column in self._calendars_by_task()),
        ):
            code = code * beyond + column
        return np.unique(code, return_inverse=True)[1].astype(np.int64)

    def _calendars_by_task(self) -> Sequence[Ints]:
        """The places of each effort's three calendars, counted from one; 0 without an effort."""
        # Three lists of numbers, not one of tuples: ten thousand of those set off the garbage collector.
        none = -CALENDAR_WIDTH
        columns = (
            [none if one is None else one.calendar for one in self.efforts],
            [none if one is None else one.work_calendar for one in self.efforts],
            [none if one is None else one.span_calendar for one in self.efforts],
        )
        return [np.array(column, dtype=np.int64) // CALENDAR_WIDTH + 1 for column in columns]

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
    stated = Stated(plan.tasks, {project: setting.index for project, setting in by_project.items()})
    arcs = expansion.expand(plan, tree, stated)
    problems += odd + unknown_references(plan) + arcs.problems
    assignments: dict[int, list[Assignment]] = {}
    for assignment in plan.assignments:
        assignments.setdefault(assignment.task, []).append(assignment)
    frame = Frame(
        plan=plan,
        stated=stated,
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
    frame.efforts.extend(_efforts(frame))
    return frame


def _efforts(frame: Frame) -> list[Effort | None]:
    """The effort of each task; None for one that has no node. Tasks that only say how long share theirs."""
    shared: dict[tuple[int, int | None, Ticks], Effort] = {}
    found: list[Effort | None] = []
    children, assigned, effort = frame.outline.children, frame.assignments, TaskKind.LEVEL_OF_EFFORT
    for place, task in enumerate(frame.plan.tasks):
        if place in children or task.kind is effort:
            found.append(None)
        elif task.is_elapsed or task.splits or task.id in assigned:
            found.append(effort_for(frame, task))
        else:
            key = task.project, task.calendar, task.duration
            known = shared.get(key)
            if known is None:
                known = shared[key] = effort_for(frame, task)
            found.append(known)
    return found


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
