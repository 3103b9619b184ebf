"""Progress: what began, what is done and what is left, as the person who does the work reports it."""

from __future__ import annotations

import datetime as dt

from milepost.base.operation import UNSET, Refusal, Unset, Write, operation
from milepost.domain.schedule.models import Task
from milepost.domain.schedule.operations import units
from milepost.domain.schedule.operations.tasks import given
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rules import edits as rules


class NothingToReport(Refusal):
    """A summary is as far as the tasks under it."""


@operation("schedule.report_progress", needs="plan.status")
def report(
    write: Write,
    *,
    task: int,
    percent_complete: float | Unset = UNSET,
    actual_start: dt.datetime | Unset | None = UNSET,
    actual_finish: dt.datetime | Unset | None = UNSET,
    remaining: str | Unset = UNSET,
    remaining_minutes: float | Unset | None = UNSET,
) -> None:
    """Report how far a task is: when it began, the share done or what is left, and when it was finished.

    Raises: NothingToReport, NotPlannable, NotADuration.
    """
    row = write.lock(Task, task)
    if Task._default_manager.filter(parent=row.pk).exists():
        raise NothingToReport(f"'{row.name}' is a summary. Report on the tasks under it.")
    fields = given(
        percent_complete=percent_complete,
        actual_start=actual_start,
        actual_finish=actual_finish,
        remaining=remaining,
        remaining_minutes=remaining_minutes,
    )
    if not fields:
        raise Refusal("Say what is done: a share, a start, a finish or what is left.")
    measures = units.by_task(write, [task])[task]
    write.change(row, **rules.columns(task_queries.row_of(row), fields, measures))
