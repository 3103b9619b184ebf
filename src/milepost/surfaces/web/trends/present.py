"""Milestone trends in words: the finding, the chart, a line for each milestone, and one opened."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.domain.analysis.rows.trends import MilestoneTrend
from milepost.pictures import milestones as drawing
from milepost.surfaces.web.home.present import task_url
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.figures import Figure
from milepost.surfaces.web.shell.present import Difference

_DRAWN_AT_MOST = 12
_DRAWN_ON_PHONES = 7
_MONTHS_AT_MOST = 8
_MONTHS_ON_PHONES = 5
_LABEL = 26
_SLIPPING = frozenset({"slipping", "accelerating slip", "slowing slip"})


@dataclass(frozen=True, slots=True)
class Line:
    """A milestone in the table; differences in calendar days."""

    name: str
    url: str
    why_url: str
    baseline: str
    first: str
    now: str
    slip: Difference
    last: str
    direction: str
    pace: str
    projected: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What one report said of a milestone, and how that differs from the one before."""

    day: str
    said: str
    moved: str
    url: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A milestone opened, report by report."""

    figure: Figure
    reports: tuple[Report, ...]
    why_url: str
    task_url: str


def sentence(rows: Sequence[MilestoneTrend]) -> str:
    """How many milestones slip, and which comes off worst."""
    open_ = [row for row in rows if not row.is_done]
    if not open_:
        return _("No milestone is ahead.") if rows else ""
    slipping = [row for row in open_ if row.direction in _SLIPPING]
    if not slipping:
        return ngettext(
            "The one milestone ahead keeps its date.",
            "None of the %(n)s milestones ahead slips.",
            len(open_),
        ) % {"n": len(open_)}
    worst = max(slipping, key=lambda row: _moved(row))
    return ngettext(
        "%(n)s of %(all)s milestones ahead slips: %(name)s, by %(days)s since its first report.",
        "%(n)s of %(all)s milestones ahead slip; %(name)s furthest, by %(days)s since its first report.",
        len(slipping),
    ) % {"n": len(slipping), "all": len(open_), "name": worst.name, "days": present.days(_moved(worst))}


def picture(rows: Sequence[MilestoneTrend]) -> SafeString:
    """The chart of the milestones that moved most, the headline's among them; fewer of them on phones."""
    drawn = sorted(rows, key=lambda row: (not row.is_headline, row.is_done, -abs(_moved(row)), row.number))
    wide = _picture(drawn[:_DRAWN_AT_MOST], drawing.WIDE, _MONTHS_AT_MOST, "wide")
    narrow = _picture(drawn[:_DRAWN_ON_PHONES], drawing.NARROW, _MONTHS_ON_PHONES, "narrow-block")
    return mark_safe(wide + narrow)  # noqa: S308 - our own drawing


def _picture(rows: Sequence[MilestoneTrend], frame: drawing.Frame, months: int, css: str) -> str:
    lines = [_drawn(row) for row in sorted(rows, key=lambda row: row.finish or 0)]
    found = drawing.span(lines)
    if found is None:
        return ""
    first, last, low, high = found
    ticks = drawing.Ticks(_months(first, last, months), _months(low, high, _MONTHS_AT_MOST))
    described = _(
        "Dates planned for %(n)s milestones, by the day they were planned so; the table says them all"
    ) % {"n": len(lines)}
    return drawing.chart(lines, ticks, described, frame, css)


def lines(about: About, rows: Sequence[MilestoneTrend]) -> list[Line]:
    """The table: every milestone with its dates then and now and where it goes."""
    return [
        Line(
            name=row.name or _("unnamed"),
            url=_here(about, row.number),
            why_url=_why(about, row.number),
            baseline=_near(about, row.baseline_finish),
            first=_near(about, row.reports[0].finish),
            now=_near(about, row.finish),
            slip=present.slip(row.slip),
            last=_last_move(row),
            direction=_words(row),
            pace="" if row.convergence is None else present.number(row.convergence, places=2),
            projected=_projected(about, row),
            is_done=row.is_done,
        )
        for row in rows
    ]


def panel(about: About, row: MilestoneTrend) -> Panel:
    """A milestone opened: where it is heading, by which formula, and each report."""
    pairs = itertools.pairwise([None, *row.reports])
    reports = [
        Report(
            day=present.near_day(now.day, about.today),
            said=_near(about, now.finish),
            moved="" if before is None else _signed(_days(before.finish, now.finish)),
            url=f"{reverse('web:plan', args=[about.slug])}?as_of={now.revision}&task={row.number}",
        )
        for before, now in pairs
        if now is not None
    ]
    pace = "–" if row.convergence is None else present.number(row.convergence, places=2)
    figure = Figure(
        title=row.name,
        value=_words(row),
        formula=_(
            "Pace: how many days the date came nearer for each day that passed, averaged over the reports. "
            "1 is on track, below 1 slips, 0 or less recedes. At this pace it is reached on the day of the "
            "last report plus the days left divided by the pace."
        ),
        inputs=(
            (_("Baseline"), _near(about, row.baseline_finish)),
            (_("Now"), _near(about, row.finish)),
            (_("Pace"), pace),
            (_("At this pace"), _projected(about, row) or "–"),
        ),
        close=reverse("web:trends", args=[about.slug]) + about.query,
    )
    return Panel(
        figure=figure,
        reports=tuple(reversed(reports)),
        why_url=_why(about, row.number),
        task_url=task_url(about, row.number),
    )


def _drawn(row: MilestoneTrend) -> drawing.Line:
    kind = (
        "now"
        if row.is_headline
        else "done"
        if row.is_done
        else "crit"
        if row.direction in _SLIPPING
        else "other"
    )
    label = row.name if len(row.name) <= _LABEL else f"{row.name[: _LABEL - 1]}…"
    return drawing.Line(label, [(one.day, present.day_of(one.finish)) for one in row.reports], kind)


def _moved(row: MilestoneTrend) -> int:
    return _days(row.reports[0].finish, row.reports[-1].finish)


def _days(before: int, after: int) -> int:
    return (present.day_of(after) - present.day_of(before)).days


def _last_move(row: MilestoneTrend) -> str:
    moved = [_days(a.finish, b.finish) for a, b in itertools.pairwise(row.reports)]
    last = next((days for days in reversed(moved) if days), 0)
    return _signed(last) if last else ""


def _words(row: MilestoneTrend) -> str:
    if row.is_done:
        return _("reached")
    said = {
        "steady": _("steady"),
        "slipping": _("slipping"),
        "accelerating slip": _("slipping faster"),
        "slowing slip": _("slipping slower"),
        "recovering": _("recovering"),
    }
    return said[row.direction]


def _projected(about: About, row: MilestoneTrend) -> str:
    if row.is_done or row.convergence is None:
        return ""
    return _("receding") if row.projected is None else present.near_day(row.projected, about.today)


def _here(about: About, task: int) -> str:
    asked = {"project": about.project or "", "as_of": about.as_of.text, "task": task}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('web:trends', args=[about.slug])}?{query}"


def _why(about: About, task: int) -> str:
    as_of = f"&as_of={about.as_of.text}" if about.as_of.is_past else ""
    return f"{reverse('web:moves', args=[about.slug])}?task={task}{as_of}"


def _near(about: About, instant: int | None) -> str:
    return "–" if instant is None else present.near_day(present.day_of(instant), about.today)


def _signed(days: int) -> str:
    if not days:
        return "0"
    return f"{'+' if days > 0 else present.MINUS}{abs(days)} d"


def _months(first: dt.date, last: dt.date, most: int) -> list[tuple[dt.date, str]]:
    """The firsts of at most so many months between two days, with their names."""
    firsts: list[dt.date] = []
    at = first.replace(day=1)
    while (at := (at.replace(day=28) + dt.timedelta(days=4)).replace(day=1)) <= last:
        firsts.append(at)
    step = max(1, -(-len(firsts) // most))
    return [(day, present.month(day)) for day in firsts[::step]]
