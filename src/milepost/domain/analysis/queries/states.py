"""The states of a program that can be compared, as they are asked for in an address or at a door.

`now`, a revision (`812`), a day (`2026-06-15`: how things stood at its end) or a baseline (`baseline-2`).
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from milepost.base import journal
from milepost.base.identity import Actor
from milepost.base.refusal import NotFound
from milepost.domain.analysis.queries.view import View, refuse_past
from milepost.domain.analysis.rows.comparison import ComparedState
from milepost.domain.schedule.queries import baselines as baseline_queries
from milepost.domain.schedule.rows import BaselineRow

NOW = "now"
BASELINE = "baseline-"


def state(reader: Actor, view: View, text: str) -> ComparedState:
    """The state a text names; `view` is what the reader calls now.

    Raises: NotFound; NotAllowed where it is the past and the reader may only see the present.
    """
    if text == NOW:
        return ComparedState("now", NOW, view.kept.facts.revision, None)
    if text.startswith(BASELINE):
        return _of_baseline(reader, view, text)
    refuse_past(reader, view.kept.program)
    return _of_revision(view, text) if text.isascii() and text.isdigit() else _of_day(view, text)


def of_slot(program: int, row: BaselineRow) -> ComparedState:
    """What a baseline promises."""
    taken = max(journal.revision_at(program, row.taken_at), 1)
    return ComparedState("baseline", f"{BASELINE}{row.slot}", taken, row.taken_at, row.slot, row.name)


def _of_baseline(reader: Actor, view: View, text: str) -> ComparedState:
    program = view.kept.program
    slots = baseline_queries.slots(reader, program=program, as_of=view.kept.as_of)
    row = next((row for slot, row in slots.items() if text == f"{BASELINE}{slot}"), None)
    if row is None:
        raise NotFound(f"There is no baseline '{text.removeprefix(BASELINE)}'.")
    return of_slot(program, row)


def _of_revision(view: View, text: str) -> ComparedState:
    entry = journal.entry(view.kept.program, int(text)) if len(text) < 10 else None
    if entry is None or entry.seq > view.kept.facts.revision:
        raise NotFound(f"There is no revision {text}.")
    return ComparedState("revision", str(entry.seq), entry.seq, entry.at)


def _of_day(view: View, text: str) -> ComparedState:
    """How the program stood at the end of a day; at its first entry where it is younger."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise NotFound(f"'{text}' is no day.") from None
    end = timezone.make_aware(dt.datetime.combine(day, dt.time.max))
    revision = max(journal.revision_at(view.kept.program, end), 1)
    return ComparedState("day", day.isoformat(), min(revision, view.kept.facts.revision), end)
