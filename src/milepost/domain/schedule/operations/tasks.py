"""Tasks: added, edited one by one or many at a time, and removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Unpack, cast

from milepost.base.identity import SYSTEM, key, number_of
from milepost.base.operation import NotFound, Refusal, Write, operation
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.schedule.models import Calendar, Task
from milepost.domain.schedule.operations import links, units
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import TaskDetails, TaskEdit, TaskFields, Units
from milepost.domain.schedule.rules import edits as rules
from milepost.domain.schedule.rules import outline


class WhichProject(Refusal):
    """The program has several projects, so a new task must say which is meant."""


@operation("schedule.add_task", needs="plan.edit")
def add(
    write: Write,
    *,
    name: str,
    project: int | None = None,
    parent: int | None = None,
    after: int | None = None,
    **details: Unpack[TaskDetails],
) -> int:
    """Add a task; gives its number. It goes behind `after`, else to the end of `parent` or of its project.

    A duration of nothing makes a milestone; without one the task takes a day.

    Raises: WhichProject, NotFound, NotPlannable, NotADuration, Circle, LinkToOwnSummary.
    """
    place = _place_for_new(write, project, parent, after)
    return added(write, [(place, {"name": name, **details})])[0]


@operation("schedule.edit_task", needs="plan.edit")
def edit(write: Write, *, task: int, **fields: Unpack[TaskFields]) -> None:
    """Change what is stated of a task; what is left out stays.

    `duration` is text as people type it ("3d", "2w", "5ed"), `predecessors` the column ("12FS+2d;15SS").
    A start or finish typed for a scheduled task becomes "no earlier than".

    Raises: NotFound, NotPlannable, NotADuration, NotAPredecessor, Circle, LinkToOwnSummary.
    """
    edited(write, {task: fields})


@operation("schedule.edit_tasks", needs="plan.edit")
def edit_many(write: Write, *, edits: Sequence[TaskEdit]) -> None:
    """Change many tasks as one entry and one undo: a fill, a paste over cells, a find and replace.

    A task named twice takes both edits, the later one last. Raises: as `schedule.edit_task`.
    """
    by_task: dict[int, TaskFields] = {}
    for edit_of_task in edits:
        fields = {name: value for name, value in edit_of_task.items() if name != "task"}
        held = by_task.setdefault(edit_of_task["task"], {})
        held.update(cast(TaskFields, fields))
    edited(write, by_task)


@operation("schedule.remove_tasks", needs="plan.edit")
def remove(write: Write, *, tasks: Sequence[int]) -> int:
    """Remove tasks with everything under them and their links; gives how many were named.

    Undo brings all of it back. Baselines keep what they promised for a task that is gone.
    """
    if not tasks:
        raise Refusal("Choose the tasks to remove.")
    going = locked(write, tasks).values()
    write.allow_whole(going)
    write.remove(going)
    return len(set(tasks))


def edited(write: Write, by_task: Mapping[int, TaskFields]) -> None:
    """Apply edits to stored tasks, predecessor texts included, as part of whichever operation asks."""
    rows = locked(write, by_task)
    _check_references(write, by_task.values())
    # Whoever may change only what is their own hands it to nobody else.
    write.allow_whole(row for number, row in rows.items() if "owner" in by_task[number])
    measures = units.by_project(write)
    write.change_many(
        [
            (
                row,
                rules.columns(task_queries.row_of(row), by_task[number], measures[number_of(row.project_id)]),
            )
            for number, row in rows.items()
        ]
    )
    texts = {task: fields["predecessors"] for task, fields in by_task.items() if "predecessors" in fields}
    links.set_predecessors(write, texts)


def added(write: Write, wanted: Sequence[tuple[outline.Place, TaskFields]]) -> list[int]:
    """Add tasks at their places, predecessor texts included; gives their numbers in order."""
    _check_references(write, (fields for _, fields in wanted))
    measures = units.by_project(write)
    for place, _ in wanted:
        if place.project not in measures:
            raise NotFound(f"There is no project {place.project} in this program.")
    rows = write.add_many(
        Task, [_columns_of_new(place, fields, measures[place.project]) for place, fields in wanted]
    )
    write.allow_whole(rows)
    texts = {
        row.number: fields["predecessors"]
        for row, (_, fields) in zip(rows, wanted, strict=True)
        if fields.get("predecessors")
    }
    links.set_predecessors(write, texts)
    return [row.number for row in rows]


def locked(write: Write, tasks: Iterable[int]) -> dict[int, Task]:
    """Stored tasks by number that may be changed, in one query.

    Raises: NotFound, naming the first that is not there; NotAllowed.
    """
    numbers = list(dict.fromkeys(tasks))
    keys = [key(write.ledger, number) for number in numbers if 0 < number < 1 << 32]
    found = {row.number: row for row in write.rows(Task, pk__in=keys)}
    for number in numbers:
        if number not in found:
            raise NotFound(f"There is no task {number}.")
    write.allow(found.values())
    return {number: found[number] for number in numbers}


def _columns_of_new(place: outline.Place, fields: TaskFields, measures: Units) -> dict[str, Any]:
    """The columns of a task that is not there yet: the usual values with what was said on top."""
    blank = task_queries.row_of(Task(pk=0, project_id=place.project, rank=place.rank, name="New task"))
    columns = rules.columns(blank, fields, measures)
    if columns.get("duration_ticks") == 0 and "is_milestone" not in fields:
        columns["is_milestone"] = True
    return {
        "name": blank.name,
        **columns,
        "project": place.project,
        "parent": place.parent,
        "rank": place.rank,
    }


def _place_for_new(write: Write, project: int | None, parent: int | None, after: int | None) -> outline.Place:
    if after is not None:
        return _place_behind(write, after)
    if parent is not None:
        project = number_of(write.find(Task, parent).project_id)
    project = project if project is not None else only_project(write)
    return outline.Place(project, parent, _last_rank(write, project, parent) + outline.GAP)


def _place_behind(write: Write, after: int) -> outline.Place:
    sibling = write.find(Task, after)
    above = None if sibling.parent_id is None else number_of(sibling.parent_id)
    project = number_of(sibling.project_id)
    following = (
        Task._default_manager.filter(
            project=sibling.project_id, parent=sibling.parent_id, rank__gt=sibling.rank
        )
        .order_by("rank")
        .values_list("rank", flat=True)
        .first()
    )
    ranks = outline.ranks_between(sibling.rank, following, 1)
    if ranks is None:
        spread(write, project, above)
        return _place_behind(write, after)
    return outline.Place(project, above, ranks[0])


def spread(write: Write, project: int, parent: int | None) -> None:
    """Number a family anew, with full gaps, where one was used up."""
    family = write.rows(
        Task,
        project=key(write.ledger, project),
        parent=None if parent is None else key(write.ledger, parent),
    )
    family.sort(key=lambda row: (row.rank, row.pk))
    ranks = outline.fresh_ranks(len(family))
    write.change_many([(row, {"rank": rank}) for row, rank in zip(family, ranks, strict=True)])


def only_project(write: Write) -> int:
    """The one project of a program that has one. Raises: WhichProject."""
    projects = program_queries.projects(SYSTEM, program=write.ledger)
    if len(projects) != 1:
        raise WhichProject("Say which project the task belongs to." if projects else "Add a project first.")
    return projects[0].number


def _last_rank(write: Write, project: int, parent: int | None) -> int:
    last = (
        Task._default_manager.filter(
            project=key(write.ledger, project),
            parent=None if parent is None else key(write.ledger, parent),
        )
        .order_by("-rank")
        .values_list("rank", flat=True)
        .first()
    )
    return last or 0


def _check_references(write: Write, edits: Iterable[TaskFields]) -> None:
    """Calendars named in edits exist. Raises: NotFound."""
    named = {fields["calendar"] for fields in edits if fields.get("calendar") is not None}
    for calendar in named:
        if calendar is not None:
            write.find(Calendar, calendar)
