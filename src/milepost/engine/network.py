"""A plan compiled to columns of numbers, once.

`compile_network` resolves everything a pass should not have to think about: calendars, summaries,
constraints, progress, lags, the order of the nodes. Dates come from `critical`, edits go through `edits`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from milepost.engine import arcs as arc_numbers
from milepost.engine import frame, nodes, sorting
from milepost.engine.expansion import ArcTable
from milepost.engine.frame import Frame
from milepost.engine.kernels import layout
from milepost.engine.plan import Plan, Task
from milepost.engine.problems import Problem
from milepost.engine.stated import FRESH

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """A plan as one column of numbers, laid out as `kernels.layout` says.

    `node_of` gives the node of each position in `plan.tasks`, then of each hub (-1: none, for a summary
    or a level of effort); `task_of` the position of each node (-1 for a hub); `arcs` the dependencies in
    the order of the column's links.
    """

    frame: Frame
    array: Ints
    arcs: ArcTable
    node_of: Ints
    task_of: Ints
    problems: tuple[Problem, ...]

    @property
    def plan(self) -> Plan:
        """The plan the network was compiled from."""
        return self.frame.plan

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.task_of)

    @cached_property
    def plain(self) -> list[int]:
        """The column as a list, for passes that run as plain Python."""
        listed: list[int] = self.array.tolist()
        return listed

    @property
    def rows(self) -> Ints:
        """The nodes' fields as a view of the column, shape (nodes, NODE_WIDTH)."""
        return self.array[: self.nodes * layout.NODE_WIDTH].reshape(-1, layout.NODE_WIDTH)

    @property
    def links(self) -> Ints:
        """The links' fields as a view of the column, shape (arcs, LINK_WIDTH)."""
        first = self.nodes * layout.NODE_WIDTH
        return self.array[first : first + len(self.arcs) * layout.LINK_WIDTH].reshape(-1, layout.LINK_WIDTH)

    def stated(self, field: int) -> Ints:
        """One field of every node, as a view of the column."""
        return self.rows[:, field]


def compile_network(plan: Plan) -> Network:
    """The network of a plan. Whatever cannot be right is left out and reported in `problems`."""
    return _network(frame.build(plan), None)


def compiled_since(earlier: Network, tasks: Sequence[Task], plan: Plan) -> Network:
    """The network of a plan that came of an earlier one by edits: the same as compiled anew, but quicker.

    `tasks` are those the earlier network's numbers speak of.
    """
    base = frame.since(earlier.frame, tasks, plan)
    if base is None:
        return compile_network(plan)
    # What a summary imposes reaches all of its parts, edited or not.
    reaches_far = base.has_constrained_summaries or earlier.frame.has_constrained_summaries
    return _network(base, None if reaches_far else _before(earlier, base))


def _before(earlier: Network, base: Frame) -> nodes.Before:
    """The earlier network's nodes by the tasks' places in the plan as it is now."""
    assert base.origin is not None
    origin = base.origin
    node_of = np.where(origin == FRESH, -1, earlier.node_of[origin])
    rows = earlier.rows[:, : layout.STATED_FIELDS].copy()
    rows[:, layout.PROJECT] = (
        rows[:, layout.PROJECT] - earlier.nodes * layout.FOUND_WIDTH
    ) // layout.PROJECT_WIDTH
    return nodes.Before(node_of, rows, nodes.arrivals(earlier.links, earlier.nodes))


def _network(base: Frame, before: nodes.Before | None) -> Network:
    plan = base.plan
    sorted_ = sorting.sort(base)
    order = sorted_.order
    node_of = np.full(len(plan.tasks) + len(base.arcs.hubs), -1, dtype=np.int64)
    node_of[order] = np.arange(len(order))
    arcs = sorted_.arcs.taken(np.argsort(node_of[sorted_.arcs.to], kind="stable"))
    return Network(
        # One table of arcs is enough to keep.
        frame=replace(base, arcs=replace(base.arcs, table=arcs)),
        array=_laid_out(base, order, arcs, node_of, before),
        arcs=arcs,
        node_of=node_of,
        task_of=np.where(order < len(plan.tasks), order, -1),
        problems=(*base.problems, *sorted_.problems),
    )


def _laid_out(base: Frame, order: Ints, arcs: ArcTable, node_of: Ints, before: nodes.Before | None) -> Ints:
    """Nodes, links, the links by predecessor, and parts, one after another.

    Each is written where it belongs: copies on the way there doubled the memory a large plan took.
    """
    size, count, alike = len(order), len(arcs), base.alike
    parts, of_each = nodes.parts(base, order)
    links_at = size * layout.NODE_WIDTH
    out_at = links_at + count * layout.LINK_WIDTH
    parts_at = out_at + count
    array = np.zeros(parts_at + parts.size, dtype=np.int64)
    rows = array[:links_at].reshape(-1, layout.NODE_WIDTH)
    links = array[links_at:out_at].reshape(-1, layout.LINK_WIDTH)
    _fill_links(links, base, arcs, node_of, alike)
    findings_at = size * layout.FOUND_WIDTH + len(base.plan.projects) * layout.PROJECT_WIDTH
    links[:, layout.FINDING] = findings_at + layout.FINDING_WIDTH * np.arange(count)
    froms, tos = links[:, layout.LINK_FROM], links[:, layout.LINK_TO]
    array[out_at:parts_at] = links_at + layout.LINK_WIDTH * np.argsort(froms, kind="stable")
    array[parts_at:] = parts.ravel()
    nodes.fill(rows[:, : layout.STATED_FIELDS], base, order, nodes.arrivals(links, size), alike, before)
    rows[:, layout.PROJECT] *= layout.PROJECT_WIDTH
    rows[:, layout.PROJECT] += size * layout.FOUND_WIDTH
    firsts = links_at + layout.LINK_WIDTH * _firsts(np.bincount(tos, minlength=size))
    rows[:, layout.IN_FIRST], rows[:, layout.IN_BEYOND] = firsts[:-1], firsts[1:]
    firsts = out_at + _firsts(np.bincount(froms, minlength=size))
    rows[:, layout.OUT_FIRST], rows[:, layout.OUT_BEYOND] = firsts[:-1], firsts[1:]
    firsts = parts_at + layout.PART_WIDTH * _firsts(of_each)
    rows[:, layout.PART_FIRST], rows[:, layout.PART_BEYOND] = firsts[:-1], firsts[1:]
    return array


def _fill_links(rows: Ints, base: Frame, arcs: ArcTable, node_of: Ints, alike: Ints) -> None:
    """Write each arc's fields, but for the address of its findings."""
    rows[:, layout.LINK_FROM], rows[:, layout.LINK_TO] = node_of[arcs.from_], node_of[arcs.to]
    numbers = arc_numbers.rows(base.reader(), arcs, base.links, alike, base.stated.stage)
    rows[:, layout.LINK_TYPE : layout.FINDING] = numbers


def _firsts(counts: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
