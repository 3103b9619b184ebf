"""The earlier state a screen compares with: a day, a revision, or the plan as it stood for a baseline.

In the address `since=2026-06-15`, `since=812` or `since=baseline-2`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from milepost.base import journal
from milepost.base.refusal import NotFound
from milepost.domain.schedule.queries import baselines as baseline_queries
from milepost.domain.schedule.rows import BaselineRow
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.asking import About

BASELINE = "baseline-"
_DAYS_BACK = 28


@dataclass(frozen=True, slots=True)
class Then:
    """The earlier state: as it stands in the address, its revision, and in words ("18 Sep", "Baseline 2")."""

    text: str
    revision: int
    label: str


def then(request: HttpRequest, about: About) -> Then:
    """What the address asks to compare with; else the baseline set last, else four weeks ago.

    Raises: NotFound.
    """
    slots = baseline_queries.slots(about.reader, program=about.ledger, as_of=about.revision)
    text = request.GET.get("since", "")
    if not text:
        newest = max(slots.values(), key=lambda row: (row.taken_at, row.slot), default=None)
        return (
            of_day(about, about.today - dt.timedelta(_DAYS_BACK))
            if newest is None
            else of_slot(about, newest)
        )
    if text.startswith(BASELINE):
        row = next((row for slot, row in slots.items() if text == f"{BASELINE}{slot}"), None)
        if row is None:
            raise NotFound(f"There is no baseline '{text.removeprefix(BASELINE)}'.")
        return of_slot(about, row)
    if text.isascii() and text.isdigit() and len(text) < 10:
        entry = journal.entry(about.ledger, int(text))
        if entry is None:
            raise NotFound(f"There is no revision {text}.")
        return Then(text, entry.seq, _("revision %(number)s") % {"number": text})
    try:
        return of_day(about, dt.date.fromisoformat(text))
    except ValueError:
        raise NotFound(f"'{text}' is no day.") from None


def of_day(about: About, day: dt.date) -> Then:
    """How the program stood at the start of a day; at its first entry where it is younger."""
    at = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    revision = max(journal.revision_at(about.ledger, at), 1)
    return Then(day.isoformat(), revision, present.near_day(day, about.today))


def of_slot(about: About, row: BaselineRow) -> Then:
    """How the plan stood when a baseline was taken of it."""
    revision = max(journal.revision_at(about.ledger, row.taken_at), 1)
    return Then(f"{BASELINE}{row.slot}", revision, row.name)


def offered(about: About) -> list[Then]:
    """The states offered in a menu: baselines, newest first, then days."""
    rows = baseline_queries.slots(about.reader, program=about.ledger, as_of=about.revision).values()
    monday = about.today - dt.timedelta(days=about.today.weekday())
    days = (monday, monday - dt.timedelta(days=7), about.today.replace(day=1))
    newest_first = sorted(rows, key=lambda row: row.taken_at, reverse=True)
    return [*(of_slot(about, row) for row in newest_first), *(of_day(about, day) for day in days)]
