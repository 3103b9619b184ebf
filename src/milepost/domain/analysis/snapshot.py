"""A program gathered from the rooms into one engine plan.

`gather` reads everything stated about a program in a fixed number of queries; `plan_of` turns it into the
engine's `Plan`. `Facts` keeps the rows by number, so that after an edit only the rows that changed are read
again (`kept.advance`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

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
from milepost.domain.schedule.queries import outline as outline_queries
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import (
    CalendarRow,
    CustomFieldRow,
    ExceptionRow,
    LinkRow,
    TaskRow,
    WorkWeekRow,
)
from milepost.engine import plan as engine
from milepost.engine.instants import TICKS_PER_MINUTE, Ticks, ticks
from milepost.engine.rules import PRESETS

Row = TypeVar("Row")
Made = TypeVar("Made")

BUILT_IN_CALENDAR = 0
"""The engine id of the organisation's week, which holds where nobody set up a calendar."""


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
    office_week: engine.Week
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
    entry = journal.entry(program, as_of)
    at = dt.datetime.min.replace(tzinfo=dt.UTC) if entry is None else entry.at
    return as_of, journal.revision_at(ORGANISATION, at)


def calendar_facts(ledger: int, as_of: int | None = None) -> CalendarFacts:
    """The calendars of a program or of the organisation."""
    return CalendarFacts(
        calendars=calendar_queries.all_calendars(ledger, as_of),
        exceptions=calendar_queries.all_exceptions(ledger, as_of),
        work_weeks=calendar_queries.all_work_weeks(ledger, as_of),
    )


def plan_of(facts: Facts) -> engine.Plan:
    """The engine's plan of a program. Tasks stand in outline order, the usual calendar first."""
    return engine.Plan(
        projects=tuple(_project(project) for project in facts.projects.values()) or (_NO_PROJECT,),
        calendars=_calendars(facts),
        tasks=tuple(task_of(facts.tasks[number]) for number in outline_order(facts)),
        links=tuple(link_of(link) for link in facts.links.values()),
        resources=tuple(_resource(resource) for resource in facts.resources.values()),
        assignments=tuple(assignment_of(booking) for booking in facts.assignments.values()),
        rules=replace(PRESETS["milepost"], near_critical=facts.program.near_critical),
        status=facts.program.status,
        milestone=milestone_of(facts),
    )


def advanced_plan(before: Facts, plan: engine.Plan, facts: Facts) -> engine.Plan:
    """The plan of facts of which only tasks, links and bookings differ from those `plan` was made of.

    What was not stated anew is taken over: of 10,000 tasks one is made, not all.
    """
    return replace(
        plan,
        tasks=_tasks_advanced(before, plan, facts),
        links=_advanced(before.links, plan.links, facts.links, link_of),
        assignments=_advanced(before.assignments, plan.assignments, facts.assignments, assignment_of),
        milestone=milestone_of(facts),
    )


def _tasks_advanced(before: Facts, plan: engine.Plan, facts: Facts) -> tuple[engine.Task, ...]:
    if before.tasks is facts.tasks:
        return plan.tasks
    made = {task.id: task for task in plan.tasks}
    for number, row in facts.tasks.items():
        if before.tasks.get(number) is not row:
            made[number] = task_of(row)
    if places(before) == places(facts):
        return tuple(made[task.id] for task in plan.tasks)
    return tuple(made[number] for number in outline_order(facts))


def _advanced(
    before: Mapping[int, Row], made: tuple[Made, ...], now: Mapping[int, Row], make: Callable[[Row], Made]
) -> tuple[Made, ...]:
    """Values made of rows in their order, those of rows that are the same object taken over."""
    if before is now:
        return made
    known = dict(zip(before, made, strict=True))
    return tuple(known[n] if before.get(n) is row else make(row) for n, row in now.items())


def places(facts: Facts) -> list[tuple[int, int, int | None, int]]:
    """Where each task stands, for telling whether any moved."""
    return [(row.number, row.project, row.parent, row.rank) for row in facts.tasks.values()]


def outline_order(facts: Facts) -> list[int]:
    """Every task number in outline order."""
    return outline_queries.order(facts.tasks.values(), list(facts.projects))


def milestone_of(facts: Facts) -> int | None:
    """The task that stands for the date the headline speaks of, while it is there."""
    for key_date in facts.key_dates:
        if key_date.is_headline and key_date.task in facts.tasks:
            return key_date.task
    return None


def task_of(row: TaskRow) -> engine.Task:
    """A task as the engine takes it."""
    return engine.Task(
        id=row.number,
        project=row.project,
        name=row.name,
        parent=row.parent,
        duration=row.duration,
        is_elapsed=row.is_elapsed,
        calendar=row.calendar,
        ignores_resource_calendars=row.ignores_resource_calendar,
        kind=_KINDS[row.kind],
        is_milestone=row.is_milestone,
        is_manual=row.is_manual,
        is_active=row.is_active,
        manual_start=row.manual_start,
        manual_finish=row.manual_finish,
        promised=row.promised,
        constraint=_CONSTRAINTS[row.constraint],
        constraint_date=row.constraint_date,
        second_constraint=_CONSTRAINTS[row.second_constraint] if row.second_constraint else None,
        second_constraint_date=row.second_constraint_date,
        deadline=row.deadline,
        expected_finish=row.expected_finish,
        actual_start=row.actual_start,
        actual_finish=row.actual_finish,
        remaining=row.remaining,
        percent_complete=row.percent_complete,
        percent_kind=_PERCENTS[row.percent_kind],
        physical_percent=row.percent_physical,
        suspended_at=row.suspended_at,
        resumes_at=row.resumes_at,
        splits=tuple(engine.Split(after, pause) for after, pause in row.splits),
        levelling_delay=row.levelling_delay,
        effort_type=_EFFORTS[row.effort_type],
        is_effort_driven=row.is_effort_driven,
        priority=row.priority,
    )


def link_of(row: LinkRow) -> engine.Link:
    """A link as the engine takes it."""
    return engine.Link(
        id=row.number,
        predecessor=row.predecessor,
        successor=row.successor,
        type=_LINKS[row.type],
        lag=row.lag,
        lag_unit=lag_unit(row.lag_unit),
    )


def lag_unit(unit: str) -> engine.LagUnit:
    """What a lag typed in `unit` is counted in."""
    if unit.endswith("%"):
        return engine.LagUnit.ELAPSED_PERCENT if unit.startswith("e") else engine.LagUnit.PERCENT
    return engine.LagUnit.ELAPSED if unit.startswith("e") else engine.LagUnit.WORKING


def assignment_of(row: AssignmentRow) -> engine.Assignment:
    """A booking as the engine takes it."""
    return engine.Assignment(
        id=row.number,
        task=row.task,
        resource=row.resource,
        units=row.units,
        work=_work(row.work_minutes),
        actual_work=_work(row.actual_work_minutes) or 0,
        remaining_work=_work(row.remaining_work_minutes),
        delay=row.delay,
        is_driving=row.is_driving,
    )


def shared_id(number: int) -> int:
    """The engine id of an organisation's calendar: below zero, so it meets none of the program's."""
    return -number


def _project(row: ProjectRow) -> engine.Project:
    return engine.Project(
        id=row.number,
        name=row.name,
        start=row.start,
        calendar=row.calendar,
        finish_by=row.finish_by,
        from_finish=row.is_from_finish,
        status=row.status,
        rules=program_queries.plan_rules(row),
    )


_NO_PROJECT = engine.Project(id=0, name="", start=0)
"""Stands in a program that has no project yet: a plan needs one, even where nothing is planned."""


def _resource(row: ResourceRow) -> engine.Resource:
    return engine.Resource(
        id=row.number,
        name=row.name,
        kind=engine.ResourceKind(row.kind),
        calendar=row.calendar,
        max_units=1.0 if row.max_units is None else row.max_units,
    )


def _work(minutes: float | None) -> Ticks | None:
    return None if minutes is None else ticks(minutes)


def _calendars(facts: Facts) -> tuple[engine.Calendar, ...]:
    """Every calendar a program may go by, its usual one first, its own before the organisation's."""
    own = [_calendar(row, facts.own_calendars, row.number) for row in facts.own_calendars.calendars]
    shared = [
        _calendar(row, facts.shared_calendars, shared_id(row.number))
        for row in facts.shared_calendars.calendars
    ]
    every = [*own, *shared, engine.Calendar(BUILT_IN_CALENDAR, "Office week", facts.office_week)]
    usual = _usual_calendar(facts)
    return tuple(sorted(every, key=lambda calendar: calendar.id != usual))


def _usual_calendar(facts: Facts) -> int:
    if facts.program.calendar is not None:
        return facts.program.calendar
    shared = [row.number for row in facts.shared_calendars.calendars if not row.is_personal]
    return shared_id(min(shared)) if shared else BUILT_IN_CALENDAR


def _calendar(row: CalendarRow, held: CalendarFacts, number: int) -> engine.Calendar:
    is_shared = number < 0
    follows = row.follows if not is_shared or row.follows is None else shared_id(row.follows)
    if row.follows_organisation is not None:
        follows = shared_id(row.follows_organisation)
    return engine.Calendar(
        id=number,
        name=row.name,
        week=_week(row.week),
        exceptions=tuple(_exception(one) for one in held.exceptions if one.calendar == row.number),
        work_weeks=tuple(_work_week(one) for one in held.work_weeks if one.calendar == row.number),
        base=follows,
    )


def _exception(row: ExceptionRow) -> engine.CalendarException:
    return engine.CalendarException(
        first_day=row.starts_on,
        last_day=row.ends_before - dt.timedelta(days=1),
        shifts=_day(row.times),
        name=row.name,
        recurrence=_recurrence(row.pattern),
    )


def _recurrence(pattern: Mapping[str, Any] | None) -> engine.Recurrence | None:
    if pattern is None:
        return None
    return engine.Recurrence(
        pattern=engine.Pattern(pattern["pattern"]),
        every=pattern.get("every", 1),
        weekdays=tuple(pattern.get("weekdays", ())),
        week=pattern.get("week", 1),
        day=pattern.get("day", 1),
        month=pattern.get("month", 1),
    )


def _work_week(row: WorkWeekRow) -> engine.WorkWeek:
    return engine.WorkWeek(
        first_day=row.starts_on,
        last_day=row.ends_before - dt.timedelta(days=1),
        week=_week(row.week),
        name=row.name,
    )


def _week(days: Sequence[Sequence[Sequence[float]] | None]) -> engine.Week:
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        None if day is None else _day(day) for day in days
    )
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def _office_week() -> engine.Week:
    """The week the organisation set when it was founded; before that, eight hours Monday to Friday."""
    organisation = people_queries.organisation(SYSTEM)
    if organisation is None:
        return engine.OFFICE_WEEK
    return _week([[[_minute(at) for at in shift] for shift in day] for day in organisation.week])


def _minute(clock: str) -> float:
    hours, minutes = clock.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def _day(shifts: Sequence[Sequence[float]]) -> engine.Day:
    return tuple(
        engine.Shift(round(starts * TICKS_PER_MINUTE), round(ends * TICKS_PER_MINUTE))
        for starts, ends in shifts
    )


_KINDS = {str(kind.value): kind for kind in engine.TaskKind}
_CONSTRAINTS = {str(kind.value): kind for kind in engine.ConstraintType}
_PERCENTS = {str(kind.value): kind for kind in engine.PercentKind}
_EFFORTS = {str(kind.value): kind for kind in engine.EffortType}
_LINKS = {str(kind.value): kind for kind in engine.LinkType}
