"""Levels of effort by walking: from the first start they hang from to the last finish."""

from __future__ import annotations

from milepost.engine.instants import Instant
from milepost.engine.plan import LinkType, Plan, TaskKind
from tests.engine.reference.facts import HOLDS_START, LEAVES_START
from tests.engine.reference.late import Reference
from tests.engine.walking import last_work, next_work


def spans(plan: Plan) -> dict[int, tuple[Instant, Instant]]:
    """Start and finish of every level of effort that hangs from other tasks by links without lags."""
    walked = Reference(plan)
    found = {}
    for level in plan.tasks:
        if level.kind is TaskKind.LEVEL_OF_EFFORT:
            starts, finishes = _ends(walked, level.id)
            works = walked.working(level)
            start = next_work(works, min(starts))
            found[level.id] = (start, max(start, last_work(works, max(finishes, default=start))))
    return {
        id_: (walked.clock.instant(start), walked.clock.instant(end)) for id_, (start, end) in found.items()
    }


def _ends(walked: Reference, level: int) -> tuple[list[int], list[int]]:
    starts: list[int] = []
    finishes: list[int] = []
    for link in walked.plan.links:
        if link.successor == level:
            start, finish = walked.dates(link.predecessor)
            into = starts if link.type in HOLDS_START else finishes
            into.append(start if link.type in LEAVES_START else finish)
        elif link.predecessor == level:
            start, finish = walked.dates(link.successor)
            into = finishes if link.type in (LinkType.FINISH_START, LinkType.FINISH_FINISH) else starts
            into.append(start if link.type in HOLDS_START else finish)
    return starts, finishes
