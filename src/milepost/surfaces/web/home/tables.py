"""The lists of program home in words: milestones, projects, the path that drives, what moved, promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.domain.analysis.rows.changes import Moved
from milepost.domain.analysis.rows.floats import Step
from milepost.domain.analysis.rows.plans import PlannedTask, PlanProblem, ProjectFigures
from milepost.domain.programs.rows import KeyDateRow
from milepost.engine.instants import Instant
from milepost.pictures import bars, slips, strip
from milepost.surfaces.web.home.present import task_url
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.present import Difference

_PATH_AT_MOST = 9
_MILESTONES_AT_MOST = 24
_MOVED_AT_MOST = 8
_PROBLEMS_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone on the scale of slips."""

    name: str
    url: str
    project: str
    baseline: str
    planned: str
    slip: Difference
    is_critical: bool
    is_done: bool
    plot: SafeString


@dataclass(frozen=True, slots=True)
class Project:
    """A line of the table of projects."""

    name: str
    url: str
    done: str
    bar: SafeString
    finish: str
    slip: Difference
    float_days: str
    critical: int
    manager: str


@dataclass(frozen=True, slots=True)
class Link:
    """A task on the driving path, with what hands the date on."""

    name: str
    url: str
    day: str
    evidence: str
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """A task whose finish moved, with a bar on the scale of all that moved."""

    name: str
    url: str
    days: str
    bar: SafeString
    evidence: str
    project: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something odd in the plan and where."""

    message: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised date against the plan."""

    name: str
    promised: str
    planned: str
    to: str
    difference: Difference
    url: str


def milestones(
    about: About, rows: Sequence[PlannedTask], names: Mapping[int, str]
) -> tuple[list[Milestone], SafeString, str]:
    """The milestones with their slips on one scale, the scale's head, and what they show in a sentence."""
    shown = [row for row in rows if about.project is None or row.project == about.project]
    scale = slips.scale_of([row.slip_days or 0 for row in shown])
    lines = [
        Milestone(
            name=row.name or _("unnamed"),
            url=task_url(about, row.number),
            project=names.get(row.project, ""),
            baseline=_day(row.baseline_finish, about.today),
            planned=_day(row.finish, about.today),
            slip=present.slip(row.slip_days),
            is_critical=row.is_critical and row.actual_finish is None,
            is_done=row.actual_finish is not None,
            plot=_plot(scale, row),
        )
        for row in _looked_at(shown)
    ]
    compared = any(row.slip_days is not None for row in shown)
    head = mark_safe(slips.head(scale, _("working days after the baseline"))) if compared else mark_safe("")  # noqa: S308
    said = _milestones_said(shown)
    if len(lines) < len(shown):
        said = _("%(said)s; the next %(count)s") % {"said": said, "count": len(lines)}
    return lines, head, said


def _looked_at(rows: Sequence[PlannedTask]) -> Sequence[PlannedTask]:
    """The milestones a page has room for: of many, those still to come."""
    if len(rows) <= _MILESTONES_AT_MOST:
        return rows
    return [row for row in rows if row.actual_finish is None][:_MILESTONES_AT_MOST]


def projects(about: About, rows: Sequence[ProjectFigures], names: Mapping[int, str]) -> list[Project]:
    """The projects side by side."""
    return [
        Project(
            name=row.name,
            url=f"{reverse('web:plan', args=[about.slug])}{about.query_with(project=row.number)}",
            done=f"{present.number(row.percent_complete, places=0)} %",
            bar=mark_safe(bars.share(row.percent_complete / 100)),  # noqa: S308
            finish=_day(row.finish, about.today),
            slip=present.slip(row.slip_days),
            float_days="" if row.float_days is None else f"{present.number(row.float_days)} d",
            critical=row.critical,
            manager=names.get(row.manager or 0, ""),
        )
        for row in rows
        if about.project is None or row.number == about.project
    ]


def path(about: About, steps: Sequence[Step]) -> list[Link]:
    """The last stretch of the driving path: the tasks that hold the date, in order."""
    return [
        Link(
            name=step.task.name,
            url="" if step.task.is_stub else task_url(about, step.task.number),
            day=_day(step.task.finish, about.today),
            evidence=step.because or link_words(step),
            is_critical=step.task.is_critical,
        )
        for step in steps[-_PATH_AT_MOST:]
    ]


def link_words(step: Step) -> str:
    """How a task on the path holds the next one."""
    kinds = {
        "FS": _("finish to start"),
        "SS": _("start to start"),
        "FF": _("finish to finish"),
        "SF": _("start to finish"),
    }
    words = kinds.get(step.link_type, "")
    return f"{words}, {step.lag}" if words and step.lag else words


def shifts(about: About, moved: Sequence[Moved], names: Mapping[int, str]) -> list[Shift]:
    """The tasks whose finish moved most, with bars on one scale."""
    wanted = [row for row in moved if row.days and row.kind not in ("summary", "project")]
    most = sorted(wanted, key=lambda row: -abs(row.days))[:_MOVED_AT_MOST]
    low, high = min((row.days for row in most), default=0), max((row.days for row in most), default=0)
    return [
        Shift(
            name=row.name,
            url=task_url(about, row.number),
            days=present.slip(row.days).text,
            bar=mark_safe(bars.difference(row.days, low=low, high=high)),  # noqa: S308
            evidence=_("now %(day)s") % {"day": _day(row.finish_after, about.today)},
            project=names.get(row.project, ""),
        )
        for row in sorted(most, key=lambda row: -row.days)
    ]


def oddities(about: About, rows: Sequence[PlanProblem]) -> list[Oddity]:
    """What is odd in the plan, the first few."""
    return [
        Oddity(row.message, row.name, task_url(about, row.task) if row.task is not None else "")
        for row in rows[:_PROBLEMS_AT_MOST]
    ]


def promises(about: About, rows: Sequence[KeyDateRow], planned: Mapping[int, PlannedTask]) -> list[Promise]:
    """The promised dates, each against the task that keeps it; difference in calendar days."""
    found = []
    for row in rows:
        task = planned.get(row.task or 0)
        finish = present.finish_day(task.finish) if task and task.finish is not None else None
        days = (finish - row.due_on).days if finish and row.due_on else None
        found.append(
            Promise(
                name=row.name,
                promised=present.near_day(row.due_on, about.today) if row.due_on else "",
                planned=present.near_day(finish, about.today) if finish else "",
                to=row.promised_to,
                difference=present.slip(days),
                url=task_url(about, row.task) if row.task else "",
            )
        )
    return found


def _milestones_said(rows: Sequence[PlannedTask]) -> str:
    compared = [row for row in rows if row.slip_days is not None]
    late = [row for row in compared if (row.slip_days or 0) > 0]
    if not compared:
        return ngettext("%(n)s milestone", "%(n)s milestones", len(rows)) % {"n": len(rows)}
    if not late:
        return _("Every milestone is on its baseline date or before")
    worst = max(row.slip_days or 0 for row in late)
    return _("%(late)s of %(all)s milestones are late, none by more than %(days)s") % {
        "late": len(late),
        "all": len(compared),
        "days": present.days(worst),
    }


def _plot(scale: strip.Scale, row: PlannedTask) -> SafeString:
    if row.slip_days is None:
        return mark_safe("")
    kind = "done" if row.actual_finish is not None else ("crit" if row.is_critical else "now")
    return mark_safe(slips.row(scale, row.slip_days, kind=kind))  # noqa: S308


def _day(instant: Instant | None, today: dt.date) -> str:
    return "" if instant is None else present.near_day(present.finish_day(instant), today)
