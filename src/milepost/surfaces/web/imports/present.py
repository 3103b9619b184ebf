"""The report on a waiting file, in words: what is kept, what is dropped, where dates differ and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from milepost.engine.instants import TICKS_PER_DAY, Instant, Ticks, moment
from milepost.interop.fidelity.dates import BACKWARD, Because
from milepost.interop.load.preview import reasons
from milepost.interop.load.preview.report import Accounted, DateDifference, Oddity, Preview, ProjectPreview
from milepost.surfaces.web.shell import present

_PATH_AT_MOST = 12
_DIFFERENCES_AT_MOST = 8
_PROBLEMS_AT_MOST = 8

TOOLS = {"msproject": "MS Project", "p6": "Primavera P6", "milepost": "Milepost"}

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
class Why:
    """Why some dates differ, and how many; `only` is the part of an address that shows those alone."""

    name: str
    sentence: str
    dates: str
    tasks: str
    only: str
    page: str


@dataclass(frozen=True, slots=True)
class Differing:
    """One date of ours against the file's. `reason` is the code it is filtered by."""

    task: str
    project: str
    field: str
    file: str
    ours: str
    reason: str
    because: str
    page: str
    days: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """A task on the critical path."""

    name: str
    day: str


@dataclass(frozen=True, slots=True)
class Odd:
    """Something odd, and the task it is about."""

    task: str
    message: str


@dataclass(frozen=True, slots=True)
class Project:
    """One project of a file, when it holds several: how much it has and when it ends."""

    title: str
    tasks: str
    links: str
    resources: str
    finish: str
    file_finish: str
    critical: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A file before it is brought in, as the page prints it. `equal` and `compared` draw the measure."""

    name: str
    title: str
    subtitle: str
    headline: str
    equal: int
    compared: int
    kept: tuple[str, ...]
    carried: str
    dropped: str
    drops: tuple[tuple[str, str], ...]
    finish: str
    reasons: tuple[Why, ...]
    differing: tuple[Differing, ...]
    more_differing: int
    projects: tuple[Project, ...]
    path: tuple[Step, ...]
    more_path: int
    problems: tuple[Odd, ...]
    more_problems: int


def shown(name: str, report: Preview, today: dt.date) -> Shown:
    """Everything the preview page says of one file."""
    tool = TOOLS.get(report.tool, report.tool)
    first = sorted(report.differences, key=_importance)[:_DIFFERENCES_AT_MOST]
    path = [step for project in report.projects for step in project.critical]
    ordered = sorted(path, key=lambda step: step.finish or 0)
    return Shown(
        name=name,
        title=_title(name, report, tool),
        subtitle=_subtitle(report, tool),
        headline=report.headline,
        equal=report.equal,
        compared=report.compared,
        kept=tuple(_kept(report)),
        carried=_values(sum(one.count for one in report.fields if one.fate == "carried")),
        dropped=_values(sum(one.count for one in report.dropped)),
        drops=tuple(_drops(report.dropped)),
        finish=_finish(report, tool),
        reasons=tuple(_whys(report)),
        differing=tuple(differing(one) for one in first),
        more_differing=len(report.differences) - len(first),
        projects=tuple(_project(one, today) for one in report.projects) if len(report.projects) > 1 else (),
        path=tuple(_step(step.name, step.finish, today) for step in ordered[-_PATH_AT_MOST:]),
        more_path=max(len(path) - _PATH_AT_MOST, 0),
        problems=tuple(odd(one) for one in report.oddities[:_PROBLEMS_AT_MOST]),
        more_problems=max(len(report.oddities) - _PROBLEMS_AT_MOST, 0),
    )


def _title(name: str, report: Preview, tool: str) -> str:
    if not report.compared:
        return _("%(name)s is read; it brought no dates to compare with") % {"name": name}
    if not report.moved:
        return _("%(name)s is read; every start and finish is as in the file") % {"name": name}
    said = ngettext(
        "%(name)s is read; %(n)s task has other dates than in %(tool)s",
        "%(name)s is read; %(n)s tasks have other dates than in %(tool)s",
        report.moved,
    )
    return said % {"name": name, "n": present.number(report.moved, places=0), "tool": tool}


def _subtitle(report: Preview, tool: str) -> str:
    return _("%(tasks)s in %(projects)s, worked out by the rules of %(tool)s in %(seconds)s s") % {
        "tasks": present.counted(report.tasks, _("task"), _("tasks")),
        "projects": present.counted(len(report.projects), _("project"), _("projects")),
        "tool": tool,
        "seconds": present.number(report.seconds),
    }


def _kept(report: Preview) -> list[str]:
    def total(name: str) -> int:
        return sum(getattr(project, name) for project in report.projects)

    baselines = {slot for project in report.projects for slot in project.baselines}
    counted = (
        (report.tasks, _("task"), _("tasks")),
        (total("milestones"), _("milestone"), _("milestones")),
        (total("links"), _("link"), _("links")),
        (total("resources"), _("resource"), _("resources")),
        (total("assignments"), _("assignment"), _("assignments")),
        (total("calendars"), _("calendar"), _("calendars")),
        (len(baselines), _("baseline"), _("baselines")),
        (total("rates"), _("rate"), _("rates")),
        (total("task_costs"), _("task cost"), _("task costs")),
    )
    lines = [present.counted(amount, one, many) for amount, one, many in counted if amount]
    return [*lines, *_progress(report.projects)]


def _progress(projects: Sequence[ProjectPreview]) -> Iterable[str]:
    started = sum(project.started for project in projects)
    status = max((project.status for project in projects if project.status is not None), default=None)
    if not started:
        return
    said = ngettext("progress of %(n)s task", "progress of %(n)s tasks", started) % {"n": started}
    if status is None:
        yield said
    else:
        yield _("%(progress)s, to %(day)s") % {"progress": said, "day": present.day(present.day_of(status))}


def _values(amount: int) -> str:
    """How many values; empty for none."""
    return present.counted(amount, _("value"), _("values")) if amount else ""


def _drops(dropped: Sequence[Accounted]) -> Iterable[tuple[str, str]]:
    """Why fields are dropped, the reason with most values first, and how many fields each concerns."""
    fields = Counter(one.because for one in dropped)
    for because, count in fields.most_common(4):
        yield because, present.counted(count, _("field"), _("fields"))


def _finish(report: Preview, tool: str) -> str:
    """The finish here against the finish in the file, in a sentence."""
    if report.finish is None:
        return _("No task has a date.")
    here = present.day(present.finish_day(report.finish))
    if report.file_finish is None:
        return _("The finish is %(here)s.") % {"here": here}
    there = present.day(present.finish_day(report.file_finish))
    if here == there:
        return _("The finish is %(here)s, here and in %(tool)s.") % {"here": here, "tool": tool}
    told = {"here": here, "there": there, "tool": tool}
    return _("The finish is %(here)s here and %(there)s in %(tool)s.") % told


def _whys(report: Preview) -> Iterable[Why]:
    for one in report.reasons:
        yield Why(
            name=str(reasons.WORDS[Because(one.code)].name),
            sentence=one.sentence,
            dates=present.counted(one.dates, _("date"), _("dates")),
            tasks=present.counted(one.tasks, _("task"), _("tasks")),
            only=f"?because={one.code}",
            page=one.page,
        )


def _importance(one: DateDifference) -> tuple[bool, bool, bool]:
    """Own reasons before what follows from others, starts and finishes before late dates and floats."""
    return (
        one.because == Because.FOLLOWS_DIFFERENCE.value,
        one.field in BACKWARD,
        one.field not in ("start", "finish"),
    )


def differing(one: DateDifference) -> Differing:
    """A difference in words. `days` is how far apart the two dates are, None for what has no distance."""
    is_float = one.field.endswith("float")
    return Differing(
        task=one.task or one.uid,
        project=one.project,
        field=str(FIELDS.get(one.field, one.field)),
        file=_length(one.file_float) if is_float else _date(one.file),
        ours=_length(one.computed_float) if is_float else _date(one.computed),
        reason=one.because,
        because=str(reasons.WORDS[Because(one.because)].name),
        page=reasons.page_of(Because(one.because)),
        days=_apart(one),
    )


def _apart(one: DateDifference) -> float | None:
    if one.file_float is not None and one.computed_float is not None:
        return present.worked(one.computed_float - one.file_float)
    if one.file is not None and one.computed is not None:
        return (one.computed - one.file) / TICKS_PER_DAY
    return None


def _length(value: Ticks | None) -> str:
    return "–" if value is None else f"{present.number(present.worked(value))} d"


def _date(value: Instant | None) -> str:
    return "–" if value is None else f"{present.day(present.day_of(value))} {moment(value):%H:%M}"


def _step(name: str, finish: Instant | None, today: dt.date) -> Step:
    return Step(name, "" if finish is None else present.near_day(present.finish_day(finish), today))


def odd(one: Oddity) -> Odd:
    """What is odd, with the name of the task unless the sentence has it."""
    return Odd("" if one.task in one.message else one.task, one.message)


def _project(one: ProjectPreview, today: dt.date) -> Project:
    def day(at: Instant | None) -> str:
        return "–" if at is None else present.near_day(present.finish_day(at), today)

    return Project(
        title=one.title,
        tasks=present.number(one.tasks, places=0),
        links=present.number(one.links, places=0),
        resources=present.number(one.resources, places=0),
        finish=day(one.finish),
        file_finish=day(one.file_finish),
        critical=present.number(len(one.critical), places=0),
    )
