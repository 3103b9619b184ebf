"""Links on summaries, rewritten to the tasks that do the work.

What follows a summary follows all of its parts; what precedes one precedes each of its parts. The start
of a summary is the first of its parts' starts, which no set of links can say, so a link from it goes
through a hub; so does a link between two summaries, lest it become a link for every pair of parts.
Plans keep the links as stated; only the network knows these arcs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from milepost.engine.kernels.layout import (
    FINISH_FINISH,
    FINISH_START,
    FIRST_OF,
    LAST_OF,
    START_FINISH,
    START_START,
)
from milepost.engine.outline import Outline
from milepost.engine.plan import Link, LinkType, Plan, TaskKind
from milepost.engine.problems import Problem, ProblemCode

TYPES = {
    LinkType.FINISH_START: FINISH_START,
    LinkType.START_START: START_START,
    LinkType.FINISH_FINISH: FINISH_FINISH,
    LinkType.START_FINISH: START_FINISH,
}


@dataclass(frozen=True, slots=True)
class Arc:
    """One dependency between two nodes: positions of tasks, or of hubs counted on after the tasks.

    `link` is the position in `plan.links` it comes from. An arc into a hub carries no lag; `lags_from`
    is the task a percentage lag is taken of.
    """

    from_: int
    to: int
    type: int
    link: int
    lags_from: int
    has_lag: bool = True


@dataclass(frozen=True, slots=True)
class Hub:
    """A node without length for a link on summaries; `rank` places it among the tasks' positions."""

    kind: int
    rank: float
    project: int


@dataclass
class Arcs:
    """All dependencies of a plan between nodes, and the hubs they need."""

    arcs: list[Arc] = field(default_factory=list)
    hubs: list[Hub] = field(default_factory=list)
    level_of_effort: list[Arc] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def expand(plan: Plan, outline: Outline) -> Arcs:
    """The arcs of a plan's links. Links that cannot mean anything are left out and reported.

    Links that touch a level of effort are kept apart: it never drives anybody.
    """
    found = Arcs()
    for place, link in enumerate(plan.links):
        ends = _ends(plan, outline, link, found.problems)
        if ends is None:
            continue
        before, after = ends
        if _is_effort(plan, before) or _is_effort(plan, after):
            found.level_of_effort.extend(_hanging(outline, before, after, place, link))
        elif before not in outline.children and after not in outline.children:
            if plan.tasks[before].is_active:
                found.arcs.append(Arc(before, after, TYPES[link.type], place, before))
        else:
            _join_summaries(plan, outline, found, before, after, place)
    return found


def _ends(plan: Plan, outline: Outline, link: Link, problems: list[Problem]) -> tuple[int, int] | None:
    before, after = outline.position.get(link.predecessor), outline.position.get(link.successor)
    if before is None or after is None:
        missing = link.predecessor if before is None else link.successor
        known = link.successor if before is None else link.predecessor
        message = f"A link refers to task {missing}, which does not exist."
        problems.append(Problem(ProblemCode.UNKNOWN_TASK, known, message))
        return None
    name = plan.tasks[after].name
    if before == after:
        problems.append(Problem(ProblemCode.LINK_TO_ITSELF, link.successor, f"'{name}' is linked to itself."))
        return None
    if before in outline.ancestors(after) or after in outline.ancestors(before):
        message = f"'{name}' is linked to '{plan.tasks[before].name}', and one is part of the other."
        problems.append(
            Problem(ProblemCode.LINK_TO_OWN_SUMMARY, link.successor, message, (link.predecessor,))
        )
        return None
    return before, after


def _is_effort(plan: Plan, task: int) -> bool:
    return plan.tasks[task].kind is TaskKind.LEVEL_OF_EFFORT


def _hanging(outline: Outline, before: int, after: int, place: int, link: Link) -> Iterator[Arc]:
    for one in outline.leaves(before):
        for other in outline.leaves(after):
            yield Arc(one, other, TYPES[link.type], place, one)


def _join_summaries(plan: Plan, outline: Outline, found: Arcs, before: int, after: int, place: int) -> None:
    link = plan.links[place]
    kind = TYPES[link.type]
    sources = list(_workers(plan, outline, before))
    targets = list(_workers(plan, outline, after, inactive=True))
    leaves_start = kind in (START_START, START_FINISH)
    is_hubbed = before in outline.children and (leaves_start or after in outline.children)
    if not is_hubbed:
        found.arcs.extend(Arc(a, b, kind, place, a) for a in sources for b in targets)
        return
    hub = len(plan.tasks) + len(found.hubs)
    found.hubs.append(Hub(FIRST_OF if leaves_start else LAST_OF, after - 0.5, plan.tasks[before].project))
    into = START_START if leaves_start else FINISH_START
    out_of = FINISH_START if kind in (FINISH_START, START_START) else FINISH_FINISH
    longest = max(sources, key=lambda task: plan.tasks[task].duration, default=before)
    found.arcs.extend(Arc(task, hub, into, place, task, has_lag=False) for task in sources)
    found.arcs.extend(Arc(hub, task, out_of, place, longest) for task in targets)


def _workers(plan: Plan, outline: Outline, task: int, *, inactive: bool = False) -> Iterator[int]:
    for leaf in outline.leaves(task):
        stated = plan.tasks[leaf]
        if stated.kind is not TaskKind.LEVEL_OF_EFFORT and (inactive or stated.is_active):
            yield leaf
