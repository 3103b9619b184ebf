"""What each Friday's progress reports say: what the plan of that day foresaw, neither better nor worse.

The six plans work Monday to Friday, eight hours a day, from 08:00; within the reported months they have no
holiday. That makes a week's work countable in days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from milepost.base.identity import SYSTEM
from milepost.domain.analysis.queries import current
from milepost.domain.analysis.rows.plans import PlannedTask
from milepost.domain.schedule.rows import TaskEdit
from milepost.engine.instants import TICKS_PER_HOUR, instant, moment

TICKS_PER_WORKING_DAY = 8 * TICKS_PER_HOUR


@dataclass(frozen=True, slots=True)
class Report:
    """What a project manager writes about one task."""

    project: int
    edit: TaskEdit


def of_week(program: int, day: dt.date) -> Iterator[Report]:
    """Reports on every task that the plan has under way or finished by the evening of `day`."""
    evening = instant(dt.datetime.combine(day, dt.time(17)))
    planned = current.planned_tasks(SYSTEM, program=program)
    summaries = {task.parent for task in planned}
    for task in planned:
        if task.number in summaries or task.actual_finish is not None:
            continue
        if task.start is not None and task.start < evening:
            yield Report(task.project, _report(task, day, evening))


def _report(task: PlannedTask, day: dt.date, evening: int) -> TaskEdit:
    assert task.start is not None
    assert task.finish is not None
    began = moment(task.start)
    edit: TaskEdit = {"task": task.number}
    if task.actual_start is None:
        edit["actual_start"] = began
    if task.finish <= evening:
        edit["actual_finish"] = moment(task.finish)
    else:
        worked = int(np.busday_count(began.date(), day + dt.timedelta(days=1)))
        edit["remaining"] = f"{task.duration // TICKS_PER_WORKING_DAY - worked}d"
    return edit
