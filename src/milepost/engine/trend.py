"""Milestone trend analysis: what each report forecast for a milestone, and what that says.

Drawn as forecast against report date, a flat line keeps its promise, a rising one slips, and the milestone
is reached where the line meets the diagonal.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Direction(StrEnum):
    """What the last reports say about the next."""

    STEADY = "steady"
    SLIPPING = "slipping"
    ACCELERATING_SLIP = "accelerating slip"
    SLOWING_SLIP = "slowing slip"
    RECOVERING = "recovering"


@dataclass(frozen=True, slots=True)
class Trend:
    """A milestone's forecasts over its reports, in calendar days.

    `slips` are the moves from report to report, `to_go` the days left as each report saw it, and
    `convergence` how many of the days that passed the goal came nearer: 1 is on track, below 1 slips,
    0 or less recedes. `projected` is the finish if the goal goes on coming nearer as it did; None where
    it does not come nearer.
    """

    slip: int
    slips: tuple[int, ...]
    direction: Direction
    to_go: tuple[int, ...]
    convergence: tuple[float, ...]
    projected: date | None


def trend(reports: Sequence[date], forecasts: Sequence[date], baseline: date) -> Trend:
    """The trend of one milestone from what each report, in order, forecast for it."""
    if len(reports) != len(forecasts) or not reports:
        raise ValueError(f"{len(reports)} reports for {len(forecasts)} forecasts")
    slips = [(after - before).days for before, after in itertools.pairwise(forecasts)]
    to_go = [(forecast - report).days for report, forecast in zip(reports, forecasts, strict=True)]
    passed = [(after - before).days for before, after in itertools.pairwise(reports)]
    nearer = [before - after for before, after in itertools.pairwise(to_go)]
    convergence = [gain / days for gain, days in zip(nearer, passed, strict=True) if days]
    return Trend(
        slip=(forecasts[-1] - baseline).days,
        slips=tuple(slips),
        direction=_direction(slips),
        to_go=tuple(to_go),
        convergence=tuple(convergence),
        projected=_projected(reports[-1], to_go[-1], convergence),
    )


def _direction(slips: Sequence[int]) -> Direction:
    if not any(slips):
        return Direction.STEADY
    if sum(slips) < 0:
        return Direction.RECOVERING
    steps = [after - before for before, after in itertools.pairwise(slips)]
    if steps and min(steps) >= 0 and max(steps) > 0:
        return Direction.ACCELERATING_SLIP
    if steps and max(steps) <= 0 and min(steps) < 0:
        return Direction.SLOWING_SLIP
    return Direction.SLIPPING


def _projected(last_report: date, to_go: int, convergence: Sequence[float]) -> date | None:
    if to_go <= 0:
        return last_report + timedelta(to_go)
    pace = sum(convergence) / len(convergence) if convergence else 1.0
    return last_report + timedelta(round(to_go / pace)) if pace > 0 else None
