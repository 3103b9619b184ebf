"""Where a program stands in words: the sentence, the key figures, the picture of its moving finish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.base.permissions import may_in_program
from milepost.domain.analysis.rows.plans import Headline, PlannedTask, ProjectFigures
from milepost.domain.analysis.rows.trends import TrendPoint
from milepost.pictures import spark, trend
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.asking import About


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
        Said(present.day(present.finish_day(finish)), why(about, "finish")),
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
    day = present.finish_day(finish) if finish is not None else None
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
        trend.Said(point.day, present.finish_day(point.finish))
        for point in points
        if point.finish is not None
    ]
    if len(said) < 2:
        return mark_safe("")
    promise = present.finish_day(headline.baseline_finish) if headline.baseline_finish is not None else None
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
    return (present.finish_day(known[-1].finish) - present.finish_day(known[0].finish)).days


def _months(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """The firsts of at most six months between two days, with their names."""
    firsts: list[dt.date] = []
    at = first.replace(day=1)
    while (at := (at.replace(day=28) + dt.timedelta(days=4)).replace(day=1)) <= last:
        firsts.append(at)
    step = max(1, -(-len(firsts) // 6))
    return [(day, present.month(day)) for day in firsts[::step]]
