"""A waiting file held against the program it is a newer version for, and taken over as chosen."""

from __future__ import annotations

from collections.abc import Collection

from milepost.base.identity import Actor
from milepost.base.operation import Acting, Written
from milepost.interop.load import originals
from milepost.interop.load.renewal import gather, take
from milepost.interop.load.renewal.gather import Against
from milepost.interop.load.waiting import reading, shelf
from milepost.interop.load.waiting.shelf import Shelf


def against(reader: Actor, kept: Shelf, place: int, *, program: int, into: int | None = None) -> Against:
    """What a waiting file says otherwise than a program, or than its project `into`.

    Raises: Unreadable, NotFound.
    """
    read = reading.read(reader, kept, place)
    return gather.against(
        reader,
        program=program,
        exchange=read.exchange,
        planned=read.planned,
        source=kept.names[place],
        into=into,
    )


def take_over(
    acting: Acting, kept: Shelf, place: int, found: Against, *, chosen: Collection[str], revision: int
) -> Written[int]:
    """Take over the pieces with these codes as one entry; a file that waited alone waits no longer.

    `revision` is that of the plan they were chosen from. Raises: NothingTaken, PlanMoved, NotAllowed.
    """
    source, path = kept.names[place], kept.path(place)
    kind = reading.read(acting.actor, kept, place).exchange.format
    written = take.take(
        acting,
        found.differences,
        source=source,
        chosen=chosen,
        file=originals.keep(path, name=source, kind=kind),
        revision=revision,
    )
    if len(kept.names) == 1:
        shelf.clear(kept)
        reading.forget(kept)
    return written
