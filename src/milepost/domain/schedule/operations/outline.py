"""The outline: tasks moved, indented, outdented, and whole blocks pasted in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import cast

from milepost.base.operation import Refusal, Write, operation
from milepost.domain.schedule.operations import checks, links, standing, tasks
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import PastedRow, TaskFields
from milepost.domain.schedule.rules import outline


class CannotMove(Refusal):
    """The tasks cannot stand where they were to go."""


@operation("schedule.move_tasks", needs="plan.edit")
def move(
    write: Write,
    *,
    tasks: Sequence[int],
    parent: int | None = None,
    after: int | None = None,
    project: int | None = None,
) -> None:
    """Put tasks, with all under them, behind `after`; without it, first under `parent` or of the project.

    Raises: CannotMove, Circle, LinkToOwnSummary.
    """
    places = standing.places(write)
    moving = outline.topmost(_known(write, tasks), places)
    target = _target(places, moving, parent, after, project)
    _place_family(write, places, moving, target, after)
    checks.refuse_bad_logic(write, moved=moving)


@operation("schedule.indent_tasks", needs="plan.edit")
def indent(write: Write, *, tasks: Sequence[int]) -> None:
    """Make tasks part of the task above them, which becomes a summary.

    Raises: CannotMove, Circle, LinkToOwnSummary.
    """
    places = standing.places(write)
    moving = outline.topmost(_known(write, tasks), places)
    for family in _families(moving, places):
        above = _sibling_above(family[0], places)
        if above is None:
            names = task_queries.names(write.ledger, family[:1])
            raise CannotMove(f"'{names[family[0]]}' has no task above it to become part of.")
        place = places[above]
        last = _last_child(above, places)
        _place_family(write, places, family, outline.Place(place.project, above, 0), last)
    checks.refuse_bad_logic(write, moved=moving)


@operation("schedule.outdent_tasks", needs="plan.edit")
def outdent(write: Write, *, tasks: Sequence[int]) -> None:
    """Take tasks out of their summary. Tasks below them there become part of the last one, so no row moves.

    Raises: CannotMove, Circle, LinkToOwnSummary.
    """
    places = standing.places(write)
    moving = outline.topmost(_known(write, tasks), places)
    for family in _families(moving, places):
        summary = places[family[0]].parent
        if summary is None:
            names = task_queries.names(write.ledger, family[:1])
            raise CannotMove(f"'{names[family[0]]}' stands at the top already.")
        left_below = _siblings_below(family[-1], places)
        above = places[summary]
        _place_family(write, places, family, outline.Place(above.project, above.parent, 0), summary)
        if left_below:
            last = family[-1]
            child = _last_child(last, places)
            _place_family(write, places, left_below, outline.Place(above.project, last, 0), child)
    checks.refuse_bad_logic(write, moved=moving)


@operation("schedule.paste_tasks", needs="plan.edit")
def paste(
    write: Write,
    *,
    rows: Sequence[PastedRow],
    project: int | None = None,
    parent: int | None = None,
    after: int | None = None,
) -> list[int]:
    """Add a block of tasks, as copied from a table; gives their numbers in order.

    `level` is a row's depth in the block (1 is the top). A predecessor names the `id` of a row of the block,
    else the number of a task of the plan.

    Raises: as `schedule.add_task`.
    """
    return pasted(write, rows, project=project, parent=parent, after=after)


def pasted(
    write: Write,
    rows: Sequence[PastedRow],
    *,
    project: int | None,
    parent: int | None,
    after: int | None,
) -> list[int]:
    """Add a block of tasks as part of whichever operation asks."""
    if not rows:
        raise Refusal("There is nothing to paste.")
    places = standing.places(write)
    if parent is None and after is None and project is None:
        project = tasks.only_project(write)
    target = _target(places, [], parent, after, project)
    depths = _depths([row.get("level", 1) for row in rows])
    top = [place for place, depth in enumerate(depths) if depth == 1]
    ranks = _ranks_for(write, places, target, after, len(top))
    numbers: list[int] = [0] * len(rows)
    for depth in range(1, max(depths) + 1):
        batch = [place for place, at in enumerate(depths) if at == depth]
        spots = [
            outline.Place(target.project, target.parent, rank)
            if depth == 1
            else outline.Place(target.project, numbers[_above(depths, place)], outline.GAP * (place + 1))
            for place, rank in zip(batch, ranks if depth == 1 else batch, strict=True)
        ]
        fields = [_without_links(rows[place]) for place in batch]
        made = tasks.added(write, list(zip(spots, fields, strict=True)))
        for place, number in zip(batch, made, strict=True):
            numbers[place] = number
    _link_pasted(write, rows, numbers)
    return numbers


def _link_pasted(write: Write, rows: Sequence[PastedRow], numbers: Sequence[int]) -> None:
    number_by_id = {row["id"]: number for row, number in zip(rows, numbers, strict=True) if "id" in row}
    texts = {
        number: _renumbered(row["predecessors"], number_by_id)
        for row, number in zip(rows, numbers, strict=True)
        if row.get("predecessors")
    }
    links.set_predecessors(write, texts)


def _renumbered(text: str, number_by_id: Mapping[int, int]) -> str:
    """A predecessor text with the block's own ids replaced by the numbers their tasks were given."""

    def number(found: re.Match[str]) -> str:
        own = int(found["id"])
        return found["before"] + str(number_by_id.get(own, own))

    return re.sub(r"(?P<before>^|[;,\n]\s*)(?P<id>\d{1,10})", number, text)


def _without_links(row: PastedRow) -> TaskFields:
    outside = ("level", "id", "predecessors")
    return cast(TaskFields, {name: value for name, value in row.items() if name not in outside})


def _depths(levels: Iterable[int]) -> list[int]:
    """Levels as depths that never skip one: the first is 1, the next at most one deeper than the last."""
    depths: list[int] = []
    lowest: int | None = None
    for level in levels:
        lowest = level if lowest is None else min(lowest, level)
        deepest = depths[-1] + 1 if depths else 1
        depths.append(max(1, min(level - lowest + 1, deepest)))
    return depths


def _above(depths: Sequence[int], place: int) -> int:
    """The row a row of the block stands under."""
    return next(above for above in range(place - 1, -1, -1) if depths[above] == depths[place] - 1)


def _known(write: Write, numbers: Sequence[int]) -> Sequence[int]:
    """The tasks to move, if they may be moved: asked first, for a refusal names what it is about.

    Raises: NotFound, NotAllowed.
    """
    if not numbers:
        raise Refusal("Choose the tasks to move.")
    write.allow_whole(tasks.locked(write, numbers).values())
    return numbers


def _target(
    places: outline.Places,
    moving: Sequence[int],
    parent: int | None,
    after: int | None,
    project: int | None,
) -> outline.Place:
    """The family the tasks are to join; its rank says nothing yet."""
    if after is not None:
        behind = checks.place_of(places, after)
        parent, project = behind.parent, behind.project
    elif parent is not None:
        project = checks.place_of(places, parent).project
    elif project is None and moving:
        project = places[moving[0]].project
    going = set(moving)
    if after in going:
        raise CannotMove("A task cannot be put behind itself.")
    if parent is not None and (parent in going or not going.isdisjoint(outline.ancestors(parent, places))):
        raise CannotMove("A task cannot become part of itself.")
    return outline.Place(project or 0, parent, 0)


def _place_family(
    write: Write,
    places: dict[int, outline.Stands],
    family: Sequence[int],
    target: outline.Place,
    after: int | None,
) -> None:
    """Store a family under its new parent, behind `after` (None: first), and note it in `places`."""
    ranks = _ranks_for(write, places, target, after, len(family), leaving=set(family))
    rows = tasks.locked(write, family)
    changes = [
        (rows[task], {"project": target.project, "parent": target.parent, "rank": rank})
        for task, rank in zip(family, ranks, strict=True)
    ]
    below = [
        child
        for task in family
        if places[task].project != target.project
        for child in outline.descendants(task, places)
    ]
    changes += [(row, {"project": target.project}) for row in tasks.locked(write, below).values()]
    write.change_many(changes)
    for task, rank in zip(family, ranks, strict=True):
        places[task] = outline.Place(target.project, target.parent, rank)


def _ranks_for(
    write: Write,
    places: outline.Places,
    target: outline.Place,
    after: int | None,
    count: int,
    leaving: frozenset[int] | set[int] = frozenset(),
) -> list[int]:
    """Ranks for `count` tasks that join a family; the family is numbered anew where the gap is used up."""
    siblings = sorted(
        (place.rank, task)
        for task, place in places.items()
        if place.parent == target.parent and place.project == target.project and task not in leaving
    )
    behind = places[after].rank if after is not None and after not in leaving else None
    following = next((rank for rank, _ in siblings if behind is None or rank > behind), None)
    ranks = outline.ranks_between(behind, following, count)
    if ranks is not None:
        return ranks
    # The whole family is numbered anew, leaving room for the tasks that come.
    order = [task for _, task in siblings]
    place_of_first = order.index(after) + 1 if after is not None else 0
    fresh = outline.fresh_ranks(len(order) + count)
    kept = fresh[:place_of_first] + fresh[place_of_first + count :]
    rows = tasks.locked(write, order)
    write.change_many([(rows[task], {"rank": rank}) for task, rank in zip(order, kept, strict=True)])
    return fresh[place_of_first : place_of_first + count]


def _families(moving: Sequence[int], places: outline.Places) -> list[list[int]]:
    """A selection as runs of siblings that stand right behind one another, each in order."""
    chosen, done = set(moving), set[int]()
    runs: list[list[int]] = []
    for task in moving:
        if task in done:
            continue
        for chooses, run in groupby(_siblings(task, places), key=chosen.__contains__):
            if chooses:
                runs.append(list(run))
                done.update(runs[-1])
    return runs


def _siblings(task: int, places: outline.Places) -> list[int]:
    project, parent = places[task].project, places[task].parent
    return sorted(
        (other for other, place in places.items() if place.parent == parent and place.project == project),
        key=lambda other: (places[other].rank, other),
    )


def _sibling_above(task: int, places: outline.Places) -> int | None:
    siblings = _siblings(task, places)
    place = siblings.index(task)
    return siblings[place - 1] if place else None


def _siblings_below(task: int, places: outline.Places) -> list[int]:
    siblings = _siblings(task, places)
    return siblings[siblings.index(task) + 1 :]


def _last_child(task: int, places: outline.Places) -> int | None:
    under = [(place.rank, child) for child, place in places.items() if place.parent == task]
    return max(under)[1] if under else None
