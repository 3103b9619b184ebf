"""What a file written in another format no longer says: the two exchanges held against each other, field by
field.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import Any

from milepost.interop.exchange.values import Assignment, Exchange, Project, Resource, Task

_NOT_CONTENT = {
    "carried",
    "uid",
    "id",
    "parent",
    "guid",
    "task",
    "resource",
    "calendar",
    "predecessors",
    "rules",
    *("early_start", "early_finish", "late_start", "late_finish"),
    *("total_float", "free_float", "is_critical"),
}
"""Ids may be given anew by a format; links, and what ids refer to, are counted by their number. What is
calculated is calculated again.
"""


_BECAUSE = {
    ("xer", "assignments"): "P6 has no work that nobody is named for, and none at nodes of the breakdown",
    ("xer", "tasks"): "P6 needs a node for the project itself, or has no such row",
    ("xer", "links"): "P6 has no links at nodes of the breakdown",
    ("xer", "calendars week"): "P6 keeps every week whole, so days taken from a base are spelled out",
    ("xer", "calendars exceptions"): "P6 keeps exceptions day by day",
    ("csv", "calendars"): "a sheet has no calendars",
    ("xlsx", "calendars"): "a sheet has no calendars",
}
"""Losses that have a better reason than that the format does not hold the field."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A field that some rows had before and have no longer, or not the same."""

    field: str
    count: int
    because: str


def losses(before: Exchange, after: Exchange) -> list[Loss]:
    """The fields lost on the way, most frequent first."""
    lost: Counter[str] = Counter()
    for one, other in zip(before.projects, after.projects, strict=False):
        lost += _of_project(one, other)
    carried = _carried(before) - _carried(after)
    found = [
        Loss(field, count, _BECAUSE.get((after.format, field), "the format does not hold it"))
        for field, count in lost.most_common()
    ]
    missing = len(before.projects) - len(after.projects)
    if missing > 0:
        found.append(
            Loss("projects", missing, "the format holds one; the others' tasks stand beside its own")
        )
    if before.own_format != after.own_format:
        found += [Loss(name, count, f"only {before.format} has it") for name, count in carried.most_common()]
    return found


def _carried(exchange: Exchange) -> Counter[str]:
    """How often each field travels along."""
    found: Counter[str] = Counter()
    for project in exchange.projects:
        rows: list[Task | Resource | Assignment] = [*project.tasks, *project.resources, *project.assignments]
        for row in rows:
            found.update(name.rstrip("/") for name, _ in row.carried)
    return found


def _of_project(before: Project, after: Project) -> Counter[str]:
    lost: Counter[str] = Counter()
    for noun in ("calendars", "tasks", "resources", "assignments"):
        ours, theirs = getattr(before, noun), getattr(after, noun)
        if len(ours) != len(theirs):
            lost[noun] += abs(len(ours) - len(theirs))
            continue
        for one, other in zip(ours, theirs, strict=True):
            lost.update(f"{noun} {name}" for name in _changed(one, other))
    links = sum(len(task.predecessors) for task in before.tasks) - sum(
        len(task.predecessors) for task in after.tasks
    )
    if links > 0:
        lost["links"] += links
    return lost


def _changed(one: Any, other: Any) -> list[str]:
    """The fields one row has and the other has not, or otherwise; what was not said before is no loss."""
    return [
        field.name
        for field in fields(one)
        if field.name not in _NOT_CONTENT
        and (said := getattr(one, field.name)) not in (None, "", (), {})
        and said != getattr(other, field.name)
    ]
