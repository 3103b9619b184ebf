"""What was saved, as one line of the live stream per entry."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from milepost.base import journal, permissions
from milepost.base.identity import Actor, number_of

MOST_ENTRIES = 100
MOST_TASKS = 500


def saved(reader: Actor, ledger: int, since: int) -> list[dict[str, Any]]:
    """One event for each entry after `since`, naming the tasks in it that the reader may see.

    A page that has fallen far behind is better read anew: beyond a hundred entries only the last is told,
    with `tasks` None, as for an entry that touched more tasks than a page redraws one by one.
    """
    entries = journal.entries(ledger, after=since, newest_first=False, limit=MOST_ENTRIES + 1)
    if len(entries) > MOST_ENTRIES:
        last = journal.entries(ledger, after=since, limit=1)[0]
        return [_event(last, None)]
    projects = permissions.projects_seen(reader, ledger)
    return [_told(entry, projects) for entry in entries]


def _told(entry: journal.EntryRow, projects: frozenset[int] | None) -> dict[str, Any]:
    """The event of an entry; of one made wholly in projects the reader does not see, only that it was."""
    touched = _tasks_of(entry.ledger, entry.seq, entry.at)
    if touched is None:
        return _event(entry, None)
    tasks = [task for task, project in touched if projects is None or project in projects]
    if touched and not tasks:
        return {"revision": entry.seq, "by": "", "person": None, "session": "", "operation": "", "tasks": []}
    return _event(entry, tasks)


def _event(entry: journal.EntryRow, tasks: list[int] | None) -> dict[str, Any]:
    return {
        "revision": entry.seq,
        "by": entry.by,
        "person": entry.person,
        "session": entry.session,
        "operation": entry.operation,
        "tasks": tasks,
    }


@lru_cache(maxsize=512)
def _tasks_of(ledger: int, seq: int, _at: datetime) -> tuple[tuple[int, int | None], ...] | None:
    """The tasks an entry touched with their projects; None for too many.

    An entry never changes, so a hundred watchers ask for it once.
    """
    touched: dict[int, int | None] = {}
    for delta in journal.changes(ledger, after=seq - 1, upto=seq):
        if delta.table == "schedule.task":
            touched[number_of(delta.row)] = delta.project
        if len(touched) > MOST_TASKS:
            return None
    return tuple(touched.items())
