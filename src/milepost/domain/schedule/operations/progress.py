"""Progress: what began, what is done and what is left, as the person who does the work reports it."""

from __future__ import annotations

from typing import Unpack, cast

from milepost.base.operation import Refusal, Write, operation
from milepost.domain.schedule.models import Task
from milepost.domain.schedule.operations import units
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import ProgressFields, TaskFields
from milepost.domain.schedule.rules import edits as rules


class NothingToReport(Refusal):
    """A summary is as far as the tasks under it."""


@operation("schedule.report_progress", needs="plan.status")
def report(write: Write, *, task: int, **fields: Unpack[ProgressFields]) -> None:
    """Report how far a task is: when it began, the share done or what is left, and when it was finished.

    Raises: NothingToReport, NotPlannable, NotADuration.
    """
    row = write.lock(Task, task)
    if Task._default_manager.filter(parent=row.pk).exists():
        raise NothingToReport(f"'{row.name}' is a summary. Report on the tasks under it.")
    if not fields:
        raise Refusal("Say what is done: a share, a start, a finish or what is left.")
    measures = units.by_task(write, [task])[task]
    write.change(row, **rules.columns(task_queries.row_of(row), cast(TaskFields, fields), measures))
