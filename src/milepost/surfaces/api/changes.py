"""What was saved, as one line of the live stream per entry."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from milepost.base import journal, permissions
from milepost.base.identity import Actor, number_of
from milepost.domain.schedule.queries import own

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
    return [_told(reader, entry) for entry in entries]


def _told(reader: Actor, entry: journal.EntryRow) -> dict[str, Any]:
    """The event of an entry; of one made wholly beyond what the reader sees, only that it was."""
    is_narrow = permissions.sees_only_own(reader, entry.ledger)
    touched = _tasks_of(entry.ledger, entry.seq, entry.at)
    if touched is None:
        return _silent(entry, None) if is_narrow else _event(entry, None)
    tasks = _seen_of(reader, entry.ledger, dict(touched))
    if not tasks and (touched or is_narrow):
        return _silent(entry, [])
    return _event(entry, tasks)


def _seen_of(reader: Actor, ledger: int, touched: dict[int, int | None]) -> list[int]:
    """Of these tasks with their projects, those the reader may see."""
    projects = permissions.projects_seen(reader, ledger)
    if projects is None:
        return list(touched)
    own_tasks = own.tasks_beyond(reader, program=ledger, projects=projects, among=touched)
    return [task for task, project in touched.items() if project in projects or task in own_tasks]


def _silent(entry: journal.EntryRow, tasks: list[int] | None) -> dict[str, Any]:
    """That something was saved, and nothing of who did what."""
    return {"revision": entry.seq, "by": "", "person": None, "session": "", "operation": "", "tasks": tasks}


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
