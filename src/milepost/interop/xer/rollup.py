"""What P6 shows for breakdown nodes and leaves out of the file: dates, durations and sums of what is below
them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from milepost.engine.calendars import WorkingTime
from milepost.engine.instants import Instant, Ticks
from milepost.interop.exchange.values import Baseline, Task, Uid

_EARLIEST = ("start", "early_start", "late_start", "actual_start")
_LATEST = ("finish", "early_finish", "late_finish")
_SUMS = ("work", "actual_work", "remaining_work", "cost", "actual_cost", "remaining_cost")

Span = tuple[Instant | None, Instant | None]


def rolled_up(tasks: Sequence[Task], remaining: dict[Uid, Span], time: WorkingTime | None) -> list[Task]:
    """The tasks, their nodes filled in from below. `remaining` is when each activity's remaining work lies,
    `time` the project's working time, by which nodes are measured.
    """
    below: dict[Uid, list[Task]] = defaultdict(list)
    spans = dict(remaining)
    result = list(tasks)
    for place in range(len(result) - 1, -1, -1):
        task = result[place]
        if task.is_summary and below[task.uid]:
            children = below[task.uid]
            spans[task.uid] = _span(spans[child.uid] for child in children if child.uid in spans)
            task = result[place] = _filled(task, children, spans[task.uid], time)
        if task.parent is not None:
            below[task.parent].append(task)
    return result


def _filled(task: Task, children: list[Task], remaining: Span, time: WorkingTime | None) -> Task:
    values: dict[str, Any] = {name: _least(children, name) for name in _EARLIEST}
    values |= {name: _most(children, name) for name in _LATEST}
    values |= {name: _sum(children, name) for name in _SUMS}
    is_complete = all(child.actual_finish is not None for child in children)
    if is_complete:
        values["actual_finish"] = _most(children, "actual_finish")
        values["percent_complete"] = 100
    for name in ("cost", "actual_cost", "remaining_cost"):
        values[name] = values[name] or Decimal(0)
    values["baselines"] = _baselines(children, time)
    if time is not None:
        values["duration_unit"] = "h"
        values["duration"] = _between(time, (values["start"], values["finish"]))
        left = remaining if remaining[0] is not None else (values["early_start"], values["early_finish"])
        values["remaining"] = 0 if is_complete else _between(time, left)
        values["total_float"] = _float(time, values)
    values["is_critical"] = any(child.is_critical for child in children)
    return replace(task, **values)


def _least(rows: list[Task], name: str) -> Any:
    return min((value for row in rows if (value := getattr(row, name)) is not None), default=None)


def _most(rows: list[Task], name: str) -> Any:
    return max((value for row in rows if (value := getattr(row, name)) is not None), default=None)


def _sum(rows: list[Task], name: str) -> Any:
    found = [value for row in rows if (value := getattr(row, name)) is not None]
    return sum(found[1:], found[0]) if found else None


def _baselines(rows: list[Task], time: WorkingTime | None) -> dict[int, Baseline]:
    promised = [row.baselines[0] for row in rows if 0 in row.baselines]
    starts = [one.start for one in promised if one.start is not None]
    finishes = [one.finish for one in promised if one.finish is not None]
    if not starts:
        return {}
    last = max(finishes, default=None)
    return {
        0: Baseline(
            start=min(starts), finish=last, duration=_between(time, (min(starts), last)) if time else None
        )
    }


def _float(time: WorkingTime, values: dict[str, Any]) -> Ticks | None:
    """The smaller of the floats at both ends; a started node has only the one at its finish, a finished one
    none.
    """
    if values.get("actual_finish") is not None:
        return 0
    ends = [(values["early_finish"], values["late_finish"])]
    if values["actual_start"] is None:
        ends.append((values["early_start"], values["late_start"]))
    known = [(early, late) for early, late in ends if early is not None and late is not None]
    return min((time.between(early, late) for early, late in known), default=None)


def _span(spans: Iterable[Span]) -> Span:
    found = list(spans)
    starts = [one for one, _ in found if one is not None]
    ends = [other for _, other in found if other is not None]
    return min(starts, default=None), max(ends, default=None)


def _between(time: WorkingTime, span: Span) -> int | None:
    starts, ends = span
    return None if starts is None or ends is None else time.between(starts, ends)
