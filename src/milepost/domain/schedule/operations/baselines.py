"""Baselines: kept once, never changed. A slot set again is a new baseline with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from milepost.base.identity import number_of
from milepost.base.operation import Refusal, Write, operation
from milepost.domain.schedule.models import Baseline, BaselineTask
from milepost.domain.schedule.rows import BaselineTaskRow
from milepost.domain.schedule.rules import baselines as rules


class ReasonMissing(Refusal):
    """A baseline that replaces another needs a reason."""


class NoFreeSlot(Refusal):
    """All eleven baselines are in use."""


@operation("schedule.keep_baseline", needs="baseline.edit", unrecorded=["tasks"])
def keep(
    write: Write,
    *,
    tasks: Sequence[BaselineTaskRow],
    name: str = "",
    reason: str = "",
    approved_by: str = "",
    slot: int | None = None,
    project: int | None = None,
) -> int:
    """Keep these dates as a baseline; gives its number. Part of setting a baseline and of importing one.

    Raises: NoFreeSlot, ReasonMissing.
    """
    held = write.rows(Baseline)
    chosen = _slot(slot, [row.slot for row in held])
    replaced = [row for row in held if row.slot == chosen and _covers(row, project)]
    if replaced and not reason.strip():
        raise ReasonMissing(f"Say why '{replaced[-1].name}' is replaced.")
    return kept(write, tasks, slot=chosen, project=project, reason=reason, name=name, approved_by=approved_by)


def kept(
    write: Write,
    tasks: Sequence[BaselineTaskRow],
    *,
    slot: int,
    project: int | None,
    reason: str,
    name: str,
    approved_by: str,
) -> int:
    """Store a baseline with its tasks, as part of whichever operation asks."""
    row = write.add(
        Baseline,
        slot=slot,
        name=name or (f"Baseline {slot}" if slot else "Baseline"),
        project=project,
        taken_at=write.at,
        reason=reason,
        approved_by=approved_by,
        content_hash=rules.content_hash(tasks),
    )
    write.add_many(BaselineTask, [_columns(row, task) for task in tasks])
    return row.number


def _slot(wanted: int | None, taken: Sequence[int]) -> int:
    if wanted is None:
        wanted = rules.free_slot(taken)
        if wanted is None:
            raise NoFreeSlot("All eleven baselines are in use. Say which one to set again, and why.")
    if wanted not in rules.SLOTS:
        raise Refusal(f"There are baselines 0 to 10; {wanted} is none of them.")
    return wanted


def _covers(row: Baseline, project: int | None) -> bool:
    """Would a new baseline of this project (None: of the whole program) replace anything `row` promises?"""
    return row.project_id is None or project is None or number_of(row.project_id) == project


def _columns(baseline: Baseline, task: BaselineTaskRow) -> dict[str, object]:
    return {
        "baseline": baseline,
        "task_number": task.task,
        "project": task.project,
        "start_tick": task.start,
        "finish_tick": task.finish,
        "duration_ticks": task.duration,
        "work_minutes": task.work_minutes,
        "cost": task.cost,
    }
