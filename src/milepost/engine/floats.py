"""The lesser-known floats, asked for one task at a time.

Source: the usual definitions, for example Moder, Phillips and Davis, "Project Management with CPM, PERT
and Precedence Diagramming" (1983).
"""

from milepost.engine.analysis import Analysis
from milepost.engine.instants import Instant, Ticks
from milepost.engine.kernels import dates, layout
from milepost.engine.kernels.layout import FOREVER, NEVER


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
