"""Milestone trend chart: the date planned for each milestone, by the day it was planned so.

A level line keeps its promise, a rising one slips; where a line meets the diagonal, the milestone is
reached. Names stand at the ends of the lines, kept apart from one another; on a narrow picture above them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_APART = 15


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a picture, and where its plot stands in it; `beside` is room for names at the right.

    Without such room the names stand on the plot, above the ends of their lines.
    """

    width: int
    height: int
    left: int
    top: int
    bottom: int
    beside: int

    @property
    def right(self) -> int:
        """Where the plot ends."""
        return self.width - self.beside


WIDE = Frame(880, 420, 56, 14, 388, 210)
NARROW = Frame(358, 460, 44, 20, 432, 8)


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
    frame: Frame
    first: dt.date
    last: dt.date
    low: dt.date
    high: dt.date

    def x(self, day: dt.date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(self.frame.left + share * (self.frame.right - self.frame.left), 1)

    def y(self, day: dt.date) -> float:
        share = (day - self.low).days / max((self.high - self.low).days, 1)
        return round(self.frame.bottom - share * (self.frame.bottom - self.frame.top), 1)


def span(lines: Sequence[Line]) -> tuple[dt.date, dt.date, dt.date, dt.date] | None:
    """First and last day of a report, earliest and latest date said; None without two reports."""
    days = sorted({day for line in lines for day, _ in line.said})
    dates = [date for line in lines for _, date in line.said]
    return None if len(days) < 2 else (days[0], days[-1], min(dates), max(dates))


def chart(lines: Sequence[Line], ticks: Ticks, described: str, frame: Frame = WIDE, css: str = "") -> str:
    """SVG of the trends; "" for fewer than two reports."""
    found = span(lines)
    if found is None:
        return ""
    scale = _Scale(frame, *found)
    above = 0 if frame is WIDE else _APART // 2 + 2
    ends = _apart([scale.y(line.said[-1][1]) - above for line in lines], frame)
    drawn = "".join(_line(line, scale, at) for line, at in zip(lines, ends, strict=True))
    size = f'width="{frame.width}" height="{frame.height}" viewBox="0 0 {frame.width} {frame.height}"'
    return (
        f'<svg class="chart fluid halo {css}" {size} role="img" aria-label="{escape(described)}">'
        f"{_axes(scale, ticks)}{_diagonal(scale)}{drawn}</svg>"
    )


def _line(line: Line, scale: _Scale, label_y: float) -> str:
    points = [(scale.x(day), scale.y(date)) for day, date in line.said]
    path = f"M{points[0][0]} {points[0][1]}" + "".join(f"H{x}V{y}" for x, y in points[1:])
    look = {"now": "m1", "crit": "m4", "done": "s-line"}.get(line.kind, "s-line")
    dia = line.kind if line.kind in ("now", "crit", "done") else "hollow"
    mark_at, y = points[-1]
    mark = f'<path class="dia {dia}" d="M{mark_at} {y - 4}l4 4-4 4-4-4z"/>'
    return f'<path class="{look}" d="{path}"/>{mark}{_name(line, scale.frame, mark_at, y, label_y)}'


def _name(line: Line, frame: Frame, x: float, y: float, label_y: float) -> str:
    """The name of a line beside its end, with the way to it; without room there, on the plot."""
    css = "lb b" if line.kind == "now" else "lb"
    label = escape(line.label)
    if frame is NARROW:
        return f'<text class="{css}" x="{frame.right}" y="{label_y + 4}" text-anchor="end">{label}</text>'
    lead = f'<path class="s-ref" d="M{x + 6} {y}L{frame.right + 12} {label_y}"/>'
    return f'{lead}<text class="{css}" x="{frame.right + 16}" y="{label_y + 4}">{label}</text>'


def _axes(scale: _Scale, ticks: Ticks) -> str:
    frame = scale.frame
    below = "".join(
        f'<path class="axis" d="M{scale.x(day)} {frame.bottom}v4"/>'
        f'<text x="{scale.x(day)}" y="{frame.bottom + 18}" text-anchor="middle">{escape(name)}</text>'
        for day, name in ticks.below
    )
    beside = "".join(
        f'<path class="grid" d="M{frame.left} {scale.y(day)}H{frame.right}"/>'
        f'<text x="{frame.left - 8}" y="{scale.y(day) + 4}" text-anchor="end">{escape(name)}</text>'
        for day, name in ticks.beside
    )
    return f'<path class="axis" d="M{frame.left} {frame.bottom}H{frame.right}"/>{below}{beside}'


def _diagonal(scale: _Scale) -> str:
    """The line on which the day of the report is the date said, as far as the picture holds it."""
    begins, ends = max(scale.first, scale.low), min(scale.last, scale.high)
    if begins >= ends:
        return ""
    line = f"M{scale.x(begins)} {scale.y(begins)}L{scale.x(ends)} {scale.y(ends)}"
    return f'<path class="m3" d="{line}"/>'


def _apart(wanted: Sequence[float], frame: Frame) -> list[float]:
    """Heights near those wanted, no two nearer than a line of text, none outside the picture."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = list(wanted)
    floor = float(frame.top)
    for at in order:
        placed[at] = max(placed[at], floor)
        floor = placed[at] + _APART
    ceiling = float(frame.bottom)
    for at in reversed(order):
        placed[at] = round(min(placed[at], ceiling), 1)
        ceiling = placed[at] - _APART
    return placed
