"""What an edit means where only the computed dates can tell: progress on a plan nobody dated by hand."""

from __future__ import annotations

from milepost.domain.schedule.rows import TaskFields, TaskRow
from milepost.engine.instants import Instant, moment


def completed(fields: TaskFields, task: TaskRow, start: Instant | None, finish: Instant | None) -> TaskFields:
    """An edit with the dates it leaves open, taken from the plan.

    A share done means the task began when it was planned to, all of it done that it ended when it was
    planned to; a task taken out of scheduling stays where it was planned.
    """
    said: TaskFields = {**fields}
    percent = fields.get("percent_complete")
    begins = (percent is not None and percent > 0) or fields.get("actual_finish") is not None
    if begins and task.actual_start is None and "actual_start" not in fields and start is not None:
        said["actual_start"] = moment(start)
    if percent == 100 and task.actual_finish is None and "actual_finish" not in fields and finish is not None:
        said["actual_finish"] = moment(finish)
    if fields.get("is_manual") and not task.is_manual:
        said.setdefault("start", None if start is None else moment(start))
        said.setdefault("finish", None if finish is None else moment(finish))
    return said


def leaves_dates_open(fields: TaskFields) -> bool:
    """Might this edit need dates that only the plan knows?"""
    named = (fields.get("percent_complete"), fields.get("actual_finish"), fields.get("is_manual"))
    return any(named)
