"""Keeping bookings and tasks in step: what follows from an edit for units, work and duration is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import cast

from milepost.base.identity import key, number_of
from milepost.base.operation import Write
from milepost.domain.resources.models import Assignment
from milepost.domain.resources.queries import bookings
from milepost.domain.resources.rules import balancing as rules
from milepost.domain.resources.rules.balancing import Asked, Follows, TaskTime
from milepost.domain.schedule.operations import tasks as schedule
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import TaskEdit


def times(write: Write, tasks: Iterable[int]) -> dict[int, TaskTime]:
    """The tasks as they stand, as far as bookings care; numbers without a task are left out."""
    numbers = list(tasks)
    rows = task_queries.some_tasks(write.ledger, numbers) if numbers else []
    return {row.number: bookings.task_time(row) for row in rows}


def apply(
    write: Write, before: Mapping[int, TaskTime], asked: Mapping[int, Asked], *, changes_tasks: bool = True
) -> None:
    """Write what follows from edits of tasks: `before` is how they stood, the rows are what they are now."""
    if not asked:
        return
    now = times(write, asked)
    held: dict[int, dict[int | None, Assignment]] = {task: {} for task in asked}
    for row in write.rows(Assignment, task__in=[key(write.ledger, task) for task in asked]):
        held[number_of(row.task_id)][None if row.resource_id is None else number_of(row.resource_id)] = row
    timeless = bookings.timeless(write.ledger)
    follows = {
        task: rules.follows(
            before.get(task, now[task]),
            now[task],
            [bookings.assignment_of(row) for row in held[task].values()],
            timeless,
            one,
        )
        for task, one in asked.items()
        if held[task] or one.people
    }
    asked_of_bookings = {task for task, one in asked.items() if one.people or one.units or one.work}
    _write(write, held, follows, asked_of_bookings)
    edits = [cast(TaskEdit, {"task": task, **one.task}) for task, one in follows.items() if one.task]
    if edits and changes_tasks:
        write.nested(schedule.edit_many, edits=edits)


def book_progress(write: Write, before: Mapping[int, TaskTime], task: int, fields: Collection[str]) -> None:
    """Book what a report of progress says on those who work on the task.

    Who reports may not edit the plan, so the task itself stays as reported.
    """
    apply(write, before, {task: Asked(fields)}, changes_tasks=False)


def _write(
    write: Write,
    held: Mapping[int, Mapping[int | None, Assignment]],
    follows: Mapping[int, Follows],
    asked: Collection[int],
) -> None:
    """`asked` are the tasks whose bookings themselves were to change; the rest follow their task, whose ever
    they are."""
    for set_fields, is_asked in ((write.change_many, True), (write.follow, False)):
        set_fields(
            [
                (held[task][resource], columns)
                for task, one in follows.items()
                if (task in asked) is is_asked
                for resource, columns in one.changed.items()
            ]
        )
    write.add_many(
        Assignment,
        [
            {"task": task, "resource": resource, **columns}
            for task, one in follows.items()
            for resource, columns in one.added.items()
        ],
    )
    gone = [held[task][resource] for task, one in follows.items() for resource in one.gone]
    if gone:
        write.remove(gone)
