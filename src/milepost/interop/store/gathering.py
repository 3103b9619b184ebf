"""A program's rows as one reader sees them, read once for all its projects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from milepost.base import foreign
from milepost.base.identity import ORGANISATION, Actor, program_scope
from milepost.domain.analysis.queries import current
from milepost.domain.analysis.rows.plans import PlannedTask
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.programs.rows import ProgramRow, ProjectRow
from milepost.domain.resources.queries import bookings
from milepost.domain.resources.rows import AssignmentRow, RateRow, ResourceRow
from milepost.domain.schedule.queries import baselines as baseline_queries
from milepost.domain.schedule.queries import calendars as calendar_queries
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import BaselineTaskRow, CalendarRow, ForeignRow, LinkRow, TaskRow
from milepost.interop.exchange import values
from milepost.interop.exchange.values import Uid
from milepost.interop.store import calendars


@dataclass
class Gathered:
    """Everything an export of a program is made of; each table is read when it is first needed."""

    reader: Actor
    ledger: int
    as_of: int | None

    @cached_property
    def program(self) -> ProgramRow:
        return program_queries.program(self.reader, program=self.ledger, as_of=self.as_of)

    @cached_property
    def sees_money(self) -> bool:
        """May the reader see what things and people cost?"""
        return foreign.may_read_money(self.reader, program_scope(self.ledger))

    @cached_property
    def projects(self) -> list[ProjectRow]:
        return program_queries.projects(self.reader, program=self.ledger, as_of=self.as_of)

    @cached_property
    def planned(self) -> list[PlannedTask]:
        """The tasks in outline order with what follows for them."""
        return current.planned_tasks(self.reader, program=self.ledger, as_of=self.as_of)

    @cached_property
    def tasks(self) -> dict[int, TaskRow]:
        rows = task_queries.tasks(self.reader, program=self.ledger, as_of=self.as_of)
        return {row.number: row for row in rows}

    @cached_property
    def links_into(self) -> dict[int, list[LinkRow]]:
        """The links into each task from tasks the reader may see."""
        found: dict[int, list[LinkRow]] = {}
        for link in task_queries.links(self.reader, program=self.ledger, as_of=self.as_of):
            if link.predecessor in self.tasks:
                found.setdefault(link.successor, []).append(link)
        return found

    @cached_property
    def resources(self) -> dict[int, ResourceRow]:
        rows = bookings.resources(self.reader, program=self.ledger, as_of=self.as_of)
        return {row.number: row for row in rows}

    @cached_property
    def rates(self) -> list[RateRow]:
        return bookings.rates(self.reader, program=self.ledger, as_of=self.as_of)

    @cached_property
    def assignments(self) -> list[AssignmentRow]:
        return bookings.assignments(self.reader, program=self.ledger, as_of=self.as_of)

    @cached_property
    def promised(self) -> dict[int, dict[int, BaselineTaskRow]]:
        """What each slot promises, by task."""
        slots = baseline_queries.slots(self.reader, program=self.ledger, as_of=self.as_of)
        return {
            slot: baseline_queries.promised(self.reader, program=self.ledger, slot=slot, as_of=self.as_of)
            for slot in slots
        }

    @cached_property
    def custom_labels(self) -> dict[str, str]:
        rows = task_queries.custom_fields(self.reader, program=self.ledger, as_of=self.as_of)
        return {row.key: row.label for row in rows}

    @cached_property
    def foreign_tasks(self) -> dict[int, ForeignRow]:
        return task_queries.foreign_tasks(self.ledger)

    @cached_property
    def foreign_links(self) -> dict[int, ForeignRow]:
        return task_queries.foreign_links(self.ledger)

    @cached_property
    def foreign_bookings(self) -> dict[int, ForeignRow]:
        return bookings.foreign_assignments(self.ledger)

    @cached_property
    def own_calendars(self) -> list[CalendarRow]:
        return calendar_queries.calendars(self.reader, program=self.ledger, as_of=self.as_of)

    @cached_property
    def shared_calendars(self) -> list[CalendarRow]:
        return calendar_queries.calendars(self.reader, program=ORGANISATION)

    @cached_property
    def calendars(self) -> list[values.Calendar]:
        """The program's calendars, those of the organisation, and the week that holds without any."""
        shared_uids = {row.number: calendars.shared(row.number) for row in self.shared_calendars}
        return [
            *self._exchanged(self.own_calendars, self.ledger, self.calendar_uids, self.as_of),
            *self._exchanged(self.shared_calendars, ORGANISATION, shared_uids, None),
            values.Calendar(uid=calendars.OFFICE, name="Office week", week=calendars.office_week()),
        ]

    @cached_property
    def calendar_uids(self) -> dict[int, Uid]:
        return uids_of((row.number, row.external_uid) for row in self.own_calendars)

    @cached_property
    def resource_uids(self) -> dict[int, Uid]:
        return uids_of((row.number, row.external_uid) for row in self.resources.values())

    @property
    def usual_calendar(self) -> Uid:
        """The calendar that holds where nothing else is said."""
        if self.program.calendar is not None:
            return self.calendar_uids[self.program.calendar]
        shared = [row.number for row in self.shared_calendars if not row.is_personal]
        return calendars.shared(min(shared)) if shared else calendars.OFFICE

    def _exchanged(
        self, rows: list[CalendarRow], ledger: int, uids: dict[int, Uid], as_of: int | None
    ) -> list[values.Calendar]:
        exceptions = _by_calendar(calendar_queries.exceptions(self.reader, program=ledger, as_of=as_of))
        weeks = _by_calendar(calendar_queries.work_weeks(self.reader, program=ledger, as_of=as_of))
        return [
            calendars.exchanged(row, uids, exceptions.get(row.number, ()), weeks.get(row.number, ()))
            for row in rows
        ]


def own_number(uid: str) -> int | None:
    """The number an id of a file is; None where it is none."""
    return int(uid) if uid.isdecimal() and uid.isascii() else None


def uids_of(rows: Iterable[tuple[int, str]]) -> dict[int, Uid]:
    """An id for each row: the one it came with, where nobody else has it, else a free number."""
    known = list(rows)
    taken: set[Uid] = set()
    uids: dict[int, Uid] = {}
    for number, external in known:
        own = own_number(external)
        uid: Uid = external if own is None else own
        if uid != "" and uid not in taken:
            taken.add(uid)
            uids[number] = uid
    free = max((uid for uid in taken if isinstance(uid, int)), default=0)
    for number, _ in known:
        if number not in uids:
            free += 1
            uids[number] = free
    return uids


def _by_calendar(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.calendar, []).append(row)
    return found
