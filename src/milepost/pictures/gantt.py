"""A plan as bars on a strip of time, a row at a time: for paper, where a list that draws itself cannot go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 420, 20
_NAME, _MARKED, _HALF_A_YEAR = 32, 9, 6


@dataclass(frozen=True, slots=True)
class Scale:
    """The days from `first` to `last`; `months` are the firsts of months that are marked."""

    first: dt.datetime
    last: dt.datetime
    months: tuple[dt.date, ...]

    def x(self, at: dt.datetime) -> float:
        whole = max((self.last - self.first).total_seconds(), 1)
        return round((at - self.first).total_seconds() / whole * WIDTH, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn of a task: its start and finish, its share done (0 to 1), what it is, and as a shadow
    what was promised or planned before.

    `kind` is `task`, `milestone` or `summary`. Without dates it is gone, and only its shadow is drawn.
    """

    dates: tuple[dt.datetime, dt.datetime] | None
    done: float
    kind: str
    is_critical: bool
    promised: tuple[dt.datetime, dt.datetime] | None = None


def scale_of(bars: Iterable[Bar]) -> Scale:
    """A scale that holds all of these, with at most nine months marked."""
    held = [at for bar in bars for dates in (bar.dates, bar.promised) if dates for at in dates]
    if not held:
        today = dt.datetime(1970, 1, 1)
        return Scale(today, today + dt.timedelta(days=1), ())
    first = min(held) - dt.timedelta(days=3)
    last = max(held) + dt.timedelta(days=3)
    return Scale(first, last, _marked(_months(first.date(), last.date())))


def _marked(firsts: list[dt.date]) -> tuple[dt.date, ...]:
    """At most nine of these months; over more than a few years Januaries alone, whose names have the year."""
    step = max(1, -(-len(firsts) // _MARKED))
    if step <= _HALF_A_YEAR:
        return tuple(firsts[::step])
    years = [day for day in firsts if day.month == 1]
    return tuple(years[:: max(1, -(-len(years) // _MARKED))])


def head(scale: Scale, months: Sequence[tuple[dt.date, str]]) -> str:
    """The names of the months, for the head of the column."""
    words = "".join(
        f'<text x="{scale.x(_midnight(day)) + 3}" y="11">{escape(name)}</text>'
        for day, name in months
        if scale.x(_midnight(day)) < WIDTH - _NAME
    )
    size = f'width="{WIDTH}" height="15" viewBox="0 0 {WIDTH} 15"'
    return f'<svg {size} aria-hidden="true">{words}</svg>'


def row(scale: Scale, bar: Bar | None, label: str = "") -> str:
    """One row: the bar with its share done and its promise below; nothing but the grid without dates."""
    grid = "".join(f'<path class="grid" d="M{scale.x(_midnight(day))} 0V{HEIGHT}"/>' for day in scale.months)
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    drawn = _drawn(scale, bar) if bar else ""
    words = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return f"<svg {size} {words}>{grid}{drawn}</svg>"


def _drawn(scale: Scale, bar: Bar) -> str:
    if bar.dates is None:
        return _promise(scale, bar)
    kind = " crit" if bar.is_critical else ""
    x, end = (scale.x(at) for at in bar.dates)
    if bar.kind == "milestone":
        return _promise(scale, bar) + f'<path class="dia{kind}" d="M{end} 4l5 5-5 5-5-5z"/>'
    width = round(max(end - x, 1.5), 1)
    if bar.kind == "summary":
        return _promise(scale, bar) + f'<path class="w-sum" d="M{x} 6H{x + width}v7l-3-3H{x + 3}l-3 3z"/>'
    done = round(width * max(0.0, min(1.0, bar.done)), 1)
    return (
        _promise(scale, bar)
        + f'<rect class="w-left{kind}" x="{x}" y="4" width="{width}" height="9" rx="2"/>'
        + (f'<rect class="w-done{kind}" x="{x}" y="4" width="{done}" height="9" rx="2"/>' if done else "")
    )


def _promise(scale: Scale, bar: Bar) -> str:
    if bar.promised is None:
        return ""
    x, end = (scale.x(at) for at in bar.promised)
    if bar.kind == "milestone":
        return f'<path class="dia hollow" d="M{end} 4.5l4.5 4.5-4.5 4.5-4.5-4.5z"/>'
    return f'<rect class="ghost" x="{x}" y="15" width="{round(max(end - x, 1.5), 1)}" height="2.5" rx="1"/>'


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    found: list[dt.date] = []
    at = first.replace(day=1)
    while (at := (at.replace(day=28) + dt.timedelta(days=4)).replace(day=1)) <= last:
        found.append(at)
    return found
