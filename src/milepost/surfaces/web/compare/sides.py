"""The two sides of a comparison as the address names them, and what else may be chosen for either.

In the address `earlier=baseline-2&later=now`: now, a revision, the end of a day, or a baseline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from milepost.domain.analysis.queries import states
from milepost.domain.analysis.rows.comparison import ComparedState
from milepost.domain.schedule.queries import baselines as baseline_queries
from milepost.domain.schedule.rows import BaselineRow
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.frame import Choice

EARLIER, LATER = "earlier", "later"
_DAYS_BACK = 28


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader is: the program as asked, both sides as they stand in the address, the rest of it."""

    about: About
    earlier: str
    later: str
    baselines: tuple[BaselineRow, ...]
    rest: tuple[tuple[str, str], ...] = ()

    def url(self, name: str = "web:compare", **other: str) -> str:
        """The address of this comparison, or of another between other sides."""
        asked = {
            "project": str(self.about.project or ""),
            "as_of": self.about.as_of.text,
            EARLIER: self.earlier,
            LATER: self.later,
            **dict(self.rest),
            **other,
        }
        query = urlencode({key: value for key, value in asked.items() if value})
        return f"{reverse(name, args=[self.about.slug])}?{query}"


def place(request: HttpRequest, about: About) -> Place:
    """What the address asks for; else the baseline set last, or four weeks ago, against now."""
    slots = baseline_queries.slots(about.reader, program=about.ledger, as_of=about.revision)
    newest_first = sorted(slots.values(), key=lambda row: (row.taken_at, row.slot), reverse=True)
    return Place(
        about,
        request.GET.get(EARLIER) or _usual(about, newest_first),
        request.GET.get(LATER) or states.NOW,
        tuple(newest_first),
    )


def _usual(about: About, baselines: list[BaselineRow]) -> str:
    if baselines:
        return f"{states.BASELINE}{baselines[0].slot}"
    if about.has_history:
        return (about.today - dt.timedelta(_DAYS_BACK)).isoformat()
    return states.NOW


def label(about: About, state: ComparedState) -> str:
    """A side in words: "Baseline 2", "18 Sep, end of the day", "revision 812 of 3 Jun", "now"."""
    if state.kind == "baseline":
        return state.name
    if state.kind == "now" or state.at is None:
        return about.as_of.label or _("now")
    day = present.near_day(present.recorded_day(state.at), about.today)
    if state.kind == "day":
        return day
    return _("revision %(number)s of %(day)s") % {"number": state.revision, "day": day}


def choices(where: Place, side: str) -> list[Choice]:
    """What may stand on a side: now, baselines, days, and the plans baselines were taken of."""
    chosen = where.earlier if side == EARLIER else where.later
    return [Choice(words, where.url(**{side: text}), text == chosen) for text, words in _offered(where)]


def _offered(where: Place) -> Iterator[tuple[str, str]]:
    about = where.about
    yield states.NOW, about.as_of.label or _("Now")
    for row in where.baselines:
        yield f"{states.BASELINE}{row.slot}", row.name
    if not about.has_history:
        return
    for day, words in _days(about):
        yield day.isoformat(), words
    for row in where.baselines:
        taken = states.of_slot(about.ledger, row).revision
        yield str(taken), _("The plan %(name)s was taken of") % {"name": row.name}


def _days(about: About) -> Iterator[tuple[dt.date, str]]:
    today = about.today
    friday = today - dt.timedelta(days=(today.weekday() - 4) % 7 or 7)
    month = today.replace(day=1) - dt.timedelta(days=1)
    yield today - dt.timedelta(days=1), _("Yesterday")
    yield friday, _("Friday, %(day)s") % {"day": present.day(friday, year=False)}
    yield month, _("The end of the month, %(day)s") % {"day": present.day(month, year=False)}
    back = today - dt.timedelta(_DAYS_BACK)
    yield back, _("Four weeks ago, %(day)s") % {"day": present.day(back, year=False)}
