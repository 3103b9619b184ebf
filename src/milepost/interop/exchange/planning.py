"""The exchange as a `Plan` the engine works out, by the rules of the tool that wrote the file.

Ids of a file may be texts and repeat from project to project; the plan has numbers of its own, counted in the
order of the file, and `Planned` leads back to the file's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from milepost.engine import plan as engine
from milepost.engine.calendars import Calendars, WorkingTime, compile_calendars
from milepost.engine.instants import Instant, Ticks, ticks
from milepost.engine.rules import PRESETS, PlanRules
from milepost.interop.exchange.drafts import drafted
from milepost.interop.exchange.values import Assignment, Calendar, Exchange, Project, Resource, Task, Uid

_task, _link, _assignment = drafted(engine.Task), drafted(engine.Link), drafted(engine.Assignment)


@dataclass(frozen=True)
class Planned:
    """A plan, and which task of which project of the file each of its tasks is, in order."""

    plan: engine.Plan
    origins: tuple[tuple[int, Task], ...]
    """Place of the project in the file, and the task, in the order of `plan.tasks`."""

    ids: dict[tuple[int, Uid], int]
    """The plan's task id by place of the project and the file's uid."""


def to_plan(exchange: Exchange, *, rules: str = "file", status: Instant | None = None) -> Planned:
    """The plan of a file. `rules` names a preset to use instead of the file's own; `status` overrides its
    status date.
    """
    building = _Building(rules=rules, status=status)
    for place, project in enumerate(exchange.projects):
        building.add(place, project)
    return building.planned()


@dataclass
class _Building:
    """A plan under construction."""

    rules: str
    status: Instant | None
    projects: list[engine.Project] = field(default_factory=list)
    calendars: list[engine.Calendar] = field(default_factory=list)
    tasks: list[engine.Task] = field(default_factory=list)
    links: list[engine.Link] = field(default_factory=list)
    resources: list[engine.Resource] = field(default_factory=list)
    assignments: list[engine.Assignment] = field(default_factory=list)
    baselines: dict[int, dict[int, engine.BaselineTask]] = field(default_factory=dict)
    origins: list[tuple[int, Task]] = field(default_factory=list)
    ids: dict[tuple[int, Uid], int] = field(default_factory=dict)

    def add(self, place: int, project: Project) -> None:
        """Add one project with all its rows."""
        calendars = self._add_calendars(project.calendars)
        resources = self._add_resources(project.resources, calendars)
        for number, task in enumerate(project.tasks, start=len(self.tasks) + 1):
            self.ids[place, task.uid] = number
        lengths = _Lengths(self.calendars, calendars, project)
        for task in project.tasks:
            self._add_task(place, task, calendars, lengths)
        for task in project.tasks:
            self._add_links(place, task)
        drives = {task.uid: _is_driven(project, task) for task in project.tasks}
        for assignment in project.assignments:
            self._add_assignment(place, assignment, resources, is_driving=drives[assignment.task])
        self.projects.append(self._project(place, project, calendars))

    def _project(self, place: int, project: Project, calendars: dict[Uid, int]) -> engine.Project:
        return engine.Project(
            id=place + 1,
            name=project.title,
            start=_start_of(project),
            calendar=None if project.calendar is None else calendars[project.calendar],
            finish_by=project.finish_by or (project.finish if project.from_finish else None),
            from_finish=project.from_finish,
            status=project.status if self.status is None else self.status,
            rules=project.rules if self.rules == "file" else PRESETS[self.rules],
        )

    def _add_calendars(self, calendars: tuple[Calendar, ...]) -> dict[Uid, int]:
        ids = {
            calendar.uid: number for number, calendar in enumerate(calendars, start=len(self.calendars) + 1)
        }
        for calendar in calendars:
            self.calendars.append(
                engine.Calendar(
                    id=ids[calendar.uid],
                    name=calendar.name,
                    week=calendar.week,
                    exceptions=calendar.exceptions,
                    work_weeks=calendar.work_weeks,
                    base=None if calendar.parent is None else ids[calendar.parent],
                )
            )
        return ids

    def _add_resources(self, resources: tuple[Resource, ...], calendars: dict[Uid, int]) -> dict[Uid, int]:
        ids = {
            resource.uid: number for number, resource in enumerate(resources, start=len(self.resources) + 1)
        }
        for resource in resources:
            self.resources.append(
                engine.Resource(
                    id=ids[resource.uid],
                    name=resource.name,
                    kind=resource.kind,
                    calendar=None if resource.calendar is None else calendars[resource.calendar],
                    max_units=1.0 if resource.max_units is None else resource.max_units,
                )
            )
        return ids

    def _add_task(self, place: int, task: Task, calendars: dict[Uid, int], lengths: _Lengths) -> None:
        number = self.ids[place, task.uid]
        self.origins.append((place, task))
        self.tasks.append(
            _task(
                id=number,
                project=place + 1,
                name=task.name,
                parent=None if task.parent is None else self.ids[place, task.parent],
                duration=lengths.length_of(task),
                is_elapsed=task.is_elapsed,
                calendar=None if task.calendar is None else calendars[task.calendar],
                ignores_resource_calendars=task.ignores_resource_calendars,
                kind=engine.TaskKind.EXTERNAL if task.is_external else task.kind,
                is_milestone=task.is_milestone,
                is_manual=task.is_manual,
                is_active=task.is_active,
                manual_start=_first(task.manual_start, task.start) if _has_own_dates(task) else None,
                manual_finish=_first(task.manual_finish, task.finish) if _has_own_dates(task) else None,
                constraint=task.constraint,
                constraint_date=task.constraint_date,
                second_constraint=task.second_constraint,
                second_constraint_date=task.second_constraint_date,
                deadline=task.deadline,
                expected_finish=task.expected_finish,
                actual_start=task.actual_start,
                actual_finish=task.actual_finish,
                remaining=task.remaining,
                percent_complete=task.percent_complete or 0,
                percent_kind=task.percent_kind,
                physical_percent=task.percent_physical,
                suspended_at=task.suspended_at,
                resumes_at=task.resumes_at,
                splits=lengths.pauses_of(task),
                levelling_delay=task.levelling_delay,
                effort_type=task.effort_type,
                is_effort_driven=task.is_effort_driven,
                priority=500 if task.priority is None else task.priority,
            )
        )
        for baseline, promised in task.baselines.items():
            self.baselines.setdefault(baseline, {})[number] = engine.BaselineTask(
                start=promised.start,
                finish=promised.finish,
                duration=promised.duration,
                work=None if promised.work is None else ticks(promised.work),
            )

    def _add_links(self, place: int, task: Task) -> None:
        for link in task.predecessors:
            # A link from another file has no task here to follow; its external task, if any, is a row of its
            # own.
            if link.project is None:
                self.links.append(
                    _link(
                        id=len(self.links) + 1,
                        predecessor=self.ids[place, link.predecessor],
                        successor=self.ids[place, task.uid],
                        type=link.type,
                        lag=link.lag,
                        lag_unit=link.lag_unit,
                    )
                )

    def _add_assignment(
        self, place: int, assignment: Assignment, resources: dict[Uid, int], *, is_driving: bool
    ) -> None:
        self.assignments.append(
            _assignment(
                id=len(self.assignments) + 1,
                task=self.ids[place, assignment.task],
                resource=None if assignment.resource is None else resources[assignment.resource],
                units=1.0 if assignment.units is None else assignment.units,
                work=None if assignment.work is None else ticks(assignment.work),
                actual_work=ticks(assignment.actual_work or 0),
                remaining_work=None
                if assignment.remaining_work is None
                else ticks(assignment.remaining_work),
                delay=assignment.delay,
                is_driving=is_driving,
            )
        )

    def planned(self) -> Planned:
        """The plan as it stands."""
        first = self.projects[0] if self.projects else None
        plan = engine.Plan(
            projects=tuple(self.projects),
            calendars=tuple(self.calendars),
            tasks=tuple(self.tasks),
            links=tuple(self.links),
            resources=tuple(self.resources),
            assignments=tuple(self.assignments),
            rules=first.rules if first is not None and first.rules is not None else PlanRules(),
            baselines=tuple(
                engine.Baseline(number=number, tasks=promised)
                for number, promised in sorted(self.baselines.items())
            ),
        )
        return Planned(plan=plan, origins=tuple(self.origins), ids=self.ids)


class _Lengths:
    """Working time that files tell only as dates: the pauses of split tasks, and durations left out."""

    def __init__(self, calendars: list[engine.Calendar], ids: dict[Uid, int], project: Project) -> None:
        self._calendars = calendars
        self._ids = ids
        self._default = project.calendar
        self._compiled: Calendars | None = None

    def pauses_of(self, task: Task) -> tuple[engine.Split, ...]:
        """The pauses of one task; gaps outside working time are none."""
        if len(task.segments) < 2:
            return ()
        time = self._working_time(task)
        if time is None:
            return ()
        splits = []
        worked = 0
        for (starts, ends), (resumes, _) in zip(task.segments, task.segments[1:], strict=False):
            worked += time.between(starts, ends)
            pause = time.between(ends, resumes)
            if pause > 0:
                splits.append(engine.Split(after=worked, pause=pause))
        return tuple(splits)

    def length_of(self, task: Task) -> Ticks:
        """The duration of a task; where the file gives only its dates, the working time between them."""
        if task.duration is not None:
            return task.duration
        if task.is_summary or task.start is None or task.finish is None or task.finish < task.start:
            return 0
        time = self._working_time(task)
        return 0 if time is None else time.between(task.start, task.finish)

    def _working_time(self, task: Task) -> WorkingTime | None:
        if self._compiled is None:
            self._compiled, _ = compile_calendars(self._calendars)
        uid = task.calendar if task.calendar is not None else self._default
        return None if uid is None else self._compiled.working_time(self._ids[uid])


def _start_of(project: Project) -> Instant:
    """What a project is scheduled from: its start, else the earliest date any of its tasks has."""
    if project.start is not None:
        return project.start
    return min((task.start for task in project.tasks if task.start is not None), default=0)


def _first(one: Instant | None, other: Instant | None) -> Instant | None:
    return other if one is None else one


def _has_own_dates(task: Task) -> bool:
    return task.is_manual or task.is_external


def _is_driven(project: Project, task: Task) -> bool:
    """Whether assignments may set a task's dates: in P6 only those of resource dependent activities."""
    return project.rules.name != "p6" or not task.ignores_resource_calendars
