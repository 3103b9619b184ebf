"""How often a token may ask: so many requests a minute, all processes of one Milepost together.

A write of the database for each read of the API would cost more than the reads. So a process counts for
itself and tells the token's row every twenty requests, learning then what the others told: the limit may be
overrun by twenty for each process, and a token used now and then never writes at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.db.models import F

from milepost.base import clock, storage
from milepost.base.refusal import Refusal
from milepost.domain.accounts.models import Token

TOLD_EVERY = 20
MOST_GUESSES = 60
"""Tokens that are not valid, from one address within a minute."""
_MOST_REMEMBERED = 10_000


class TooFast(Refusal):
    """Somebody asked too often; `seconds` from now they may again."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


@dataclass(slots=True)
class _Count:
    """What one process knows of a token's minute: told by all, and asked here since that was read."""

    minute: int
    told: int = 0
    untold: int = 0


_counts: dict[int, _Count] = {}
_lock = Lock()


def keep(token: int) -> None:
    """Count one request of a token.

    Raises: TooFast.
    """
    minute, second = divmod(int(clock.now().timestamp()), 60)
    with _lock:
        count = _counts.get(token)
        if count is None or count.minute != minute:
            if len(_counts) >= _MOST_REMEMBERED:
                _counts.clear()
            count = _counts[token] = _Count(minute)
        count.untold += 1
        is_too_fast = count.told + count.untold > settings.MILEPOST_TOKEN_RATE
        telling = count.untold if count.untold >= TOLD_EVERY and not is_too_fast else 0
        count.told, count.untold = count.told + telling, count.untold - telling
    if is_too_fast:
        most = f"{settings.MILEPOST_TOKEN_RATE:,}"
        raise TooFast(f"This token has asked {most} times within a minute, the most it may.", 60 - second)
    if telling:
        storage.perhaps(lambda: _tell(token, minute, telling))
        together = Token.objects.filter(pk=token, minute=minute).values_list("asked", flat=True).first()
        with _lock:
            count.told = max(count.told, together or 0)


def note_guess(address: str) -> None:
    """Count a token that is not valid, by the address it came from, for all processes.

    Raises: TooFast.
    """
    minute, second = divmod(int(clock.now().timestamp()), 60)
    place = f"guesses-{address}-{minute}"
    guesses = cache.get(place, 0) + 1
    if guesses > MOST_GUESSES:
        raise TooFast("Too many tokens that are not valid came from your address.", 60 - second)
    cache.set(place, guesses, timeout=120)


def _tell(token: int, minute: int, asked: int) -> None:
    """Add to what the processes told of this minute; the first to tell opens it."""
    rows = Token.objects.filter(pk=token)
    if not rows.filter(minute=minute).update(asked=F("asked") + asked):
        opened = rows.exclude(minute=minute).update(minute=minute, asked=asked)
        if not opened:
            rows.filter(minute=minute).update(asked=F("asked") + asked)
