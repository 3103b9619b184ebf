"""The further floats of `milepost schedule --floats`, and the paths that lead to a task."""

from __future__ import annotations

from typing import Any

from milepost.base.documents.sources import Unreadable
from milepost.engine import floats, paths
from milepost.engine.analysis import Analysis
from milepost.engine.instants import Ticks, minutes
from milepost.engine.kernels.layout import NEVER
from milepost.engine.rules import FloatTarget
from milepost.interop.exchange.planning import Planned


def of_tasks(analysis: Analysis) -> list[dict[str, Any]]:
    """Every further float of each task, in the order of the plan's tasks."""
    own = floats.to_finish(analysis, FloatTarget.PROJECT).tolist()
    program = floats.to_finish(analysis, FloatTarget.PROGRAM).tolist()
    return [
        {
            "interfering_float_minutes": _minutes(floats.interfering(analysis, task.id)),
            "independent_float_minutes": _minutes(floats.independent(analysis, task.id)),
            "float_to_project_finish_minutes": _minutes(own[place]),
            "float_to_program_finish_minutes": _minutes(program[place]),
            "is_near_critical": bool(analysis.schedule.is_near_critical[place]),
        }
        for place, task in enumerate(analysis.plan.tasks)
    ]


def of_links(planned: Planned, analysis: Analysis, project: int) -> list[dict[str, Any]]:
    """The links into the tasks of a project, each with its own float and whether it drives."""
    schedule, tasks = analysis.schedule, planned.plan.tasks
    return [
        {
            "predecessor": planned.origins[link.predecessor - 1][1].uid,
            "successor": planned.origins[link.successor - 1][1].uid,
            "type": str(link.type),
            "float_minutes": _minutes(int(schedule.slack[place])),
            "is_driving": bool(schedule.is_driving[place]),
        }
        for place, link in enumerate(planned.plan.links)
        if tasks[link.successor - 1].project == project
    ]


def paths_to(planned: Planned, analysis: Analysis, uid: str, count: int) -> list[dict[str, Any]]:
    """The chains of tasks that lead to one, the driving one first, then by how near they are to driving.

    Raises: Unreadable, for a task the file does not have.
    """
    named = [place for place, (_, task) in enumerate(planned.origins) if str(task.uid) == uid]
    if not named:
        raise Unreadable(f"--to: the file has no task {uid}.")
    task = planned.plan.tasks[named[0]].id
    to_it = floats.to_milestone(analysis, task).tolist()
    return [
        {
            "rank": path.rank,
            "relative_float_minutes": minutes(path.relative_float),
            "tasks": [planned.origins[one - 1][1].uid for one in path.tasks],
            "float_minutes": [_minutes(to_it[one - 1]) for one in path.tasks],
        }
        for path in paths.float_paths(analysis.schedule, task, count)
    ]


def _minutes(value: Ticks | None) -> int | float | None:
    return None if value is None or value == NEVER else minutes(value)
