"""Headlines over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from milepost.base import clock, journal, past, permissions
from milepost.base.identity import Actor, program_scope
from milepost.base.refusal import NotFound
from milepost.domain.analysis import history
from milepost.domain.analysis.queries import figures
from milepost.domain.analysis.queries.keeping import computed
from milepost.domain.analysis.queries.kept import Kept
from milepost.domain.analysis.queries.view import kind_of
from milepost.domain.analysis.rows.trends import TrendPoint

MOST_POINTS = 26
"""Points of a trend: half a year of weeks. Each that was never looked at is worked out once."""


def trend(
    reader: Actor, *, program: int, weeks: int = MOST_POINTS, as_of: int | None = None
) -> list[TrendPoint]:
    """What the program said at the end of each of the last weeks it changed in, oldest first.

    Raises: NotFound.
    """
    if permissions.reach(reader, "history.read", program_scope(program)) in (None, permissions.Reach.OWN):
        if permissions.may_in_program(reader, "plan.read", program):
            return []
        raise NotFound("There is no such program.")
    return [_point(held.figures, day) for day, held in weekly(program, weeks, as_of)]


def weekly(program: int, weeks: int, as_of: int | None) -> list[tuple[dt.date, history.Held]]:
    """What a program said at the end of each of the last weeks it changed in, whoever asks, oldest first."""
    days = _ends_of_weeks(program, min(weeks, MOST_POINTS), as_of)
    held = history.of_revisions(program, list(days))
    missing = [revision for revision in days if revision not in held]
    fresh = _worked_out(program, missing, days)
    history.record(fresh)
    held |= {one.revision: one for one in fresh}
    return [(day, held[revision]) for revision, day in days.items()]


def note(kept: Kept) -> None:
    """Keep the headline of a program as it stands now, for trends; called where it was worked out anyway."""
    history.record([held_of(kept, clock.today())])


def _worked_out(program: int, revisions: list[int], days: Mapping[int, dt.date]) -> list[history.Held]:
    """The headlines of revisions nobody looked at yet, worked out from the newest back."""
    if not revisions:
        return []
    with past.walking_back(program, min(revisions)):
        return [
            held_of(computed(program, revision), days[revision])
            for revision in sorted(revisions, reverse=True)
        ]


def _ends_of_weeks(program: int, weeks: int, as_of: int | None) -> dict[int, dt.date]:
    """The last revision of each of the last weeks that has one, with its day, oldest first."""
    newest: dict[tuple[int, int], tuple[int, dt.date]] = {}
    upto = {} if as_of is None else {"upto": as_of}
    for revision, at in journal.instants(program, **upto):
        week = at.isocalendar()[:2]
        newest[week] = (revision, at.date())
    return dict(sorted(newest.values())[-weeks:])


def held_of(kept: Kept, day: dt.date) -> history.Held:
    """A program's headline as it is kept."""
    return history.Held(
        ledger=kept.program,
        revision=kept.facts.revision,
        organisation_revision=kept.facts.organisation_revision,
        reported_on=day,
        figures=asdict(figures.headline(kept, kept.newest_slot)),
        milestones={
            task: kept.analysis.schedule.row(task).finish
            for task in kept.order
            if kind_of(kept, task) == "milestone"
        },
    )


def _point(said: Mapping[str, Any], day: dt.date) -> TrendPoint:
    return TrendPoint(
        day=day,
        revision=said["revision"],
        finish=said["milestone_finish"],
        slip_days=said["slip_days"],
        critical=said["critical"],
        near_critical=said["near_critical"],
        tasks=said["tasks"],
        complete=said["complete"],
    )
