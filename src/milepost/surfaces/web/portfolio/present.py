"""Programs side by side in words: who is late, by how much, on one scale of dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.domain.analysis.rows.plans import Headline
from milepost.domain.programs.rows import PortfolioRow, ProgramRow
from milepost.engine.instants import Instant
from milepost.pictures import dates
from milepost.surfaces.web.settings.forms import STAGES
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.present import Difference


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of the sentence; one with an address is a figure that opens."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """A program in the list, in words, and beside them what it is sorted by.

    `place` is where its portfolio stands among the portfolios; `slip_days` None without a baseline, `share`
    None without tasks.
    """

    short: str
    rest: str
    url: str
    portfolio: str
    place: int
    manager: str
    sponsor: str
    stage: str
    stage_place: int
    finish: str
    finish_at: Instant | None
    promised: str
    promised_at: Instant | None
    slip: Difference
    slip_days: float | None
    why: str
    plot: SafeString
    done: str
    share: float | None
    critical: int
    changed: str
    changed_url: str
    changes: int
    problems: int


@dataclass(frozen=True, slots=True)
class Board:
    """The programs and the head of the column with their plots, which stand on one scale."""

    programs: tuple[Program, ...]
    scale: SafeString


def board(
    programs: Sequence[ProgramRow],
    headlines: Mapping[int, Headline],
    changes: Mapping[int, int],
    names: Mapping[int, str],
    portfolios: Sequence[PortfolioRow],
    today: dt.date,
) -> Board:
    """The programs, each on the one scale of dates."""
    days = [
        present.finish_day(instant)
        for headline in headlines.values()
        for instant in (_finish(headline), headline.baseline_finish)
        if instant is not None
    ]
    scale = dates.scale_of(days)
    named = {row.number: (place, row.name) for place, row in enumerate(portfolios)}
    nowhere = (len(named), _("In no portfolio") if named else "")
    lines = [
        _program(
            row,
            headlines.get(row.ledger),
            changes.get(row.ledger, 0),
            names,
            scale,
            today,
            named.get(row.portfolio or 0, nowhere),
        )
        for row in programs
    ]
    months = [(day, present.month(day)) for day in scale.months]
    head = dates.head(scale, months, _("finish dates")) if days else ""
    return Board(tuple(lines), mark_safe(head))  # noqa: S308


def sentence(programs: Sequence[ProgramRow], headlines: Mapping[int, Headline]) -> tuple[Said, ...]:
    """Who finishes later than promised, the worst first."""
    compared = [(row, slip) for row in programs if (slip := _slip(headlines.get(row.ledger))) is not None]
    late = sorted(((row, slip) for row, slip in compared if slip > 0), key=lambda pair: -pair[1])
    if not compared:
        count = len(programs)
        return (
            Said(
                ngettext(
                    "%(n)s program; it has no baseline to be held against yet.",
                    "%(n)s programs; none has a baseline to be held against yet.",
                    count,
                )
                % {"n": count}
            ),
        )
    if not late:
        return (Said(_("Every program is on its baseline date or sooner.")),)
    opening = ngettext(
        "%(late)s of %(all)s programs finishes later than promised: ",
        "%(late)s of %(all)s programs finish later than promised: ",
        len(late),
    )
    alone = _("The program finishes later than promised: ")
    said = [Said(alone if len(programs) == 1 else opening % {"late": len(late), "all": len(programs)})]
    for place, (row, slip) in enumerate(late[:3]):
        if place:
            said.append(Said(_(" and ") if place == min(len(late), 3) - 1 else ", "))
        text = _("%(name)s by %(days)s") % {"name": _short(row), "days": present.days(slip)}
        said.append(Said(text, f"{reverse('web:home', args=[row.slug])}?why=slip"))
    return (*said, Said("."))


def _program(
    row: ProgramRow,
    headline: Headline | None,
    entries: int,
    names: Mapping[int, str],
    scale: dates.Scale,
    today: dt.date,
    portfolio: tuple[int, str],
) -> Program:
    home = reverse("web:home", args=[row.slug])
    short, _colon, rest = row.name.partition(":")
    finish = _finish(headline) if headline else None
    changed = ngettext("%(n)s change", "%(n)s changes", entries) % {"n": entries} if entries else ""
    monday = today - dt.timedelta(days=today.weekday())
    promised = headline.baseline_finish if headline else None
    return Program(
        short=short,
        rest=rest.strip(),
        url=home,
        portfolio=portfolio[1],
        place=portfolio[0],
        manager=names.get(row.manager or 0, ""),
        sponsor=names.get(row.sponsor or 0, ""),
        stage=str(STAGES.get(row.stage, row.stage)),
        stage_place=list(STAGES).index(row.stage) if row.stage in STAGES else len(STAGES),
        finish=present.day(present.finish_day(finish)) if finish is not None else _("no dates yet"),
        finish_at=finish,
        promised=present.day(present.finish_day(promised)) if promised is not None else "",
        promised_at=promised,
        slip=present.slip(headline.slip_days if headline else None),
        slip_days=_slip(headline),
        why=f"{home}?why=finish",
        plot=_plot(scale, headline),
        done="" if headline is None or not headline.tasks else f"{headline.complete} / {headline.tasks}",
        share=None if headline is None or not headline.tasks else headline.complete / headline.tasks,
        critical=headline.critical if headline else 0,
        changed=changed,
        changed_url=f"{reverse('web:history', args=[row.slug])}?since={monday.isoformat()}",
        changes=entries,
        problems=headline.problems if headline else 0,
    )


def _plot(scale: dates.Scale, headline: Headline | None) -> SafeString:
    finish = _finish(headline) if headline else None
    if headline is None or finish is None:
        return mark_safe("")
    promise = present.finish_day(headline.baseline_finish) if headline.baseline_finish is not None else None
    return mark_safe(dates.row(scale, present.finish_day(finish), promise))  # noqa: S308


def _finish(headline: Headline) -> Instant | None:
    return headline.milestone_finish if headline.milestone is not None else headline.finish


def _slip(headline: Headline | None) -> float | None:
    return headline.slip_days if headline else None


def _short(row: ProgramRow) -> str:
    return row.name.partition(":")[0]
