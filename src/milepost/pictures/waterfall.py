"""How a date went from one day to another: a row for each cause, each beginning where the one above ended."""

from __future__ import annotations

import math
from collections.abc import Iterable

from milepost.pictures import strip
from milepost.pictures.strip import Scale

WIDTH = 300


def scale_of(days: Iterable[float]) -> Scale:
    """Working days, 0 where the date was: a scale that holds all of these, with four or five round steps."""
    days = list(days)
    low, high = strip.span(days)
    wanted = max(high - low, 2) / 4
    step = next((size for size in (0.5, 1, 2, 5, 10, 20, 50, 100) if wanted <= size), math.ceil(wanted))
    return strip.scale(WIDTH, days, step)


def head(scale: Scale, label: str) -> str:
    """The scale's words, for the head of the column."""
    return strip.head(scale, label)


def step(scale: Scale, begins: float, ends: float, *, height: int = 28) -> str:
    """One cause: from where the date stood to where it brought it."""
    left, right = sorted((scale.x(begins), scale.x(ends)))
    kind = "later" if ends > begins else "sooner"
    wide = round(max(right - left, 1), 1)
    bar = f'<rect class="{kind}" x="{left}" y="7" width="{wide}" height="{height - 14}"/>'
    on = f'<path class="s-path" d="M{scale.x(ends)} {height / 2}V{height}"/>'
    return strip.row(scale, height, bar + on)


def stand(scale: Scale, days: float, *, kind: str = "now", height: int = 28) -> str:
    """Where the date stands before or after all causes. `kind` is `done` or `now`."""
    return strip.row(scale, height, strip.diamond(scale, days, kind, height))
