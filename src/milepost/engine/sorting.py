"""The order in which dates are worked out, and what to do when links go round in a circle."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from milepost.engine import circles
from milepost.engine.expansion import Arc
from milepost.engine.frame import Frame
from milepost.engine.kernels import compiled
from milepost.engine.problems import Problem, ProblemCode


@dataclass(frozen=True, slots=True)
class Sorted:
    """Positions of tasks and hubs with predecessors first, the arcs that remain, and circles found."""

    order: list[int]
    arcs: list[Arc]
    problems: tuple[Problem, ...] = ()


def sort(frame: Frame) -> Sorted:
    """The nodes of a frame in topological order.

    Where links form a circle, those of its links that point backwards in the outline are left out, so
    that everything still gets dates; every circle is reported with the tasks it runs through.
    """
    tasks = len(frame.plan.tasks)
    places = [place for place, effort in enumerate(frame.efforts) if effort is not None]
    places += range(tasks, tasks + len(frame.arcs.hubs))
    arcs = frame.arcs.arcs
    placed = _sorted(places, arcs)
    if len(placed) == len(places):
        return Sorted(placed, arcs)
    arcs, problems = _without_circles(frame, places, set(placed))
    return Sorted(_sorted(places, arcs), arcs, tuple(problems))


def _sorted(places: Sequence[int], arcs: Sequence[Arc]) -> list[int]:
    index = {place: at for at, place in enumerate(places)}
    froms = np.array([index[arc.from_] for arc in arcs], dtype=np.int64)
    tos = np.array([index[arc.to] for arc in arcs], dtype=np.int64)
    placed = topological(froms, tos, len(places))
    return [places[at] for at in placed]


def topological(
    froms: compiled.Ints, tos: compiled.Ints, nodes: int, kernels: compiled.Kernels | None = None
) -> Sequence[int]:
    """Nodes with predecessors first; shorter than `nodes` where there is a circle."""
    kernels = kernels or compiled.kernels(nodes)
    first, members, waiting, found = kernels.columns(nodes + 1, len(froms), nodes, nodes)
    after = kernels.given(tos)
    kernels.group(kernels.given(froms), first, members)
    count = kernels.topological(after, first, members, waiting, found)
    placed: Sequence[int] = found[:count]
    return placed


def _without_circles(
    frame: Frame, places: Sequence[int], placed: set[int]
) -> tuple[list[Arc], list[Problem]]:
    ranks = [*range(len(frame.plan.tasks)), *(hub.rank for hub in frame.arcs.hubs)]
    followers: dict[int, list[int]] = {}
    for arc in frame.arcs.arcs:
        if arc.from_ not in placed and arc.to not in placed:
            followers.setdefault(arc.from_, []).append(arc.to)
    group_of: dict[int, int] = {}
    problems = []
    for number, group in enumerate(circles.tied_together([p for p in places if p not in placed], followers)):
        group_of.update(dict.fromkeys(group, number))
        problems.append(_problem(frame, circles.shortest_circle(group, followers)))

    def closes_circle(arc: Arc) -> bool:
        is_inside = arc.from_ in group_of and group_of.get(arc.from_) == group_of.get(arc.to)
        return is_inside and ranks[arc.from_] >= ranks[arc.to]

    return [arc for arc in frame.arcs.arcs if not closes_circle(arc)], problems


def _problem(frame: Frame, circle: Sequence[int]) -> Problem:
    tasks = [frame.plan.tasks[place] for place in circle if place < len(frame.plan.tasks)]
    names = " → ".join(f"'{task.name}'" for task in (*tasks, *tasks[:1]))
    message = f"These tasks wait for each other in a circle: {names}. Links that point backwards are ignored."
    return Problem(ProblemCode.CIRCULAR_LOGIC, tasks[0].id, message, tuple(task.id for task in tasks[1:]))
