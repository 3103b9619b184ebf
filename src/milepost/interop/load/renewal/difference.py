"""What a newer version of a file says otherwise than the project it belongs to, as pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from milepost.domain.resources.rows import ImportedPlan
from milepost.interop.load.renewal import groups, matching, order, sides
from milepost.interop.load.renewal.pieces import PARTED, Fields, Moved, Piece, moved
from milepost.interop.load.renewal.sides import Side, Tables, Uids

Rows = Mapping[Any, Mapping[str, Any]]


@dataclass(frozen=True)
class Difference:
    """A project of a file against the one it belongs to here: the pieces, and what they were made from."""

    project: int
    plan: ImportedPlan
    uids: Uids
    here: Tables
    file: Side
    pieces: tuple[Piece, ...]


def difference(
    plan: ImportedPlan, here: Tables, before: Tables, *, project: int, has_ids: bool = True
) -> Difference:
    """Hold a file's project against what stands here and what its last version said.

    `here` and `before` are `resources.queries.imports.stated` and `last_brought`. A file whose ids are only
    the places of its rows has none (`has_ids`).
    """
    uids = matching.uids(plan, here, before, project, has_ids=has_ids)
    ours, base = sides.of_tables(here, project, uids), sides.of_tables(before, project, uids)
    file = sides.of_file(plan)
    order.note_places(base.tasks, ours.tasks, file.tasks)
    return Difference(project, plan, uids, here, file, tuple(_pieces(base, ours, file)))


def _pieces(base: Side, here: Side, file: Side) -> Iterator[Piece]:
    tasks, people = _names(here.tasks, file.tasks), _names(here.people, file.people)
    links = {
        pair: f"{tasks.get(pair[0], pair[0])} → {tasks.get(pair[1], pair[1])}"
        for pair in {**here.links, **file.links}
    }
    bookings = {
        pair: f"{people.get(pair[1], '–')} → {tasks.get(pair[0], pair[0])}"
        for pair in {**here.bookings, **file.bookings}
    }
    project = {"": str(here.project.get("name"))}
    project_base = {"": base.project} if base.project else {"": here.project}
    yield from _rows(
        _Kind("project", groups.PROJECT, project), project_base, {"": here.project}, {"": file.project}
    )
    calendars = _Kind("calendar", groups.CALENDAR, _names(here.calendars, file.calendars))
    yield from _rows(calendars, base.calendars, here.calendars, file.calendars)
    added = _Kind("resource", groups.RESOURCE, people, comes=True)
    yield from _rows(added, base.people, here.people, file.people)
    every = _Kind("task", groups.TASK, tasks, comes=True, goes=True)
    yield from _rows(every, base.tasks, here.tasks, file.tasks)
    linked = _Kind("link", groups.LINK, links, comes=True, goes=True)
    yield from _rows(linked, base.links, here.links, file.links)
    booked = _Kind("booking", groups.BOOKING, bookings, comes=True, goes=True)
    yield from _rows(booked, base.bookings, here.bookings, file.bookings)


@dataclass(frozen=True)
class _Kind:
    """A kind of row: its groups of columns, its names, and whether rows may come and go.

    People and calendars are the program's, so a file of one project takes none of them away; a calendar
    comes in with whatever needs it.
    """

    noun: str
    groups: Mapping[str, tuple[str, ...]]
    names: Mapping[Any, str]
    comes: bool = False
    goes: bool = False

    def piece(
        self,
        verb: str,
        row: Any,
        who: Moved,
        values: tuple[Fields | None, Fields | None, Fields | None],
        field: str = "",
    ) -> Piece:
        subject = row if isinstance(row, str) else PARTED.join(row)
        return Piece(f"{self.noun}_{verb}", subject, self.names.get(row, ""), field, *values, who)


def _rows(kind: _Kind, base: Rows, here: Rows, file: Rows) -> Iterator[Piece]:
    for row, said in file.items():
        if row in here:
            yield from _changed(kind, row, base.get(row), here[row], said)
        elif kind.comes:
            who = _removed_here(kind, base[row], said) if row in base else Moved.FILE
            yield kind.piece("added", row, who, (None, None, said))
    for row, held in here.items() if kind.goes else ():
        if row in base and row not in file:
            is_ours = any(True for _ in _changed(kind, row, base[row], held, base[row]))
            who = Moved.BOTH if is_ours else Moved.FILE
            yield kind.piece("removed", row, who, (None, held, None))


def _removed_here(kind: _Kind, base: Fields, said: Fields) -> Moved:
    """Somebody removed the row here: the file is asked again only if it says something new of it."""
    return Moved.BOTH if any(True for _ in _changed(kind, "", base, base, said)) else Moved.HERE


def _changed(kind: _Kind, row: Any, base: Fields | None, here: Fields, file: Fields) -> Iterator[Piece]:
    said = dict(file)
    if base is not None:
        # A user-defined field the file has no longer was emptied there.
        said |= {name: None for name in base if groups.custom_key(name) and name not in said}
    for field, columns in groups.groups_of(kind.groups, said):
        shown = [name for name in columns if name in here or groups.custom_key(name)]
        now, theirs = ({name: side.get(name) for name in shown} for side in (here, said))
        before = None if base is None else {name: base.get(name) for name in shown}
        if who := moved(before, now, theirs):
            yield kind.piece("changed", row, who, (before, now, theirs), field)


def _names(*sides: Rows) -> dict[str, str]:
    return {uid: str(fields.get("name") or uid) for side in sides for uid, fields in side.items()}
