"""The lesser-known floats, asked for one task at a time.

Source: the usual definitions, for example Moder, Phillips and Davis, "Project Management with CPM, PERT
and Precedence Diagramming" (1983).
"""

from milepost.engine.analysis import Analysis
from milepost.engine.instants import Instant, Ticks
from milepost.engine.kernels import dates
from milepost.engine.kernels.net import FOREVER, NEVER


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
    tables, schedule = network.frame.calendars.plain, analysis.schedule
    arrival = NEVER
    for link in range(net.in_first[node], net.in_first[node + 1]):
        before = int(network.task_of[net.link_from[link]])
        if before >= 0 and net.link_type[link] < 2:
            column = schedule.late_start if net.link_type[link] & 1 else schedule.late_finish
            at = dates.shifted(tables, net.link_calendar[link], int(column[before]), net.link_lag[link])
            arrival = max(arrival, at)
    if arrival == NEVER:
        return int(schedule.early_start[place])
    return arrival


def _earliest_departure(analysis: Analysis, node: int, place: int) -> Instant:
    """The instant a task must have finished by when every successor is as early as it can be."""
    network, net = analysis.network, analysis.network.plain
    tables, schedule = network.frame.calendars.plain, analysis.schedule
    departure = FOREVER
    for at_place in range(net.out_first[node], net.out_first[node + 1]):
        link = net.out_link[at_place]
        after = int(network.task_of[net.link_to[link]])
        if after >= 0 and not net.link_type[link] & 1:
            column = schedule.early_start if net.link_type[link] < 2 else schedule.early_finish
            at = dates.shifted(tables, net.link_calendar[link], int(column[after]), -net.link_lag[link])
            departure = min(departure, at)
    if departure == FOREVER:
        finish = schedule.finish_by_project[analysis.plan.tasks[place].project]
        return int(schedule.early_finish[place]) if finish is None else finish
    return departure
