"""The order in which dates are worked out, and what to do when links go round in a circle."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from milepost.engine import circles
from milepost.engine.expansion import ArcTable
from milepost.engine.frame import Frame
from milepost.engine.kernels import compiled
from milepost.engine.problems import Problem, ProblemCode

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sorted:
    """Positions of tasks and hubs with predecessors first, the arcs that remain, and circles found."""

    order: Ints
    arcs: ArcTable
    problems: tuple[Problem, ...] = ()


def sort(frame: Frame) -> Sorted:
    """The nodes of a frame in topological order.

    Where links form a circle, those of its links that point backwards in the outline are left out, so
    that everything still gets dates; every circle is reported with the tasks it runs through.
    """
    tasks, hubs = len(frame.plan.tasks), len(frame.arcs.hubs)
    places = np.concatenate([np.flatnonzero(frame.efforts.is_there), np.arange(tasks, tasks + hubs)])
    table = frame.arcs.table
    placed = _sorted(places, tasks + hubs, table)
    if len(placed) == len(places):
        return Sorted(placed, table)
    table, problems = _without_circles(frame, places.tolist(), set(placed.tolist()))
    return Sorted(_sorted(places, tasks + hubs, table), table, tuple(problems))


def _sorted(places: Ints, beyond: int, table: ArcTable) -> Ints:
    index = np.zeros(beyond, dtype=np.int64)
    index[places] = np.arange(len(places))
    placed = topological(index[table.from_], index[table.to], len(places))
    return places[np.asarray(placed, dtype=np.int64)]


def topological(
    froms: compiled.Ints, tos: compiled.Ints, nodes: int, kernels: compiled.Kernels | None = None
) -> Sequence[int]:
    """Nodes with predecessors first; shorter than `nodes` where there is a circle."""
    kernels = kernels or compiled.kernels(nodes)
    first, members, waiting, found = kernels.columns(nodes + 1, len(froms), nodes, nodes)
    if kernels.is_compiled:
        kernels.group(froms, first, members)
    else:
        # NumPy sorts ten times quicker than plain Python, the compiled kernel ten times quicker than NumPy.
        members = np.argsort(froms, kind="stable").tolist()
        first[1:] = np.cumsum(np.bincount(froms, minlength=nodes)).tolist()
    count = kernels.topological(kernels.given(tos), first, members, waiting, found)
    placed: Sequence[int] = found[:count]
    return placed


def _without_circles(frame: Frame, places: Sequence[int], placed: set[int]) -> tuple[ArcTable, list[Problem]]:
    ranks = [*range(len(frame.plan.tasks)), *(hub.rank for hub in frame.arcs.hubs)]
    table = frame.arcs.table
    ends = list(zip(table.from_.tolist(), table.to.tolist(), strict=True))
    followers: dict[int, list[int]] = {}
    for source, target in ends:
        if source not in placed and target not in placed:
            followers.setdefault(source, []).append(target)
    group_of: dict[int, int] = {}
    problems = []
    for number, group in enumerate(circles.tied_together([p for p in places if p not in placed], followers)):
        group_of.update(dict.fromkeys(group, number))
        problems.append(_problem(frame, circles.shortest_circle(group, followers)))

    def closes_circle(source: int, target: int) -> bool:
        is_inside = source in group_of and group_of.get(source) == group_of.get(target)
        return is_inside and ranks[source] >= ranks[target]

    is_kept = np.array([not closes_circle(*pair) for pair in ends], dtype=bool)
    return table.taken(is_kept), problems


def _problem(frame: Frame, circle: Sequence[int]) -> Problem:
    tasks = [frame.plan.tasks[place] for place in circle if place < len(frame.plan.tasks)]
    names = " → ".join(f"'{task.name}'" for task in (*tasks, *tasks[:1]))
    message = f"These tasks wait for each other in a circle: {names}. Links that point backwards are ignored."
    return Problem(ProblemCode.CIRCULAR_LOGIC, tasks[0].id, message, tuple(task.id for task in tasks[1:]))
