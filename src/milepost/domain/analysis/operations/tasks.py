"""Tasks as the plan sheet edits them: with their people, and with dates the plan itself knows.

What belongs to one room alone is edited there (`schedule.operations.tasks`); these are for the doors, where
one edit may name a duration, predecessors, people and progress together. One entry each, one undo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack, cast

from milepost.base.operation import Write, operation
from milepost.domain.analysis import rules
from milepost.domain.analysis.queries.keeping import completed, computed
from milepost.domain.resources.operations import balancing
from milepost.domain.resources.operations import people as people_operations
from milepost.domain.resources.rows import BookedDetails, BookedEdit, BookedFields, BookedRow
from milepost.domain.schedule.operations import outline, progress, tasks
from milepost.domain.schedule.rows import PastedRow, ProgressFields, TaskDetails, TaskEdit, TaskFields


@operation("analysis.add_task", needs="plan.edit")
def add(
    write: Write,
    *,
    name: str,
    project: int | None = None,
    parent: int | None = None,
    after: int | None = None,
    **details: Unpack[BookedDetails],
) -> int:
    """Add a task; gives its number. It goes behind `after`, else to the end of `parent` or of its project.

    A duration of nothing makes a milestone; without one the task takes a day. `people`: "Ana[50%];Bo".

    Raises: WhichProject, NotFound, NotPlannable, NotADuration, Circle, LinkToOwnSummary, NotPeople.
    """
    stated = cast(TaskDetails, _without_people(details))
    number = write.nested(tasks.add, name=name, project=project, parent=parent, after=after, **stated)
    if "people" in details:
        people_operations.set_people(write, {number: details["people"]})
    return number


@operation("analysis.edit_task", needs="plan.edit")
def edit(write: Write, *, task: int, **fields: Unpack[BookedFields]) -> None:
    """Change a task; what is left out stays.

    `duration` is text as people type it ("3d", "2w", "5ed"), `predecessors` the column ("12FS+2d;15SS"),
    `people` names and shares ("Ana[50%];Bo"). A share done without a start means it began as planned. Units,
    work and duration of those who work on it follow one another by the task's type.

    Raises: NotFound, NotPlannable, NotADuration, NotAPredecessor, Circle, LinkToOwnSummary, NotPeople.
    """
    _apply(write, [{**fields, "task": task}])


@operation("analysis.edit_tasks", needs="plan.edit")
def edit_many(write: Write, *, edits: Sequence[BookedEdit]) -> None:
    """Change many tasks as one entry and one undo: a fill, a paste over cells, a find and replace.

    Raises: as `analysis.edit_task`.
    """
    _apply(write, edits)


@operation("analysis.paste_tasks", needs="plan.edit")
def paste(
    write: Write,
    *,
    rows: Sequence[BookedRow],
    project: int | None = None,
    parent: int | None = None,
    after: int | None = None,
) -> list[int]:
    """Add a block of tasks, as copied from a table; gives their numbers in order.

    `level` is a row's depth in the block (1 is the top), `people` names and shares. A predecessor names the
    `id` of a row of the block, else the number of a task of the plan.

    Raises: as `analysis.add_task`.
    """
    plain = [cast(PastedRow, _without_people(row)) for row in rows]
    numbers = outline.pasted(write, plain, project=project, parent=parent, after=after)
    named = zip(numbers, rows, strict=True)
    people_operations.set_people(write, {n: row["people"] for n, row in named if row.get("people")})
    return numbers


@operation("analysis.report_progress", needs="plan.status")
def report(write: Write, *, task: int, **fields: Unpack[ProgressFields]) -> None:
    """Report how far a task is: the share done or what is left, when it began and when it was finished.

    Dates left out are as planned: a share done means it began then, all of it done that it ended then.

    Raises: NothingToReport, NotPlannable, NotADuration.
    """
    said: Any = _completed(write, {task: cast(TaskFields, fields)})[task]
    before = balancing.times(write, [task])
    write.nested(progress.report, **said)
    balancing.book_progress(write, before, task, said.keys())


def _apply(write: Write, edits: Sequence[BookedEdit]) -> None:
    fields: dict[int, TaskFields] = {}
    people: dict[int, str] = {}
    for one in edits:
        fields.setdefault(one["task"], {}).update(cast(TaskFields, _without_people(one)))
        if "people" in one:
            people[one["task"]] = one["people"]
    before = balancing.times(write, fields)
    said = _completed(write, fields)
    write.nested(tasks.edit_many, edits=list(said.values()))
    people_operations.follow(write, before, {task: one.keys() for task, one in said.items()}, people)


def _completed(write: Write, edits: Mapping[int, TaskFields]) -> dict[int, TaskEdit]:
    """The edits with the dates they leave open, looked up in the plan only where one does."""
    said = {task: cast(TaskEdit, {"task": task, **fields}) for task, fields in edits.items()}
    if not any(rules.leaves_dates_open(fields) for fields in said.values()):
        return said
    kept = computed(write.ledger)
    return {task: completed(kept, one) for task, one in said.items()}


def _without_people(said: BookedEdit | BookedDetails | BookedRow) -> dict[str, object]:
    return {name: value for name, value in said.items() if name not in ("people", "task")}
