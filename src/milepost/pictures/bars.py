"""Differences as bars from one zero line: later to the right in red, sooner to the left in green."""

from __future__ import annotations

WIDTH, HEIGHT = 120, 16


def difference(days: float, *, low: float, high: float) -> str:
    """One bar; `low` and `high` are the extremes of the column in the same unit, so that bars compare."""
    low, high = min(low, 0), max(high, 0)
    span = (high - low) or 1
    zero = round(2 + -low / span * (WIDTH - 4), 1)
    end = round(2 + (days - low) / span * (WIDTH - 4), 1)
    kind = "later" if days > 0 else "sooner"
    bar = f'<rect class="{kind}" x="{min(zero, end)}" y="3" width="{round(abs(end - zero), 1)}" height="10"/>'
    return (
        f'<svg width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f'<path class="axis" d="M{zero} 0V{HEIGHT}"/>{bar if days else ""}</svg>'
    )


def share(part: float, *, width: int = 64, kind: str = "") -> str:
    """How much of a thing is done, 0 to 1, as a bar of work done and left."""
    done = round(width * max(0.0, min(1.0, part)), 1)
    return (
        f'<svg width="{width}" height="8" viewBox="0 0 {width} 8" aria-hidden="true">'
        f'<rect class="w-left {kind}" width="{width}" height="8" rx="2"/>'
        f'<rect class="w-done {kind}" width="{done}" height="8" rx="2"/></svg>'
    )
