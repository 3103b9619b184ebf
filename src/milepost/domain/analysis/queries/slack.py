"""Every kind of float of a task, and the paths that lead to it, as far as the reader may see them."""

from __future__ import annotations

from typing import Literal

from milepost.base.identity import Actor
from milepost.base.refusal import NotFound
from milepost.domain.analysis.queries import current
from milepost.domain.analysis.queries.view import View, seen_by
from milepost.domain.analysis.rows.floats import FloatPath, LinkFloat, TaskFloats
from milepost.engine import floats, paths
from milepost.engine.analysis import Analysis
from milepost.engine.instants import Ticks
from milepost.engine.kernels.layout import NEVER
from milepost.engine.rules import FloatTarget

MOST_PATHS = 100


def task_floats(reader: Actor, *, program: int, task: int, as_of: int | None = None) -> TaskFloats:
    """Every kind of float of one task, and that of each link at it.

    Raises: NotFound.
    """
    view = seen_by(reader, program, as_of)
    if not view.may_see(task):
        raise NotFound(f"There is no task {task}.")
    analysis = view.kept.analysis
    row, place = analysis.schedule.row(task), analysis.schedule.position[task]
    milestone = current.end_of_path(view.kept)
    return TaskFloats(
        task=task,
        total_float=row.total_float,
        free_float=row.free_float,
        interfering_float=floats.interfering(analysis, task),
        independent_float=floats.independent(analysis, task),
        to_project_finish=_known(floats.to_finish(analysis, FloatTarget.PROJECT)[place]),
        to_program_finish=_known(floats.to_finish(analysis, FloatTarget.PROGRAM)[place]),
        to_milestone=None if milestone is None else _to_milestone(analysis, milestone, place),
        links=tuple(_links(view, task)),
    )


def link_floats(reader: Actor, *, program: int, task: int, as_of: int | None = None) -> list[LinkFloat]:
    """The float of each link at a task the reader may see, as far as he sees both its ends.

    Raises: NotFound.
    """
    view = seen_by(reader, program, as_of)
    if not view.may_see(task):
        raise NotFound(f"There is no task {task}.")
    return _links(view, task)


def float_paths(
    reader: Actor,
    *,
    program: int,
    task: int | None = None,
    count: int = 5,
    by: Literal["free", "total"] = "free",
    as_of: int | None = None,
) -> list[FloatPath]:
    """The chains that lead to a task (None: the headline's), the driving one first, by nearness to driving.

    By `free` float, chains of drivers; by `total`, whatever leads to it parted by its total float. Tasks the
    reader may not see are left out of them.

    Raises: NotFound.
    """
    view = seen_by(reader, program, as_of)
    last = current.end_of_path(view.kept) if task is None else task
    if last is None or (task is None and last not in view.shown):
        return []
    if last not in view.shown:
        raise NotFound(f"There is no task {last}.")
    find = paths.float_paths if by == "free" else paths.total_float_paths
    found = find(view.kept.analysis.schedule, last, max(1, min(count, MOST_PATHS)))
    seen = ((path, tuple(one for one in path.tasks if one in view.shown)) for path in found)
    return [FloatPath(path.rank, path.relative_float, tasks) for path, tasks in seen if tasks]


def _to_milestone(analysis: Analysis, milestone: int, place: int) -> Ticks | None:
    if analysis.network.node_of[analysis.schedule.position[milestone]] < 0:
        return None
    return _known(floats.to_milestone(analysis, milestone)[place])


def _links(view: View, task: int) -> list[LinkFloat]:
    schedule = view.kept.analysis.schedule
    places = [*schedule.links_to(task), *schedule.links_from(task)]
    return [
        LinkFloat(
            link=link.id,
            predecessor=link.predecessor,
            successor=link.successor,
            type=str(link.type),
            float=_known(schedule.slack[place]),
            is_driving=bool(schedule.is_driving[place]),
        )
        for place, link in places
        if {link.predecessor, link.successor} <= set(view.shown)
    ]


def _known(value: int) -> Ticks | None:
    return None if value == NEVER else int(value)
