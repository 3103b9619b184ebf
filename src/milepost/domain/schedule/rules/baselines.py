"""Which slot a new baseline takes, and the hash that proves a baseline unchanged."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from hashlib import sha256

from milepost.domain.schedule.rows import BaselineTaskRow

SLOTS = range(11)
"""MS Project's Baseline and Baseline 1 to 10."""


def free_slot(taken: Collection[int]) -> int | None:
    """The next slot nobody used, 1 to 10 and then 0; None when all eleven are in use.

    Slot 0 goes last: files bring theirs there, and people say "baseline 2" for the second.
    """
    return next((slot for slot in (*SLOTS[1:], 0) if slot not in taken), None)


def content_hash(tasks: Iterable[BaselineTaskRow]) -> str:
    """What a baseline holds as a hash, whatever the order: equal hashes, equal promises."""
    lines = sorted(
        json.dumps(
            [
                row.task,
                row.start,
                row.finish,
                row.duration,
                row.work_minutes,
                None if row.cost is None else format(row.cost.normalize(), "f"),
            ]
        )
        for row in tasks
    )
    return sha256("\n".join(lines).encode()).hexdigest()
