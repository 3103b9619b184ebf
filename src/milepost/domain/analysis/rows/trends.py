"""What a program said of its dates from one report to the next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from milepost.engine.instants import Instant


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A dated headline: what the program said at the end of a day it changed."""

    day: dt.date
    revision: int
    finish: Instant | None
    slip_days: float | None
    critical: int
    near_critical: int
    tasks: int
    complete: int


@dataclass(frozen=True, slots=True)
class MilestoneReport:
    """What a program said of a milestone at the end of a day it changed: the finish planned then."""

    day: dt.date
    revision: int
    finish: Instant


@dataclass(frozen=True, slots=True)
class MilestoneTrend:
    """A milestone's planned dates over its reports, in calendar days.

    `slip` is against the baseline, else against the first report. `direction` says in a word where it goes;
    `convergence` is how many of the days that passed the goal came nearer on average: 1 is on track, below 1
    slips, 0 or less recedes. `projected` is its day if that goes on. Both are None before the second report
    and once it is reached.
    """

    number: int
    name: str
    project: int
    is_headline: bool
    is_done: bool
    baseline_finish: Instant | None
    finish: Instant | None
    slip: int
    direction: str
    convergence: float | None
    projected: dt.date | None
    reports: tuple[MilestoneReport, ...]
