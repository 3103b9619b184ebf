"""Every node of a network as the numbers the passes compare: tasks, and hubs for links on summaries."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from milepost.engine import above, bounds
from milepost.engine.bounds import Arrivals, Row
from milepost.engine.effort import Effort, Part
from milepost.engine.frame import Frame
from milepost.engine.kernels import layout
from milepost.engine.kernels.layout import FINISH_FINISH, HOLDS, START_FINISH

Ints = npt.NDArray[np.int64]

_ANYTHING, _FINISH_FINISH, _START_FINISH = 1, 2, 4
_ARRIVALS = 8
"""How many ways links can arrive at a node."""


@dataclass(frozen=True, slots=True)
class Before:
    """The nodes of the network this one came of by edits.

    `node_of` gives the node of a position of the plan as it is now, -1 for a task or effort stated anew;
    `rows` and `arrivals` go by node, the project of a row by its place in the plan.
    """

    node_of: Ints
    rows: Ints
    arrivals: Ints


def fill(
    found: Ints, base: Frame, order: Ints, arrivals: Ints, alike: Ints, before: Before | None = None
) -> None:
    """Write the stated fields of each node in topological order, given how links arrive at them.

    Tasks alike (as the frame says) about which nothing special is stated share a row but for their spans:
    most do. Others are taken over from the nodes `before` where nothing that counts differs.
    """
    is_ordinary = np.zeros(len(order), dtype=bool)
    is_task = order < len(base.plan.tasks)
    is_ordinary[is_task] = _ordinary(base)[order[is_task]]
    is_known = np.zeros(len(order), dtype=bool)
    if before is not None:
        was = np.full(len(order), -1, dtype=np.int64)
        was[is_task] = before.node_of[order[is_task]]
        is_known[was >= 0] = arrivals[was >= 0] == before.arrivals[was[was >= 0]]
        found[is_known] = before.rows[was[is_known]]
    for node in np.flatnonzero(~is_ordinary & ~is_known).tolist():
        found[node] = _row(base, int(order[node]), int(arrivals[node]))
    nodes = np.flatnonzero(is_ordinary & ~is_known)
    if len(nodes):
        _share_rows(base, found, nodes, order[nodes], arrivals[nodes], alike)


def _share_rows(base: Frame, found: Ints, nodes: Ints, places: Ints, arrivals: Ints, alike: Ints) -> None:
    spans = base.efforts.span[places]
    code = (alike[places] * 2 + (spans == 0)) * _ARRIVALS + arrivals
    _, firsts, group = np.unique(code, return_index=True, return_inverse=True)
    shared = [_row(base, int(places[first]), int(arrivals[first])) for first in firsts.tolist()]
    for field, values in enumerate(np.array(shared, dtype=np.int64).T):
        found[nodes, field] = values[group]
    found[nodes, layout.SPAN] = spans


def _row(base: Frame, place: int, arrivals: int) -> Row:
    """The numbers of the task, or hub, at a position."""
    if place >= len(base.plan.tasks):
        hub = base.arcs.hubs[place - len(base.plan.tasks)]
        setting = base.setting(hub.project)
        return Row(kind=hub.kind, earliest=setting.project.start, project=setting.index, counts=0)
    task = base.plan.tasks[place]
    arrived = Arrivals(
        bool(arrivals & _ANYTHING), bool(arrivals & _FINISH_FINISH), bool(arrivals & _START_FINISH)
    )
    return base.row(place, task, arrived)


def _effort(base: Frame, place: int) -> Effort:
    effort = base.efforts[place]
    assert effort is not None
    return effort


def arrivals(links: Ints, nodes: int) -> Ints:
    """Which kinds of links arrive at each node, as bits; `links` are the rows of all of them."""
    holds = (links[:, layout.ROLE] & HOLDS) > 0
    types, tos = links[:, layout.LINK_TYPE], links[:, layout.LINK_TO]
    found = np.zeros(nodes, dtype=np.int64)
    for bit, chosen in (
        (_ANYTHING, holds),
        (_FINISH_FINISH, holds & (types == FINISH_FINISH)),
        (_START_FINISH, holds & (types == START_FINISH)),
    ):
        found |= bit * (np.bincount(tos[chosen], minlength=nodes) > 0)
    return found


def _ordinary(base: Frame) -> npt.NDArray[np.bool_]:
    """Which tasks have nothing special stated about them."""
    stated, efforts = base.stated, base.efforts
    is_whole = ~stated.has_remaining | (efforts.span == stated.duration)
    ordinary: npt.NDArray[np.bool_] = stated.is_ordinary & efforts.is_there & ~efforts.has_parts & is_whole
    if base.has_constrained_summaries:
        ordinary &= [base.above(place) == above.NOTHING for place in range(len(ordinary))]
    return ordinary


def parts(base: Frame, order: Ints) -> tuple[Ints, Ints]:
    """The parts of all nodes that are still to schedule, and how many each node has; none for most."""
    counts = np.zeros(len(order), dtype=np.int64)
    found: list[Part] = []
    is_task = order < len(base.plan.tasks)
    is_split_up = np.zeros(len(order), dtype=bool)
    is_split_up[is_task] = base.efforts.has_parts[order[is_task]]
    for node in np.flatnonzero(is_split_up).tolist():
        place = int(order[node])
        some: Sequence[Part] = bounds.parts_to_schedule(base.plan.tasks[place], _effort(base, place))
        counts[node] = len(some)
        found += some
    table = np.array([(part.calendar, part.span) for part in found], dtype=np.int64)
    return table.reshape(-1, layout.PART_WIDTH), counts
