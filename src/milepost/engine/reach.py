"""Which tasks may decide when a task finishes, in either of two plans.

Dates flow along links and down from summaries: what lies on no way to a task cannot move it. Leaving the
rest out of account changes no date of the task and makes a comparison of two large plans a small one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from milepost.engine.plan import ConstraintType, Plan, Task, TaskKind


def deciding(plans: Iterable[Plan], task: int) -> frozenset[int] | None:
    """The tasks that may decide when a task finishes in any of the plans; None where that may be all.

    Tasks as late as possible, levels of effort and projects scheduled from their finish take their dates
    from what comes after them: with one of them on the way, everything counts.
    """
    known = tuple(plans)
    before, parents, children = _ways(known)
    found, whole, above = set[int](), {task}, set[int]()
    waiting = [(task, True)]
    while waiting:
        at, is_whole = waiting.pop()
        found.add(at)
        beyond = [(one, True) for one in before.get(at, ())] + [(one, False) for one in parents.get(at, ())]
        if is_whole:
            beyond += [(one, True) for one in children.get(at, ())]
        for one, is_all in beyond:
            seen = whole if is_all else above
            if one not in whole and one not in seen:
                seen.add(one)
                waiting.append((one, is_all))
    return None if any(_looks_ahead(plan, found) for plan in known) else frozenset(found)


def only(plan: Plan, tasks: frozenset[int] | None) -> Plan:
    """The plan with these tasks alone (None: all), and what links and books them."""
    if tasks is None:
        return plan
    links = tuple(link for link in plan.links if {link.predecessor, link.successor} <= tasks)
    return replace(
        plan,
        tasks=tuple(task for task in plan.tasks if task.id in tasks),
        links=links,
        assignments=tuple(one for one in plan.assignments if one.task in tasks),
        milestone=plan.milestone if plan.milestone in tasks else None,
    )


def _ways(
    plans: Iterable[Plan],
) -> tuple[dict[int, set[int]], dict[int, set[int]], dict[int, set[int]]]:
    """Predecessors, parents and children of every task, of all the plans together."""
    before: dict[int, set[int]] = {}
    parents: dict[int, set[int]] = {}
    children: dict[int, set[int]] = {}
    for plan in plans:
        for link in plan.links:
            before.setdefault(link.successor, set()).add(link.predecessor)
        for task in plan.tasks:
            if task.parent is not None:
                parents.setdefault(task.id, set()).add(task.parent)
                children.setdefault(task.parent, set()).add(task.id)
    return before, parents, children


def _looks_ahead(plan: Plan, found: set[int]) -> bool:
    backwards = {project.id for project in plan.projects if project.from_finish}
    return any(
        task.id in found and (task.project in backwards or _is_placed_late(task)) for task in plan.tasks
    )


def _is_placed_late(task: Task) -> bool:
    late = ConstraintType.AS_LATE_AS_POSSIBLE
    return task.kind is TaskKind.LEVEL_OF_EFFORT or late in (task.constraint, task.second_constraint)
