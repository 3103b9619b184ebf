"""An uploaded file read, worked out and held against its own dates; remembered, so confirming is quick."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from milepost.engine.analysis import Analysis, analyse
from milepost.interop import reading
from milepost.interop.exchange.planning import Planned, to_plan
from milepost.interop.exchange.values import Exchange
from milepost.interop.fidelity.dates import Agreement, against_file
from milepost.interop.tables import read as tables
from milepost.surfaces.web.imports import mappings
from milepost.surfaces.web.imports.shelf import Shelf

_KEPT = 6
_held: OrderedDict[tuple[str, int], Read] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Read:
    """A file as a plan with its dates. `seconds` is how long that took."""

    exchange: Exchange
    planned: Planned
    analysis: Analysis
    agreement: Agreement
    seconds: float


def read(shelf: Shelf, place: int) -> Read:
    """The file at a place of the shelf, read once and then remembered.

    Raises: Unreadable, with the sentence to show; NotFound.
    """
    path = shelf.path(place)
    with _lock:
        if (held := _held.get((shelf.token, place))) is not None:
            return held
    began = time.perf_counter()
    columns = mappings.columns_for(shelf, place)
    exchange = (
        reading.read(path) if columns is None else tables.read(path, mappings.kind_of(shelf, place), columns)
    )
    planned = to_plan(exchange)
    analysis = analyse(planned.plan)
    found = Read(
        exchange, planned, analysis, against_file(exchange, planned, analysis), time.perf_counter() - began
    )
    with _lock:
        _held[shelf.token, place] = found
        while len(_held) > _KEPT:
            _held.popitem(last=False)
    return found


def forget(shelf: Shelf) -> None:
    """Drop what is remembered of a shelf that was cleared."""
    with _lock:
        for key in [key for key in _held if key[0] == shelf.token]:
            del _held[key]
