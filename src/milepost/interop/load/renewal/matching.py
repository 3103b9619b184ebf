"""Which row of ours is which row of the file.

Tasks go by the id the file gave them. Where that fails (the file has none, or another tool numbered it anew)
they go by the tool's global id, by their code, and last by their name under the same task, as long as each of
these names one task on both sides. People and calendars are the program's and may have come with another
file, so they go by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from milepost.domain.resources.rows import ImportedPlan
from milepost.domain.schedule.rows import ImportedTask
from milepost.interop.load.renewal.sides import Tables, Uids, plain

Rows = Mapping[int, Mapping[str, Any]]


def uids(plan: ImportedPlan, here: Tables, before: Tables, project: int, *, has_ids: bool) -> Uids:
    """The file's uid of every row that stands or stood here. Rows the file does not know are not in it."""
    rows = _of_project(before, project) | _of_project(here, project)
    return Uids(
        tasks=_tasks(plan, rows, has_ids=has_ids),
        people=_by_name(here, before, "resources.resource", plan.resources),
        calendars=_by_name(here, before, "schedule.calendar", plan.calendars),
    )


def share(plan: ImportedPlan, rows: Rows, *, by_id: bool) -> float:
    """How much of a file's tasks a project has, by name and, where `by_id`, by the file's ids too: 0 to 1."""
    names = {str(fields.get("name", "")).casefold() for fields in rows.values()}
    ids = {str(fields.get("external_uid", "")) for fields in rows.values()} if by_id else set[str]()
    if not plan.tasks:
        return 0.0
    known = (task.uid in ids or str(task.columns["name"]).casefold() in names for task in plan.tasks)
    return sum(known) / len(plan.tasks)


def _of_project(tables: Tables, project: int) -> dict[int, Mapping[str, Any]]:
    rows = tables.get("schedule.task", {})
    return {number: fields for number, fields in rows.items() if fields["project"] == project}


def _tasks(plan: ImportedPlan, rows: Rows, *, has_ids: bool) -> dict[int, str]:
    found: dict[int, str] = {}
    theirs = {task.uid: task for task in plan.tasks}
    if has_ids:
        for number, fields in rows.items():
            task = theirs.get(str(fields.get("external_uid", "")))
            if task is not None and _may_be(fields, task):
                found[number] = task.uid
    for ours_by, theirs_by in (
        (lambda fields: _extra(fields, "guid"), lambda task: _extra(task.columns, "guid")),
        (lambda fields: fields.get("code"), lambda task: task.columns.get("code")),
    ):
        _pair(found, rows, theirs, ours_by, theirs_by)
    _pair_by_place(found, rows, theirs)
    return _uppermost(found)


def _may_be(fields: Mapping[str, Any], task: ImportedTask) -> bool:
    """An id given to another task later is no match: then global id and name both differ."""
    ours, theirs = _extra(fields, "guid"), _extra(task.columns, "guid")
    return ours is None or theirs is None or ours == theirs or fields.get("name") == task.columns["name"]


def _extra(columns: Mapping[str, Any], name: str) -> Any:
    return (columns.get("extras") or {}).get(name)


def _pair(
    found: dict[int, str],
    rows: Rows,
    theirs: Mapping[str, ImportedTask],
    ours_by: Callable[[Mapping[str, Any]], Hashable],
    theirs_by: Callable[[ImportedTask], Hashable],
) -> None:
    """Add the pairs that one word names on both sides alone."""
    taken = set(found.values())
    waiting = {uid: theirs_by(task) for uid, task in theirs.items() if uid not in taken}
    ours = {number: ours_by(fields) for number, fields in rows.items() if number not in found}
    uid_by_word = {word: uid for uid, word in waiting.items()}
    once, ours_once = Counter(waiting.values()), Counter(ours.values())
    for number, word in ours.items():
        if word and once[word] == 1 and ours_once[word] == 1:
            found[number] = uid_by_word[word]


def _pair_by_place(found: dict[int, str], rows: Rows, theirs: Mapping[str, ImportedTask]) -> None:
    """Pair by name under the same task, from the top of the outline down."""
    while True:
        known = len(found)
        _pair(
            found,
            rows,
            theirs,
            lambda fields: _place(fields.get("name"), found.get(fields.get("parent") or 0, ""), fields),
            lambda task: (task.columns["name"], task.parent or ""),
        )
        if len(found) == known:
            return


def _place(name: Any, parent: str, fields: Mapping[str, Any]) -> Hashable:
    """A task's name and the uid of the one above it; None where that one is not known yet."""
    return None if fields.get("parent") and not parent else (name, parent)


def _uppermost(found: dict[int, str]) -> dict[int, str]:
    """Each uid once: of two rows with one id the one that came last holds it."""
    return {number: uid for uid, number in {uid: number for number, uid in sorted(found.items())}.items()}


def _by_name(here: Tables, before: Tables, table: str, theirs: Iterable[Any]) -> dict[int, str]:
    """Rows of the program by name; of several of one name, the one with the file's uid most like it."""
    rows = {**before.get(table, {}), **here.get(table, {})}
    numbers: dict[str, list[int]] = {}
    for number, fields in sorted(rows.items()):
        numbers.setdefault(str(fields.get("name", "")).casefold(), []).append(number)
    found: dict[int, str] = {}
    for one in theirs:
        known = numbers.get(str(one.columns["name"]).casefold(), [])
        free = [number for number in known if number not in found]
        if free:
            like = free[0] if len(free) == 1 else max(free, key=lambda number: _likeness(rows[number], one))
            found[like] = one.uid
    return found


def _likeness(ours: Mapping[str, Any], theirs: Any) -> tuple[bool, int]:
    """Does a row have the file's uid, and how many of its columns say the same?"""
    here, said = plain(ours), plain(theirs.columns)
    alike = sum(here.get(name) == value for name, value in said.items())
    return ours.get("external_uid") == theirs.uid, alike
