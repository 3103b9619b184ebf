"""A plan compiled to columns of numbers, once.

`compile_network` resolves everything a pass should not have to think about: calendars, summaries,
constraints, progress, lags, the order of the nodes. Dates come from `critical`, edits go through `edits`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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
    return compile_network(plan) if base is None else _network(base, _before(earlier, base))


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
        frame=base,
        array=_laid_out(base, order, arcs, node_of, before),
        arcs=arcs,
        node_of=node_of,
        task_of=np.where(order < len(plan.tasks), order, -1),
        problems=(*base.problems, *sorted_.problems),
    )


def _laid_out(base: Frame, order: Ints, arcs: ArcTable, node_of: Ints, before: nodes.Before | None) -> Ints:
    """Nodes, links, the links by predecessor, and parts, one after another."""
    size, projects = len(order), len(base.plan.projects)
    alike = base.alike
    links = _link_rows(base, arcs, node_of, alike)
    links_at = size * layout.NODE_WIDTH
    out_at = links_at + links.size
    parts_at = out_at + len(links)
    findings_at = size * layout.FOUND_WIDTH + projects * layout.PROJECT_WIDTH
    froms, tos = links[:, layout.LINK_FROM], links[:, layout.LINK_TO]
    links[:, layout.FINDING] = findings_at + layout.FINDING_WIDTH * np.arange(len(links))
    out = links_at + layout.LINK_WIDTH * np.argsort(froms, kind="stable")
    parts, counts = nodes.parts(base, order)
    rows = np.zeros((size, layout.NODE_WIDTH), dtype=np.int64)
    rows[:, : layout.STATED_FIELDS] = nodes.rows(base, order, nodes.arrivals(links, size), alike, before)
    rows[:, layout.PROJECT] = size * layout.FOUND_WIDTH + layout.PROJECT_WIDTH * rows[:, layout.PROJECT]
    firsts = links_at + layout.LINK_WIDTH * _firsts(np.bincount(tos, minlength=size))
    rows[:, layout.IN_FIRST], rows[:, layout.IN_BEYOND] = firsts[:-1], firsts[1:]
    firsts = out_at + _firsts(np.bincount(froms, minlength=size))
    rows[:, layout.OUT_FIRST], rows[:, layout.OUT_BEYOND] = firsts[:-1], firsts[1:]
    firsts = parts_at + layout.PART_WIDTH * _firsts(counts)
    rows[:, layout.PART_FIRST], rows[:, layout.PART_BEYOND] = firsts[:-1], firsts[1:]
    return np.concatenate([rows.ravel(), links.ravel(), out, parts.ravel()]).astype(np.int64, copy=False)


def _link_rows(base: Frame, arcs: ArcTable, node_of: Ints, alike: Ints) -> Ints:
    """Each arc's fields, but for the address of its findings."""
    rows = np.zeros((len(arcs), layout.LINK_WIDTH), dtype=np.int64)
    rows[:, layout.LINK_FROM], rows[:, layout.LINK_TO] = node_of[arcs.from_], node_of[arcs.to]
    numbers = arc_numbers.rows(base.reader(), arcs, base.links, alike, base.stated.stage)
    rows[:, layout.LINK_TYPE : layout.FINDING] = numbers
    return rows


def _firsts(counts: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
