"""Split tasks, which MS Project XML tells only through the timephased work of their assignments.

A period with no value lies outside working time; a period with a value of nothing is working time in which
nothing is done. A run of periods without work that holds at least one of the second kind is therefore a
pause, and what lies between pauses is a stretch of work.
"""

from __future__ import annotations

from typing import NamedTuple

from milepost.engine.instants import Instant

Segments = tuple[tuple[Instant, Instant], ...]

REMAINING_WORK, ACTUAL_WORK = 1, 2


class Period(NamedTuple):
    """One timephased period: `work` in minutes, None outside working time."""

    starts: Instant
    ends: Instant
    work: float | None


def segments(periods: list[Period], starts: Instant | None, finishes: Instant | None) -> Segments:
    """The stretches of work of one assignment; none when it is not split."""
    found: list[tuple[Instant, Instant]] = []
    is_paused = False
    for period in sorted(periods):
        if not period.work:
            is_paused = is_paused or (period.work is not None and bool(found))
            continue
        if found and not is_paused:
            found[-1] = (found[-1][0], period.ends)
        else:
            found.append((period.starts, period.ends))
        is_paused = False
    if len(found) < 2:
        return ()
    first, last = found[0], found[-1]
    found[0] = (first[0] if starts is None else starts, first[1])
    found[-1] = (last[0], last[1] if finishes is None else finishes)
    return tuple(found)


def together(assignments: list[Segments]) -> Segments:
    """The stretches in which at least one assignment works; none where one of them works throughout."""
    if not assignments or any(not stretches for stretches in assignments):
        return ()
    merged: list[tuple[Instant, Instant]] = []
    for starts, ends in sorted(stretch for stretches in assignments for stretch in stretches):
        if merged and starts <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
        else:
            merged.append((starts, ends))
    return tuple(merged) if len(merged) > 1 else ()
