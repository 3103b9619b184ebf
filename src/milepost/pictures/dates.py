"""Dates of several things on one strip of months: what was promised, hollow, and what is planned, filled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, MARGIN = 196, 12


@dataclass(frozen=True, slots=True)
class Scale:
    """A strip of days from `first` to `last`; `months` are the firsts of months marked on it."""

    first: dt.date
    last: dt.date
    months: tuple[dt.date, ...]

    def x(self, day: dt.date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)


def scale_of(days: Iterable[dt.date]) -> Scale:
    """A scale that holds all of these, with three or four months marked."""
    held = sorted(days) or [dt.date(1970, 1, 1)]
    first, last = held[0] - dt.timedelta(days=15), held[-1] + dt.timedelta(days=15)
    firsts = _months(first, last)
    step = max(1, -(-len(firsts) // 4))
    return Scale(first, last, tuple(firsts[step // 2 :: step]))


def head(scale: Scale, months: Sequence[tuple[dt.date, str]], label: str) -> str:
    """The names of the months, for the head of the column."""
    words = "".join(
        f'<text x="{scale.x(day)}" y="11" text-anchor="middle">{escape(name)}</text>' for day, name in months
    )
    size = f'width="{WIDTH}" height="15" viewBox="0 0 {WIDTH} 15"'
    return f'<svg {size} role="img" aria-label="{escape(label)}">{words}</svg>'


def row(scale: Scale, planned: dt.date, promised: dt.date | None, *, height: int = 44) -> str:
    """One line: the planned date, and the promised one with the way between them."""
    middle = height / 2
    grid = "".join(f'<path class="grid" d="M{scale.x(day)} 0V{height}"/>' for day in scale.months)
    x = scale.x(planned)
    before = ""
    if promised is not None:
        at = scale.x(promised)
        before = (
            f'<path class="s-path" d="M{at} {middle}H{x}"/>'
            f'<path class="dia hollow" d="M{at} {middle - 4.5}l4.5 4.5-4.5 4.5-4.5-4.5z"/>'
        )
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    date = f'<path class="dia now" d="M{x} {middle - 5}l5 5-5 5-5-5z"/>'
    return f'<svg {size} aria-hidden="true">{grid}{before}{date}</svg>'


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    found: list[dt.date] = []
    at = first.replace(day=1)
    while (at := (at.replace(day=28) + dt.timedelta(days=4)).replace(day=1)) <= last:
        found.append(at)
    return found
