"""Tasks, links and custom fields as stated.

A reader who may see only some projects gets those projects' tasks; tasks of other projects that links or
the network need are the business of `analysis.queries`, which shows them as dated stubs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from milepost.base import past, permissions
from milepost.base.identity import (
    ORGANISATION,
    Actor,
    key,
    ledger_of,
    number_of,
    program_scope,
    project_scope,
)
from milepost.base.models import Ledger
from milepost.base.refusal import NotFound
from milepost.domain.schedule.models import CustomField, Link, Task
from milepost.domain.schedule.queries import own
from milepost.domain.schedule.rows import CustomFieldRow, ForeignRow, LinkRow, TaskRow
from milepost.domain.schedule.rules import edits, outline
from milepost.engine.instants import Ticks

# Where a row's field has another name than the table's column.
_OTHER_NAMES = {
    "number": "pk",
    "project": "project_id",
    "parent": "parent_id",
    "duration": "duration_ticks",
    "calendar": "calendar_id",
    "constraint_date": "constraint_tick",
    "second_constraint_date": "second_constraint_tick",
    "deadline": "deadline_tick",
    "expected_finish": "expected_finish_tick",
    "promised": "promised_tick",
    "manual_start": "manual_start_tick",
    "manual_finish": "manual_finish_tick",
    "actual_start": "actual_start_tick",
    "actual_finish": "actual_finish_tick",
    "remaining": "remaining_ticks",
    "suspended_at": "suspended_tick",
    "resumes_at": "resumes_tick",
    "levelling_delay": "levelling_delay_ticks",
    "owner": "owner_id",
}
_NAMES = tuple(field.name for field in fields(TaskRow))
_COLUMNS = tuple(_OTHER_NAMES.get(name, name) for name in _NAMES)
_NAME_BY_COLUMN = {
    column.removesuffix("_id"): name
    for name, column in zip(_NAMES, _COLUMNS, strict=True)
    if name != "number"
}
_KEYS = tuple(_NAMES.index(name) for name in ("number", "project", "parent", "calendar", "owner"))
_MONEY = ("cost", "actual_cost", "remaining_cost", "fixed_cost")


def tasks(
    reader: Actor, *, program: int, as_of: int | None = None, after: int = 0, limit: int | None = None
) -> list[TaskRow]:
    """The tasks of a program the reader may see, by number, at most `limit` of those `after` one.

    Two queries at most.
    """
    if as_of is None:
        found = Task._default_manager.filter(ledger=program, pk__gt=key(program, after))
        found = permissions.visible_to(reader, found)
        rows = [_row(values) for values in found.order_by("pk").values_list(*_COLUMNS)[:limit]]
    else:
        sees = _sight(reader, program)
        rows = [row_of(task) for task in past.rows(Task, program, as_of)]
        rows = [row for row in rows if row.number > after and sees(row.number, row.project)][:limit]
    return _without_money(reader, program, rows)


def _sight(reader: Actor, program: int) -> Callable[[int, int], bool]:
    """Whether the reader may see a task, given its number and its project: by his rights of today."""
    seen = permissions.projects_seen(reader, program)
    if seen is None:
        return lambda number, project: True
    beyond = own.tasks_beyond(reader, program=program, projects=seen)
    return lambda number, project: project in seen or number in beyond


def task(reader: Actor, *, program: int, task: int, as_of: int | None = None) -> TaskRow:
    """One task.

    Raises: NotFound.
    """
    if as_of is not None:
        found = [row for row in tasks(reader, program=program, as_of=as_of) if row.number == task]
    else:
        visible = permissions.visible_to(reader, Task._default_manager.filter(pk=key(program, task)))
        found = [_row(values) for values in visible.values_list(*_COLUMNS)]
    if not found:
        raise NotFound(f"There is no task {task}.")
    return _without_money(reader, program, found)[0]


def names_seen(reader: Actor, *, program: int, tasks: Collection[int]) -> dict[int, str]:
    """What tasks are called today, by number; those the reader may not see left out."""
    keys = [key(program, number) for number in tasks]
    rows = permissions.visible_to(reader, Task._default_manager.filter(pk__in=keys))
    return {number_of(pk): name for pk, name in rows.values_list("pk", "name")}


def some_tasks(program: int, numbers: Iterable[int]) -> list[TaskRow]:
    """These tasks as stated, whoever asks: for calculations inside the house, never for a door."""
    keys = [key(program, number) for number in numbers]
    return [_row(values) for values in Task._default_manager.filter(pk__in=keys).values_list(*_COLUMNS)]


def row_of(task: Task) -> TaskRow:
    """A stored task as others see it."""
    return _row([getattr(task, column) for column in _COLUMNS])


def remaining_of(row: TaskRow) -> Ticks:
    """What is left to do of a task: as stated, else its duration less the share done."""
    return edits.remaining_of(row)


def with_columns(row: TaskRow, columns: Mapping[str, Any]) -> TaskRow:
    """A row as it would be with these columns of the table set."""
    changed: dict[str, Any] = {_NAME_BY_COLUMN[column]: value for column, value in columns.items()}
    return replace(row, **changed)


def links(reader: Actor, *, program: int, as_of: int | None = None) -> list[LinkRow]:
    """The links that touch a task the reader may see, by number. Three queries at most."""
    if not permissions.may_in_program(reader, "plan.read", program):
        return []
    rows = all_links(program, as_of)
    if permissions.may(reader, "plan.read", program_scope(program)):
        return rows
    sees = _sight(reader, program)
    shown = {number for number, (project, _, _) in places(program, as_of).items() if sees(number, project)}
    return [row for row in rows if row.predecessor in shown or row.successor in shown]


def all_links(program: int, as_of: int | None = None) -> list[LinkRow]:
    """Every link of a program, whoever asks: for calculations inside the house, never for a door."""
    if as_of is not None:
        return [link_row_of(link) for link in past.rows(Link, program, as_of)]
    found = Link._default_manager.filter(ledger=program).order_by("pk")
    return [_link_row(values) for values in found.values_list(*_LINK_COLUMNS)]


def links_into(program: int, tasks: Iterable[int]) -> list[LinkRow]:
    """The links whose successor is one of these tasks, by number."""
    keys = [key(program, task) for task in tasks]
    found = Link._default_manager.filter(successor__in=keys).order_by("pk")
    return [_link_row(values) for values in found.values_list(*_LINK_COLUMNS)]


def some_links(program: int, numbers: Iterable[int]) -> list[LinkRow]:
    """These links, whoever asks: for calculations inside the house."""
    keys = [key(program, number) for number in numbers]
    found = Link._default_manager.filter(pk__in=keys)
    return [_link_row(values) for values in found.values_list(*_LINK_COLUMNS)]


def link_row_of(link: Link) -> LinkRow:
    """A stored link as others see it."""
    return _link_row([getattr(link, column) for column in _LINK_COLUMNS])


def foreign_tasks(program: int) -> dict[int, ForeignRow]:
    """What files said of tasks that Milepost only keeps, by number."""
    rows = Task._default_manager.filter(ledger=program).values_list("pk", "extras", "carried")
    return {number_of(pk): ForeignRow(number_of(pk), extras, carried) for pk, extras, carried in rows}


def foreign_links(program: int) -> dict[int, ForeignRow]:
    """What files said of links that Milepost only keeps, by number."""
    rows = Link._default_manager.filter(ledger=program).values_list("pk", "carried")
    return {number_of(pk): ForeignRow(number_of(pk), {}, carried) for pk, carried in rows}


def places(program: int, as_of: int | None = None) -> dict[int, outline.Place]:
    """Where every task of a program stands, by number, whoever asks."""
    if as_of is not None:
        rows: Iterable[Sequence[Any]] = [
            (task.pk, task.project_id, task.parent_id, task.rank) for task in past.rows(Task, program, as_of)
        ]
    else:
        rows = Task._default_manager.filter(ledger=program).values_list(
            "pk", "project_id", "parent_id", "rank"
        )
    return {
        number_of(pk): outline.Place(number_of(project), None if parent is None else number_of(parent), rank)
        for pk, project, parent, rank in rows
    }


def names(program: int, numbers: Iterable[int]) -> dict[int, str]:
    """The names of some tasks by number, for sentences."""
    keys = [key(program, number) for number in numbers]
    return {
        number_of(pk): name
        for pk, name in Task._default_manager.filter(pk__in=keys).values_list("pk", "name")
    }


def owned_tasks(person: int) -> dict[int, list[int]]:
    """The tasks somebody of the organisation owns, by program's ledger, in every program."""
    found: dict[int, list[int]] = {}
    owned = Task._default_manager.filter(owner=key(ORGANISATION, person), ledger__kind=Ledger.Kind.PROGRAM)
    for task in owned.order_by("pk").values_list("pk", flat=True):
        found.setdefault(ledger_of(task), []).append(number_of(task))
    return found


def custom_fields(reader: Actor, *, program: int, as_of: int | None = None) -> list[CustomFieldRow]:
    """The fields added to this program's tasks, in their order."""
    if not permissions.may_in_program(reader, "plan.read", program):
        return []
    return [
        CustomFieldRow(
            number=row.number,
            key=row.key,
            label=row.label,
            kind=row.kind,
            options=row.options,
            rank=row.rank,
            version=row.version,
        )
        for row in sorted(past.rows(CustomField, program, as_of), key=lambda row: (row.rank, row.pk))
    ]


_LINK_COLUMNS = ("pk", "predecessor_id", "successor_id", "type", "lag", "lag_unit", "version")


def _row(values: Sequence[Any]) -> TaskRow:
    held = list(values)
    for place in _KEYS:
        if held[place] is not None:
            held[place] = number_of(held[place])
    return TaskRow(*held)


def _link_row(values: Sequence[Any]) -> LinkRow:
    pk, predecessor, successor, *rest = values
    return LinkRow(number_of(pk), number_of(predecessor), number_of(successor), *rest)


def _without_money(reader: Actor, program: int, rows: list[TaskRow]) -> list[TaskRow]:
    """The rows with what they cost taken away in projects whose money the reader may not see."""
    projects = {row.project for row in rows}
    hidden = {
        project
        for project in projects
        if not permissions.may_read_class(
            reader, permissions.FieldClass.FINANCE, project_scope(program, project)
        )
    }
    if not hidden:
        return rows
    nothing: dict[str, Any] = dict.fromkeys(_MONEY)
    return [replace(row, **nothing) if row.project in hidden else row for row in rows]
