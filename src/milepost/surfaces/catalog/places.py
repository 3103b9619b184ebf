"""Finding the ledger a request is about, and the revision it wants to see it at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from milepost.base import journal, permissions
from milepost.base.identity import ORGANISATION, Actor
from milepost.base.models import Ledger
from milepost.base.refusal import NotAllowed, NotFound, Refusal


class WrongField(Refusal):
    """Something sent beside the fields (`as_of`, `limit`, ...) that means nothing here."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Place:
    """A ledger as a door sees it: its id inside, its name outside, and how far it has come."""

    ledger: int
    slug: str
    revision: int


class NoScenarios(NotFound):
    """The address has room for a scenario; there are none to be named yet."""

    def __init__(self) -> None:
        super().__init__("There are no scenarios in this Milepost: a program is read as it is, or as it was.")


def organisation() -> Place:
    return _place(Ledger.objects.get(pk=ORGANISATION))


def program(reader: Actor, slug: str) -> Place:
    """The program of that name.

    Raises: NotFound, whether it does not exist or may not be seen.
    """
    found = permissions.visible_ledgers(reader, "program.read").filter(slug=slug).first()
    if found is None:
        raise NotFound(f"There is no program '{slug}'.")
    return _place(found)


def revision_of(ledger: int) -> int:
    """How far a ledger has come."""
    return Ledger.objects.values_list("revision", flat=True).get(pk=ledger)


def revision_as_of(reader: Actor, place: Place, text: str) -> int:
    """The revision a ledger had at a moment.

    The moment is a revision (`812`), an instant (`2026-03-02T09:00Z`; UTC when it names no zone), or a date,
    which means the end of that day.

    Raises: WrongField, NotAllowed for those who see the present alone.
    """
    if not permissions.may_in_program(reader, "history.read", place.ledger):
        raise NotAllowed(
            "How it was before is seen with the right to read the history, which you do not hold."
        )
    revision = whole_number(text)
    if revision is not None:
        if revision > place.revision:
            raise WrongField(
                "as_of", f"'{place.slug}' has come to revision {place.revision}; {revision} is still ahead."
            )
        return revision
    return journal.revision_at(place.ledger, _instant(text))


def whole_number(text: str) -> int | None:
    """The number a text writes in plain digits, None where it is no such thing or too long to be one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else None


def _instant(text: str) -> datetime:
    try:
        if len(text) == len("2026-03-02"):
            return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), tzinfo=UTC)
        instant = datetime.fromisoformat(text)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise WrongField(
            "as_of",
            "'as_of' is a revision, a date such as 2026-03-02 or an instant such as 2026-03-02T09:00Z.",
        ) from None


def _place(ledger: Ledger) -> Place:
    return Place(ledger.pk, ledger.slug, ledger.revision)
