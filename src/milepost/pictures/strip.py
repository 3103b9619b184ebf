"""A strip of days, one row of a table at a time on one scale: pictures of slips and of moves stand on it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

MARGIN = 18


@dataclass(frozen=True, slots=True)
class Scale:
    """Days on a strip: `low` at its left margin, `high` at its right, a grid line every `step`."""

    width: int
    low: float
    high: float
    step: float

    def x(self, days: float) -> float:
        """How far from the left a day is drawn."""
        return round(MARGIN + (days - self.low) / (self.high - self.low) * (self.width - 2 * MARGIN), 1)

    @property
    def lines(self) -> list[float]:
        """The days that have a grid line."""
        first = math.ceil(self.low / self.step)
        return [place * self.step for place in range(first, math.floor(self.high / self.step) + 1)]


def scale(width: int, days: Iterable[float], step: float) -> Scale:
    """A scale in whole steps that holds zero, one step after it and all of these days."""
    low, high = span(days)
    return Scale(width, math.floor(low / step) * step, max(math.ceil(high / step), 1) * step, step)


def span(days: Iterable[float]) -> tuple[float, float]:
    """The first and the last of some days and zero."""
    held = [0.0, *days]
    return min(held), max(held)


def head(scale: Scale, label: str) -> str:
    """The scale's words, for the head of the column."""
    words = "".join(
        f'<text x="{scale.x(days)}" y="11" text-anchor="middle">{_signed(days)}</text>'
        for days in scale.lines
    )
    size = f'width="{scale.width}" height="15" viewBox="0 0 {scale.width} 15"'
    return f'<svg {size} role="img" aria-label="{escape(label)}">{words}</svg>'


def row(scale: Scale, height: int, drawn: str) -> str:
    """One row: the grid, and what is drawn on it."""
    grid = "".join(
        f'<path class="{"axis" if line == 0 else "grid"}" d="M{scale.x(line)} 0V{height}"/>'
        for line in scale.lines
    )
    size = f'width="{scale.width}" height="{height}" viewBox="0 0 {scale.width} {height}"'
    return f'<svg {size} aria-hidden="true">{grid}{drawn}</svg>'


def diamond(scale: Scale, days: float, kind: str, height: int) -> str:
    """The sign of a date. `kind` is `done`, `crit` or `now`."""
    return f'<path class="dia {kind}" d="M{scale.x(days)} {height / 2 - 5}l5 5-5 5-5-5z"/>'


def _signed(days: float) -> str:
    if days == 0:
        return "0"
    return f"{'+' if days > 0 else chr(0x2212)}{abs(days):g} d"
