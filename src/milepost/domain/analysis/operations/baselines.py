"""Setting a baseline: the dates the plan has now, kept as what was promised."""

from __future__ import annotations

from milepost.base.operation import Refusal, Write, operation
from milepost.domain.analysis.queries.keeping import computed
from milepost.domain.analysis.queries.kept import Kept
from milepost.domain.schedule.operations import baselines
from milepost.domain.schedule.rows import BaselineTaskRow


class NothingToPromise(Refusal):
    """The plan has no dated task."""


@operation("analysis.set_baseline", needs="baseline.edit")
def set_baseline(
    write: Write,
    *,
    name: str = "",
    reason: str = "",
    approved_by: str = "",
    slot: int | None = None,
    project: int | None = None,
) -> int:
    """Keep the plan's dates as a baseline that nothing changes afterwards; gives its number.

    Without a `slot` it is the next free of the eleven; a slot set before is replaced, for which a reason is
    needed. With a `project` only that project is promised.

    Raises: NothingToPromise, NoFreeSlot, ReasonMissing.
    """
    kept = computed(write.ledger)
    tasks = [_promise(kept, number) for number in kept.order if _belongs(kept, number, project)]
    if not any(task.finish is not None for task in tasks):
        raise NothingToPromise("There is no dated task to keep in a baseline.")
    return write.nested(
        baselines.keep,
        tasks=tasks,
        name=name,
        reason=reason,
        approved_by=approved_by,
        slot=slot,
        project=project,
    )


def _belongs(kept: Kept, number: int, project: int | None) -> bool:
    row = kept.facts.tasks[number]
    return row.is_active and (project is None or row.project == project)


def _promise(kept: Kept, number: int) -> BaselineTaskRow:
    row, dates = kept.facts.tasks[number], kept.analysis.schedule.row(number)
    return BaselineTaskRow(
        baseline=0,
        task=number,
        project=row.project,
        start=dates.start,
        finish=dates.finish,
        duration=dates.duration,
        work_minutes=row.work_minutes,
        cost=row.cost,
    )
