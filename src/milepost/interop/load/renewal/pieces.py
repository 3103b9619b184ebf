"""The pieces a newer version of a file differs in, each to be taken over or not.

Three statements are held against each other: what the file said when it was last brought in (`before`), what
stands here, and what the file says now. Where only the file moved on, taking its word is suggested; where
people changed something here, nothing is overwritten unless somebody ticks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Fields = Mapping[str, Any]
"""Values as the history writes them, by column."""


PARTED = " > "
"""Between the two ids of a link or a booking."""


class Moved(StrEnum):
    """Who changed something since the file was last brought in."""

    FILE = "file"
    HERE = "here"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Piece:
    """One difference. `kind` is `task_changed`, `task_added`, `task_removed`, `link_added`, …

    `subject` names the row in the file's ids (two, parted by " > ", for links and bookings), `name` is for
    people, `field` the group of columns that change together, empty where the whole row comes or goes. A
    value that is None is not there: the row, or what it was before.
    """

    kind: str
    subject: str
    name: str
    field: str
    before: Fields | None
    here: Fields | None
    file: Fields | None
    moved: Moved

    @property
    def code(self) -> str:
        """What a form or a command calls this piece."""
        return ":".join((self.kind, self.subject, self.field))

    @property
    def is_suggested(self) -> bool:
        """Only the file moved on, so taking its word overwrites nobody's."""
        return self.moved is Moved.FILE


def moved(before: Fields | None, here: Fields | None, file: Fields | None) -> Moved | None:
    """Who moved on; None where both say the same now. Without a former statement both might have."""
    if here == file:
        return None
    if before is None and here is not None:
        return Moved.BOTH
    if before == file:
        return Moved.HERE
    return Moved.FILE if before == here else Moved.BOTH
