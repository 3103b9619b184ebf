"""Facts as the engine's plan, made whole or brought forward from the plan of earlier facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from milepost.domain.analysis.snapshot.anew import stated_anew
from milepost.domain.analysis.snapshot.calendars import calendars_of
from milepost.domain.analysis.snapshot.facts import Facts
from milepost.domain.analysis.snapshot.outlines import Outline
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.programs.rows import ProjectRow
from milepost.domain.resources.rows import AssignmentRow, ResourceRow
from milepost.domain.schedule.rows import LinkRow, TaskRow
from milepost.engine import plan as engine
from milepost.engine.instants import Ticks, ticks
from milepost.engine.rules import PRESETS

AnyRow = TypeVar("AnyRow", LinkRow, AssignmentRow)
Made = TypeVar("Made")


def plan_of(facts: Facts, outline: Outline) -> engine.Plan:
    """The engine's plan of a program. Tasks stand in outline order, the usual calendar first."""
    return engine.Plan(
        **_small_parts(facts),
        calendars=calendars_of(facts),
        tasks=tuple(task_of(facts.tasks[number]) for number in outline.order),
        links=tuple(link_of(link) for link in facts.links.values()),
        assignments=tuple(assignment_of(booking) for booking in facts.assignments.values()),
    )


def advanced_plan(before: Facts, plan: engine.Plan, facts: Facts, outline: Outline) -> engine.Plan:
    """The plan of facts that came of those `plan` was made of by edits.

    What was not stated anew is taken over: of 10,000 tasks one is made, not all.
    """
    same_calendars = before.own_calendars is facts.own_calendars and before.program is facts.program
    return replace(
        plan,
        **_small_parts(facts),
        calendars=plan.calendars if same_calendars else calendars_of(facts),
        tasks=_tasks_advanced(before, plan, facts, outline),
        links=_advanced(before.links, plan.links, facts.links, link_of),
        assignments=_advanced(before.assignments, plan.assignments, facts.assignments, assignment_of),
    )


def _small_parts(facts: Facts) -> dict[str, Any]:
    """What is made anew each time: a few values, whatever the size of the plan."""
    return {
        "projects": tuple(_project(project) for project in facts.projects.values()) or (_NO_PROJECT,),
        "resources": tuple(_resource(resource) for resource in facts.resources.values()),
        "rules": replace(PRESETS["milepost"], near_critical=facts.program.near_critical),
        "status": facts.program.status,
        "milestone": milestone_of(facts),
    }


def _tasks_advanced(
    before: Facts, plan: engine.Plan, facts: Facts, outline: Outline
) -> tuple[engine.Task, ...]:
    made = {task.id: task for task in plan.tasks}
    made |= {row.number: task_of(row) for row in stated_anew(before.tasks, facts.tasks)}
    return tuple(map(made.__getitem__, outline.order))


def _advanced(
    before: Mapping[int, AnyRow],
    made: tuple[Made, ...],
    now: Mapping[int, AnyRow],
    make: Callable[[AnyRow], Made],
) -> tuple[Made, ...]:
    """Values made of rows in their order, those of rows that are the same object taken over."""
    if before is now:
        return made
    known = dict(zip(before, made, strict=True))
    known |= {row.number: make(row) for row in stated_anew(before, now)}
    return tuple(map(known.__getitem__, now))


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


_KINDS = {str(kind.value): kind for kind in engine.TaskKind}
_CONSTRAINTS = {str(kind.value): kind for kind in engine.ConstraintType}
_PERCENTS = {str(kind.value): kind for kind in engine.PercentKind}
_EFFORTS = {str(kind.value): kind for kind in engine.EffortType}
_LINKS = {str(kind.value): kind for kind in engine.LinkType}
