"""The critical path method: from a network to everything its dates say.

The passes themselves are in `kernels`; here is their order. Forward, to know when each project
ends; backward from there; then tasks as late as possible move, links and nodes are measured, and the
longest path is traced back from what finishes last.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from milepost.engine.kernels import compiled, layout
from milepost.engine.kernels.compiled import Kernels
from milepost.engine.kernels.layout import BY_FREE_FLOAT, BY_TOTAL_FLOAT, MOVES, NEVER, Column
from milepost.engine.network import Network
from milepost.engine.rules import FloatTarget
from milepost.engine.settings import end_of_day

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Solution:
    """A network with its dates found, in the columns its kernels like: lists, or arrays."""

    network: Network
    kernels: Kernels
    calendars: Column
    net: Column
    found: Column

    def column(self, field: int) -> Ints:
        """One field of what was found for every node."""
        beyond = self.network.nodes * layout.FOUND_WIDTH
        return np.asarray(self.found[field : beyond : layout.FOUND_WIDTH], dtype=np.int64)

    def findings(self, field: int) -> Ints:
        """One field of what was found for every link."""
        first = self.project_at(len(self.network.plan.projects)) + field
        return np.asarray(self.found[first :: layout.FINDING_WIDTH], dtype=np.int64)

    def project_at(self, index: int) -> int:
        """Where in `found` the row of a project stands, by its position in the plan."""
        return self.network.nodes * layout.FOUND_WIDTH + index * layout.PROJECT_WIDTH


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
    chosen = kernels or compiled.kernels(network.nodes)
    calendars, projects = network.frame.calendars, len(network.plan.projects)
    nodes_and_projects = network.nodes * layout.FOUND_WIDTH + projects * layout.PROJECT_WIDTH
    (found,) = chosen.columns(nodes_and_projects + len(network.arcs) * layout.FINDING_WIDTH)
    return Solution(
        network=network,
        kernels=chosen,
        calendars=calendars.array if chosen.is_compiled else calendars.plain,  # type: ignore[arg-type]
        net=network.array if chosen.is_compiled else network.plain,  # type: ignore[arg-type]
        found=found,
    )


def forward(solution: Solution, *, keeps_late: bool = False) -> None:
    """Early dates of everything, and when each project ends."""
    for index in range(len(solution.network.plan.projects)):
        solution.found[solution.project_at(index) + layout.PROJECT_FINISH] = NEVER
    run(solution, "forward", int(keeps_late))


def run(solution: Solution, kernel: str, *rest: int) -> None:
    """Run a kernel over all nodes."""
    function = getattr(solution.kernels, kernel)
    function(solution.calendars, solution.net, solution.found, solution.network.nodes, *rest)


def finish_passes(solution: Solution) -> None:
    """Everything that follows the forward pass."""
    is_late = solution.network.stated(layout.IS_LATE)
    if (is_late == BY_FREE_FLOAT).any():
        run(solution, "place_all_late")
    set_targets(solution)
    if (is_late == BY_TOTAL_FLOAT).any():
        run(solution, "backward")
        _use_late_dates(solution, np.flatnonzero(is_late == BY_TOTAL_FLOAT).tolist())
        forward(solution, keeps_late=True)
        run(solution, "place_all_late")
        run(solution, "measure")
    else:
        run(solution, "settle")
    trace_path(solution)


def _use_late_dates(solution: Solution, nodes: list[int]) -> None:
    found = solution.found
    for node in nodes:
        row = node * layout.FOUND_WIDTH
        found[row + layout.START] = found[row + layout.LATE_START]
        found[row + layout.FINISH] = found[row + layout.LATE_FINISH]
        found[row + layout.START_WORK] = found[row + layout.LATE_START_WORK]
        found[row + layout.FINISH_WORK] = found[row + layout.LATE_FINISH_WORK]


def set_targets(solution: Solution, target: FloatTarget | None = None) -> None:
    """Settle the instant each project's late dates count back from: as the rules say, or as is asked."""
    found, frame = solution.found, solution.network.frame
    rows = {setting.index: solution.project_at(setting.index) for setting in frame.settings.values()}
    finishes = {index: int(found[row + layout.PROJECT_FINISH]) for index, row in rows.items()}
    whole = max((at for at in finishes.values() if at != NEVER), default=NEVER)
    for setting in frame.settings.values():
        row = rows[setting.index]
        own = found[row + layout.OPEN_END] = finishes[setting.index]
        if (target or setting.rules.float_target) is FloatTarget.PROGRAM or own == NEVER:
            own = whole
        if setting.project.finish_by is not None:
            own = end_of_day(frame.calendars, setting.calendar, setting.project.finish_by)
            found[row + layout.OPEN_END] = min(finishes[setting.index], own)
        found[row + layout.TARGET] = setting.project.start if own == NEVER else own


def trace_path(solution: Solution) -> None:
    """Mark the longest path: back through driving links from the plan's milestone, or what ends last."""
    network, found, kernels = solution.network, solution.found, solution.kernels
    rows = [solution.project_at(index) for index in range(len(network.plan.projects))]
    last = max(int(found[row + layout.PROJECT_FINISH]) for row in rows)
    kernels.set_ends(solution.net, found, network.nodes, _milestone(network), last)
    kernels.trace(solution.net, found, network.nodes)


def _milestone(network: Network) -> int:
    """The node of the plan's milestone; -1 where it has none."""
    if network.plan.milestone is None:
        return -1
    place = network.frame.outline.position.get(network.plan.milestone)
    return -1 if place is None else int(network.node_of[place])


def _anchored_at_finish(solution: Solution) -> Solution:
    """The solution begun anew, with projects planned back from their finish starting where that leads."""
    forward(solution)
    set_targets(solution)
    run(solution, "backward")
    network = solution.network
    late_start, project = solution.column(layout.LATE_START), network.stated(layout.PROJECT)
    array = network.array.copy()
    anchored = replace(network, array=array)
    earliest, moves = anchored.stated(layout.EARLIEST), network.stated(layout.KIND) == MOVES
    for setting in network.frame.settings.values():
        mine = moves & (project == solution.project_at(setting.index))
        if setting.project.from_finish and mine.any():
            earliest[mine & (earliest <= setting.project.start)] = late_start[mine].min()
    return begin(anchored, solution.kernels)
