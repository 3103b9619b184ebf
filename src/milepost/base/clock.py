"""The only place that asks what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_stopped_at: ContextVar[datetime | None] = ContextVar("milepost_clock", default=None)


def now() -> datetime:
    """The present instant, UTC."""
    return _stopped_at.get() or datetime.now(UTC)


def today() -> date:
    """The present date, UTC; a program's own date depends on its zone."""
    return now().date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Everything inside happens at `instant` (UTC): tests, and the sample's past. No door can reach it."""
    if instant.tzinfo is None:
        raise ValueError(f"instant {instant} has no time zone")
    token = _stopped_at.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _stopped_at.reset(token)
