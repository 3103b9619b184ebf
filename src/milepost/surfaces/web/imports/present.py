"""What an import would bring, in words: what is kept, what is dropped, where dates differ and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from milepost.engine.instants import Instant, moment
from milepost.interop.exchange.values import Exchange, Project
from milepost.interop.fidelity.dates import BACKWARD, Because, Difference
from milepost.surfaces.web.imports.reading import Read
from milepost.surfaces.web.shell import present

_PATH_AT_MOST = 12
_DIFFERENCES_AT_MOST = 30
_PROBLEMS_AT_MOST = 12

TOOLS = {"msproject": "MS Project", "p6": "Primavera P6", "milepost": "Milepost"}

REASONS = {
    Because.EXTERNAL_TASK: gettext_lazy(
        "The task lives in another file; its dates are what that file last published."
    ),
    Because.MANUAL_TASK: gettext_lazy(
        "The task is scheduled by hand; the tool keeps its dates and floats by rules of its own."
    ),
    Because.INACTIVE_TASK: gettext_lazy(
        "The task is inactive and takes no part; the file keeps its last dates."
    ),
    Because.SPLIT_TASK: gettext_lazy("The work has pauses, which the file tells only to the day."),
    Because.LEVELLED_TASK: gettext_lazy(
        "A levelling delay is stored; the tool's levelling worked it out, not the logic."
    ),
    Because.IRREGULAR_TIMEPHASED_WORK: gettext_lazy(
        "The work follows a curve, which is not modelled yet; duration and units do not tell its finish."
    ),
    Because.RECORDED_PROGRESS: gettext_lazy(
        "The task has started; the tool stores late dates and floats as they were when progress was recorded."
    ),
    Because.RECURRING_TASK: gettext_lazy("The task recurs; its occurrences are dates of their own."),
    Because.DATE_WITHOUT_TIME: gettext_lazy("The file has the day only; the day is the same."),
    Because.STORED_BEFORE_EDIT: gettext_lazy(
        "The file was changed and not calculated again before it was saved."
    ),
    Because.CONTRADICTS_ITSELF: gettext_lazy(
        "Links, constraints or dates cannot all hold; every tool breaks such a tie in its own way."
    ),
    Because.FOLLOWS_DIFFERENCE: gettext_lazy(
        "A task it depends on differs; the reason stands with that one."
    ),
    Because.UNEXPLAINED: gettext_lazy("We do not know why. Please report the file if you can share it."),
}
FIELDS = {
    "start": gettext_lazy("start"),
    "finish": gettext_lazy("finish"),
    "early_start": gettext_lazy("early start"),
    "early_finish": gettext_lazy("early finish"),
    "late_start": gettext_lazy("late start"),
    "late_finish": gettext_lazy("late finish"),
    "total_float": gettext_lazy("total float"),
    "free_float": gettext_lazy("free float"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some dates differ, and how many."""

    sentence: str
    dates: int
    tasks: int


@dataclass(frozen=True, slots=True)
class Differing:
    """One date of ours against the file's."""

    task: str
    field: str
    file: str
    ours: str
    because: str


@dataclass(frozen=True, slots=True)
class Step:
    """A task on the critical path."""

    name: str
    day: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Fields that are not taken over for one reason, by name with how often each occurs."""

    because: str
    summary: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it is brought in."""

    name: str
    title: str
    subtitle: str
    kept: tuple[str, ...]
    carried: str
    dropped: tuple[Dropped, ...]
    agreed: str
    finish: str
    reasons: tuple[Reason, ...]
    differing: tuple[Differing, ...]
    more_differing: int
    path: tuple[Step, ...]
    more_path: int
    problems: tuple[str, ...]
    more_problems: int
    suggested: str


def preview(name: str, read: Read, today: dt.date) -> Preview:
    """Everything the preview page says of one file."""
    tool = TOOLS.get(read.exchange.tool, read.exchange.tool)
    different = read.agreement.different
    shown = sorted(different, key=_importance)[:_DIFFERENCES_AT_MOST]
    path = _path(read, today)
    problems = [
        *(problem.message for problem in read.exchange.problems),
        *(problem.message for problem in read.analysis.problems),
    ]
    return Preview(
        name=name,
        title=_title(name, read, tool),
        subtitle=_subtitle(read, tool),
        kept=tuple(_kept(read.exchange)),
        carried=_counted(
            read.exchange.fidelity.carried,
            _("value is carried and written back on export"),
            _("values are carried and written back on export"),
        )
        if read.exchange.fidelity.carried
        else "",
        dropped=tuple(_dropped(read.exchange)),
        agreed=_("%(equal)s of %(compared)s dates and floats are the same")
        % {
            "equal": present.number(read.agreement.equal, places=0),
            "compared": present.number(read.agreement.compared, places=0),
        },
        finish=_finish(read, tool),
        reasons=tuple(_reasons(different)),
        differing=tuple(_differing(one) for one in shown),
        more_differing=len(different) - len(shown),
        path=tuple(path[-_PATH_AT_MOST:]),
        more_path=max(len(path) - _PATH_AT_MOST, 0),
        problems=tuple(problems[:_PROBLEMS_AT_MOST]),
        more_problems=max(len(problems) - _PROBLEMS_AT_MOST, 0),
        suggested=next((project.title for project in read.exchange.projects if project.title), ""),
    )


def _title(name: str, read: Read, tool: str) -> str:
    differing = len(
        {(one.project, one.task.uid) for one in read.agreement.different if one.field in ("start", "finish")}
    )
    if not read.agreement.compared:
        return _("%(name)s is read; it brought no dates to compare with") % {"name": name}
    if not differing:
        return _("%(name)s is read; every start and finish is as in the file") % {"name": name}
    said = ngettext(
        "%(name)s is read; %(n)s task has other dates than in %(tool)s",
        "%(name)s is read; %(n)s tasks have other dates than in %(tool)s",
        differing,
    )
    return said % {"name": name, "n": differing, "tool": tool}


def _subtitle(read: Read, tool: str) -> str:
    projects = len(read.exchange.projects)
    tasks = sum(len(project.tasks) for project in read.exchange.projects)
    return _("%(tasks)s in %(projects)s, worked out by the rules of %(tool)s in %(seconds)s s") % {
        "tasks": _counted(tasks, _("task"), _("tasks")),
        "projects": _counted(projects, _("project"), _("projects")),
        "tool": tool,
        "seconds": present.number(read.seconds),
    }


def _kept(exchange: Exchange) -> list[str]:
    projects = exchange.projects
    tasks = [task for project in projects for task in project.tasks]
    links = [link for task in tasks for link in task.predecessors]
    lines = [
        _counted(len(tasks), _("task"), _("tasks")),
        _counted(sum(task.is_milestone for task in tasks), _("milestone"), _("milestones")),
        _counted(len(links), _("link"), _("links")),
        _counted(sum(len(project.resources) for project in projects), _("resource"), _("resources")),
        _counted(sum(len(project.assignments) for project in projects), _("assignment"), _("assignments")),
        _counted(sum(len(project.calendars) for project in projects), _("calendar"), _("calendars")),
        _counted(len({slot for task in tasks for slot in task.baselines}), _("baseline"), _("baselines")),
        _counted(sum(_rates(project) for project in projects), _("rate"), _("rates")),
        _counted(sum(task.cost is not None for task in tasks), _("task cost"), _("task costs")),
        _progress(projects),
        _("%(count)s field values in all") % {"count": present.number(exchange.fidelity.kept, places=0)},
    ]
    return [line for line in lines if line and not line.startswith("0 ")]


def _rates(project: Project) -> int:
    """How many rates say what anybody costs."""
    return sum(
        any((rate.cost_per_hour, rate.overtime_per_hour, rate.cost_per_use))
        for resource in project.resources
        for rate in resource.rates
    )


def _dropped(exchange: Exchange) -> list[Dropped]:
    """What is dropped, by reason, the one with most fields first."""
    by_reason: dict[str, list[str]] = {}
    for one in exchange.fidelity.dropped:
        line = _("%(field)s, %(count)s times") % {"field": one.field, "count": one.count}
        by_reason.setdefault(one.because, []).append(line)
    ordered = sorted(by_reason.items(), key=lambda item: -len(item[1]))
    return [
        Dropped(because, _counted(len(fields), _("field"), _("fields")), tuple(fields))
        for because, fields in ordered
    ]


def _progress(projects: Sequence[Project]) -> str:
    started = sum(task.actual_start is not None for project in projects for task in project.tasks)
    status = max((project.status for project in projects if project.status is not None), default=None)
    if not started:
        return ""
    said = ngettext("progress of %(n)s task", "progress of %(n)s tasks", started) % {"n": started}
    if status is None:
        return said
    return _("%(progress)s, to %(day)s") % {"progress": said, "day": present.day(present.day_of(status))}


def _finish(read: Read, tool: str) -> str:
    """The finish here against the finish in the file, in a sentence."""
    file = max(
        (project.finish for project in read.exchange.projects if project.finish is not None), default=None
    )
    ours = read.analysis.finish
    if ours is None:
        return _("No task has a date.")
    here = present.day(present.finish_day(ours))
    if file is None:
        return _("The finish is %(here)s.") % {"here": here}
    there = present.day(present.finish_day(file))
    if here == there:
        return _("The finish is %(here)s, here and in %(tool)s.") % {"here": here, "tool": tool}
    return _("The finish is %(here)s here and %(there)s in %(tool)s.") % {
        "here": here,
        "there": there,
        "tool": tool,
    }


def _reasons(different: Sequence[Difference]) -> list[Reason]:
    dates = Counter(one.because for one in different)
    tasks: dict[Because, set[tuple[int, object]]] = {}
    for one in different:
        tasks.setdefault(one.because, set()).add((one.project, one.task.uid))
    return [
        Reason(str(REASONS[because]), count, len(tasks[because])) for because, count in dates.most_common()
    ]


def _importance(one: Difference) -> tuple[bool, bool, bool]:
    """Own reasons before what follows from others, starts and finishes before late dates and floats."""
    return (
        one.because is Because.FOLLOWS_DIFFERENCE,
        one.field in BACKWARD,
        one.field not in ("start", "finish"),
    )


def _differing(one: Difference) -> Differing:
    return Differing(
        task=one.task.name or str(one.task.uid),
        field=str(FIELDS.get(one.field, one.field)),
        file=_value(one.field, one.file),
        ours=_value(one.field, one.computed),
        because=str(REASONS[one.because]),
    )


def _value(field: str, value: Instant | None) -> str:
    if value is None:
        return "–"
    if field.endswith("float"):
        return f"{present.number(present.worked(value))} d"
    return f"{present.day(present.day_of(value))} {moment(value):%H:%M}"


def _path(read: Read, today: dt.date) -> list[Step]:
    schedule, tasks = read.analysis.schedule, read.planned.plan.tasks
    places = np.flatnonzero(schedule.on_longest_path & ~schedule.is_summary)
    ordered = sorted(places.tolist(), key=lambda place: (int(schedule.finish[place]), place))
    return [
        Step(tasks[place].name, present.near_day(present.finish_day(int(schedule.finish[place])), today))
        for place in ordered
    ]


def _counted(amount: int, one: str, many: str) -> str:
    return f"{present.number(amount, places=0)} {one if amount == 1 else many}"
