"""How far dates have slipped, one row of a table at a time on one scale: baseline, path, date now."""

from __future__ import annotations

import math
from collections.abc import Iterable

from milepost.pictures import strip
from milepost.pictures.strip import Scale

WIDTH = 168


def scale_of(days: Iterable[float]) -> Scale:
    """A scale that holds zero and all of these, with three or four round steps."""
    days = list(days)
    low, high = strip.span(days)
    return strip.scale(WIDTH, days, _round_up(max(high - low, 3) / 3))


def head(scale: Scale, label: str) -> str:
    """The scale's words, for the head of the column."""
    return strip.head(scale, label)


def row(scale: Scale, days: float, *, kind: str = "now", height: int = 28) -> str:
    """One date: `days` after the baseline. `kind` is `done`, `crit` or `now`."""
    path = f'<path class="s-path" d="M{scale.x(0)} {height / 2}H{scale.x(days)}"/>' if days else ""
    return strip.row(scale, height, path + strip.diamond(scale, days, kind, height))


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 7, 10, 14, 20, 28, 50, 100 … days."""
    for step in (1, 2, 5, 7, 10, 14, 20, 28, 50, 100, 200, 500, 1000):
        if value <= step:
            return step
    return math.ceil(value / 1000) * 1000
