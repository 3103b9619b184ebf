"""The exchange as the JSON document `milepost read` prints: fixed names, local times, minutes, absent is
null.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR, Instant, Ticks, minutes, moment
from milepost.engine.plan import CalendarException, Day, LagUnit
from milepost.interop.exchange.values import (
    Assignment,
    Baseline,
    Calendar,
    Exchange,
    FileProblem,
    Link,
    Project,
    Rate,
    Resource,
    Task,
)

Json = dict[str, Any]


def document(exchange: Exchange) -> Json:
    """The whole file."""
    return {
        "format": exchange.format,
        "version": exchange.version,
        "encoding": exchange.encoding,
        "projects": [_project(project) for project in exchange.projects],
        "fidelity": {
            "kept": exchange.fidelity.kept,
            "carried": exchange.fidelity.carried,
            "dropped": [
                {"field": dropped.field, "count": dropped.count, "because": dropped.because}
                for dropped in exchange.fidelity.dropped
            ],
        },
        "problems": problems(exchange.problems),
    }


def problems(found: tuple[FileProblem, ...]) -> list[Json]:
    """The oddities of a file."""
    return [{"code": one.code, "subject": one.subject, "message": one.message} for one in found]


@lru_cache(maxsize=65_536)
def instant_text(at: Instant) -> str:
    """Local date and time to the minute, with seconds only where there are any."""
    when = moment(at)
    return when.isoformat(timespec="seconds" if when.second else "minutes")


def _at(instant: Instant | None) -> str | None:
    return None if instant is None else instant_text(instant)


def _long(ticks: Ticks | None) -> int | float | None:
    return None if ticks is None else minutes(ticks)


def _amount(amount: Decimal | None, currency: str | None) -> str | None:
    if amount is None:
        return None
    figure = f"{amount:.2f}" if amount == round(amount, 2) else f"{amount.normalize():f}"
    return f"{figure} {currency}" if currency else figure


def _project(project: Project) -> Json:
    money = project.currency
    return {
        "uid": project.uid,
        "title": project.title,
        "start": _at(project.start),
        "finish": _at(project.finish),
        "finish_by": _at(project.finish_by),
        "schedule_from": "finish" if project.from_finish else "start",
        "status_date": _at(project.status),
        "currency": money,
        "minutes_per_day": project.minutes_per_day,
        "minutes_per_week": project.minutes_per_week,
        "default_calendar": project.calendar,
        "rules": project.rules.name,
        "custom_labels": dict(project.custom_labels),
        "calendars": [_calendar(calendar) for calendar in project.calendars],
        "tasks": [_task(task, money) for task in project.tasks],
        "resources": [_resource(resource, money) for resource in project.resources],
        "assignments": [_assignment(assignment, money) for assignment in project.assignments],
    }


def _calendar(calendar: Calendar) -> Json:
    return {
        "uid": calendar.uid,
        "name": calendar.name,
        "parent": calendar.parent,
        "week": [None if day is None else _times(day) for day in calendar.week],
        "exceptions": [_exception(exception) for exception in calendar.exceptions],
        "work_weeks": [
            {
                "from": week.first_day.isoformat(),
                "to": week.last_day.isoformat(),
                "name": week.name,
                "week": [None if day is None else _times(day) for day in week.week],
            }
            for week in calendar.work_weeks
        ],
    }


def _times(day: Day) -> list[list[str]]:
    return [[_clock(shift.starts), _clock(shift.ends)] for shift in day]


def _clock(ticks: Ticks) -> str:
    """The time of day; midnight at the end of a day is 24:00."""
    if ticks == TICKS_PER_DAY:
        return "24:00"
    hours, rest = divmod(ticks, TICKS_PER_HOUR)
    return f"{hours:02d}:{rest // 10:02d}"


def _exception(exception: CalendarException) -> Json:
    said: Json = {
        "from": exception.first_day.isoformat(),
        "to": exception.last_day.isoformat(),
        "name": exception.name,
        "times": _times(exception.shifts),
    }
    if exception.recurrence is not None:
        again = exception.recurrence
        said["recurrence"] = {
            "pattern": again.pattern.value,
            "every": again.every,
            "weekdays": list(again.weekdays),
            "week": again.week,
            "day": again.day,
            "month": again.month,
        }
    return said


def _task(task: Task, money: str | None) -> Json:
    return {
        "uid": task.uid,
        "id": task.id,
        "name": task.name,
        "code": task.code,
        "wbs": task.wbs,
        "outline_level": task.outline_level,
        "parent": task.parent,
        "kind": task.kind.value,
        "is_summary": task.is_summary,
        "is_milestone": task.is_milestone,
        "is_active": task.is_active,
        "is_manual": task.is_manual,
        "is_recurring": task.is_recurring,
        "is_external": task.is_external,
        "is_estimated": task.is_estimated,
        "calendar": task.calendar,
        "ignores_resource_calendars": task.ignores_resource_calendars,
        "effort_type": task.effort_type.value,
        "is_effort_driven": task.is_effort_driven,
        "start": _at(task.start),
        "finish": _at(task.finish),
        "duration_minutes": _long(task.duration),
        "duration_unit": task.duration_unit,
        "is_elapsed": task.is_elapsed,
        "percent_complete": task.percent_complete,
        "percent_work_complete": task.percent_work_complete,
        "percent_physical": task.percent_physical,
        "actual_start": _at(task.actual_start),
        "actual_finish": _at(task.actual_finish),
        "actual_duration_minutes": _long(task.actual_duration),
        "remaining_minutes": _long(task.remaining),
        "suspended_at": _at(task.suspended_at),
        "resumes_at": _at(task.resumes_at),
        "constraint": task.constraint.value,
        "constraint_date": _at(task.constraint_date),
        "second_constraint": None if task.second_constraint is None else task.second_constraint.value,
        "second_constraint_date": _at(task.second_constraint_date),
        "deadline": _at(task.deadline),
        "expected_finish": _at(task.expected_finish),
        "priority": task.priority,
        "early_start": _at(task.early_start),
        "early_finish": _at(task.early_finish),
        "late_start": _at(task.late_start),
        "late_finish": _at(task.late_finish),
        "total_float_minutes": _long(task.total_float),
        "free_float_minutes": _long(task.free_float),
        "is_critical": task.is_critical,
        "manual_start": _at(task.manual_start),
        "manual_finish": _at(task.manual_finish),
        "levelling_delay_minutes": _long(task.levelling_delay),
        "segments": [[_at(starts), _at(finishes)] for starts, finishes in task.segments],
        "predecessors": [_link(link) for link in task.predecessors],
        "baselines": {str(number): _baseline(one, money) for number, one in task.baselines.items()},
        "work_minutes": task.work,
        "actual_work_minutes": task.actual_work,
        "remaining_work_minutes": task.remaining_work,
        "cost": _amount(task.cost, money),
        "actual_cost": _amount(task.actual_cost, money),
        "remaining_cost": _amount(task.remaining_cost, money),
        "fixed_cost": _amount(task.fixed_cost, money),
        "notes": task.notes,
        "custom": dict(task.custom),
    }


def _link(link: Link) -> Json:
    is_percent = link.lag_unit in {LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT}
    said: Json = {
        "uid": link.predecessor,
        "type": link.type.value,
        "lag_minutes": None if is_percent else minutes(int(link.lag)),
        "lag_percent": link.lag if is_percent else None,
        "lag_is_elapsed": link.lag_unit in {LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT},
    }
    if link.project is not None:
        said["project"] = link.project
    return said


def _baseline(baseline: Baseline, money: str | None) -> Json:
    return {
        "start": _at(baseline.start),
        "finish": _at(baseline.finish),
        "duration_minutes": _long(baseline.duration),
        "work_minutes": baseline.work,
        "cost": _amount(baseline.cost, money),
    }


def _resource(resource: Resource, money: str | None) -> Json:
    return {
        "uid": resource.uid,
        "id": resource.id,
        "name": resource.name,
        "code": resource.code,
        "initials": resource.initials,
        "group": resource.group,
        "email": resource.email,
        "kind": resource.kind.value,
        "unit_of_measure": resource.unit_of_measure,
        "max_units": resource.max_units,
        "calendar": resource.calendar,
        "rates": [_rate(rate, money) for rate in resource.rates],
        "availability": [
            {"from": _at(period.starts), "to": _at(period.ends), "units": period.units}
            for period in resource.availability
        ],
        "work_minutes": resource.work,
        "cost": _amount(resource.cost, money),
        "notes": resource.notes,
        "custom": dict(resource.custom),
    }


def _rate(rate: Rate, money: str | None) -> Json:
    return {
        "table": rate.table,
        "from": _at(rate.starts),
        "to": _at(rate.ends),
        "cost_per_hour": _amount(rate.cost_per_hour, money),
        "overtime_per_hour": _amount(rate.overtime_per_hour, money),
        "cost_per_use": _amount(rate.cost_per_use, money),
    }


def _assignment(assignment: Assignment, money: str | None) -> Json:
    return {
        "uid": assignment.uid,
        "task": assignment.task,
        "resource": assignment.resource,
        "units": assignment.units,
        "work_minutes": assignment.work,
        "actual_work_minutes": assignment.actual_work,
        "remaining_work_minutes": assignment.remaining_work,
        "start": _at(assignment.start),
        "finish": _at(assignment.finish),
        "actual_start": _at(assignment.actual_start),
        "actual_finish": _at(assignment.actual_finish),
        "delay_minutes": _long(assignment.delay),
        "contour": assignment.contour,
        "cost": _amount(assignment.cost, money),
        "actual_cost": _amount(assignment.actual_cost, money),
        "remaining_cost": _amount(assignment.remaining_cost, money),
        "baselines": {str(number): _baseline(one, money) for number, one in assignment.baselines.items()},
        "notes": assignment.notes,
        "custom": dict(assignment.custom),
    }
