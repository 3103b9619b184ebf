"""Leads that would take a task back before the status date, where nothing can be planned any more.

The status date holds the task, so the lead has no effect: whoever reads the plan should know.
"""

from collections.abc import Iterator

import numpy as np

from milepost.engine.critical import Solution
from milepost.engine.instants import Instant
from milepost.engine.kernels import layout, placing
from milepost.engine.network import Network
from milepost.engine.plan import Task
from milepost.engine.problems import Problem, ProblemCode
from milepost.engine.progress import Stage, stage


def problems(network: Network, solution: Solution) -> Iterator[Problem]:
    """One problem for each unstarted task and predecessor that a lead joins before the status date."""
    begins = network.nodes * layout.NODE_WIDTH
    beyond = begins + len(network.arcs) * layout.LINK_WIDTH
    rows = np.asarray(solution.net[begins:beyond], dtype=np.int64).reshape(-1, layout.LINK_WIDTH)
    is_lead = (rows[:, layout.LAG] < 0) & ((rows[:, layout.ROLE] & layout.HOLDS) > 0)
    for row in np.flatnonzero(is_lead).tolist():
        before, after = _tasks(network, rows[row])
        if before is None or after is None or stage(after) is not Stage.NOT_STARTED or after.is_manual:
            continue
        status = network.frame.setting(after.project).holds
        if status is not None and _reached(solution, begins + row * layout.LINK_WIDTH) < status:
            message = f"A lead would start '{after.name}' before the status date, ahead of '{before.name}'."
            yield Problem(ProblemCode.LEAD_BEFORE_STATUS, after.id, message, (before.id,))


def _tasks(network: Network, row: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> list[Task | None]:
    """The two tasks of a link; None for a node that stands for a summary's end."""
    places = (int(network.task_of[row[end]]) for end in (layout.LINK_FROM, layout.LINK_TO))
    return [network.plan.tasks[place] if place >= 0 else None for place in places]


def _reached(solution: Solution, link: int) -> Instant:
    """Where a link would have its successor start."""
    calendars, net, found = solution.calendars, solution.net, solution.found
    at = placing.reached_date(calendars, net, found, link)
    if net[link + layout.LINK_TYPE] >= 2:
        at = placing.start_from(calendars, net, found, net[link + layout.LINK_TO], at)
    return int(at)
