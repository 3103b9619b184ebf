"""Milestone trend chart: the date planned for each milestone, by the day it was planned so.

A level line keeps its promise, a rising one slips; where a line meets the diagonal, the milestone is
reached. Names stand at the ends of the lines, kept apart from one another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 880, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 210, 14, 388
_APART = 15


@dataclass(frozen=True, slots=True)
class Line:
    """One milestone: its label, the dates said on each day, oldest first; `kind` now, crit, done or other."""

    label: str
    said: Sequence[tuple[dt.date, dt.date]]
    kind: str


@dataclass(frozen=True, slots=True)
class Ticks:
    """The firsts of months with their names, along each axis."""

    below: Sequence[tuple[dt.date, str]]
    beside: Sequence[tuple[dt.date, str]]


@dataclass(frozen=True, slots=True)
class _Scale:
    first: dt.date
    last: dt.date
    low: dt.date
    high: dt.date

    def x(self, day: dt.date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(_LEFT + share * (WIDTH - _RIGHT - _LEFT), 1)

    def y(self, day: dt.date) -> float:
        share = (day - self.low).days / max((self.high - self.low).days, 1)
        return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)


def span(lines: Sequence[Line]) -> tuple[dt.date, dt.date, dt.date, dt.date] | None:
    """First and last day of a report, earliest and latest date said; None without two reports."""
    days = sorted({day for line in lines for day, _ in line.said})
    dates = [date for line in lines for _, date in line.said]
    return None if len(days) < 2 else (days[0], days[-1], min(dates), max(dates))


def chart(lines: Sequence[Line], ticks: Ticks, described: str) -> str:
    """SVG of the trends; "" for fewer than two reports."""
    found = span(lines)
    if found is None:
        return ""
    scale = _Scale(*found)
    ends = _apart([scale.y(line.said[-1][1]) for line in lines])
    drawn = "".join(_line(line, scale, at) for line, at in zip(lines, ends, strict=True))
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return (
        f'<svg class="chart fluid halo" {size} role="img" aria-label="{escape(described)}">'
        f"{_axes(scale, ticks)}{_diagonal(scale)}{drawn}</svg>"
    )


def _line(line: Line, scale: _Scale, label_y: float) -> str:
    points = [(scale.x(day), scale.y(date)) for day, date in line.said]
    path = f"M{points[0][0]} {points[0][1]}" + "".join(f"H{x}V{y}" for x, y in points[1:])
    look = {"now": "m1", "crit": "m4", "done": "s-line"}.get(line.kind, "s-line")
    dia = line.kind if line.kind in ("now", "crit", "done") else "hollow"
    x, y = points[-1]
    lead = f'<path class="s-ref" d="M{x + 6} {y}L{WIDTH - _RIGHT + 12} {label_y}"/>'
    bold = " b" if line.kind == "now" else ""
    text = f'<text class="lb{bold}" x="{WIDTH - _RIGHT + 16}" y="{label_y + 4}">{escape(line.label)}</text>'
    mark = f'<path class="dia {dia}" d="M{x} {y - 4}l4 4-4 4-4-4z"/>'
    return f'<path class="{look}" d="{path}"/>{mark}{lead}{text}'


def _axes(scale: _Scale, ticks: Ticks) -> str:
    below = "".join(
        f'<path class="axis" d="M{scale.x(day)} {_BOTTOM}v4"/>'
        f'<text x="{scale.x(day)}" y="{_BOTTOM + 18}" text-anchor="middle">{escape(name)}</text>'
        for day, name in ticks.below
    )
    beside = "".join(
        f'<path class="grid" d="M{_LEFT} {scale.y(day)}H{WIDTH - _RIGHT}"/>'
        f'<text x="{_LEFT - 8}" y="{scale.y(day) + 4}" text-anchor="end">{escape(name)}</text>'
        for day, name in ticks.beside
    )
    return f'<path class="axis" d="M{_LEFT} {_BOTTOM}H{WIDTH - _RIGHT}"/>{below}{beside}'


def _diagonal(scale: _Scale) -> str:
    """The line on which the day of the report is the date said, as far as the picture holds it."""
    begins, ends = max(scale.first, scale.low), min(scale.last, scale.high)
    if begins >= ends:
        return ""
    line = f"M{scale.x(begins)} {scale.y(begins)}L{scale.x(ends)} {scale.y(ends)}"
    return f'<path class="m3" d="{line}"/>'


def _apart(wanted: Sequence[float]) -> list[float]:
    """Heights near those wanted, no two nearer than a line of text, none outside the picture."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = list(wanted)
    floor = float(_TOP)
    for at in order:
        placed[at] = max(placed[at], floor)
        floor = placed[at] + _APART
    ceiling = float(_BOTTOM)
    for at in reversed(order):
        placed[at] = round(min(placed[at], ceiling), 1)
        ceiling = placed[at] - _APART
    return placed
