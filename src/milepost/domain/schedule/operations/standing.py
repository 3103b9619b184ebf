"""Where tasks stand and how they are linked, this very operation's own changes included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from milepost.base.identity import number_of
from milepost.base.operation import Write
from milepost.domain.schedule.models import Link, Task
from milepost.domain.schedule.queries import standing
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.queries.standing import Standing
from milepost.domain.schedule.rows import LinkRow
from milepost.domain.schedule.rules import circles, outline
from milepost.domain.schedule.rules.circles import Edge


def places(write: Write) -> dict[int, outline.Stands]:
    """Where every task of the program stands, by number; the caller's to note moves in."""
    held = standing.at(write.ledger, bytes(write.home.head))
    if held is None:
        return dict(task_queries.places(write.ledger))
    touched = write.touched(Task)
    found: dict[int, outline.Stands] = dict(held.tasks)
    for number in touched:
        found.pop(number, None)
    if touched:
        found |= {row.number: row for row in task_queries.some_tasks(write.ledger, touched)}
    return found


def edges(write: Write) -> list[Edge]:
    """Predecessor and successor of every link of the program."""
    held = standing.at(write.ledger, bytes(write.home.head))
    if held is None:
        pairs = Link._default_manager.filter(ledger=write.ledger)
        ends = pairs.values_list("predecessor_id", "successor_id")
        return [(number_of(predecessor), number_of(successor)) for predecessor, successor in ends]
    touched = set(write.touched(Link))
    links = [link for number, link in held.links.items() if number not in touched]
    if touched:
        links += task_queries.some_links(write.ledger, touched)
    return [(link.predecessor, link.successor) for link in links]


def logic(write: Write) -> circles.Logic:
    """Who waits for whom in the program."""
    at = places(write)
    held = standing.at(write.ledger, bytes(write.home.head))
    if held is None:
        return circles.logic(edges(write), {number: place.parent for number, place in at.items()})
    into = _links_into(write, held)
    families = outline.brought_forward(held.families, held.tasks, at, write.touched(Task))
    return circles.Logic(
        waits_for=lambda task: [link.predecessor for link in into.get(task, ())],
        under=lambda task: families.get((at[task].project, task), ()),
        above=lambda task: at[task].parent if task in at else None,
    )


def _links_into(write: Write, held: Standing) -> Mapping[int, Sequence[LinkRow]]:
    """The links into each task that has any."""
    touched = set(write.touched(Link))
    if not touched:
        return held.into
    now = task_queries.some_links(write.ledger, touched)
    before = (held.links[number] for number in touched if number in held.links)
    found: dict[int, Sequence[LinkRow]] = dict(held.into)
    for task in {link.successor for link in (*now, *before)}:
        stay = [link for link in held.into.get(task, ()) if link.number not in touched]
        found[task] = [*stay, *(link for link in now if link.successor == task)]
    return found
