"""An exchange as the columns of the tables its rows go to.

Everything the engine reads is taken from the plan the file was previewed with (`planning.to_plan`), so what
is stored gives the dates that were shown; the rest comes from the exchange.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields, replace
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any

from milepost.domain.resources.rows import ImportedAssignment, ImportedPlan, ImportedResource
from milepost.domain.schedule.rows import (
    ImportedBaselineTask,
    ImportedCalendar,
    ImportedLink,
    ImportedTask,
)
from milepost.engine import plan as engine
from milepost.engine.instants import minutes
from milepost.engine.rules import PRESETS, PlanRules
from milepost.interop.exchange.planning import Planned
from milepost.interop.exchange.values import (
    Assignment,
    Calendar,
    Carried,
    Custom,
    Exchange,
    Link,
    Project,
    Resource,
    Task,
    Uid,
)

Columns = dict[str, Any]

_LONGEST_NAME = 1000
_LONGEST_KEY = 60


def imported(exchange: Exchange, planned: Planned, *, source: str = "") -> list[ImportedPlan]:
    """The projects of a file, ready to be brought in; `source` is what people call the file."""
    by_project: dict[int, list[tuple[Task, engine.Task]]] = {}
    for (place, task), stated in zip(planned.origins, planned.plan.tasks, strict=True):
        by_project.setdefault(place, []).append((task, stated))
    bookings = iter(planned.plan.assignments)
    found = []
    for place, project in enumerate(exchange.projects):
        plan = _project(exchange, project, planned.plan.projects[place], by_project.get(place, []), bookings)
        name = plan.name or PurePath(source).stem[:200] or "Imported project"
        found.append(replace(plan, name=name, settings={**plan.settings, "source": source}))
    return found


def _project(
    exchange: Exchange,
    project: Project,
    stated: engine.Project,
    tasks: list[tuple[Task, engine.Task]],
    bookings: Iterator[engine.Assignment],
) -> ImportedPlan:
    return ImportedPlan(
        name=project.title[:200],
        calendar=_uid(project.calendar),
        settings=_settings(exchange, project, stated),
        calendars=[_calendar(calendar) for calendar in project.calendars],
        tasks=[_task(task, as_planned) for task, as_planned in tasks],
        links=[_link(link, task) for task, _ in tasks for link in task.predecessors if link.project is None],
        resources=[_resource(resource) for resource in project.resources],
        assignments=[_assignment(one, next(bookings)) for one in project.assignments],
        baselines=_baselines(project),
        custom=_custom_fields(project),
    )


def _settings(exchange: Exchange, project: Project, stated: engine.Project) -> Columns:
    times = {"default_start": project.default_start, "default_finish": project.default_finish}
    extras: Columns = {name: f"{at:%H:%M}" for name, at in times.items() if at is not None}
    extras |= {
        "format": exchange.format,
        "format_version": exchange.version,
        "tool": exchange.tool,
        "currency": project.currency,
        "file_finish": project.finish,
    }
    rules = stated.rules or PlanRules()
    return {
        "start_tick": stated.start,
        "finish_by_tick": stated.finish_by,
        "is_from_finish": stated.from_finish,
        "status_tick": stated.status,
        "minutes_per_day": project.minutes_per_day,
        "minutes_per_week": project.minutes_per_week,
        "days_per_month": project.days_per_month,
        "rules": rules.name,
        "rule_options": _options(rules),
        "external_uid": str(project.uid),
        "extras": {name: value for name, value in extras.items() if value is not None},
        "carried": _carried(project.carried),
    }


def _options(rules: PlanRules) -> Columns:
    """Where a file's options differ from the usual ones of its tool."""
    preset = PRESETS[rules.name]
    options = {}
    for field in fields(PlanRules):
        value = getattr(rules, field.name)
        if field.name != "name" and value != getattr(preset, field.name):
            options[field.name] = value.value if isinstance(value, Enum) else value
    return options


def _calendar(calendar: Calendar) -> ImportedCalendar:
    return ImportedCalendar(
        uid=str(calendar.uid),
        follows=_uid(calendar.parent),
        columns={
            "name": calendar.name[:200],
            "week": _week(calendar.week),
            "is_personal": calendar.is_personal,
            "carried": _carried(calendar.carried),
        },
        exceptions=[
            {
                "name": one.name[:200],
                "starts_on": one.first_day,
                "ends_before": one.last_day + dt.timedelta(days=1),
                "times": _day(one.shifts),
                "pattern": None if one.recurrence is None else _pattern(one.recurrence),
            }
            for one in calendar.exceptions
        ],
        work_weeks=[
            {
                "name": one.name[:200],
                "starts_on": one.first_day,
                "ends_before": one.last_day + dt.timedelta(days=1),
                "week": _week(one.week),
            }
            for one in calendar.work_weeks
        ],
    )


def _pattern(recurrence: engine.Recurrence) -> Columns:
    return {**asdict(recurrence), "pattern": recurrence.pattern.value, "weekdays": list(recurrence.weekdays)}


def _week(week: engine.Week) -> list[list[list[float]] | None]:
    return [None if day is None else _day(day) for day in week]


def _day(day: engine.Day) -> list[list[float]]:
    return [[minutes(shift.starts), minutes(shift.ends)] for shift in day]


def _task(task: Task, stated: engine.Task) -> ImportedTask:
    columns = {
        "name": task.name[:_LONGEST_NAME],
        "code": (task.code or "")[:200],
        "duration_ticks": stated.duration,
        "duration_unit": _unit(task),
        "is_estimated": task.is_estimated,
        "kind": stated.kind.value,
        "is_milestone": stated.is_milestone,
        "ignores_resource_calendar": stated.ignores_resource_calendars,
        **_constraints(stated),
        **_progress(task, stated),
        "is_manual": stated.is_manual,
        "manual_start_tick": stated.manual_start,
        "manual_finish_tick": stated.manual_finish,
        "is_active": stated.is_active,
        "splits": [[split.after, split.pause] for split in stated.splits],
        "priority": min(1000, max(0, stated.priority)),
        "effort_type": stated.effort_type.value,
        "is_effort_driven": stated.is_effort_driven,
        "levelling_delay_ticks": stated.levelling_delay,
        "work_minutes": task.work,
        "actual_work_minutes": task.actual_work,
        "remaining_work_minutes": task.remaining_work,
        **_costs(task.cost, task.actual_cost, task.remaining_cost, task.fixed_cost),
        "notes": task.notes or "",
        "custom": _custom(task.custom),
        "extras": _task_extras(task),
        "carried": _carried(task.carried),
    }
    return ImportedTask(str(task.uid), _uid(task.parent), _uid(task.calendar), columns)


def _unit(task: Task) -> str:
    """The unit the duration is shown in; an elapsed duration says so even where the file names none."""
    unit = task.duration_unit or "d"
    return f"e{unit}" if task.is_elapsed and not unit.startswith("e") else unit


def _constraints(stated: engine.Task) -> Columns:
    second = stated.second_constraint
    return {
        "constraint": stated.constraint.value,
        "constraint_tick": stated.constraint_date,
        "second_constraint": "" if second is None else second.value,
        "second_constraint_tick": stated.second_constraint_date,
        "deadline_tick": stated.deadline,
        "expected_finish_tick": stated.expected_finish,
    }


def _progress(task: Task, stated: engine.Task) -> Columns:
    return {
        "actual_start_tick": stated.actual_start,
        "actual_finish_tick": stated.actual_finish,
        "remaining_ticks": stated.remaining,
        "percent_complete": float(min(100, max(0, stated.percent_complete))),
        "percent_kind": stated.percent_kind.value,
        "percent_work": task.percent_work_complete,
        "percent_physical": stated.physical_percent,
        "suspended_tick": stated.suspended_at,
        "resumes_tick": stated.resumes_at,
    }


def _costs(
    cost: Decimal | None, actual: Decimal | None, remaining: Decimal | None, fixed: Decimal | None
) -> Columns:
    return {
        "cost": _money(cost),
        "actual_cost": _money(actual),
        "remaining_cost": _money(remaining),
        "fixed_cost": _money(fixed),
    }


def _money(amount: Decimal | None) -> Decimal | None:
    """An amount to four decimals, which is more than any tool shows."""
    return None if amount is None else round(amount, 4)


def _task_extras(task: Task) -> Columns:
    extras: Columns = {
        "id": task.id,
        "wbs": task.wbs,
        "guid": task.guid,
        "is_recurring": task.is_recurring or None,
        "is_external": task.is_external or None,
        "manual_duration": task.manual_duration,
        "actual_duration": task.actual_duration,
        "segments": [list(segment) for segment in task.segments] or None,
        "external_links": [
            {"predecessor": str(link.predecessor), "project": link.project, "type": link.type.value}
            for link in task.predecessors
            if link.project is not None
        ]
        or None,
    }
    return {name: value for name, value in extras.items() if value is not None}


def _link(link: Link, task: Task) -> ImportedLink:
    columns = {
        "type": link.type.value,
        "lag": float(link.lag),
        "lag_unit": _lag_unit(link.lag_unit, link.unit),
        "carried": _carried(link.carried),
    }
    return ImportedLink(str(link.predecessor), str(task.uid), columns)


def _lag_unit(counted: engine.LagUnit, unit: str) -> str:
    """The unit a lag is shown in, made to say the same as what it is counted in."""
    if counted is engine.LagUnit.PERCENT:
        return "%"
    if counted is engine.LagUnit.ELAPSED_PERCENT:
        return "e%"
    plain = unit.removeprefix("e").rstrip("%") or "d"
    return f"e{plain}" if counted is engine.LagUnit.ELAPSED else plain


def _resource(resource: Resource) -> ImportedResource:
    extras: Columns = {
        "id": resource.id,
        "guid": resource.guid,
        "code": resource.code,
        "work": resource.work,
        "availability": [asdict(period) for period in resource.availability] or None,
        "custom": _custom(resource.custom) or None,
    }
    return ImportedResource(
        uid=str(resource.uid),
        calendar=_uid(resource.calendar),
        columns={
            "name": resource.name[:300] or f"Resource {resource.uid}",
            "kind": resource.kind.value,
            "initials": (resource.initials or "")[:40],
            "group": (resource.group or "")[:200],
            "email": (resource.email or "")[:200],
            "max_units": resource.max_units,
            "unit_of_measure": (resource.unit_of_measure or "")[:60],
            "is_generic": resource.is_generic,
            "notes": resource.notes or "",
            "extras": {name: value for name, value in extras.items() if value is not None},
            "carried": _carried(resource.carried),
        },
        rates=[
            {
                "from_tick": rate.starts,
                "ends_before_tick": rate.ends,
                "cost_per_hour": _money(rate.cost_per_hour),
                "overtime_per_hour": _money(rate.overtime_per_hour),
                "cost_per_use": _money(rate.cost_per_use),
                "table": rate.table,
            }
            for rate in resource.rates
        ],
    )


def _assignment(assignment: Assignment, stated: engine.Assignment) -> ImportedAssignment:
    extras: Columns = {
        "uid": assignment.uid,
        "actual_start": assignment.actual_start,
        "actual_finish": assignment.actual_finish,
        "levelling_delay": assignment.levelling_delay or None,
        "percent_work_complete": assignment.percent_work_complete,
        "contour": assignment.contour,
        "notes": assignment.notes,
        "custom": _custom(assignment.custom) or None,
    }
    return ImportedAssignment(
        task=str(assignment.task),
        resource=_uid(assignment.resource),
        columns={
            "units": stated.units,
            "work_minutes": assignment.work,
            "actual_work_minutes": assignment.actual_work,
            "remaining_work_minutes": assignment.remaining_work,
            "delay_ticks": stated.delay,
            "is_driving": stated.is_driving,
            "start_tick": assignment.start,
            "finish_tick": assignment.finish,
            "cost": _money(assignment.cost),
            "actual_cost": _money(assignment.actual_cost),
            "remaining_cost": _money(assignment.remaining_cost),
            "external_uid": str(assignment.uid),
            "extras": {name: value for name, value in extras.items() if value is not None},
            "carried": _carried(assignment.carried),
        },
    )


def _baselines(project: Project) -> Mapping[int, list[ImportedBaselineTask]]:
    found: dict[int, list[ImportedBaselineTask]] = {}
    for task in project.tasks:
        for slot, promised in task.baselines.items():
            if promised.start is None and promised.finish is None:
                continue
            found.setdefault(slot, []).append(
                ImportedBaselineTask(
                    task=str(task.uid),
                    start=promised.start,
                    finish=promised.finish,
                    duration=promised.duration,
                    work_minutes=promised.work,
                    cost=_money(promised.cost),
                )
            )
    return found


def _custom_fields(project: Project) -> list[tuple[str, str]]:
    keys = dict.fromkeys(key for task in project.tasks for key in task.custom)
    return [(key[:_LONGEST_KEY], project.custom_labels.get(key, key)[:200]) for key in keys]


def _custom(custom: Custom) -> Columns:
    return {key[:_LONGEST_KEY]: value for key, value in custom.items()}


def _carried(carried: Carried) -> list[list[str]]:
    return [list(pair) for pair in carried]


def _uid(uid: Uid | None) -> str | None:
    return None if uid is None else str(uid)
