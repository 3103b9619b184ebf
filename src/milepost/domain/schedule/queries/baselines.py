"""Baselines: what was promised when, and which of them is in force."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from milepost.base import past, permissions
from milepost.base.identity import Actor, key, number_of, program_scope
from milepost.base.refusal import NotFound
from milepost.domain.schedule.models import Baseline, BaselineTask
from milepost.domain.schedule.rows import BaselineRow, BaselineTaskRow

_COLUMNS = (
    "baseline_id",
    "task_number",
    "project_id",
    "start_tick",
    "finish_tick",
    "duration_ticks",
    "work_minutes",
    "cost",
)


def baselines(reader: Actor, *, program: int, as_of: int | None = None) -> list[BaselineRow]:
    """Every baseline the reader may see, newest first, superseded ones too."""
    seen = permissions.projects_seen(reader, program, "baseline.read")
    if seen is not None and not seen:
        return []
    rows = [
        BaselineRow(
            number=row.number,
            slot=row.slot,
            name=row.name,
            project=None if row.project_id is None else number_of(row.project_id),
            taken_at=row.taken_at,
            reason=row.reason,
            approved_by=row.approved_by,
            content_hash=row.content_hash,
            version=row.version,
        )
        for row in past.rows(Baseline, program, as_of)
    ]
    visible = [row for row in rows if seen is None or row.project is None or row.project in seen]
    return sorted(visible, key=lambda row: (row.taken_at, row.number), reverse=True)


def slots(reader: Actor, *, program: int, as_of: int | None = None) -> dict[int, BaselineRow]:
    """The newest baseline of each slot, by slot. A slot may hold a baseline of each project beside it."""
    newest: dict[int, BaselineRow] = {}
    for row in baselines(reader, program=program, as_of=as_of):
        newest.setdefault(row.slot, row)
    return dict(sorted(newest.items()))


def baseline(reader: Actor, *, program: int, baseline: int, as_of: int | None = None) -> BaselineRow:
    """One baseline by number.

    Raises: NotFound.
    """
    for row in baselines(reader, program=program, as_of=as_of):
        if row.number == baseline:
            return row
    raise NotFound(f"There is no baseline {baseline}.")


def promised(
    reader: Actor, *, program: int, slot: int, as_of: int | None = None
) -> dict[int, BaselineTaskRow]:
    """What a slot promises for each task in force, by task number: of several baselines the newest counts."""
    of_slot = [row for row in baselines(reader, program=program, as_of=as_of) if row.slot == slot]
    rank = {row.number: place for place, row in enumerate(of_slot)}
    seen = permissions.projects_seen(reader, program, "baseline.read")
    may_see_cost = permissions.may_read_class(reader, permissions.FieldClass.FINANCE, program_scope(program))
    in_force: dict[int, BaselineTaskRow] = {}
    for row in _tasks_of(program, list(rank), as_of):
        if seen is not None and row.project not in seen:
            continue
        held = in_force.get(row.task)
        if held is None or rank[row.baseline] < rank[held.baseline]:
            in_force[row.task] = row if may_see_cost else replace(row, cost=None)
    return in_force


def _tasks_of(program: int, baselines: list[int], as_of: int | None) -> list[BaselineTaskRow]:
    """What these baselines hold of every task; one query."""
    if not baselines:
        return []
    if as_of is None:
        keys = [key(program, number) for number in baselines]
        found = BaselineTask._default_manager.filter(baseline__in=keys)
        return [_task_row(*values) for values in found.values_list(*_COLUMNS)]
    wanted = set(baselines)
    return [
        _task_row(*(getattr(row, column) for column in _COLUMNS))
        for row in past.rows(BaselineTask, program, as_of)
        if number_of(row.baseline_id) in wanted
    ]


def _task_row(baseline: int, task: int, project: int | None, *rest: Any) -> BaselineTaskRow:
    return BaselineTaskRow(number_of(baseline), task, None if project is None else number_of(project), *rest)
