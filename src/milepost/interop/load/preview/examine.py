"""A plan file examined: worked out by the rules of its own tool, our dates held against those it brought."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.engine.analysis import Analysis, analyse
from milepost.engine.instants import Instant
from milepost.engine.paths import longest_path
from milepost.interop.exchange.planning import Planned, to_plan
from milepost.interop.exchange.values import Exchange, Project
from milepost.interop.fidelity.dates import Agreement, Because, Difference, against_file
from milepost.interop.load.preview import reasons
from milepost.interop.load.preview.accounts import accounts
from milepost.interop.load.preview.report import (
    CriticalTask,
    DateDifference,
    Oddity,
    Preview,
    ProjectPreview,
    Reason,
)


@dataclass(frozen=True, slots=True)
class Examined:
    """A file as it was read, the plan it was worked out as, and the report on it."""

    exchange: Exchange
    planned: Planned
    report: Preview

    @property
    def is_empty(self) -> bool:
        """Whether it holds no task, so that there is nothing to bring in."""
        return not any(project.tasks for project in self.exchange.projects)


def examine(exchange: Exchange, *, began: float | None = None) -> Examined:
    """Work a file out and report on it; `began` is when reading it began, on the process's clock."""
    started = time.perf_counter() if began is None else began
    planned = to_plan(exchange)
    analysis = analyse(planned.plan)
    agreement = against_file(exchange, planned, analysis)
    projects = [_project(exchange, place, planned, analysis) for place in range(len(exchange.projects))]
    causes = _reasons(agreement.different)
    report = Preview(
        format=exchange.format,
        version=exchange.version,
        tool=exchange.tool,
        headline=_headline(agreement, causes),
        projects=projects,
        oddities=_oddities(exchange, planned, analysis),
        kept=exchange.fidelity.kept,
        carried=exchange.fidelity.carried,
        fields=accounts(exchange),
        compared=agreement.compared,
        equal=agreement.equal,
        reasons=causes,
        differences=[_difference(exchange, one) for one in agreement.different],
        start=min(_said(project.start for project in projects), default=None),
        finish=analysis.finish,
        file_finish=max(_said(project.file_finish for project in projects), default=None),
        seconds=round(time.perf_counter() - started, 3),
    )
    return Examined(exchange, planned, report)


def _said(instants: Iterable[Instant | None]) -> list[Instant]:
    return [at for at in instants if at is not None]


def _headline(agreement: Agreement, causes: Sequence[Reason]) -> str:
    """How far the dates agree: "112 of 120 dates equal; 8 differ for 2 documented reasons"."""
    if not agreement.compared:
        return _("The file brought no dates to compare with.")
    if not agreement.different:
        return _("All %(n)s dates and floats equal the file’s.") % {"n": _count(agreement.compared)}
    differing = len(agreement.different)
    known = [one for one in causes if one.code != Because.UNEXPLAINED.value]
    strange = sum(one.dates for one in causes if one.code == Because.UNEXPLAINED.value)
    told = {"equal": _count(agreement.equal), "compared": _count(agreement.compared), "n": _count(differing)}
    equal = _("%(equal)s of %(compared)s dates and floats equal the file’s") % told
    if not known:
        return _("%(equal)s; why %(n)s differ is not known.") % {**told, "equal": equal}
    why = ngettext(
        "%(n)s differ for %(reasons)s documented reason",
        "%(n)s differ for %(reasons)s documented reasons",
        len(known),
    ) % {"n": _count(differing - strange), "reasons": len(known)}
    if strange:
        return _("%(equal)s; %(why)s, %(strange)s unexplained.") % {
            "equal": equal,
            "why": why,
            "strange": strange,
        }
    return _("%(equal)s; %(why)s.") % {"equal": equal, "why": why}


def _count(amount: int) -> str:
    """A number with thin spaces between thousands, as the screens write it."""
    return f"{amount:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _project(exchange: Exchange, place: int, planned: Planned, analysis: Analysis) -> ProjectPreview:
    project = exchange.projects[place]
    own = [
        row.id for row, origin in zip(planned.plan.tasks, planned.origins, strict=True) if origin[0] == place
    ]
    schedule = analysis.schedule
    summaries = sum(bool(schedule.is_summary[schedule.position[task]]) for task in own)
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
        rates=_rates(project),
        task_costs=sum(task.cost is not None for task in project.tasks),
        started=sum(task.actual_start is not None for task in project.tasks),
        status=project.status,
        start=min(_said(schedule.row(task).start for task in own), default=None),
        finish=analysis.finish_by_project.get(place + 1),
        file_finish=project.finish,
        critical=_critical(set(own), planned, analysis),
    )


def _rates(project: Project) -> int:
    """How many rates say what anybody costs."""
    return sum(
        any((rate.cost_per_hour, rate.overtime_per_hour, rate.cost_per_use))
        for resource in project.resources
        for rate in resource.rates
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


def _oddities(exchange: Exchange, planned: Planned, analysis: Analysis) -> list[Oddity]:
    position = analysis.schedule.position
    in_file = (Oddity(str(one.code), "file", "", one.message) for one in exchange.problems)
    in_plan = (
        Oddity(
            code=str(one.code.value),
            found_in="plan",
            task=planned.origins[position[one.subject]][1].name if one.subject in position else "",
            message=one.message,
        )
        for one in analysis.problems
    )
    return [*in_file, *in_plan]


def _reasons(different: Sequence[Difference]) -> list[Reason]:
    dates = Counter(one.because for one in different)
    tasks: dict[Because, set[tuple[int, str]]] = {}
    for one in different:
        tasks.setdefault(one.because, set()).add((one.project, str(one.task.uid)))
    return [
        Reason(
            because.value,
            str(reasons.WORDS[because].sentence),
            count,
            len(tasks[because]),
            reasons.page_of(because),
        )
        for because, count in dates.most_common()
    ]


def _difference(exchange: Exchange, one: Difference) -> DateDifference:
    is_float = one.field.endswith("float")
    return DateDifference(
        project=exchange.projects[one.project].title,
        uid=str(one.task.uid),
        task=one.task.name,
        field=one.field,
        file=None if is_float else one.file,
        computed=None if is_float else one.computed,
        file_float=one.file if is_float else None,
        computed_float=one.computed if is_float else None,
        because=one.because.value,
    )
