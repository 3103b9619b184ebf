"""What a file would bring, before anything is saved: its plan worked out, our dates against its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from milepost.engine.analysis import Analysis, analyse
from milepost.engine.instants import Instant, Ticks
from milepost.engine.paths import longest_path
from milepost.interop.exchange.planning import Planned, to_plan
from milepost.interop.exchange.values import Dropped, Exchange, FileProblem
from milepost.interop.fidelity.dates import Difference, against_file


@dataclass(frozen=True, slots=True)
class CriticalTask:
    """A task on the longest path of a previewed project."""

    uid: str
    name: str
    start: Instant | None
    finish: Instant | None
    total_float: Ticks | None


@dataclass(frozen=True, slots=True)
class ProjectPreview:
    """One project of a file: how much it holds, when it ends by our reckoning and by the file's."""

    title: str
    tasks: int
    summaries: int
    milestones: int
    links: int
    resources: int
    assignments: int
    calendars: int
    baselines: tuple[int, ...]
    start: Instant | None
    finish: Instant | None
    file_finish: Instant | None
    critical: Sequence[CriticalTask]


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """Something odd in the plan a file holds; `task` is its name, empty for the plan as a whole."""

    code: str
    task: str
    message: str


@dataclass(frozen=True, slots=True)
class DateDifference:
    """A date or float of ours that is not the file's, with the reason's code (see docs/formats)."""

    project: str
    uid: str
    task: str
    field: str
    file: int
    computed: int | None
    because: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would bring and how far it agrees with the file. Nothing has been saved.

    `kept` and `carried` count field values, `dropped` names the rest. Of `compared` dates and floats `equal`
    agree; `reasons` counts the differences by code, most frequent first.
    """

    format: str
    version: str | None
    tool: str
    projects: Sequence[ProjectPreview]
    file_problems: Sequence[FileProblem]
    plan_problems: Sequence[PlanProblem]
    kept: int
    carried: int
    dropped: Sequence[Dropped]
    compared: int
    equal: int
    reasons: Sequence[tuple[str, int]]
    differences: Sequence[DateDifference]


def preview(exchange: Exchange) -> tuple[Preview, Planned]:
    """A file worked out by the rules of the tool that wrote it, and the plan it was worked out as."""
    planned = to_plan(exchange)
    analysis = analyse(planned.plan)
    agreement = against_file(exchange, planned, analysis)
    reasons = Counter(str(one.because.value) for one in agreement.different)
    found = Preview(
        format=exchange.format,
        version=exchange.version,
        tool=exchange.tool,
        projects=[_project(exchange, place, planned, analysis) for place in range(len(exchange.projects))],
        file_problems=exchange.problems,
        plan_problems=_problems(planned, analysis),
        kept=exchange.fidelity.kept,
        carried=exchange.fidelity.carried,
        dropped=exchange.fidelity.dropped,
        compared=agreement.compared,
        equal=agreement.equal,
        reasons=reasons.most_common(),
        differences=[_difference(exchange, one) for one in agreement.different],
    )
    return found, planned


def _project(exchange: Exchange, place: int, planned: Planned, analysis: Analysis) -> ProjectPreview:
    project = exchange.projects[place]
    own = [
        row.id for row, origin in zip(planned.plan.tasks, planned.origins, strict=True) if origin[0] == place
    ]
    schedule = analysis.schedule
    summaries = sum(bool(schedule.is_summary[schedule.position[task]]) for task in own)
    starts = [at for task in own if (at := schedule.row(task).start) is not None]
    return ProjectPreview(
        title=project.title,
        tasks=len(own) - summaries,
        summaries=summaries,
        milestones=sum(task.is_milestone for task in project.tasks),
        links=sum(len(task.predecessors) for task in project.tasks),
        resources=len(project.resources),
        assignments=len(project.assignments),
        calendars=len(project.calendars),
        baselines=tuple(sorted({slot for task in project.tasks for slot in task.baselines})),
        start=min(starts, default=None),
        finish=analysis.finish_by_project.get(place + 1),
        file_finish=project.finish,
        critical=_critical(set(own), planned, analysis),
    )


def _critical(own: set[int], planned: Planned, analysis: Analysis) -> list[CriticalTask]:
    """The tasks on the plan's longest path that belong to a project, in order of their start."""
    found = []
    for task in longest_path(analysis.schedule):
        if task in own:
            dates, origin = analysis.schedule.row(task), planned.origins[analysis.schedule.position[task]][1]
            found.append(
                CriticalTask(str(origin.uid), origin.name, dates.start, dates.finish, dates.total_float)
            )
    return found


def _problems(planned: Planned, analysis: Analysis) -> list[PlanProblem]:
    position = analysis.schedule.position
    return [
        PlanProblem(
            code=str(one.code.value),
            task=planned.origins[position[one.subject]][1].name if one.subject in position else "",
            message=one.message,
        )
        for one in analysis.problems
    ]


def _difference(exchange: Exchange, one: Difference) -> DateDifference:
    return DateDifference(
        project=exchange.projects[one.project].title,
        uid=str(one.task.uid),
        task=one.task.name,
        field=one.field,
        file=one.file,
        computed=one.computed,
        because=str(one.because.value),
    )
