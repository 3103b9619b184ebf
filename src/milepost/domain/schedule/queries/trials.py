"""What edits would make of a plan, without a table being touched: the same rules as when they are saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from milepost.base.refusal import NotFound
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import LinkRow, TaskEdit, TaskRow, Units
from milepost.domain.schedule.rules import circles, edits, predecessors

Tasks = Mapping[int, TaskRow]
Links = Mapping[int, LinkRow]


def edited(
    tasks: Tasks, links: Links, said: Sequence[TaskEdit], units: Mapping[int, Units]
) -> tuple[dict[int, TaskRow], dict[int, LinkRow]]:
    """The tasks and links of a plan as they would be after edits; new links have numbers below zero.

    Raises: what saving the edits would raise.
    """
    rows, held = dict(tasks), dict(links)
    for one in said:
        row = rows.get(one["task"])
        if row is None:
            raise NotFound(f"There is no task {one['task']}.")
        measures = units[row.project]
        rows[row.number] = task_queries.with_columns(row, edits.columns(row, one, measures))
        if "predecessors" in one:
            _relink(rows, held, row, one["predecessors"], measures)
    return rows, held


def _relink(rows: Tasks, held: dict[int, LinkRow], row: TaskRow, text: str, units: Units) -> None:
    """Make the links into a task what its text says. Raises: NotFound, Circle, LinkToOwnSummary."""
    wanted = {entry.task: entry for entry in predecessors.parse(text, units)}
    missing = wanted.keys() - rows.keys()
    if missing:
        raise NotFound(f"There is no task {min(missing)}.")
    for number in [number for number, link in held.items() if link.successor == row.number]:
        del held[number]
    for before, entry in wanted.items():
        number = min(0, *held) - 1 if held else -1
        held[number] = LinkRow(number, before, row.number, entry.type, entry.lag, entry.lag_unit, 0)
    _refuse_bad_logic(rows, held, [(before, row.number) for before in wanted])


def _refuse_bad_logic(rows: Tasks, held: Links, new: Sequence[circles.Edge]) -> None:
    parent = {number: row.parent for number, row in rows.items()}
    names = {number: row.name for number, row in rows.items()}
    for edge in new:
        joined = circles.own_summary(edge, parent.get)
        if joined is not None:
            raise circles.refused_own_summary(joined, names)
    every = [(link.predecessor, link.successor) for link in held.values()]
    circle = circles.circle_through(new, circles.logic(every, parent))
    if circle is not None:
        raise circles.refused_circle(circle, names)
