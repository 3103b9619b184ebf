"""What a person is told when something asked for cannot be done. Nothing here needs Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class Refusal(Exception):
    """A full sentence for the person who asked: what cannot be done and, if possible, what to do instead."""


class NotFound(Refusal):
    """There is no such thing, or none this person may see: the two are told alike."""


class NotAllowed(Refusal):
    """The thing is visible, but what was asked needs a right this person does not hold on it."""


class NotStorable(Refusal):
    """A value no column of ours can hold: too long, too large, not a number, not text.

    `field` is the public name of the field it was meant for.
    """

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class KeyReused(Refusal):
    """An idempotency key came back with another request than the one it was first used for."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that two people changed: what each of them wants, and who was first.

    `table` is the journal's name of the table ("schedule.task"), `number` the row's public number; values are
    as the journal writes them. `by` is a name, `at` an instant in UTC, `revision` the other's revision.
    """

    table: str
    number: int
    field: str
    mine: object
    theirs: object
    by: str
    at: datetime
    revision: int


class EditConflict(Refusal):
    """Somebody else changed the same fields since the page was read; nothing was saved."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        first = conflicts[0]
        more = f" (and {len(conflicts) - 1} more)" if len(conflicts) > 1 else ""
        super().__init__(
            f"{first.by} changed '{first.field}' to {first.theirs!r} at {first.at:%H:%M} UTC while you were"
            f" setting it to {first.mine!r}{more}. Choose which value to keep."
        )
        self.conflicts = conflicts
