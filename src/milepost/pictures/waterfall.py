"""How a date went from one day to another: a row for each cause, each beginning where the one above ended."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

WIDTH, MARGIN = 300, 18


@dataclass(frozen=True, slots=True)
class Scale:
    """Working days on a strip, 0 where the date was; a grid line every `step`."""

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
    """A scale that holds zero and all of these, with four or five round steps."""
    held = [0.0, *days]
    low, high = min(held), max(held)
    wanted = max(high - low, 2) / 4
    step = next((size for size in (0.5, 1, 2, 5, 10, 20, 50, 100) if wanted <= size), math.ceil(wanted))
    return Scale(math.floor(low / step) * step, max(math.ceil(high / step), 1) * step, step)


def head(scale: Scale, label: str) -> str:
    """The scale's words, for the head of the column."""
    words = "".join(
        f'<text x="{scale.x(days)}" y="11" text-anchor="middle">{_signed(days)}</text>'
        for days in scale.lines
    )
    size = f'width="{WIDTH}" height="15" viewBox="0 0 {WIDTH} 15"'
    return f'<svg {size} role="img" aria-label="{escape(label)}">{words}</svg>'


def step(scale: Scale, begins: float, ends: float, *, height: int = 28) -> str:
    """One cause: from where the date stood to where it brought it."""
    left, right = sorted((scale.x(begins), scale.x(ends)))
    kind = "later" if ends > begins else "sooner"
    wide = round(max(right - left, 1), 1)
    bar = f'<rect class="{kind}" x="{left}" y="7" width="{wide}" height="{height - 14}"/>'
    on = f'<path class="s-path" d="M{scale.x(ends)} {height / 2}V{height}"/>'
    return _strip(scale, height, bar + on)


def stand(scale: Scale, days: float, *, kind: str = "now", height: int = 28) -> str:
    """Where the date stands before or after all causes. `kind` is `done` or `now`."""
    x, middle = scale.x(days), height / 2
    return _strip(scale, height, f'<path class="dia {kind}" d="M{x} {middle - 5}l5 5-5 5-5-5z"/>')


def _strip(scale: Scale, height: int, drawn: str) -> str:
    grid = "".join(
        f'<path class="{"axis" if line == 0 else "grid"}" d="M{scale.x(line)} 0V{height}"/>'
        for line in scale.lines
    )
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return f'<svg {size} aria-hidden="true">{grid}{drawn}</svg>'


def _signed(days: float) -> str:
    if days == 0:
        return "0"
    return f"{'+' if days > 0 else chr(0x2212)}{abs(days):g} d"
