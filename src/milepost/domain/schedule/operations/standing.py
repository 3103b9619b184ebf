"""Where tasks stand and how they are linked, this very operation's own changes included."""

from __future__ import annotations

from milepost.base.identity import number_of
from milepost.base.operation import Write
from milepost.domain.schedule.models import Link, Task
from milepost.domain.schedule.queries import standing
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rules import outline
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
