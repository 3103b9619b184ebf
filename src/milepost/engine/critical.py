"""The critical path method: from a network to everything its dates say.

The passes themselves are in `kernels.passes`; here is their order. Forward, to know when each project
ends; backward from there; then tasks as late as possible move, links and nodes are measured, and the
longest path is traced back from what finishes last.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from milepost.engine.kernels import compiled
from milepost.engine.kernels.compiled import Kernels
from milepost.engine.kernels.dates import Tables
from milepost.engine.kernels.net import (
    BY_FREE_FLOAT,
    BY_TOTAL_FLOAT,
    LINK_COLUMNS,
    MOVES,
    NEVER,
    NODE_COLUMNS,
    PROJECT_COLUMNS,
    Found,
    Net,
)
from milepost.engine.network import Network
from milepost.engine.rules import FloatTarget
from milepost.engine.settings import end_of_day

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Solution:
    """A network with its dates found, in the columns its kernels like: lists, or arrays."""

    network: Network
    kernels: Kernels
    tables: Tables
    net: Net
    found: Found

    def column(self, name: str) -> Ints:
        """One column of what was found, as an array by node (or link, or project)."""
        return np.asarray(getattr(self.found, name), dtype=np.int64)


def solve(network: Network, kernels: Kernels | None = None) -> Solution:
    """Find every date of a network, at the speed that suits its size unless one is given."""
    solution = begin(network, kernels)
    if any(setting.project.from_finish for setting in network.frame.settings.values()):
        solution = _anchored_at_finish(solution)
    forward(solution)
    finish_passes(solution)
    return solution


def begin(network: Network, kernels: Kernels | None = None) -> Solution:
    """A solution with nothing found yet."""
    chosen = kernels or compiled.kernels(len(network.task_of))
    calendars = network.frame.calendars
    nodes, links, projects = len(network.task_of), len(network.link_of), len(network.plan.projects)
    lengths = (
        *(nodes for _ in NODE_COLUMNS),
        *(links for _ in LINK_COLUMNS),
        *(projects for _ in PROJECT_COLUMNS),
    )
    return Solution(
        network=network,
        kernels=chosen,
        tables=calendars.tables if chosen.is_compiled else calendars.plain,
        net=network.net if chosen.is_compiled else network.plain,
        found=Found(*chosen.columns(*lengths)),
    )


def forward(solution: Solution) -> None:
    """Early dates of everything."""
    solution.kernels.forward(solution.tables, solution.net, solution.found, 0)


def finish_passes(solution: Solution) -> None:
    """Everything that follows the forward pass."""
    kernels, tables, net, found = solution.kernels, solution.tables, solution.net, solution.found
    is_late = np.asarray(net.is_late)
    if (is_late == BY_FREE_FLOAT).any():
        kernels.place_all_late(tables, net, found)
    set_targets(solution)
    kernels.backward(tables, net, found)
    if (is_late == BY_TOTAL_FLOAT).any():
        for node in np.flatnonzero(is_late == BY_TOTAL_FLOAT).tolist():
            found.start[node], found.finish[node] = found.late_start[node], found.late_finish[node]
        kernels.forward(tables, net, found, 1)
        kernels.place_all_late(tables, net, found)
    kernels.measure(tables, net, found)
    trace_path(solution)


def set_targets(solution: Solution) -> None:
    """Settle the instant each project's late dates count back from."""
    found, frame = solution.found, solution.network.frame
    finishes = [int(at) for at in found.finish_by_project]
    whole = max((at for at in finishes if at != NEVER), default=NEVER)
    for setting in frame.settings.values():
        own = found.open_end[setting.index] = finishes[setting.index]
        if setting.rules.float_target is FloatTarget.PROGRAM or own == NEVER:
            own = whole
        if setting.project.finish_by is not None:
            own = end_of_day(frame.calendars, setting.calendar, setting.project.finish_by)
            found.open_end[setting.index] = own
        found.target[setting.index] = setting.project.start if own == NEVER else own


def trace_path(solution: Solution) -> None:
    """Mark the longest path: back through driving links from the plan's milestone, or what ends last."""
    network, found, net = solution.network, solution.found, solution.net
    finishes = solution.column("finish")
    ends = np.zeros(len(finishes), dtype=bool)
    if network.plan.milestone is not None:
        place = network.frame.outline.position.get(network.plan.milestone)
        if place is not None and network.node_of[place] >= 0:
            ends[network.node_of[place]] = True
    if not ends.any():
        counts = np.asarray(net.counts, dtype=bool)
        last = finishes[counts].max() if counts.any() else NEVER
        ends = counts & (finishes == last)
    for node, is_end in enumerate(ends.tolist()):
        found.on_path[node] = int(is_end)
    solution.kernels.trace(net, found)


def _anchored_at_finish(solution: Solution) -> Solution:
    """The solution begun anew, with projects planned back from their finish starting where that leads."""
    forward(solution)
    set_targets(solution)
    solution.kernels.backward(solution.tables, solution.net, solution.found)
    late_start, project = solution.column("late_start"), np.asarray(solution.net.project)
    earliest = np.asarray(solution.net.earliest).copy()
    moves = np.asarray(solution.net.kind) == MOVES
    for setting in solution.network.frame.settings.values():
        mine = moves & (project == setting.index)
        if setting.project.from_finish and mine.any():
            unbound = mine & (earliest <= setting.project.start)
            earliest[unbound] = late_start[mine].min()
    return replace(solution, net=solution.net._replace(earliest=solution.kernels.given(earliest)))
