"""Does a set of links lead back to where it began?

A link to a summary holds every task under it, and a link from a summary waits for every task under it. So
a summary counts twice: an entrance above its children and an exit below them; an ordinary task is its own
entrance and exit. A circle is a way from the successor of a new link back to its predecessor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from milepost.base.refusal import Refusal

Edge = tuple[int, int]
"""Predecessor and successor, as task numbers."""


class Circle(Refusal):
    """The links would lead back to where they began."""


class LinkToOwnSummary(Refusal):
    """A task would wait for the summary it is part of, or the other way round."""


@dataclass(frozen=True, slots=True)
class Logic:
    """Who follows whom, compiled once for many questions."""

    after: Mapping[int, list[int]]
    under: Mapping[int, list[int]]
    parent: Mapping[int, int | None]


def logic(edges: Iterable[Edge], parent: Mapping[int, int | None]) -> Logic:
    """Links and outline, made ready to be walked."""
    after: dict[int, list[int]] = {}
    for predecessor, successor in edges:
        after.setdefault(predecessor, []).append(successor)
    under: dict[int, list[int]] = {}
    for task, above in parent.items():
        if above is not None:
            under.setdefault(above, []).append(task)
    return Logic(after, under, parent)


def own_summary(edge: Edge, parent: Mapping[int, int | None]) -> Edge | None:
    """(task, summary) when a link joins a task with a summary it stands under, else None."""
    for task, summary in (edge, edge[::-1]):
        above = parent.get(task)
        while above is not None:
            if above == summary:
                return task, summary
            above = parent.get(above)
    return None


def circle_through(edges: Iterable[Edge], known: Logic) -> list[int] | None:
    """The tasks of a circle one of these edges (part of `known`) closes, its first also last, or None."""
    for predecessor, successor in edges:
        way = _way(successor, predecessor, known)
        if way is not None:
            return [predecessor, *way]
    return None


def refused_circle(circle: Iterable[int], names: Mapping[int, str]) -> Circle:
    """A circle as the person is told of it, naming its tasks in order."""
    way = " → ".join(f"'{names[number]}'" for number in circle)
    return Circle(f"That would be a circle: {way}. Remove one of these links first.")


def refused_own_summary(joined: Edge, names: Mapping[int, str]) -> LinkToOwnSummary:
    """A link between a task and its summary as the person is told of it."""
    task, summary = joined
    return LinkToOwnSummary(
        f"'{names[task]}' is part of '{names[summary]}'; the two cannot be linked. Remove the link first."
    )


def _way(start: int, goal: int, known: Logic) -> list[int] | None:
    """The tasks from the entrance of `start` to the exit of `goal`, or None."""
    origin = (start, False)
    came_from: dict[tuple[int, bool], tuple[int, bool] | None] = {origin: None}
    waiting = [origin]
    while waiting:
        here = waiting.pop()
        if here == (goal, True):
            return _retraced(here, came_from)
        for there in _onward(here, known):
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return None


def _onward(here: tuple[int, bool], known: Logic) -> Iterable[tuple[int, bool]]:
    """Where one can go: in at a task, down to its children, out again, up to its summary, along its links."""
    task, is_out = here
    if not is_out:
        for child in known.under.get(task, ()):
            yield child, False
        if task not in known.under:
            yield task, True
        return
    for successor in known.after.get(task, ()):
        yield successor, False
    above = known.parent.get(task)
    if above is not None:
        yield above, True


def _retraced(
    here: tuple[int, bool], came_from: Mapping[tuple[int, bool], tuple[int, bool] | None]
) -> list[int]:
    way: list[int] = []
    at: tuple[int, bool] | None = here
    while at is not None:
        if not way or way[-1] != at[0]:
            way.append(at[0])
        at = came_from[at]
    way.reverse()
    return way
