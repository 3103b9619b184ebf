"""Which rows were stated anew between two readings: those that are other objects.

Rows that were not read again are the very same; comparing their fields would say so slowly.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, compress, islice
from operator import is_not
from typing import TypeVar

Row = TypeVar("Row")


def stated_anew(was: Mapping[int, Row], now: Mapping[int, Row]) -> list[Row]:
    """The rows of `now` that are not among those of `was`, in their order."""
    if was is now:
        return []
    # Mostly the same rows stand in the same places: those are told without a line of Python for each.
    differ = compress(now.items(), map(is_not, was.values(), now.values()))
    more = islice(now.items(), len(was), None)
    return [row for number, row in chain(differ, more) if was.get(number) is not row]
