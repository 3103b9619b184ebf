"""The outline: order among siblings, outline numbers, and what indenting and outdenting do to it.

A task's place is its parent and its rank. Ranks are integers with gaps, so that moving a task writes one
row; only when a gap is used up are the siblings numbered anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeAlias

GAP = 1 << 16
"""The distance between two ranks given out in a row: sixteen tasks can be dropped into one place in turn."""

_TOP = 0


class Place(NamedTuple):
    """Where a task stands: `parent` None is the top of its project."""

    project: int
    parent: int | None
    rank: int


class Stands(Protocol):
    """Whatever says where a task stands: a `Place`, or the task's row itself."""

    @property
    def project(self) -> int: ...

    @property
    def parent(self) -> int | None: ...

    @property
    def rank(self) -> int: ...


Places: TypeAlias = Mapping[int, Stands]
Families: TypeAlias = Mapping[tuple[int, int], Sequence[int]]
"""The tasks under each (project, parent), in order; parent 0 is the top of the project."""


def children(places: Places) -> dict[tuple[int, int], list[int]]:
    """The families of an outline."""
    found: dict[tuple[int, int], list[int]] = {}
    for task, place in places.items():
        found.setdefault(_family(place), []).append(task)
    for siblings in found.values():
        siblings.sort(key=lambda task: (places[task].rank, task))
    return found


def brought_forward(families: Families, before: Places, now: Places, anew: Iterable[int]) -> Families:
    """The families of an outline that came of an earlier one; those nobody left or joined are taken over.

    Of ten thousand tasks only those looked at that are stated `anew` or gone.
    """
    joining: dict[tuple[int, int], set[int]] = {}
    leaving: dict[tuple[int, int], set[int]] = {}
    for task in anew:
        if task in now:
            joining.setdefault(_family(now[task]), set()).add(task)
        if task in before:
            leaving.setdefault(_family(before[task]), set()).add(task)
    found = dict(families)
    for family in joining.keys() | leaving.keys():
        stay = set(families.get(family, ())) - leaving.get(family, set())
        members = sorted(stay | joining.get(family, set()), key=lambda task: (now[task].rank, task))
        found[family] = members
        if not members:
            del found[family]
    return found


def outline(places: Places, projects: Sequence[int]) -> list[int]:
    """Every task, projects in the order given, parents before their children, siblings by rank."""
    return order(children(places), projects)


def order(families: Families, projects: Sequence[int]) -> list[int]:
    """Every task of these families in the order of an `outline`."""
    summaries = {above for _, above in families}
    found: list[int] = []
    for project in projects:
        waiting = [iter(families.get((project, _TOP), ()))]
        while waiting:
            task = next(waiting[-1], None)
            if task is None:
                waiting.pop()
                continue
            found.append(task)
            under = families.get((project, task), ()) if task in summaries else ()
            if summaries.isdisjoint(under):
                found.extend(under)
            else:
                waiting.append(iter(under))
    return found


def codes(families: Families, projects: Sequence[int]) -> dict[int, str]:
    """The outline number of every task: `2.1.3` is the third under 2.1."""
    summaries = {above for _, above in families}
    written: dict[int, str] = {}
    for position, project in enumerate(projects, 1):
        waiting = [(_TOP, f"{position}.")]
        while waiting:
            above, code = waiting.pop()
            family = families.get((project, above), ())
            written.update(zip(family, map(code.__add__, map(str, range(1, len(family) + 1))), strict=True))
            waiting += [(task, f"{written[task]}.") for task in summaries.intersection(family)]
    return written


def _family(place: Stands) -> tuple[int, int]:
    return place.project, place.parent or _TOP


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
