"""Does a set of links lead back to where it began?

A link to a summary holds every task under it, and a link from a summary waits for every task under it. So
a summary counts twice: an entrance above its children and an exit below them; an ordinary task is its own
entrance and exit. A circle is a way from the successor of a new link back to its predecessor.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
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
    """Who waits for whom, as three questions about a task.

    Which tasks its links come from, which stand under it, and under which it stands itself (None: under
    none). Whoever keeps the answers in another form need not turn ten thousand of them into this one.
    """

    waits_for: Callable[[int], Collection[int]]
    under: Callable[[int], Collection[int]]
    above: Callable[[int], int | None]


def logic(edges: Iterable[Edge], parent: Mapping[int, int | None]) -> Logic:
    """Links and outline, made ready to be walked."""
    before: dict[int, list[int]] = {}
    for predecessor, successor in edges:
        before.setdefault(successor, []).append(predecessor)
    under: dict[int, list[int]] = {}
    for task, above in parent.items():
        if above is not None:
            under.setdefault(above, []).append(task)
    return Logic(lambda task: before.get(task, ()), lambda task: under.get(task, ()), parent.get)


def own_summary(edge: Edge, above: Callable[[int], int | None]) -> Edge | None:
    """(task, summary) when a link joins a task with a summary it stands under, else None."""
    for task, summary in (edge, edge[::-1]):
        at = above(task)
        while at is not None:
            if at == summary:
                return task, summary
            at = above(at)
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
    """The tasks from the entrance of `start` to the exit of `goal`, or None; looked for from its end."""
    origin = (goal, True)
    leads_to: dict[tuple[int, bool], tuple[int, bool] | None] = {origin: None}
    waiting = [origin]
    while waiting:
        here = waiting.pop()
        if here == (start, False):
            return _followed(here, leads_to)
        for there in _backward(here, known):
            if there not in leads_to:
                leads_to[there] = here
                waiting.append(there)
    return None


def _backward(here: tuple[int, bool], known: Logic) -> Iterable[tuple[int, bool]]:
    """Where one can have come from: a task's exit from within, its entrance from its summary or by links."""
    task, is_out = here
    if is_out:
        children = known.under(task)
        yield from ((child, True) for child in children)
        if not children:
            yield task, False
        return
    for predecessor in known.waits_for(task):
        yield predecessor, True
    above = known.above(task)
    if above is not None:
        yield above, False


def _followed(
    here: tuple[int, bool], leads_to: Mapping[tuple[int, bool], tuple[int, bool] | None]
) -> list[int]:
    way: list[int] = []
    at: tuple[int, bool] | None = here
    while at is not None:
        if not way or way[-1] != at[0]:
            way.append(at[0])
        at = leads_to[at]
    return way
