"""A trend small enough for a line of text: no axes, a dot for now, a dashed line for the promise."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 76, 22, 3


def spark(values: Sequence[float], *, reference: float | None = None) -> str:
    """SVG of the values from left (oldest) to right (now), as high as they reach; "" for fewer than two.

    `reference` (the same unit) is drawn dashed; it belongs to the scale.
    """
    if len(values) < 2:
        return ""
    span = [*values, *(() if reference is None else (reference,))]
    low, high = min(span), max(span)

    def y(value: float) -> float:
        return (
            HEIGHT / 2 if high == low else round(HEIGHT - 4 - (value - low) / (high - low) * (HEIGHT - 8), 1)
        )

    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [(round(EDGE + place * step, 1), y(value)) for place, value in enumerate(values)]
    line = "L".join(f"{x} {y_}" for x, y_ in points)
    promise = "" if reference is None else f'<path class="s-ref" d="M0 {y(reference)}H{WIDTH}"/>'
    x, last = points[-1]
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    drawn = f'{promise}<path class="s-line" d="M{line}"/><circle class="s-dot" cx="{x}" cy="{last}" r="2.2"/>'
    return f'<svg class="spark" {size} aria-hidden="true">{drawn}</svg>'
