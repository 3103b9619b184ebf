"""What "3d" means in the project of a task."""

from __future__ import annotations

from collections.abc import Iterable

from milepost.base.identity import SYSTEM, key, number_of
from milepost.base.operation import Write
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.schedule.models import Task
from milepost.domain.schedule.rows import Units
from milepost.domain.schedule.rules import durations


def by_project(write: Write) -> dict[int, Units]:
    """The units of every project of the program, by its number."""
    projects = program_queries.projects(SYSTEM, program=write.ledger)
    return {project.number: durations.units_of(project) for project in projects}


def by_task(write: Write, tasks: Iterable[int]) -> dict[int, Units]:
    """The units that hold for each of these tasks; a number without a task gets the usual ones."""
    numbers = list(tasks)
    known = by_project(write)
    keys = [key(write.ledger, task) for task in numbers]
    project_of = {
        number_of(pk): number_of(project)
        for pk, project in Task._default_manager.filter(pk__in=keys).values_list("pk", "project_id")
    }
    return {task: known.get(project_of.get(task, 0), Units()) for task in numbers}
