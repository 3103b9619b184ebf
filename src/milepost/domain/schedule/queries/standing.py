"""The tasks and links of programs as they stand, left here by whoever has just read all of them.

An operation that must know the whole outline or every link (is there a circle, who stands where) would have
the database hand over tens of thousands of rows for each edit. Somebody who works plans out has them; what he
leaves is recognised by the hash at the head of the ledger's chain, so it is that very state or not used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from milepost.domain.schedule.queries.outline import Families
from milepost.domain.schedule.rows import LinkRow, TaskRow


@dataclass(frozen=True, slots=True)
class Standing:
    """Every task and link of a program at one head of its ledger, by number.

    `into` has the links into each task that has any, `families` the tasks under each (project, parent).
    """

    head: bytes
    tasks: Mapping[int, TaskRow]
    links: Mapping[int, LinkRow]
    into: Mapping[int, Sequence[LinkRow]]
    families: Families


_left: dict[int, Standing] = {}


def leave(program: int, standing: Standing) -> None:
    """Let operations on a program use these rows while its ledger's head is theirs."""
    _left[program] = standing


def forget(program: int) -> None:
    """Keep nothing of a program any longer."""
    _left.pop(program, None)


def at(program: int, head: bytes) -> Standing | None:
    """What stands in a program at a head; None where nobody left it."""
    found = _left.get(program)
    return found if found is not None and found.head == head else None
