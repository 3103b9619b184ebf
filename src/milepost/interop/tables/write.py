"""The rows of a plan for a spreadsheet: a table people can read, and read back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from milepost.base.documents.tables import Cell
from milepost.engine.instants import Instant, Ticks, minutes, moment
from milepost.engine.plan import ConstraintType, LagUnit, LinkType
from milepost.interop.exchange.values import Exchange, Link, Project, Task, Uid

HEADER = (
    *(
        "ID",
        "WBS",
        "Outline level",
        "Name",
        "Duration",
        "Start",
        "Finish",
        "Predecessors",
        "Resources",
        "% complete",
    ),
    *(
        "Actual start",
        "Actual finish",
        "Constraint",
        "Constraint date",
        "Deadline",
        "Milestone",
        "Manual",
        "Priority",
    ),
    *("Work", "Cost", "Notes"),
)
FACTORS = {"m": 1, "h": 60, "em": 1, "eh": 60, "ed": 1440, "ew": 10_080, "emo": 43_200}


def header(exchange: Exchange) -> tuple[str, ...]:
    """The headings, user-defined fields last."""
    return (*HEADER, *_custom_titles(exchange))


def rows(exchange: Exchange) -> Iterator[list[Cell]]:
    """One row a task, all projects below each other."""
    titles = _custom_titles(exchange)
    for project in exchange.projects:
        people = _people(project)
        numbers = {task.uid: number for number, task in enumerate(project.tasks, start=1)}
        # MS Project's row of the project itself has level 0; sheets count from 1.
        shift = 1 - min((task.outline_level for task in project.tasks), default=1)
        for task in project.tasks:
            row = _row(project, task, numbers, people.get(task.uid, ""), task.outline_level + shift)
            yield [*row, *(task.custom.get(title) for title in titles)]


def _custom_titles(exchange: Exchange) -> list[str]:
    found = {name: None for project in exchange.projects for task in project.tasks for name in task.custom}
    return list(found)


def _row(project: Project, task: Task, numbers: dict[Uid, int], people: str, level: int) -> list[Cell]:
    has_constraint = task.constraint is not ConstraintType.AS_SOON_AS_POSSIBLE
    return [
        numbers[task.uid],
        task.wbs,
        level,
        task.name,
        None if task.duration is None else length(task.duration, task.duration_unit, project),
        _at(task.start),
        _at(task.finish),
        ";".join(_follows(link, numbers, project) for link in task.predecessors if link.project is None),
        people,
        task.percent_complete,
        _at(task.actual_start),
        _at(task.actual_finish),
        task.constraint.value if has_constraint else None,
        _at(task.constraint_date),
        _at(task.deadline),
        "yes" if task.is_milestone else None,
        "yes" if task.is_manual else None,
        task.priority,
        None if task.work is None else f"{task.work / 60:g}h",
        task.cost,
        task.notes,
    ]


def length(ticks: Ticks, unit: str | None, project: Project) -> str:
    """A duration as people write it: `3d`, `2w`, `5ed`."""
    unit = unit or "d"
    day, week = project.minutes_per_day, project.minutes_per_week
    factor = {**FACTORS, "d": day, "w": week, "mo": day * project.days_per_month}.get(unit, day)
    shown = unit if unit in FACTORS or unit in {"d", "w", "mo"} else "d"
    return f"{minutes(ticks) / factor:.10g}{shown}"


def _follows(link: Link, numbers: dict[Uid, int], project: Project) -> str:
    """One predecessor: `3`, `3FS+2d`, `5SS-50%`."""
    number = str(numbers[link.predecessor])
    if link.type is LinkType.FINISH_START and not link.lag:
        return number
    if not link.lag:
        return f"{number}{link.type.value}"
    if link.lag_unit in {LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT}:
        sign = "e%" if link.lag_unit is LagUnit.ELAPSED_PERCENT else "%"
        return f"{number}{link.type.value}{link.lag:+g}{sign}"
    text = length(abs(int(link.lag)), link.unit, project)
    return f"{number}{link.type.value}{'-' if link.lag < 0 else '+'}{text}"


def _people(project: Project) -> dict[Uid, str]:
    names = {resource.uid: resource.name for resource in project.resources}
    found: dict[Uid, list[str]] = defaultdict(list)
    for assignment in project.assignments:
        if assignment.resource is not None:
            share = "" if assignment.units in (None, 1) else f"[{(assignment.units or 0) * 100:g}%]"
            found[assignment.task].append(f"{names[assignment.resource]}{share}")
    return {task: ";".join(listed) for task, listed in found.items()}


def _at(instant: Instant | None) -> dt.datetime | None:
    return None if instant is None else moment(instant)
