"""Calendars, their exceptions and work weeks: a program's own, and the organisation's that they follow."""

from __future__ import annotations

from collections.abc import Iterable

from milepost.base import past, permissions
from milepost.base.identity import ORGANISATION, Actor, ledger_of, number_of
from milepost.domain.schedule.models import Calendar, CalendarException, WorkWeek
from milepost.domain.schedule.rows import CalendarRow, ExceptionRow, WorkWeekRow


def calendars(reader: Actor, *, program: int, as_of: int | None = None) -> list[CalendarRow]:
    """The calendars of a program (or of the organisation), by name."""
    if not _may_read(reader, program):
        return []
    rows = sorted(all_calendars(program, as_of), key=lambda row: (row.name, row.number))
    # A personal calendar bears a name, and whoever sees only his own work sees nobody else's.
    is_narrow = program != ORGANISATION and permissions.sees_only_own(reader, program)
    return [row for row in rows if not row.is_personal] if is_narrow else rows


def exceptions(reader: Actor, *, program: int, as_of: int | None = None) -> list[ExceptionRow]:
    """The exceptions of every calendar of a program (or of the organisation), by date."""
    return all_exceptions(program, as_of) if _may_read(reader, program) else []


def work_weeks(reader: Actor, *, program: int, as_of: int | None = None) -> list[WorkWeekRow]:
    """The work weeks of every calendar of a program (or of the organisation), by date."""
    return all_work_weeks(program, as_of) if _may_read(reader, program) else []


def all_calendars(ledger: int, as_of: int | None = None) -> list[CalendarRow]:
    """Every calendar of a ledger by number, whoever asks: for calculations inside the house."""
    return [_calendar_row(row) for row in past.rows(Calendar, ledger, as_of)]


def all_exceptions(ledger: int, as_of: int | None = None) -> list[ExceptionRow]:
    """Every exception of a ledger by date, whoever asks: for calculations inside the house."""
    rows = [
        ExceptionRow(
            number=row.number,
            calendar=number_of(row.calendar_id),
            name=row.name,
            starts_on=row.starts_on,
            ends_before=row.ends_before,
            times=row.times,
            pattern=row.pattern,
            version=row.version,
        )
        for row in past.rows(CalendarException, ledger, as_of)
    ]
    return sorted(rows, key=lambda row: (row.starts_on, row.number))


def all_work_weeks(ledger: int, as_of: int | None = None) -> list[WorkWeekRow]:
    """Every work week of a ledger by date, whoever asks: for calculations inside the house."""
    rows = [
        WorkWeekRow(
            number=row.number,
            calendar=number_of(row.calendar_id),
            name=row.name,
            starts_on=row.starts_on,
            ends_before=row.ends_before,
            week=row.week,
            version=row.version,
        )
        for row in past.rows(WorkWeek, ledger, as_of)
    ]
    return sorted(rows, key=lambda row: (row.starts_on, row.number))


def follows_organisation(calendars: Iterable[CalendarRow]) -> bool:
    """Does any of these calendars follow one of the organisation's?"""
    return any(row.follows_organisation is not None for row in calendars)


def _may_read(reader: Actor, ledger: int) -> bool:
    if ledger == ORGANISATION:
        return permissions.may_anywhere(reader, "plan.read")
    return permissions.may_in_program(reader, "plan.read", ledger)


def _calendar_row(row: Calendar) -> CalendarRow:
    followed = row.follows_id
    is_shared = followed is not None and ledger_of(followed) != row.ledger_id
    number = None if followed is None else number_of(followed)
    return CalendarRow(
        number=row.number,
        name=row.name,
        follows=None if is_shared else number,
        follows_organisation=number if is_shared else None,
        week=row.week,
        is_personal=row.is_personal,
        external_uid=row.external_uid,
        carried=row.carried,
        version=row.version,
    )
