"""Baselines of a newer file: one that is new comes in, one that says otherwise may be taken again.

A baseline is a promise and never changes: taking a slot again keeps the earlier one beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from milepost.interop.load.renewal.difference import Difference
from milepost.interop.load.renewal.pieces import Moved, Piece


def pieces(found: Difference) -> Iterator[Piece]:
    """The baselines of the file that the project has not, or has otherwise."""
    latest = _latest(found)
    for slot, promised in sorted(found.plan.baselines.items()):
        said = {row.task: [row.start, row.finish] for row in promised}
        held = latest.get(slot)
        if held is not None and {uid: dates for uid, dates in held.items() if uid in said} == said:
            continue
        yield Piece(
            kind="baseline_added",
            subject=str(slot),
            name=str(slot),
            field="",
            before=None,
            here=None if held is None else {"tasks": len(held)},
            file={"tasks": len(said)},
            moved=Moved.FILE if held is None else Moved.BOTH,
        )


def _latest(found: Difference) -> dict[int, dict[str, list[Any]]]:
    """What the baseline in force in each slot promises, by the file's uids."""
    slots = {number: row["slot"] for number, row in sorted(found.here["schedule.baseline"].items())}
    in_force = {slot: number for number, slot in slots.items()}
    promised: dict[int, dict[str, list[Any]]] = {slot: {} for slot in in_force}
    for row in found.here["schedule.baselinetask"].values():
        slot = slots[row["baseline"]]
        uid = found.uids.tasks.get(row["task_number"])
        if in_force[slot] == row["baseline"] and uid is not None:
            promised[slot][uid] = [row["start_tick"], row["finish_tick"]]
    return promised
