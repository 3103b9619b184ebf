"""What was chosen of a difference, made ready for the operation that writes it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from milepost.base.operation import Acting, Written
from milepost.domain.resources.operations import renewal as operations
from milepost.domain.resources.rows import ImportedPlan, KeptFile, Renewal
from milepost.domain.schedule.rows import (
    ImportedCalendar,
    ImportedTask,
    Placed,
    RenewedCalendars,
    RenewedSchedule,
)
from milepost.interop.load.renewal import groups
from milepost.interop.load.renewal.difference import Difference
from milepost.interop.load.renewal.pieces import PARTED, Piece
from milepost.interop.load.renewal.sides import NOBODY, own


def take(
    acting: Acting,
    differences: Sequence[Difference],
    *,
    source: str,
    chosen: Collection[str],
    file: KeptFile | None = None,
    revision: int | None = None,
) -> Written[int]:
    """Take over the pieces with these codes, of all projects of a file, as one entry of the history.

    `file` is the original, noted beside the projects it changed, `revision` that of the plan the pieces were
    chosen from.

    A piece names its project first: `3/task_changed:12:duration`. Links and bookings of tasks that are not
    taken stay out with them. Raises: NothingTaken, PlanMoved, NotAllowed.
    """
    renewals = {}
    for one in differences:
        pieces = [piece for piece in one.pieces if code_of(one, piece) in chosen]
        if pieces:
            renewals[one.project] = _Taken(one, pieces).renewal()
    return operations.renew(acting, source=source, renewals=renewals, file=file, revision=revision)


def code_of(difference: Difference, piece: Piece) -> str:
    """What a form or a command calls a piece of one of a file's projects."""
    return f"{difference.project}/{piece.code}"


class _Taken:
    """The chosen pieces of one project, by what has to be done."""

    def __init__(self, difference: Difference, pieces: Sequence[Piece]) -> None:
        self.difference = difference
        self.plan: ImportedPlan = difference.plan
        self.pieces = pieces
        self.added = self._subjects("task_added")
        self.known = {self._uid(number): number for number in difference.here["schedule.task"]}
        self.tasks: dict[str, ImportedTask] = {task.uid: task for task in self.plan.tasks}
        self.people = self._numbers(difference.uids.people, "resources.resource")
        self.calendars = self._numbers(difference.uids.calendars, "schedule.calendar")

    def renewal(self) -> Renewal:
        """Everything chosen of this project."""
        bookings = self._bookings_added()
        needed = {one.resource for one in bookings if one.resource} | self._subjects("resource_added")
        people = [one for one in self.plan.resources if one.uid in needed and one.uid not in self.people]
        changed_people = list(self._changed_people())
        schedule = self._schedule()
        settings = self._settings()
        calendars: list[object] = [one.calendar for one in people]
        calendars += [task.calendar for task in schedule.added]
        changes = [columns for _, columns in schedule.changed]
        changes += [columns for _, columns, _ in changed_people]
        calendars += [columns.get("calendar") for columns in (*changes, settings)]
        return Renewal(
            settings=settings,
            calendars=self._calendars({str(uid) for uid in calendars if uid}),
            schedule=schedule,
            known_people=self.people,
            people_added=people,
            people_changed=changed_people,
            bookings_added=bookings,
            bookings_changed=list(self._changed_bookings()),
            bookings_removed=[self._booking_number(piece) for piece in self._of("booking_removed")],
        )

    # Tasks

    def _schedule(self) -> RenewedSchedule:
        links = self._link_numbers()
        return RenewedSchedule(
            known=self.known,
            added=[task for task in self.plan.tasks if task.uid in self.added],
            changed=list(self._changed_tasks()),
            removed=[self.known[uid] for uid in self._subjects("task_removed") if uid in self.known],
            placed=list(self._placed()),
            links_added=[
                link
                for link in self.plan.links
                if _pair(link.predecessor, link.successor) in self._subjects("link_added")
                and self._is_there(link.predecessor)
                and self._is_there(link.successor)
            ],
            links_changed=[
                (links[piece.subject], dict(self._columns(piece, self._file_link(piece))))
                for piece in self._of("link_changed")
            ],
            links_removed=[links[piece.subject] for piece in self._of("link_removed")],
            baselines={
                int(piece.subject): self.plan.baselines[int(piece.subject)]
                for piece in self._of("baseline_added")
            },
            custom=self.plan.custom,
        )

    def _changed_tasks(self) -> Iterator[tuple[int, dict[str, Any]]]:
        by_task: dict[str, list[Piece]] = {}
        for piece in self._of("task_changed"):
            by_task.setdefault(piece.subject, []).append(piece)
        here = self.difference.here["schedule.task"]
        for uid, pieces in by_task.items():
            task = self.tasks[uid]
            said = {**task.columns, "calendar": task.calendar}
            columns: dict[str, Any] = {"external_uid": uid}
            custom = dict(here[self.known[uid]].get("custom") or {})
            for piece in pieces:
                if key := groups.custom_key(piece.field):
                    _put(custom, key, (task.columns.get("custom") or {}).get(key))  # type: ignore[attr-defined]
                    columns["custom"] = custom
                elif piece.field != "place":
                    columns |= dict(self._columns(piece, said))
            yield self.known[uid], columns

    def _placed(self) -> Iterator[Placed]:
        """The added and the moved tasks in the file's order, each with the siblings before it."""
        moved = {piece.subject for piece in self._of("task_changed") if piece.field == "place"} | self.added
        siblings: dict[str | None, list[str]] = {}
        for task in self.plan.tasks:
            parent = self._parent_there(task)
            family = siblings.setdefault(parent, [])
            if task.uid in moved:
                yield Placed(task.uid, parent, tuple(reversed(family)))
            family.append(task.uid)

    def _parent_there(self, task: ImportedTask) -> str | None:
        """The nearest task above that is here or comes along."""
        parent = task.parent
        while parent is not None and not self._is_there(parent):
            parent = self.tasks[parent].parent if parent in self.tasks else None
        return parent

    def _is_there(self, uid: str) -> bool:
        return uid in self.known or uid in self.added

    # Links and bookings

    def _link_numbers(self) -> dict[str, int]:
        return {
            _pair(self._uid(row["predecessor"]), self._uid(row["successor"])): number
            for number, row in self.difference.here["schedule.link"].items()
        }

    def _file_link(self, piece: Piece) -> Mapping[str, Any]:
        return next(
            link.columns
            for link in self.plan.links
            if _pair(link.predecessor, link.successor) == piece.subject
        )

    def _bookings_added(self) -> list[Any]:
        chosen = self._subjects("booking_added")
        once: dict[str, Any] = {}
        for one in self.plan.assignments:
            pair = _pair(one.task, one.resource or NOBODY)
            if pair in chosen and self._is_there(one.task):
                once.setdefault(pair, one)
        return list(once.values())

    def _changed_bookings(self) -> Iterator[tuple[int, dict[str, Any]]]:
        said = {_pair(one.task, one.resource or NOBODY): one for one in reversed(self.plan.assignments)}
        columns: dict[int, dict[str, Any]] = {}
        for piece in self._of("booking_changed"):
            number = self._booking_number(piece)
            columns.setdefault(number, {}).update(self._columns(piece, said[piece.subject].columns))
        yield from columns.items()

    def _booking_number(self, piece: Piece) -> int:
        people = self.difference.uids.people
        for number, row in self.difference.here["resources.assignment"].items():
            resource = row.get("resource")
            name = NOBODY if resource is None else people.get(resource) or own(resource)
            if _pair(self._uid(row["task"]), name) == piece.subject:
                return number
        raise ValueError(f"no booking {piece.subject}")

    # People, calendars, the project itself

    def _changed_people(self) -> Iterator[tuple[int, dict[str, Any], Any]]:
        said = {one.uid: one for one in self.plan.resources}
        found: dict[str, tuple[dict[str, Any], Any]] = {}
        for piece in self._of("resource_changed"):
            columns, rates = found.setdefault(piece.subject, ({}, None))
            one = said[piece.subject]
            if piece.field == "rates":
                found[piece.subject] = (columns, one.rates)
            else:
                columns.update(self._columns(piece, {**one.columns, "calendar": one.calendar}))
        for uid, (columns, rates) in found.items():
            yield self.people[uid], columns, rates

    def _calendars(self, uids: set[str]) -> RenewedCalendars:
        said = {one.uid: one for one in self.plan.calendars}
        changed = self._subjects("calendar_changed")
        needed: dict[str, ImportedCalendar] = {}
        waiting = [*uids, *(said[uid].follows or "" for uid in changed)]
        while waiting:
            uid = waiting.pop()
            if uid in said and uid not in self.calendars and uid not in needed:
                needed[uid] = said[uid]
                waiting.append(said[uid].follows or "")
        return RenewedCalendars(
            known=self.calendars,
            needed=list(needed.values()),
            changed=[(self.calendars[uid], said[uid]) for uid in changed],
        )

    def _settings(self) -> dict[str, Any]:
        said = {**self.plan.settings, "name": self.plan.name, "calendar": self.plan.calendar}
        settings: dict[str, Any] = {}
        for piece in self._of("project_changed"):
            settings |= dict(self._columns(piece, said))
        return settings

    # How

    def _uid(self, task: int) -> str:
        """What a task of ours is called in the difference."""
        return self.difference.uids.tasks.get(task) or own(task)

    def _of(self, kind: str) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind == kind]

    def _subjects(self, kind: str) -> set[str]:
        return {piece.subject for piece in self.pieces if piece.kind == kind}

    def _columns(self, piece: Piece, said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        yield from ((name, said[name]) for name in piece.file or () if name in said)

    def _numbers(self, uids: Mapping[int, str], table: str) -> dict[str, int]:
        here = self.difference.here.get(table, {})
        return {uid: number for number, uid in uids.items() if number in here}


def _pair(first: str, second: str) -> str:
    return PARTED.join((first, second))


def _put(custom: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        custom.pop(key, None)
    else:
        custom[key] = value
