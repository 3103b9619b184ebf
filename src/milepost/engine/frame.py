"""A plan with everything looked up that its parts refer to: the step before arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from milepost.engine import above, bounds, effort, expansion
from milepost.engine.above import Above
from milepost.engine.arcs import Reader
from milepost.engine.bounds import Arrivals, Row
from milepost.engine.calendars import Calendars, compile_calendars
from milepost.engine.effort import Effort
from milepost.engine.efforts import Efforts
from milepost.engine.expansion import Arcs
from milepost.engine.instants import TICKS_PER_DAY, Instant, Ticks
from milepost.engine.kernels.layout import CALENDAR_WIDTH
from milepost.engine.outline import Outline, outline
from milepost.engine.plan import Assignment, Plan, Resource, Task, TaskKind
from milepost.engine.problems import Problem
from milepost.engine.progress import Stage
from milepost.engine.references import unknown_references
from milepost.engine.settings import Setting, settings
from milepost.engine.stated import FRESH, Flags, Ints, Stated, StatedLinks, origins

Span = tuple[Instant, Instant]
"""First and last of some instants."""

_MARGIN = 400 * TICKS_PER_DAY
"""How far before the first date stated the calendars' quick tables begin."""
_REACH = 4000 * TICKS_PER_DAY
"""How far after the last date stated they go: eleven years. Later dates cost two divisions more."""


@dataclass(frozen=True)
class Frame:
    """A plan, its outline, compiled calendars, settings by project, and each task's effort.

    `efforts` goes by position in `plan.tasks`; None for summaries and levels of effort, which have no
    node. `pairs` names the calendars of shared hours, see `effort.pairs_needed`; `reach` is what the
    calendars' quick tables hold. `origin` says where each task stood in the frame this one came of, `FRESH`
    for one of which something or the effort differs; None for a frame that came of no other.
    """

    plan: Plan
    stated: Stated
    links: StatedLinks
    outline: Outline
    calendars: Calendars
    odd_calendars: Sequence[Problem]
    reach: Span
    settings: dict[int, Setting]
    resources: Mapping[int, Resource]
    assignments: Mapping[int, Sequence[Assignment]]
    pairs: Mapping[tuple[int, int], int]
    efforts: Efforts
    arcs: Arcs
    problems: tuple[Problem, ...]
    origin: Ints | None = None

    def setting(self, project: int) -> Setting:
        """A project's settings; those of the first where the project is unknown."""
        return self.settings.get(project) or next(iter(self.settings.values()))

    @property
    def levels_of_effort(self) -> list[int]:
        """Positions of the tasks that last as long as others do."""
        places = np.flatnonzero(self.stated.is_level_of_effort).tolist()
        return [place for place in places if place not in self.outline.children]

    def row(self, place: int, task: Task, arrivals: Arrivals) -> Row:
        """The numbers of the task at a position as it is stated here, within what its summaries impose."""
        known = self.efforts[place]
        assert known is not None
        stated = bounds.row(task, self.setting(task.project), known, arrivals, self.calendars)
        return above.within(stated, self.above(place), self.calendars)

    def above(self, place: int) -> Above:
        """What the summaries of the task at a position impose on it."""
        if not self.has_constrained_summaries:
            return above.NOTHING
        return above.above(self.plan.tasks[one] for one in self.outline.ancestors(place))

    @cached_property
    def has_constrained_summaries(self) -> bool:
        """Whether any summary has a constraint or a deadline: in most plans none has."""
        return bool(self.stated.is_dated[list(self.outline.children)].any())

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
            *((column // CALENDAR_WIDTH + 1, calendars + 1) for column in self._calendars_by_task()),
        ):
            code = code * beyond + column
        return np.unique(code, return_inverse=True)[1].astype(np.int64)

    def _calendars_by_task(self) -> Sequence[Ints]:
        """The addresses of each effort's three calendars."""
        return self.efforts.calendar, self.efforts.work_calendar, self.efforts.span_calendar

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

    def calendars_of(self, places: Ints) -> Ints:
        """The addresses of the calendars that the tasks at these positions measure their floats on."""
        found = self.efforts.calendar[places]
        without = np.flatnonzero(~self.efforts.is_there[places])
        found[without] = [self.calendar_of(place) for place in places[without].tolist()]
        return found

    def reader(self) -> Reader:
        """What turns the frame's arcs into numbers."""
        return Reader(self.plan.tasks, self.plan.links, self.efforts, self.setting)


def build(plan: Plan) -> Frame:
    """The frame of a plan; what is odd about the plan is in `problems`."""
    if not plan.projects:
        raise ValueError("a plan needs a project to say when it starts")
    pairs = effort.pairs_needed(plan)
    reach = _reach(plan, [one.constraint_date for one in plan.tasks if one.constraint_date is not None])
    calendars, odd = compile_calendars(plan.calendars, pairs=pairs, span=reach)
    by_project = settings(plan, calendars)
    frame = _framed(
        plan,
        outline(plan),
        (calendars, odd, reach),
        by_project,
        pairs,
        Stated(plan.tasks, {project: setting.index for project, setting in by_project.items()}),
        StatedLinks(plan.links),
    )
    return replace(frame, efforts=Efforts(_efforts(frame)))


def since(earlier: Frame, tasks: Sequence[Task], plan: Plan) -> Frame | None:
    """The frame of a plan that came of an earlier one by edits, with all taken over that was not edited.

    `tasks` are those the earlier frame's columns speak of. None where calendars or projects differ: then
    too much does.
    """
    pairs = effort.pairs_needed(plan)
    if not (tasks and _stands_on_the_same(earlier.plan, plan) and pairs == earlier.pairs):
        return None
    origin = origins(tasks, plan.tasks)
    stated = earlier.stated.since(origin, plan.tasks)
    if not _is_within(_reach(plan, stated.constraint_dates), earlier.reach):
        return None
    tree = (earlier.outline, []) if _is_same_outline(tasks, plan.tasks, origin) else outline(plan)
    links = earlier.links
    if plan.links is not earlier.plan.links:
        links = links.since(origins(earlier.plan.links, plan.links), plan.links)
    calendars = (earlier.calendars, earlier.odd_calendars, earlier.reach)
    frame = _framed(plan, tree, calendars, earlier.settings, pairs, stated, links)
    efforts, fresh = _efforts_since(earlier, frame, origin)
    return replace(frame, efforts=efforts, origin=np.where(fresh, FRESH, origin))


def _framed(
    plan: Plan,
    tree: tuple[Outline, list[Problem]],
    calendars: tuple[Calendars, Sequence[Problem], Span],
    by_project: dict[int, Setting],
    pairs: Mapping[tuple[int, int], int],
    stated: Stated,
    links: StatedLinks,
) -> Frame:
    """A frame that still lacks its tasks' efforts."""
    arcs = expansion.expand(plan, tree[0], stated, links)
    odd = calendars[1]
    assignments: dict[int, list[Assignment]] = {}
    for assignment in plan.assignments:
        assignments.setdefault(assignment.task, []).append(assignment)
    return Frame(
        plan=plan,
        stated=stated,
        links=links,
        outline=tree[0],
        calendars=calendars[0],
        odd_calendars=odd,
        reach=calendars[2],
        settings=by_project,
        resources={resource.id: resource for resource in plan.resources},
        assignments=assignments,
        pairs=pairs,
        efforts=Efforts(()),
        arcs=arcs,
        problems=(*tree[1], *odd, *unknown_references(plan, stated), *arcs.problems),
    )


def _efforts(frame: Frame) -> list[Effort | None]:
    """The effort of each task; None for one that has no node. Tasks that only say how long share theirs."""
    shared: dict[tuple[int, int | None, Ticks], Effort] = {}
    found: list[Effort | None] = []
    children, assigned, kind = frame.outline.children, frame.assignments, TaskKind.LEVEL_OF_EFFORT
    for place, task in enumerate(frame.plan.tasks):
        if place in children or task.kind is kind:
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


def _efforts_since(earlier: Frame, frame: Frame, origin: Ints) -> tuple[Efforts, Flags]:
    """The efforts of a frame's tasks, taken over where they may be, and which were not."""
    efforts, fresh = earlier.efforts.since(origin), origin == FRESH
    fresh |= _is_summary(earlier.outline)[origin] != _is_summary(frame.outline)
    before, now = earlier.assignments, frame.assignments
    if earlier.plan.assignments is not frame.plan.assignments:
        others = [task for task in before.keys() | now.keys() if before.get(task) != now.get(task)]
        position = frame.outline.position
        fresh[[position[task] for task in others if task in position]] = True
    children, kind = frame.outline.children, TaskKind.LEVEL_OF_EFFORT
    for place in np.flatnonzero(fresh).tolist():
        task = frame.plan.tasks[place]
        has_none = place in children or task.kind is kind
        efforts.put(place, None if has_none else effort_for(frame, task))
    return efforts, fresh


def _is_summary(tree: Outline) -> Flags:
    found = np.zeros(len(tree.parent), dtype=bool)
    found[list(tree.children)] = True
    return found


def _is_same_outline(before: Sequence[Task], now: Sequence[Task], origin: Ints) -> bool:
    """Whether the same tasks stand in the same places under the same summaries."""
    if len(before) != len(now):
        return False
    moved = np.flatnonzero(origin != np.arange(len(now))).tolist()
    return all((before[at].id, before[at].parent) == (now[at].id, now[at].parent) for at in moved)


def _stands_on_the_same(before: Plan, now: Plan) -> bool:
    """Whether all is the same that is compiled for many tasks at once."""
    return (
        before.projects == now.projects
        and before.calendars == now.calendars
        and before.resources == now.resources
        and before.rules == now.rules
        and before.status == now.status
    )


def effort_for(frame: Frame, task: Task) -> Effort:
    """The effort of a task as it is stated here, which may be another than the frame's own."""
    assigned = frame.assignments.get(task.id, ())
    return effort.effort_of(
        task, frame.setting(task.project), frame.calendars, assigned, frame.resources, frame.pairs
    )


def _reach(plan: Plan, dates: Sequence[Instant]) -> Span:
    """What the calendars' quick tables should hold, given the dates of all constraints."""
    stated = [*(project.start for project in plan.projects), *dates]
    stated += [] if plan.status is None else [plan.status]
    first, last = min(stated), max(stated)
    # A mistyped year must not make tables of centuries.
    return max(first, last - 10 * _REACH) - _MARGIN, min(last, first + 10 * _REACH) + _REACH


def _is_within(span: Span, known: Span) -> bool:
    return known[0] <= span[0] and span[1] <= known[1] + _REACH // 2
