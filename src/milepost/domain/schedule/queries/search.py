"""Finding tasks by name or number, in every program at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from milepost.base import permissions
from milepost.base.identity import Actor, key, number_of
from milepost.domain.schedule.models import Task
from milepost.domain.schedule.rows import FoundTask


def tasks(
    reader: Actor, *, words: Sequence[str], programs: Sequence[int], limit: int = 20
) -> list[FoundTask]:
    """Tasks of these programs (ledger ids) whose names hold every word, or whose number it is; one query.

    At most `limit`, by program and number.
    """
    if not words or not programs:
        return []
    named = Q()
    for word in words:
        named &= Q(name__icontains=word)
    if len(words) == 1 and (number := _number(words[0])) is not None:
        named |= Q(pk__in=[key(program, number) for program in programs])
    found = permissions.visible_to(reader, Task._default_manager.filter(named, ledger__in=programs))
    rows = found.order_by("ledger", "pk").values_list("ledger", "pk", "name", "project")[:limit]
    return [FoundTask(ledger, number_of(pk), name, number_of(project)) for ledger, pk, name, project in rows]


def _number(word: str) -> int | None:
    """The number in "412" or "T-412"."""
    digits = word.upper().removeprefix("T-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
