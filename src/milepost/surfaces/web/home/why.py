""" "Why is it this?": a figure with its formula, what went into it, and the instant it was read at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from milepost.base.refusal import NotFound
from milepost.domain.analysis.queries import current as analysis
from milepost.domain.analysis.rows.plans import PlannedTask, Result
from milepost.surfaces.web.home import present as words
from milepost.surfaces.web.shell import present, then
from milepost.surfaces.web.shell.asking import About

_AT_MOST = 25


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that went into a figure."""

    name: str
    value: str
    url: str = ""
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """A figure explained. `more` counts inputs that are not listed."""

    title: str
    value: str
    formula: str
    inputs: tuple[Input, ...]
    more: int
    note: str


def explain(about: About, result: Result, baseline: str, figure: str) -> Why:
    """The explanation of one of the page's figures.

    Raises: NotFound.
    """
    explanations: dict[str, Callable[[About, Result, str], Why]] = {
        "finish": _finish,
        "slip": _slip,
        "critical": _critical,
        "near": _near,
        "done": _done,
        "problems": _problems,
    }
    if figure not in explanations:
        raise NotFound(f"There is no figure '{figure}'.")
    return explanations[figure](about, result, baseline)


def _finish(about: About, result: Result, baseline: str) -> Why:
    headline = result.headline
    steps = analysis.driving_path(about.reader, program=about.ledger, as_of=about.revision)
    finish = headline.milestone_finish if headline.milestone is not None else headline.finish
    inputs = [
        Input(
            step.task.name,
            _day(about, step.task.finish),
            "" if step.task.is_stub else words.task_url(about, step.task.number),
            step.task.is_critical,
        )
        for step in steps
    ]
    formula = (
        _("The planned finish of “%(name)s”: the latest date its driving path allows.")
        % {"name": headline.milestone_name}
        if headline.milestone_name
        else _("The latest planned finish of all tasks of the program.")
    )
    return _why(
        about,
        result,
        title=_("Why this date?"),
        value=_day(about, finish),
        formula=formula,
        inputs=inputs,
        note=_("The planned finish is the network's date without risks. It is no promise."),
    )


def _slip(about: About, result: Result, baseline: str) -> Why:
    headline = result.headline
    finish = headline.milestone_finish if headline.milestone is not None else headline.finish
    late = [row for row in _leaves(about) if (row.slip_days or 0) > 0 and row.actual_finish is None]
    late.sort(key=lambda row: -(row.slip_days or 0))
    inputs = [
        *_causes(about, headline.slot),
        Input(_("Planned finish"), _day(about, finish), words.why(about, "finish")),
        Input(baseline or _("Baseline"), _day(about, headline.baseline_finish)),
        *(
            Input(
                row.name, present.slip(row.slip_days).text, words.task_url(about, row.number), row.is_critical
            )
            for row in late
        ),
    ]
    return _why(
        about,
        result,
        title=_("Why this slip?"),
        value=present.slip(headline.slip_days).text or "–",
        formula=_(
            "Planned finish minus baseline finish, in working days of the calendar. Below: the "
            "tasks later than promised, the latest first."
        ),
        inputs=inputs,
        note="" if baseline else _("No baseline is set yet. Set one in the plan."),
    )


def _causes(about: About, slot: int | None) -> list[Input]:
    """The way to the page that splits the slip by cause, for those who may read how it came to be."""
    if slot is None or not about.has_history:
        return []
    moves = reverse("web:moves", args=[about.slug])
    as_of = f"&as_of={about.as_of.text}" if about.as_of.is_past else ""
    return [Input(_("Split by cause and project"), "", f"{moves}?since={then.BASELINE}{slot}{as_of}")]


def _critical(about: About, result: Result, baseline: str) -> Why:
    critical = [row for row in _leaves(about) if row.is_critical and row.actual_finish is None]
    inputs = [
        Input(_("Nearly critical"), str(result.headline.near_critical), words.why(about, "near")),
        *(
            Input(row.name, _float(row), words.task_url(about, row.number), is_critical=True)
            for row in critical
        ),
    ]
    return _why(
        about,
        result,
        title=_("Which tasks are critical?"),
        value=present.number(result.headline.critical, places=0),
        formula=_(
            "Tasks not finished whose total float is zero or less: a day lost on any of them is a "
            "day lost at the end. Float in working days."
        ),
        inputs=inputs,
    )


def _near(about: About, result: Result, baseline: str) -> Why:
    near = [row for row in _leaves(about) if row.is_near_critical and row.actual_finish is None]
    near.sort(key=lambda row: row.total_float or 0)
    plan = f"{reverse('web:plan', args=[about.slug])}{about.query}{'&' if about.query else '?'}only=near"
    inputs = [
        Input(_("Show these and the critical ones in the plan"), "", plan),
        *(Input(row.name, _float(row), words.task_url(about, row.number)) for row in near),
    ]
    return _why(
        about,
        result,
        title=_("Which tasks are nearly critical?"),
        value=present.number(result.headline.near_critical, places=0),
        formula=_(
            "Tasks not finished with some total float, but no more than five working days of it, or the "
            "limit the plan's rules set: the next to hold the finish. The least float first."
        ),
        inputs=inputs if near else [],
    )


def _done(about: About, result: Result, baseline: str) -> Why:
    inputs = [
        Input(
            row.name,
            _("%(done)s %% of %(tasks)s tasks")
            % {"done": present.number(row.percent_complete, places=0), "tasks": row.tasks},
        )
        for row in result.projects
    ]
    return _why(
        about,
        result,
        title=_("How much is done?"),
        value=_("%(complete)s of %(tasks)s tasks finished")
        % {"complete": result.headline.complete, "tasks": result.headline.tasks},
        formula=_(
            "Share done of each task, weighted by its duration within a project, and by the "
            "number of tasks between projects."
        ),
        inputs=inputs,
    )


def _problems(about: About, result: Result, baseline: str) -> Why:
    inputs = [
        Input(
            row.name or about.program.name, row.message, words.task_url(about, row.task) if row.task else ""
        )
        for row in result.problems
    ]
    return _why(
        about,
        result,
        title=_("What is odd in the plan?"),
        value=present.number(len(result.problems), places=0),
        formula=_(
            "What the calculation noticed: circles, constraints that beat the logic, dates behind "
            "the status date. The plan is worked out all the same."
        ),
        inputs=inputs,
    )


def _why(
    about: About,
    result: Result,
    *,
    title: str,
    value: str,
    formula: str,
    inputs: Sequence[Input],
    note: str = "",
) -> Why:
    read = about.as_of.label or _("now")
    at = _("Read at revision %(revision)s, %(read)s.") % {"revision": result.revision, "read": read}
    return Why(
        title=title,
        value=value,
        formula=formula,
        inputs=tuple(inputs[:_AT_MOST]),
        more=max(len(inputs) - _AT_MOST, 0),
        note=f"{note} {at}".strip(),
    )


def _leaves(about: About) -> list[PlannedTask]:
    rows = analysis.planned_tasks(about.reader, program=about.ledger, as_of=about.revision)
    return [row for row in rows if row.kind in ("task", "milestone") and not row.is_stub]


def _float(row: PlannedTask) -> str:
    return "" if row.total_float is None else f"{present.number(present.worked(row.total_float))} d"


def _day(about: About, instant: int | None) -> str:
    return "–" if instant is None else present.near_day(present.finish_day(instant), about.today)
