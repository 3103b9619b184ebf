"""The lesser-known floats: interfering and independent, and total float to a finish that is asked for.

Source: the usual definitions, for example Moder, Phillips and Davis, "Project Management with CPM, PERT
and Precedence Diagramming" (1983).
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from milepost.engine import critical
from milepost.engine.analysis import Analysis
from milepost.engine.critical import Solution
from milepost.engine.instants import TICKS_PER_DAY, Instant, Ticks
from milepost.engine.kernels import dates, layout
from milepost.engine.kernels.layout import FOREVER, NEVER
from milepost.engine.rules import FloatTarget

Ints = npt.NDArray[np.int64]

_FAR: Ticks = 4000 * TICKS_PER_DAY
"""A finish nobody's lateness can reach within the years calendars are laid out for."""


def interfering(analysis: Analysis, task: int) -> Ticks | None:
    """The part of a task's total float that, if used, moves a successor; None without floats."""
    row = analysis.schedule.row(task)
    return None if row.total_float is None or row.free_float is None else row.total_float - row.free_float


def independent(analysis: Analysis, task: int) -> Ticks | None:
    """The float a task has though all before it are late and all after it early; never below zero."""
    place = analysis.schedule.position[task]
    network = analysis.network
    node = int(network.node_of[place])
    if node < 0:
        return None
    begins, ends = _latest_arrival(analysis, node, place), _earliest_departure(analysis, node, place)
    effort = network.frame.efforts[place]
    assert effort is not None
    between = dates.work_between(network.frame.calendars.plain, effort.calendar, begins, ends)
    return max(0, between - effort.span)


def _latest_arrival(analysis: Analysis, node: int, place: int) -> Instant:
    """The instant a task can start at when every predecessor is as late as it may be."""
    network, net = analysis.network, analysis.network.plain
    calendars, schedule = network.frame.calendars.plain, analysis.schedule
    row, arrival = node * layout.NODE_WIDTH, NEVER
    for link in range(net[row + layout.IN_FIRST], net[row + layout.IN_BEYOND], layout.LINK_WIDTH):
        before, kind = int(network.task_of[net[link + layout.LINK_FROM]]), net[link + layout.LINK_TYPE]
        if before >= 0 and kind < 2:
            column = schedule.late_start if kind & 1 else schedule.late_finish
            lag_calendar, lag = net[link + layout.LAG_CALENDAR], net[link + layout.LAG]
            at = dates.shifted(calendars, lag_calendar, int(column[before]), lag)
            arrival = max(arrival, at)
    if arrival == NEVER:
        return int(schedule.early_start[place])
    return arrival


def _earliest_departure(analysis: Analysis, node: int, place: int) -> Instant:
    """The instant a task must have finished by when every successor is as early as it can be."""
    network, net = analysis.network, analysis.network.plain
    calendars, schedule = network.frame.calendars.plain, analysis.schedule
    row, departure = node * layout.NODE_WIDTH, FOREVER
    for address in range(net[row + layout.OUT_FIRST], net[row + layout.OUT_BEYOND]):
        link = net[address]
        after, kind = int(network.task_of[net[link + layout.LINK_TO]]), net[link + layout.LINK_TYPE]
        if after >= 0 and not kind & 1:
            column = schedule.early_start if kind < 2 else schedule.early_finish
            lag_calendar, lag = net[link + layout.LAG_CALENDAR], net[link + layout.LAG]
            at = dates.shifted(calendars, lag_calendar, int(column[after]), -lag)
            departure = min(departure, at)
    if departure == FOREVER:
        finish = schedule.finish_by_project[analysis.plan.tasks[place].project]
        return int(schedule.early_finish[place]) if finish is None else finish
    return departure


def to_finish(analysis: Analysis, target: FloatTarget) -> Ints:
    """How long each task may slip before its project, or the program, finishes later.

    Working ticks in the order of `plan.tasks`, whatever the rules count late dates back from; `NEVER` for
    summaries and levels of effort.
    """
    solution = _forward(analysis)
    critical.set_targets(solution, target)
    return _total(analysis, solution)


def to_milestone(analysis: Analysis, task: int) -> Ints:
    """How long each task may slip before one task, the program's milestone say, finishes later.

    Working ticks in the order of `plan.tasks`; `NEVER` for a task that does not lead to it.
    """
    network = analysis.network
    node = int(network.node_of[analysis.schedule.position[task]])
    leads = _leading_to(analysis, node)
    solution = _forward(analysis)
    finish = int(solution.column(layout.FINISH)[node])
    array = network.array.copy()
    held = replace(network, array=array)
    held.stated(layout.LATEST_FINISH)[node] = finish
    solution = critical.begin(held, solution.kernels)
    critical.forward(solution)
    for index in range(len(analysis.plan.projects)):
        row = solution.project_at(index)
        solution.found[row + layout.TARGET] = solution.found[row + layout.OPEN_END] = finish + _FAR
    total = _total(analysis, solution)
    return np.where(leads, total, NEVER)


def _forward(analysis: Analysis) -> Solution:
    solution = critical.begin(analysis.network)
    critical.forward(solution)
    return solution


def _total(analysis: Analysis, solution: Solution) -> Ints:
    critical.run(solution, "backward")
    critical.run(solution, "measure")
    nodes = analysis.network.node_of[: len(analysis.plan.tasks)]
    total = solution.column(layout.TOTAL_FLOAT)
    return np.where(nodes >= 0, total[np.maximum(nodes, 0)], NEVER)


def _leading_to(analysis: Analysis, node: int) -> npt.NDArray[np.bool_]:
    """Which tasks reach a node through links, it included."""
    network, net = analysis.network, analysis.network.plain
    found, waiting = {node}, [node]
    while waiting:
        row = waiting.pop() * layout.NODE_WIDTH
        for link in range(net[row + layout.IN_FIRST], net[row + layout.IN_BEYOND], layout.LINK_WIDTH):
            before = net[link + layout.LINK_FROM]
            if before not in found:
                found.add(before)
                waiting.append(before)
    nodes = network.node_of[: len(analysis.plan.tasks)]
    return np.isin(nodes, np.fromiter(found, dtype=np.int64))
