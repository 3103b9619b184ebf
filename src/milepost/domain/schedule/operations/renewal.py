"""The schedule's part of taking over a newer version of a file; doors call `resources.renew`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from milepost.base import permissions
from milepost.base.identity import number_of, program_scope
from milepost.base.operation import Write, operation
from milepost.domain.schedule.models import Calendar, CalendarException, Link, Task, WorkWeek
from milepost.domain.schedule.operations import imports
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import ImportedCalendar, Placed, RenewedCalendars, RenewedSchedule
from milepost.domain.schedule.rules import outline


@operation("schedule.renew_calendars", needs="plan.edit", unrecorded=["renewed"])
def renew_calendars(write: Write, *, renewed: RenewedCalendars) -> dict[str, int]:
    """Change the program's calendars as a newer file has them; gives numbers by uid. Part of a renewal."""
    numbers = dict(renewed.known)
    for calendar in imports.parents_first(renewed.needed):
        numbers[calendar.uid] = imports.added_calendar(write, calendar, numbers.get(calendar.follows or ""))
    for number, calendar in renewed.changed:
        row = write.lock(Calendar, number)
        columns = {**calendar.columns, "external_uid": calendar.uid}
        write.change(row, **columns, follows=numbers.get(calendar.follows or ""))
        _change_days(write, row, calendar)
    return numbers


def _change_days(write: Write, row: Calendar, calendar: ImportedCalendar) -> None:
    """Put the file's exceptions and work weeks in the place of those there are."""
    for model, days in ((CalendarException, calendar.exceptions), (WorkWeek, calendar.work_weeks)):
        write.remove(write.rows(model, calendar=row.pk))
        write.add_many(model, [{**one, "calendar": row} for one in days])


@operation("schedule.renew_tasks", needs="plan.edit", unrecorded=["renewed", "calendars"])
def renew_tasks(
    write: Write, *, project: int, renewed: RenewedSchedule, calendars: Mapping[str, int]
) -> dict[str, int]:
    """Change the tasks and links of a project as a newer file has them; gives task numbers by uid.

    What contradicts itself afterwards (a circle) is a problem shown with the plan, as after an import.
    """
    imports.add_custom_fields(write, renewed.custom)
    numbers = {**renewed.known, **_added(write, project, renewed, calendars)}
    _change(write, renewed, calendars)
    _place(write, project, renewed.placed, numbers)
    _remove(write, renewed.removed)
    # A link may have gone with one of its tasks.
    gone = set(renewed.links_removed)
    write.remove([row for row in write.rows(Link) if row.number in gone])
    write.change_many([(write.lock(Link, number), columns) for number, columns in renewed.links_changed])
    write.add_many(
        Link,
        [
            {**link.columns, "predecessor": numbers[link.predecessor], "successor": numbers[link.successor]}
            for link in renewed.links_added
        ],
    )
    for slot, promised in sorted(renewed.baselines.items()):
        imports.keep_baseline(write, project, slot, promised, numbers)
    return numbers


def _added(
    write: Write, project: int, renewed: RenewedSchedule, calendars: Mapping[str, int]
) -> dict[str, int]:
    """Add the new tasks behind everything else; `_place` puts them where they belong."""
    hidden = permissions.hidden_fields(write.actor, Task, program_scope(write.program))
    numbers = {task.uid: number for number, task in enumerate(renewed.added, write.next_number)}
    known = {**renewed.known, **numbers}
    parents = {place.uid: place.parent for place in renewed.placed}
    last = max((row.rank for row in write.rows(Task)), default=0)
    write.add_many(
        Task,
        [
            {
                **{name: value for name, value in task.columns.items() if name not in hidden},
                "project": project,
                "parent": known.get(parents.get(task.uid) or ""),
                "rank": last + place * outline.GAP,
                "calendar": calendars.get(task.calendar or ""),
                "external_uid": task.uid,
            }
            for place, task in enumerate(renewed.added, 1)
        ],
    )
    return numbers


def _change(write: Write, renewed: RenewedSchedule, calendars: Mapping[str, int]) -> None:
    edits: list[tuple[Task, dict[str, Any]]] = []
    for number, columns in renewed.changed:
        fields = dict(columns)
        if "calendar" in fields:
            fields["calendar"] = calendars.get(str(fields["calendar"] or ""))
        edits.append((write.lock(Task, number), fields))
    write.change_many(edits)


def _place(write: Write, project: int, placed: Sequence[Placed], numbers: Mapping[str, int]) -> None:
    """Put tasks behind the siblings the file has before them, one after another in the file's order."""
    places = dict(task_queries.places(write.ledger))
    moving = {numbers[place.uid] for place in placed}
    families = outline.children({number: at for number, at in places.items() if number not in moving})
    changed: set[tuple[int, int]] = set()
    for place in placed:
        parent = numbers.get(place.parent or "")
        family = families.setdefault((project, parent or 0), [])
        ahead = (numbers[uid] for uid in place.behind if numbers.get(uid) in family)
        at = next((family.index(number) + 1 for number in ahead), 0)
        family.insert(at, numbers[place.uid])
        changed.add((project, parent or 0))
    for key in changed:
        rows = [write.lock(Task, number) for number in families[key] if number in moving]
        write.change_many([(row, {"parent": key[1] or None}) for row in rows])
        _rank(write, families[key], places, moving)


def _rank(write: Write, family: Sequence[int], places: outline.Places, moving: set[int]) -> None:
    """Give a family ranks that rise, leaving those alone that stay; a used up gap numbers it anew."""
    ranks: dict[int, int] = {}
    before: int | None = None
    run: list[int] = []
    for number in [*family, 0]:
        if number in moving:
            run.append(number)
            continue
        after = places[number].rank if number else None
        fresh = outline.ranks_between(before, after, len(run)) if run else []
        if fresh is None:
            ranks = dict(zip(family, outline.fresh_ranks(len(family)), strict=True))
            break
        ranks |= dict(zip(run, fresh, strict=True))
        before, run = after, []
    write.change_many([(write.lock(Task, number), {"rank": rank}) for number, rank in ranks.items()])


def _remove(write: Write, removed: Sequence[int]) -> None:
    """Remove tasks; what stands under them and stays moves up to where they stood."""
    going = set(removed)
    rows = {row.number: row for row in write.rows(Task) if row.number in going}
    for row in write.rows(Task):
        parent = None if row.parent_id is None else number_of(row.parent_id)
        if row.number not in going and parent in going:
            parent, rank = _surviving(parent, rows)
            write.change(row, parent=parent, rank=rank)
    write.remove(rows.values())


def _surviving(parent: int | None, going: Mapping[int, Task]) -> tuple[int | None, int]:
    """The nearest task above that stays, and the rank of the one under it that goes."""
    rank = 0
    while parent is not None and parent in going:
        rank, above = going[parent].rank, going[parent].parent_id
        parent = None if above is None else number_of(above)
    return parent, rank
