"""A waiting file read, worked out and held against its own dates; remembered, so confirming is quick."""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

from milepost.base.identity import Actor
from milepost.interop import reading
from milepost.interop.load.preview.examine import Examined, examine
from milepost.interop.load.waiting import columns
from milepost.interop.load.waiting.shelf import Shelf
from milepost.interop.tables import read as tables

_KEPT = 6
_held: OrderedDict[tuple[str, int], Examined] = OrderedDict()
_lock = Lock()


def read(actor: Actor, shelf: Shelf, place: int) -> Examined:
    """The file at a place of the shelf, read once and then remembered.

    Raises: Unreadable, with the sentence to show; NotFound.
    """
    path = shelf.path(place)
    with _lock:
        if (held := _held.get((shelf.token, place))) is not None:
            return held
    began = time.perf_counter()
    chosen = columns.columns_for(actor, shelf, place)
    exchange = (
        reading.read(path) if chosen is None else tables.read(path, columns.kind_of(shelf, place), chosen)
    )
    found = examine(exchange, began=began)
    with _lock:
        _held[shelf.token, place] = found
        while len(_held) > _KEPT:
            _held.popitem(last=False)
    return found


def forget(shelf: Shelf) -> None:
    """Drop what is remembered of a shelf that was cleared, or of which a column was said otherwise."""
    with _lock:
        for key in [key for key in _held if key[0] == shelf.token]:
            del _held[key]
