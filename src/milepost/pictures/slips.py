"""How far dates have slipped, one row of a table at a time on one scale: baseline, path, date now."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

WIDTH, MARGIN = 168, 18


@dataclass(frozen=True, slots=True)
class Scale:
    """Days on a strip: `low` at its left margin, `high` at its right, a grid line every `step`."""

    low: float
    high: float
    step: float

    def x(self, days: float) -> float:
        return round(MARGIN + (days - self.low) / (self.high - self.low) * (WIDTH - 2 * MARGIN), 1)

    @property
    def lines(self) -> list[float]:
        first = math.ceil(self.low / self.step)
        return [place * self.step for place in range(first, math.floor(self.high / self.step) + 1)]


def scale_of(days: Iterable[float]) -> Scale:
    """A scale that holds zero and all of these, with three or four round steps."""
    held = [0.0, *days]
    low, high = min(held), max(held)
    step = _round_up(max(high - low, 3) / 3)
    return Scale(math.floor(low / step) * step, max(math.ceil(high / step), 1) * step, step)


def head(scale: Scale, label: str) -> str:
    """The scale's words, for the head of the column."""
    words = "".join(
        f'<text x="{scale.x(days)}" y="11" text-anchor="middle">{_signed(days)}</text>'
        for days in scale.lines
    )
    size = f'width="{WIDTH}" height="15" viewBox="0 0 {WIDTH} 15"'
    return f'<svg {size} role="img" aria-label="{escape(label)}">{words}</svg>'


def row(scale: Scale, days: float, *, kind: str = "now", height: int = 28) -> str:
    """One date: `days` after the baseline. `kind` is `done`, `crit` or `now`."""
    middle = height / 2
    grid = "".join(
        f'<path class="{"axis" if line == 0 else "grid"}" d="M{scale.x(line)} 0V{height}"/>'
        for line in scale.lines
    )
    x = scale.x(days)
    path = f'<path class="s-path" d="M{scale.x(0)} {middle}H{x}"/>' if days else ""
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    date = f'<path class="dia {kind}" d="M{x} {middle - 5}l5 5-5 5-5-5z"/>'
    return f'<svg {size} aria-hidden="true">{grid}{path}{date}</svg>'


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 7, 10, 14, 20, 28, 50, 100 … days."""
    for step in (1, 2, 5, 7, 10, 14, 20, 28, 50, 100, 200, 500, 1000):
        if value <= step:
            return step
    return math.ceil(value / 1000) * 1000


def _signed(days: float) -> str:
    if days == 0:
        return "0"
    return f"{'+' if days > 0 else chr(0x2212)}{abs(days):g} d"
