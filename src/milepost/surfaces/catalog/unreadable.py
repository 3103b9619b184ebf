"""A file that cannot be read, or a plan a format cannot hold, refused like everything else is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from milepost.base.documents.sources import Unreadable
from milepost.base.refusal import Refusal

T = TypeVar("T")


class CannotTake(Refusal):
    """The sentence says what is wrong with the file or the plan, where, and what to do."""


def refusing(do: Callable[[], T]) -> T:
    """What comes of reading or writing a file. Raises: CannotTake."""
    try:
        return do()
    except Unreadable as refused:
        raise CannotTake(str(refused)) from refused
