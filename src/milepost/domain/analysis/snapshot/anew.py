"""Which rows were stated anew between two readings: those that are other objects.

Rows that were not read again are the very same; comparing their fields would say so slowly.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress, islice
from operator import is_not
from typing import TypeVar

Row = TypeVar("Row")

_FEW = 500


def stated_anew(was: Mapping[int, Row], now: Mapping[int, Row]) -> list[Row]:
    """The rows of `now` that are not among those of `was`, in their order."""
    if was is now:
        return []
    # Mostly the same rows stand in the same places: then they are compared without a line of Python each.
    fresh = list(compress(now.values(), map(is_not, was.values(), now.values())))
    fresh += islice(now.values(), len(was), None)
    if len(fresh) <= _FEW and len(was) <= len(now):
        return fresh
    known = set(map(id, was.values()))
    return [row for row in now.values() if id(row) not in known]
