"""Links on summaries, rewritten to the tasks that do the work.

What follows a summary follows all of its parts; what precedes one precedes each of its parts. The start
of a summary is the first of its parts' starts, which no set of links can say, so a link from it goes
through a hub; so does a link between two summaries, lest it become a link for every pair of parts.
Plans keep the links as stated; only the network knows these arcs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import numpy.typing as npt

from milepost.engine.kernels.layout import (
    FINISH_FINISH,
    FINISH_START,
    FIRST_OF,
    LAST_OF,
    START_FINISH,
    START_START,
)
from milepost.engine.outline import Outline
from milepost.engine.plan import Link, Plan, TaskKind
from milepost.engine.problems import Problem, ProblemCode
from milepost.engine.stated import TYPES, Stated, StatedLinks

Ints = npt.NDArray[np.integer]


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


@dataclass(frozen=True)
class ArcTable:
    """Dependencies as columns, one for each field of an arc."""

    from_: Ints
    to: Ints
    type: Ints
    link: Ints
    lags_from: Ints
    has_lag: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.from_)

    def __iter__(self) -> Iterator[Arc]:
        return map(Arc, *(column.tolist() for column in vars(self).values()))

    def arc(self, place: int) -> Arc:
        """One of them."""
        return Arc(*(column[place].item() for column in vars(self).values()))

    def taken(self, places: Ints | npt.NDArray[np.bool_]) -> "ArcTable":
        """Some of them, in another order if so asked."""
        return ArcTable(*(column[places] for column in vars(self).values()))


@dataclass(frozen=True)
class Arcs:
    """All dependencies of a plan between nodes, and the hubs they need.

    `before` and `after` are the positions of each link's two tasks; -1 for a task that is not there.
    """

    table: ArcTable
    before: Ints
    after: Ints
    hubs: list[Hub]
    level_of_effort: list[Arc]
    problems: list[Problem]


def expand(plan: Plan, outline: Outline, stated: Stated, links: StatedLinks) -> Arcs:
    """The arcs of a plan's links. Links that cannot mean anything are left out and reported.

    Links that touch a level of effort are kept apart: it never drives anybody.
    """
    before, after = _positions(outline, links.predecessor), _positions(outline, links.successor)
    is_worker = ~stated.is_level_of_effort
    is_worker[list(outline.children)] = False
    is_plain = (before >= 0) & (after >= 0) & (before != after)
    is_plain[is_plain] = is_worker[before[is_plain]] & is_worker[after[is_plain]]
    special = _Special(plan, outline, np.flatnonzero(~is_plain).tolist())
    is_plain[is_plain] = stated.is_active[before[is_plain]]
    table = _joined(_plain(links, np.flatnonzero(is_plain), before, after), special.arcs)
    return Arcs(table, before, after, special.hubs, special.level_of_effort, special.problems)


def _positions(outline: Outline, ids: Ints) -> Ints:
    """Where the tasks with these ids stand; -1 for those that are not there."""
    found = map(outline.position.get, ids.tolist(), repeat(-1))
    return np.fromiter(found, dtype=np.int32, count=len(ids))


def _plain(links: StatedLinks, places: Ints, before: Ints, after: Ints) -> ArcTable:
    """The arcs of links that simply join two tasks."""
    ends, places = before[places], places.astype(np.int32)
    return ArcTable(ends, after[places], links.type[places], places, ends, np.ones(len(places), dtype=bool))


def _joined(plain: ArcTable, arcs: Sequence[Arc]) -> ArcTable:
    """Arcs of both sorts in the order of their links."""
    if not arcs:
        return plain
    fields = [(arc.from_, arc.to, arc.type, arc.link, arc.lags_from, arc.has_lag) for arc in arcs]
    added = np.array(fields, dtype=np.int64).T
    columns = [np.concatenate([one, other]) for one, other in zip(vars(plain).values(), added, strict=True)]
    columns[-1] = columns[-1].astype(bool)
    table = ArcTable(*columns)
    return table.taken(np.argsort(table.link, kind="stable"))


class _Special:
    """The arcs of links on summaries and levels of effort; the hubs and problems there are with them."""

    def __init__(self, plan: Plan, outline: Outline, places: Sequence[int]) -> None:
        self.plan, self.outline = plan, outline
        self.arcs: list[Arc] = []
        self.hubs: list[Hub] = []
        self.level_of_effort: list[Arc] = []
        self.problems: list[Problem] = []
        for place in places:
            self._expand(place)

    def _expand(self, place: int) -> None:
        plan, outline, link = self.plan, self.outline, self.plan.links[place]
        ends = _ends(plan, outline, link, self.problems)
        if ends is None:
            return
        before, after = ends
        if _is_effort(plan, before) or _is_effort(plan, after):
            self.level_of_effort.extend(_hanging(outline, before, after, place, link))
        else:
            self._join_summaries(before, after, place)

    def _join_summaries(self, before: int, after: int, place: int) -> None:
        plan, outline, link = self.plan, self.outline, self.plan.links[place]
        kind = TYPES[link.type]
        sources = list(_workers(plan, outline, before))
        targets = list(_workers(plan, outline, after, inactive=True))
        leaves_start = kind in (START_START, START_FINISH)
        is_hubbed = before in outline.children and (leaves_start or after in outline.children)
        if not is_hubbed:
            self.arcs.extend(Arc(a, b, kind, place, a) for a in sources for b in targets)
            return
        hub = len(plan.tasks) + len(self.hubs)
        self.hubs.append(Hub(FIRST_OF if leaves_start else LAST_OF, after - 0.5, plan.tasks[before].project))
        into = START_START if leaves_start else FINISH_START
        out_of = FINISH_START if kind in (FINISH_START, START_START) else FINISH_FINISH
        longest = max(sources, key=lambda task: plan.tasks[task].duration, default=before)
        self.arcs.extend(Arc(task, hub, into, place, task, has_lag=False) for task in sources)
        self.arcs.extend(Arc(hub, task, out_of, place, longest) for task in targets)


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


def _workers(plan: Plan, outline: Outline, task: int, *, inactive: bool = False) -> Iterator[int]:
    for leaf in outline.leaves(task):
        stated = plan.tasks[leaf]
        if stated.kind is not TaskKind.LEVEL_OF_EFFORT and (inactive or stated.is_active):
            yield leaf
