"""What a sheet must redraw: the rows in which two states of a plan differ.

A row named here may look the same after all; one not named does not differ. That keeps the comparison to
arrays and to the identity of rows that were not read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from operator import ne

import numpy as np

from milepost.base import journal
from milepost.base.identity import number_of
from milepost.domain.analysis.queries.columns import Rows
from milepost.domain.analysis.queries.kept import Kept
from milepost.domain.analysis.snapshot.anew import stated_anew
from milepost.domain.schedule.rows import LinkRow

_COMPARED = (
    "start",
    "finish",
    "late_finish",
    "total_float",
    "free_float",
    "duration",
    "percent_complete",
    "is_critical",
    "on_longest_path",
    "is_summary",
)


@dataclass(frozen=True, slots=True)
class Redrawn:
    """The tasks and links to draw anew, and those to take away.

    `redated` are tasks of which nothing differs but what follows of dates, and the outline number where some
    were `renumbered`; `tasks` are all others.
    """

    tasks: Sequence[int]
    redated: Sequence[int]
    renumbered: bool
    tasks_gone: Sequence[int]
    links: Sequence[LinkRow]
    links_gone: Sequence[int]

    @property
    def every_task(self) -> Sequence[int]:
        """All of them, whatever differs."""
        return [*self.tasks, *self.redated]


def between(before: Kept, rows: Rows, slot: int | None) -> Redrawn:
    """What differs from an earlier state, as far as the reader may see it."""
    view = rows.view
    earlier = Rows(view.as_it_was(before), slot)
    shown = [*view.tasks, *view.stubs]
    renumbered = _renumbered(before, view.kept)
    redated, anew = _redated(before, view.kept) | renumbered, view.shown - earlier.view.shown
    anew |= _restated(before, view.kept) | _relinked(before, view.kept) | _turned(before, view.kept)
    if _promises_differ(before, view.kept, slot):
        anew |= view.shown
    if view.projects is not None:
        # Of a stub there are only dates: it is drawn as a whole.
        anew |= redated
    return Redrawn(
        tasks=[number for number in shown if number in anew],
        redated=[number for number in shown if number in redated and number not in anew],
        renumbered=bool(renumbered),
        tasks_gone=sorted(earlier.view.shown - view.shown),
        links=_links_redrawn(earlier, rows),
        links_gone=_links_gone(earlier, rows),
    )


def everything(rows: Rows, since: int) -> Redrawn:
    """Every row, for a sheet so far behind that its state is no longer kept."""
    gone: dict[str, list[int]] = {"schedule.task": [], "schedule.link": []}
    for delta in journal.changes_since(rows.kept.program, since):
        if delta.kind == "-" and delta.table in gone:
            gone[delta.table].append(number_of(delta.row))
    facts = rows.kept.facts
    return Redrawn(
        tasks=[*rows.view.tasks, *rows.view.stubs],
        redated=(),
        renumbered=False,
        tasks_gone=[number for number in gone["schedule.task"] if number not in facts.tasks],
        links=rows.shown_links,
        links_gone=[number for number in gone["schedule.link"] if number not in facts.links],
    )


def _redated(before: Kept, now: Kept) -> set[int]:
    """Tasks in both states for which something that follows differs."""
    common, was, places = np.intersect1d(
        before.outline.numbers, now.outline.numbers, assume_unique=True, return_indices=True
    )
    differs = np.zeros(len(common), dtype=bool)
    for name in _COMPARED:
        old, new = getattr(before.analysis.schedule, name), getattr(now.analysis.schedule, name)
        differs |= old[was] != new[places]
    return set(common[differs].tolist())


def _renumbered(before: Kept, now: Kept) -> set[int]:
    """Tasks with another outline number than before."""
    if before.outline is now.outline:
        return set()
    return set(compress(now.codes, map(ne, map(before.codes.get, now.codes), now.codes.values())))


def _turned(before: Kept, now: Kept) -> set[int]:
    """Tasks that became a summary or ceased to be one."""
    families = before.outline.families.keys() ^ now.outline.families.keys()
    return {above for _, above in families}


def _restated(before: Kept, now: Kept) -> set[int]:
    """Tasks of which, or of whose bookings, something stated differs."""
    old, new = before.facts.tasks, now.facts.tasks
    restated = {row.number for row in stated_anew(old, new) if old.get(row.number) != row}
    was, booked = before.facts.assignments, now.facts.assignments
    return restated | {row.task for row in (*stated_anew(was, booked), *stated_anew(booked, was))}


def _relinked(before: Kept, now: Kept) -> set[int]:
    """Tasks into which a link was made, changed or removed, or which something else drives now."""
    restated = {row.successor for row in now.links_since(before)}
    return restated | {link.successor for link in _driving_anew(before, now)}


def _driving_anew(before: Kept, now: Kept) -> list[LinkRow]:
    """The links that drive and did not, or the other way round; those gone are not among them."""
    links = now.facts.links
    return [links[number] for number in sorted(before.driving ^ now.driving) if number in links]


def _promises_differ(before: Kept, now: Kept, slot: int | None) -> bool:
    """Was the slot set in between, or is it shown now because it is the newest?"""
    if before.newest_slot != now.newest_slot:
        return True
    return slot is not None and before.slots.get(slot) != now.slots.get(slot)


def _links_gone(before: Rows, now: Rows) -> list[int]:
    """The numbers of links shown before and not now."""
    was, links = before.kept.facts.links, now.kept.facts.links
    if before.view.projects is None:
        return sorted(was.keys() - links.keys())
    if was is links and before.view.shown == now.view.shown:
        return []
    shown = {link.number for link in now.shown_links}
    return sorted({link.number for link in before.shown_links} - shown)


def _links_redrawn(before: Rows, now: Rows) -> list[LinkRow]:
    """The links to draw anew: stated anew, or driving where they did not."""
    was, links = before.kept.facts.links, now.kept.facts.links
    anew = {row.number: row for row in _driving_anew(before.kept, now.kept)}
    if was is not links:
        anew |= {row.number: row for row in stated_anew(was, links)}
    return [
        anew[number]
        for number in sorted(anew)
        if {anew[number].predecessor, anew[number].successor} <= now.view.shown
    ]
