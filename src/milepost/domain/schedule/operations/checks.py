"""What must hold of a whole plan after an operation: no circles, no task linked with its own summary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from milepost.base.operation import Refusal, Write
from milepost.domain.schedule.operations import standing
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rules import circles, outline


def refuse_bad_logic(write: Write, *, new: Iterable[circles.Edge] = (), moved: Iterable[int] = ()) -> None:
    """Refuse what new links or tasks moved in the outline would do to the logic of the whole plan.

    Only what this operation brings about is looked for: a circle that came with an imported file is a
    problem shown with the plan and keeps nobody from working on the rest of it.

    Raises: Circle, LinkToOwnSummary.
    """
    edges, shifted = list(new), set(moved)
    if not edges and not shifted:
        return
    known = standing.logic(write)
    if shifted:
        edges += _touching_families(shifted, known, standing.edges(write))
    for edge in edges:
        joined = circles.own_summary(edge, known.above)
        if joined is not None:
            raise circles.refused_own_summary(joined, _names(write, joined))
    circle = circles.circle_through(edges, known)
    if circle is not None:
        raise circles.refused_circle(circle, _names(write, circle))


def _names(write: Write, tasks: Sequence[int]) -> dict[int, str]:
    """What a refusal calls tasks: those its reader may not see, by nothing that says what they are."""
    seen = task_queries.names_seen(write.actor, program=write.ledger, tasks=tasks)
    return {task: seen.get(task, "a task you do not see") for task in tasks}


def _touching_families(
    shifted: set[int], known: circles.Logic, every: list[circles.Edge]
) -> list[circles.Edge]:
    """Links a new place in the outline may have turned bad: those of the tasks above, and of the moved ones.

    A circle that a move closes goes through a summary the moved tasks now stand under, by one of its links.
    """
    above: set[int] = set()
    for task in shifted:
        at = known.above(task)
        while at is not None and at not in above:
            above.add(at)
            at = known.above(at)
    return [edge for edge in every if not above.isdisjoint(edge)]


def place_of(places: outline.Places, task: int) -> outline.Stands:
    """Where a task stands.

    Raises: Refusal where there is no such task.
    """
    place = places.get(task)
    if place is None:
        raise Refusal(f"There is no task {task} in this program.")
    return place
