"""What changed in a plan since a revision: who did what, which tasks moved, what became of the finish."""

from __future__ import annotations

import datetime as dt

import numpy as np
from django.utils.translation import gettext, ngettext

from milepost.base import history, journal
from milepost.base.identity import Actor, number_of
from milepost.base.refusal import NotFound
from milepost.domain.analysis.queries import figures
from milepost.domain.analysis.queries.keeping import computed
from milepost.domain.analysis.queries.view import View, kind_of, refuse_past, seen_by
from milepost.domain.analysis.rows.changes import EditLine, Moved, WhatChanged
from milepost.domain.analysis.rows.plans import Headline
from milepost.engine.instants import Instant
from milepost.engine.kernels.layout import NEVER

_MOST_EDITS = 200
_TASKS = "schedule.task"


def what_changed(reader: Actor, *, program: int, since: int, as_of: int | None = None) -> WhatChanged:
    """What differs between revision `since` and the present (or revision `as_of`), as the reader may see it.

    Moves are sorted by how far they went; of more than 200 entries the newest are listed.

    Raises: NotFound, NotAllowed.
    """
    view = seen_by(reader, program, as_of)
    refuse_past(reader, program)
    kept = view.kept
    if since > kept.facts.revision:
        raise NotFound(f"Revision {since} comes after revision {kept.facts.revision}.")
    earlier = view.at(computed(program, since))
    before, now = figures.headline(earlier.kept, None), figures.headline(kept, None)
    days = _shift(view, None, before.milestone_finish, now.milestone_finish)
    moves = moved(earlier, view)
    added = [task for task in view.tasks if task not in earlier.kept.facts.tasks]
    removed = [task for task in earlier.tasks if task not in kept.facts.tasks]
    entry = journal.entry(program, since)
    return WhatChanged(
        since=since,
        revision=kept.facts.revision,
        since_at=None if entry is None else entry.at,
        sentence=_sentence(view, now, days, len(moves), len(added), len(removed)),
        finish_before=before.milestone_finish,
        finish_after=now.milestone_finish,
        finish_days=days,
        added=[view.planned(task) for task in added],
        removed=[earlier.planned(task) for task in removed],
        moved=moves,
        edits=_edits(reader, view, since),
    )


def revision_at(program: int, *, instant: dt.datetime) -> int:
    """The revision a program had at an instant (UTC), from which to ask what changed."""
    return journal.revision_at(program, instant)


def moved(before: View, now: View) -> list[Moved]:
    """Tasks in both states whose dates differ, the furthest moved first; summaries are left out."""
    old, new = before.kept.analysis.schedule, now.kept.analysis.schedule
    common = [task for task in now.tasks if task in before.kept.position]
    was = np.array([before.kept.position[task] for task in common], dtype=np.int64)
    places = np.array([now.kept.position[task] for task in common], dtype=np.int64)
    differs = (old.start[was] != new.start[places]) | (old.finish[was] != new.finish[places])
    rows = [
        _moved(before, now, common[place])
        for place in np.flatnonzero(differs & ~new.is_summary[places]).tolist()
    ]
    return sorted(rows, key=lambda row: (-abs(row.days), row.finish_after or 0, row.number))


def _moved(before: View, now: View, task: int) -> Moved:
    was, dates = before.kept.analysis.schedule.row(task), now.kept.analysis.schedule.row(task)
    row = now.kept.facts.tasks[task]
    return Moved(
        number=task,
        wbs=now.kept.codes[task],
        name=row.name,
        project=row.project,
        kind=kind_of(now.kept, task),
        start_before=was.start,
        start_after=dates.start,
        finish_before=was.finish,
        finish_after=dates.finish,
        days=_shift(now, row.project, was.finish, dates.finish) or 0.0,
        was_critical=was.is_critical,
        is_critical=dates.is_critical,
    )


def _shift(view: View, project: int | None, before: Instant | None, after: Instant | None) -> float | None:
    """How many working days later something is now; below zero, sooner."""
    if before is None or after is None or NEVER in (before, after):
        return None
    return figures.slip_days(view.kept, project, before, after)


def _edits(reader: Actor, view: View, since: int) -> list[EditLine]:
    """The entries after `since` that the reader may see something of, as in the history, newest first."""
    program, upto = view.kept.program, view.kept.facts.revision
    entries = journal.entries(program, after=since, upto=upto, limit=_MOST_EDITS)
    by_seq = {entry.seq: entry for entry in entries}
    sight = history.Sight(reader, program)
    touched: dict[int, set[int]] = {}
    rows: dict[int, int] = {}
    for delta in journal.changes(program, after=since, upto=upto):
        if delta.seq not in by_seq or sight.seen(by_seq[delta.seq], delta) is None:
            continue
        rows[delta.seq] = rows.get(delta.seq, 0) + 1
        if delta.table == _TASKS:
            touched.setdefault(delta.seq, set()).add(number_of(delta.row))
    return [
        EditLine(
            seq=entry.seq,
            at=entry.at,
            person=entry.person,
            by=entry.by,
            door=entry.door,
            operation=entry.operation,
            reason=entry.reason,
            tasks=tuple(sorted(touched.get(entry.seq, ()))),
            rows=rows[entry.seq],
            undoes=entry.undoes,
        )
        for entry in entries
        if entry.seq in rows
    ]


def _sentence(view: View, now: Headline, days: float | None, moves: int, added: int, removed: int) -> str:
    """The change in one sentence: the finish first, then how much else."""
    own = now.milestone is not None and view.may_see(now.milestone)
    name = now.milestone_name if own else view.kept.facts.program.name
    parts = []
    if moves:
        parts.append(ngettext("%(count)s task moved", "%(count)s tasks moved", moves) % {"count": moves})
    if added:
        parts.append(ngettext("%(count)s was added", "%(count)s were added", added) % {"count": added})
    if removed:
        parts.append(
            ngettext("%(count)s was removed", "%(count)s were removed", removed) % {"count": removed}
        )
    rest = "; " + ", ".join(parts) if parts else ""
    return finish_text(name, now.milestone_finish, days) + rest + "."


def finish_text(name: str, finish: Instant | None, days: float | None) -> str:
    if finish is None:
        return gettext("%(name)s has no date") % {"name": name}
    if days is None:
        return gettext("%(name)s had no date, and is planned for %(day)s now") % {
            "name": name,
            "day": figures.finish_text(finish),
        }
    count = round(abs(days))
    said = {"name": name, "count": count, "day": figures.finish_text(finish)}
    if count == 0:
        return gettext("%(name)s stays on %(day)s") % said
    if days > 0:
        return (
            ngettext(
                "%(name)s moved %(count)s working day later, to %(day)s",
                "%(name)s moved %(count)s working days later, to %(day)s",
                count,
            )
            % said
        )
    return (
        ngettext(
            "%(name)s moved %(count)s working day sooner, to %(day)s",
            "%(name)s moved %(count)s working days sooner, to %(day)s",
            count,
        )
        % said
    )
