"""The outline: order among siblings, outline numbers, and what indenting and outdenting do to it.

A task's place is its parent and its rank. Ranks are integers with gaps, so that moving a task writes one
row; only when a gap is used up are the siblings numbered anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

GAP = 1 << 16
"""The distance between two ranks given out in a row: sixteen tasks can be dropped into one place in turn."""

_TOP = 0


class Place(NamedTuple):
    """Where a task stands: `parent` None is the top of its project."""

    project: int
    parent: int | None
    rank: int


Places: TypeAlias = Mapping[int, Place]


def children(places: Places) -> dict[tuple[int, int], list[int]]:
    """The tasks under each (project, parent), in order; parent 0 is the top of the project."""
    found: dict[tuple[int, int], list[int]] = {}
    for task, place in places.items():
        found.setdefault((place.project, place.parent or _TOP), []).append(task)
    for siblings in found.values():
        siblings.sort(key=lambda task: (places[task].rank, task))
    return found


def outline(places: Places, projects: Sequence[int]) -> list[int]:
    """Every task, projects in the order given, parents before their children, siblings by rank."""
    under = children(places)
    order: list[int] = []
    for project in projects:
        waiting = list(reversed(under.get((project, _TOP), ())))
        while waiting:
            task = waiting.pop()
            order.append(task)
            waiting.extend(reversed(under.get((project, task), ())))
    return order


def codes(order: Iterable[int], places: Places, projects: Sequence[int]) -> dict[int, str]:
    """The outline number of every task in `order` (an `outline`): `2.1.3` is the third under 2.1."""
    code_of = {project: str(position) for position, project in enumerate(projects, 1)}
    counted: dict[tuple[int, int], int] = {}
    written: dict[int, str] = {}
    for task in order:
        project, parent, _ = places[task]
        under = (project, parent or _TOP)
        counted[under] = counted.get(under, 0) + 1
        above = written[parent] if parent else code_of[project]
        written[task] = f"{above}.{counted[under]}"
    return written


def ranks_between(before: int | None, after: int | None, count: int) -> list[int] | None:
    """Ranks for `count` siblings between two ranks (None: no neighbour there); None if the gap is used up."""
    if after is None:
        first = GAP if before is None else before + GAP
        return [first + GAP * step for step in range(count)]
    if before is None:
        return [after - GAP * (count - step) for step in range(count)]
    step = (after - before) // (count + 1)
    return [before + step * (place + 1) for place in range(count)] if step else None


def fresh_ranks(count: int) -> list[int]:
    """Ranks for a whole family numbered anew."""
    return [GAP * (place + 1) for place in range(count)]


def descendants(task: int, places: Places) -> set[int]:
    """Every task under a task, at any depth; not itself."""
    under = children(places)
    project = places[task].project
    found: set[int] = set()
    waiting = [task]
    while waiting:
        for child in under.get((project, waiting.pop()), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def ancestors(task: int, places: Places) -> Iterator[int]:
    """The summaries a task stands under, nearest first."""
    above = places[task].parent
    seen = {task}
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = places[above].parent


def topmost(tasks: Iterable[int], places: Places) -> list[int]:
    """The tasks of a selection that stand under no other of it, in the order given."""
    chosen = list(dict.fromkeys(tasks))
    among = set(chosen)
    return [task for task in chosen if among.isdisjoint(ancestors(task, places))]
