"""How a date moved: one step line over time, the promise dashed, both labelled where they end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 440, 132
_LEFT, _RIGHT, _TOP, _BOTTOM = 2, 112, 18, 112


@dataclass(frozen=True, slots=True)
class Said:
    """On a day, the date that was planned then."""

    on: dt.date
    date: dt.date


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the picture: the label of the line, of the promise, and the whole in a sentence."""

    now: str
    promise: str
    described: str


def moved(
    said: Sequence[Said], promise: dt.date | None, words: Words, months: Sequence[tuple[dt.date, str]]
) -> str:
    """SVG of the dates said over time, oldest first; "" for fewer than two. `months` are the ticks below."""
    if len(said) < 2:
        return ""
    dates = [one.date for one in said] + ([promise] if promise else [])
    low, high = min(dates), max(dates)
    first, last = said[0].on, said[-1].on

    def x(day: dt.date) -> float:
        share = (day - first).days / max((last - first).days, 1)
        return round(_LEFT + share * (WIDTH - _RIGHT - _LEFT), 1)

    def y(day: dt.date) -> float:
        share = (day - low).days / max((high - low).days, 1)
        return round(_BOTTOM - 14 - share * (_BOTTOM - 14 - _TOP), 1)

    line = f"M{x(said[0].on)} {y(said[0].date)}" + "".join(f"H{x(one.on)}V{y(one.date)}" for one in said[1:])
    ticks = "".join(
        f'<path class="axis" d="M{x(day)} {_BOTTOM}v4"/><text x="{x(day)}" y="128">{escape(name)}</text>'
        for day, name in months
    )
    end_x, end_y = x(last), y(said[-1].date)
    promised = _promised(y(promise), end_y, words.promise, end_x) if promise else ""
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return (
        f'<svg class="chart fluid" {size} role="img" aria-label="{escape(words.described)}">'
        f'<path class="axis" d="M{_LEFT} {_BOTTOM}H{WIDTH - _RIGHT}"/>{ticks}{promised}'
        f'<path class="m1" d="{line}"/><circle class="s-dot" cx="{end_x}" cy="{end_y}" r="3"/>'
        f'<text class="lb b" x="{end_x + 8}" y="{end_y + 4}">{escape(words.now)}</text></svg>'
    )


def _promised(y: float, now_y: float, label: str, x: float) -> str:
    """The dashed line of the promise; its label keeps clear of the label of now."""
    label_y = y + 4 if abs(y - now_y) >= 14 else (now_y + 18 if y >= now_y else now_y - 10)
    return (
        f'<path class="m3" d="M{_LEFT} {y}H{x}"/>'
        f'<text class="lb" x="{x + 8}" y="{round(label_y, 1)}">{escape(label)}</text>'
    )
