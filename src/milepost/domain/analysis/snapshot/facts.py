"""Everything stated about a program at one revision, read from the rooms."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from milepost.base import journal
from milepost.base.identity import ORGANISATION, SYSTEM
from milepost.base.models import Ledger
from milepost.base.refusal import NotFound
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.programs.queries import documents as document_queries
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.programs.rows import KeyDateRow, ProgramRow, ProjectRow
from milepost.domain.resources.queries import bookings as resource_queries
from milepost.domain.resources.rows import AssignmentRow, ResourceRow
from milepost.domain.schedule.queries import calendars as calendar_queries
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import (
    CalendarRow,
    CustomFieldRow,
    ExceptionRow,
    LinkRow,
    TaskRow,
    WorkWeekRow,
)

CALENDARS = frozenset({"schedule.calendar", "schedule.calendarexception", "schedule.workweek"})
SMALL_PARTS = CALENDARS | {
    "programs.program",
    "programs.project",
    "programs.keydate",
    "resources.resource",
    "schedule.customfield",
}
"""Tables, by journal name, that `refreshed` reads whole: a few rows each, whatever the size of the plan."""


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """The calendars of one ledger with what belongs to them."""

    calendars: Sequence[CalendarRow]
    exceptions: Sequence[ExceptionRow]
    work_weeks: Sequence[WorkWeekRow]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything stated about a program at one revision, by number; projects in their order."""

    program: ProgramRow
    revision: int
    organisation_revision: int
    projects: Mapping[int, ProjectRow]
    tasks: Mapping[int, TaskRow]
    links: Mapping[int, LinkRow]
    resources: Mapping[int, ResourceRow]
    assignments: Mapping[int, AssignmentRow]
    own_calendars: CalendarFacts
    shared_calendars: CalendarFacts
    # The organisation's week, Monday first, each day shifts of clock times; None before it is founded.
    office_week: Sequence[Sequence[Sequence[str]]] | None
    key_dates: Sequence[KeyDateRow]
    custom_fields: Sequence[CustomFieldRow]


def gather(program: int, as_of: int | None = None) -> Facts:
    """Read everything stated about a program, as of a revision where one is given.

    Raises: NotFound.
    """
    # The revisions are read before the rows: the facts may then be newer than their label, never older,
    # so the worst case is one needless recomputation.
    revision, shared = revisions(program, as_of)
    past_of_shared = None if as_of is None else shared
    return Facts(
        program=program_queries.program(SYSTEM, program=program, as_of=as_of),
        revision=revision,
        organisation_revision=shared,
        projects={row.number: row for row in program_queries.projects(SYSTEM, program=program, as_of=as_of)},
        tasks={row.number: row for row in task_queries.tasks(SYSTEM, program=program, as_of=as_of)},
        links={row.number: row for row in task_queries.all_links(program, as_of)},
        resources={row.number: row for row in resource_queries.all_resources(program, as_of)},
        assignments={row.number: row for row in resource_queries.all_assignments(program, as_of)},
        own_calendars=calendar_facts(program, as_of),
        shared_calendars=calendar_facts(ORGANISATION, past_of_shared),
        office_week=_office_week(),
        key_dates=document_queries.key_dates(SYSTEM, program=program, as_of=as_of),
        custom_fields=task_queries.custom_fields(SYSTEM, program=program, as_of=as_of),
    )


def refreshed(facts: Facts, tables: Collection[str]) -> Facts:
    """Facts with the small parts that stand in these tables (by journal name) read again."""
    program = facts.program.ledger
    parts: dict[str, Any] = {}
    if "programs.program" in tables:
        parts["program"] = program_queries.program(SYSTEM, program=program)
    if "programs.project" in tables:
        rows = program_queries.projects(SYSTEM, program=program)
        parts["projects"] = {row.number: row for row in rows}
    if "programs.keydate" in tables:
        parts["key_dates"] = document_queries.key_dates(SYSTEM, program=program)
    if "resources.resource" in tables:
        parts["resources"] = {row.number: row for row in resource_queries.all_resources(program)}
    if "schedule.customfield" in tables:
        parts["custom_fields"] = task_queries.custom_fields(SYSTEM, program=program)
    if not CALENDARS.isdisjoint(tables):
        parts["own_calendars"] = calendar_facts(program)
    return replace(facts, **parts)


def revisions(program: int, as_of: int | None = None) -> tuple[int, int]:
    """The revisions of the program and the organisation a view stands on.

    Raises: NotFound.
    """
    found = dict(Ledger.objects.filter(pk__in=(program, ORGANISATION)).values_list("pk", "revision"))
    if program not in found:
        raise NotFound("There is no such program.")
    if as_of is None:
        return found[program], found.get(ORGANISATION, 0)
    if not 0 <= as_of <= found[program]:
        raise NotFound(f"There is no revision {as_of} of this program.")
    return as_of, journal.organisation_at(program, as_of)


def calendar_facts(ledger: int, as_of: int | None = None) -> CalendarFacts:
    """The calendars of a program or of the organisation."""
    return CalendarFacts(
        calendars=calendar_queries.all_calendars(ledger, as_of),
        exceptions=calendar_queries.all_exceptions(ledger, as_of),
        work_weeks=calendar_queries.all_work_weeks(ledger, as_of),
    )


def _office_week() -> Sequence[Sequence[Sequence[str]]] | None:
    organisation = people_queries.organisation(SYSTEM)
    return None if organisation is None else organisation.week
