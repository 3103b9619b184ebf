"""Where a program stands in words: sentence, key figures, milestones, projects, the path that drives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.base.permissions import may_in_program
from milepost.domain.analysis.rows import (
    Headline,
    Moved,
    PlannedTask,
    PlanProblem,
    ProjectFigures,
    Step,
    TrendPoint,
)
from milepost.domain.programs.rows import KeyDateRow
from milepost.engine.instants import Instant
from milepost.pictures import bars, slips, spark, trend
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.present import Difference

_PATH_AT_MOST = 9
_MOVED_AT_MOST = 8
_PROBLEMS_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of a sentence; one with an address is a figure that opens to its formula."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A key figure with its trend; `url` opens "why is it this?"."""

    name: str
    value: str
    unit: str
    note: str
    url: str
    spark: SafeString


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


def sentence(
    about: About, headline: Headline, baseline: str, drivers: Sequence[PlannedTask]
) -> tuple[Said, ...]:
    """The sentence that answers where the program stands; its figures open."""
    name = headline.milestone_name or about.program.name.partition(":")[0]
    finish = headline.milestone_finish if headline.milestone is not None else headline.finish
    if finish is None:
        return (Said(_("%(name)s has no dated task yet.") % {"name": name}),)
    said = [
        Said(_("%(name)s is planned for ") % {"name": name}),
        Said(present.day(present.day_of(finish)), why(about, "finish")),
    ]
    if headline.slip_days is not None:
        said += _slipped(about, headline.slip_days, baseline)
    if drivers:
        said += _driven(about, drivers)
    return (*said, Said("."))


def why(about: About, figure: str) -> str:
    """The address of this page with a figure's formula beside it."""
    home = reverse("web:home", args=[about.slug])
    return f"{home}{about.query}{'&' if about.query else '?'}why={figure}"


def task_url(about: About, task: int) -> str:
    """The address of a task in the plan, at the same instant."""
    plan = reverse("web:plan", args=[about.slug])
    return f"{plan}{about.query}{'&' if about.query else '?'}task={task}"


def keys(
    about: About, headline: Headline, projects: Sequence[ProjectFigures], points: Sequence[TrendPoint]
) -> list[Key]:
    """The figures a manager looks at first, each with its trend and its formula."""
    finish = headline.milestone_finish if headline.milestone is not None else headline.finish
    day = present.day_of(finish) if finish is not None else None
    done = _share_done(projects)
    found = [
        Key(
            _("Planned finish"),
            present.day(day, year=False) if day else "–",
            str(day.year) if day else "",
            _since(points),
            why(about, "finish"),
            _spark([point.finish for point in points]),
        ),
        Key(
            _("Against the baseline"),
            present.slip(headline.slip_days).text or "–",
            _("working days") if headline.slip_days else "",
            _("no baseline yet")
            if headline.slip_days is None
            else _("%(late)s tasks later than promised") % {"late": headline.late},
            why(about, "slip"),
            _spark([point.slip_days for point in points], reference=0),
        ),
        Key(
            _("Critical tasks"),
            present.number(headline.critical, places=0),
            _("of %(tasks)s") % {"tasks": present.number(headline.tasks, places=0)},
            _("%(near)s nearly critical") % {"near": headline.near_critical},
            why(about, "critical"),
            _spark([point.critical for point in points]),
        ),
        Key(
            _("Done"),
            f"{present.number(done, places=0)} %",
            "",
            _("%(complete)s of %(tasks)s tasks finished")
            % {"complete": headline.complete, "tasks": headline.tasks},
            why(about, "done"),
            _spark([point.complete for point in points]),
        ),
        Key(
            _("Odd in the plan"),
            present.number(headline.problems, places=0),
            "",
            _("nothing to look at") if not headline.problems else _("named below, with their tasks"),
            why(about, "problems"),
            mark_safe(""),
        ),
    ]
    # Whoever may not compare with baselines is shown no empty comparison.
    may_compare = may_in_program(about.reader, "baseline.read", about.ledger)
    return [key for key in found if may_compare or "why=slip" not in key.url]


def finding(headline: Headline, points: Sequence[TrendPoint]) -> str:
    """What the picture of the moving date shows, as its title."""
    moved = _moved_days(points)
    if moved is None:
        return ""
    since = present.day(points[0].day, year=False)
    if moved == 0:
        return _("The finish has not moved since %(day)s") % {"day": since}
    words = (
        _("The finish moved %(days)s later since %(day)s")
        if moved > 0
        else _("The finish moved %(days)s sooner since %(day)s")
    )
    calendar = ngettext("%(n)s day", "%(n)s days", abs(moved)) % {"n": abs(moved)}
    return words % {"days": calendar, "day": since}


def picture(headline: Headline, points: Sequence[TrendPoint]) -> SafeString:
    """The planned finish over time against the baseline."""
    said = [
        trend.Said(point.day, present.day_of(point.finish)) for point in points if point.finish is not None
    ]
    if len(said) < 2:
        return mark_safe("")
    promise = present.day_of(headline.baseline_finish) if headline.baseline_finish is not None else None
    words = trend.Words(
        now=present.day(said[-1].date),
        promise=_("baseline %(day)s") % {"day": present.day(promise, year=False)} if promise else "",
        described=_("Planned finish over time: %(first)s on %(then)s, %(last)s now")
        % {
            "first": present.day(said[0].date),
            "then": present.day(said[0].on),
            "last": present.day(said[-1].date),
        },
    )
    return mark_safe(trend.moved(said, promise, words, _months(said[0].on, said[-1].on)))  # noqa: S308


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
        for row in shown
    ]
    compared = any(row.slip_days is not None for row in shown)
    head = mark_safe(slips.head(scale, _("working days after the baseline"))) if compared else mark_safe("")  # noqa: S308
    return lines, head, _milestones_said(shown)


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
        finish = present.day_of(task.finish) if task and task.finish is not None else None
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


def _slipped(about: About, days: float, baseline: str) -> list[Said]:
    if round(days, 1) == 0:
        return [Said(_(", as %(baseline)s promised") % {"baseline": baseline})]
    text = ngettext("%(days)s working day", "%(days)s working days", 1 if abs(days) == 1 else 2) % {
        "days": present.number(abs(round(days, 1)))
    }
    after = _(" after %(baseline)s") if days > 0 else _(" before %(baseline)s")
    return [Said(", "), Said(text, why(about, "slip")), Said(after % {"baseline": baseline})]


def _driven(about: About, drivers: Sequence[PlannedTask]) -> list[Said]:
    said = [Said("; ")]
    for place, task in enumerate(drivers):
        if place:
            said.append(Said(_(" and ")))
        said.append(Said(task.name, task_url(about, task.number)))
    return [*said, Said(ngettext(" drives it", " drive it", len(drivers)))]


def _share_done(projects: Sequence[ProjectFigures]) -> float:
    tasks = sum(row.tasks for row in projects)
    return sum(row.percent_complete * row.tasks for row in projects) / tasks if tasks else 0


def _spark(values: Sequence[float | None], *, reference: float | None = None) -> SafeString:
    known = [value for value in values if value is not None]
    return mark_safe(spark.spark(known[-24:], reference=reference))  # noqa: S308


def _since(points: Sequence[TrendPoint]) -> str:
    moved = _moved_days(points)
    if moved is None:
        return _("no history yet")
    since = present.day(points[0].day, year=False)
    if moved == 0:
        return _("as on %(day)s") % {"day": since}
    return _("%(days)s d since %(day)s") % {
        "days": f"{'+' if moved > 0 else present.MINUS}{abs(moved)}",
        "day": since,
    }


def _moved_days(points: Sequence[TrendPoint]) -> int | None:
    """Calendar days the finish moved over the trend."""
    known = [point for point in points if point.finish is not None]
    if len(known) < 2 or known[0].finish is None or known[-1].finish is None:
        return None
    return (present.day_of(known[-1].finish) - present.day_of(known[0].finish)).days


def _months(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """The firsts of at most six months between two days, with their names."""
    firsts: list[dt.date] = []
    at = first.replace(day=1)
    while (at := (at.replace(day=28) + dt.timedelta(days=4)).replace(day=1)) <= last:
        firsts.append(at)
    step = max(1, -(-len(firsts) // 6))
    return [(day, present.month(day)) for day in firsts[::step]]


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


def _plot(scale: slips.Scale, row: PlannedTask) -> SafeString:
    if row.slip_days is None:
        return mark_safe("")
    kind = "done" if row.actual_finish is not None else ("crit" if row.is_critical else "now")
    return mark_safe(slips.row(scale, row.slip_days, kind=kind))  # noqa: S308


def _day(instant: Instant | None, today: dt.date) -> str:
    return "" if instant is None else present.near_day(present.day_of(instant), today)
