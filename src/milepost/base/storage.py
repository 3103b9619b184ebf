"""Whether the database takes anything just now, and what is said when it does not.

A full disk, a failing one, a database that only answers reads: the write is refused with what to do, nothing
is half done (the transaction is taken back), and reading goes on. Each process remembers that it was refused
and tries again at most every ten seconds when somebody asks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, transaction
from django.db.models import F

from milepost.base.identity import ORGANISATION
from milepost.base.models import Ledger
from milepost.base.refusal import Refusal

AGAIN_SECONDS = 10
_SQLITE = {
    "SQLITE_FULL": "the disk or the space set aside for it is full",
    "SQLITE_READONLY": "it may be read and not written",
    "SQLITE_IOERR": "the disk it lies on reports errors",
}
_POSTGRESQL = {
    "53100": "the disk or the space set aside for it is full",
    "25006": "it may be read and not written",
    "58030": "the disk it lies on reports errors",
}


class CannotWrite(Refusal):
    """The database takes nothing just now; nothing was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "Nothing can be saved at the moment, and nothing was changed: the database takes no writes,"
            f" {reason}. Reading goes on. Whoever runs Milepost finds out more with 'milepost doctor'."
        )


_refused: dict[str, tuple[str, float]] = {}
"""Under "now", why this process was refused last and when (monotonic seconds); empty once it writes again."""


def reason_of(error: DatabaseError) -> str | None:
    """Why the database took nothing, as it follows "takes no writes"; None for other errors."""
    cause = error.__cause__
    name, state = str(getattr(cause, "sqlite_errorname", "")), str(getattr(cause, "sqlstate", ""))
    for sign, reason in _SQLITE.items():
        if name.startswith(sign):
            return reason
    return _POSTGRESQL.get(state)


@contextmanager
def writing() -> Iterator[None]:
    """Around a whole transaction: what the database does not take becomes a refusal.

    Raises: CannotWrite.
    """
    try:
        yield
    except DatabaseError as error:
        raise refusal_of(error) or error from error
    _refused.clear()


def refusal_of(error: DatabaseError) -> CannotWrite | None:
    """The refusal an error stands for; None where it is some other error."""
    reason = reason_of(error)
    if reason is None:
        return None
    _refused["now"] = reason, time.monotonic()
    return CannotWrite(reason)


def perhaps(write: Callable[[], object]) -> None:
    """A note made while reading (a token's last use), which is left out while nothing can be saved."""
    try:
        with transaction.atomic():
            write()
    except DatabaseError as error:
        if refusal_of(error) is None:
            raise


def refused() -> str:
    """Why nothing can be saved just now, as far as this process knows; empty while it can.

    After a refusal it tries whether that still holds, every ten seconds at most.
    """
    reason, since = _refused.get("now", ("", 0.0))
    if reason and time.monotonic() - since > AGAIN_SECONDS:
        perhaps(_probe)
        reason = _refused["now"][0] if _refused.get("now", ("", 0.0))[1] != since else ""
        if not reason:
            _refused.clear()
    return reason


def _probe() -> None:
    """A write that changes nothing and yet has to reach the disk."""
    Ledger.objects.filter(pk=ORGANISATION).update(revision=F("revision"))
