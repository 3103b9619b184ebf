"""The forward pass: how early everything can be, and how late what should be late.

Source: Kelley and Walker, "Critical-Path Planning and Scheduling" (1959); lags and the four link types
after the precedence diagramming method.
"""

from milepost.engine.kernels.dates import finish_at, next_start, shifted, start_at, work_at, work_between
from milepost.engine.kernels.layout import (
    BY_FREE_FLOAT,
    CALENDAR,
    COMPLETE,
    COUNTS,
    DELAY,
    EARLIEST,
    EARLIEST_FINISH,
    EARLY_FINISH,
    EARLY_START,
    EXPECTED,
    FINISH,
    FINISH_FLOOR,
    FINISH_WORK,
    FIXED,
    FOREVER,
    FOUND_WIDTH,
    HOLDS,
    IN_BEYOND,
    IN_FIRST,
    IS_LATE,
    IS_SIMPLE,
    KIND,
    LAG,
    LAG_CALENDAR,
    LAST_OF,
    LATEST_FINISH,
    LIMITS,
    LINK_FROM,
    LINK_TO,
    LINK_TYPE,
    LINK_WIDTH,
    MOVES,
    NEVER,
    NODE_WIDTH,
    ON_ONE_CALENDAR,
    OUT_BEYOND,
    OUT_FIRST,
    PROJECT,
    PROJECT_FINISH,
    PULLED_TO,
    ROLE,
    SPAN,
    START,
    START_WORK,
    STARTS_LATE,
    USED_SPAN,
    WORK_CALENDAR,
    Column,
)
from milepost.engine.kernels.placing import (
    finish_from,
    last_finish,
    reached_date,
    show,
    snapped_with_delay,
    start_from,
)


def early_dates(calendars: Column, net: Column, found: Column, node: int, keeps_late: int) -> None:
    """Find a node's early dates from its predecessors'.

    With `keeps_late`, tasks as late as possible keep the start and finish they already have.
    """
    row, into = node * NODE_WIDTH, node * FOUND_WIDTH
    kind = net[row + KIND]
    found[into + USED_SPAN] = net[row + SPAN]
    if net[row + IS_SIMPLE]:
        place_simply(calendars, net, found, node)
        return
    if kind == MOVES:
        at = arrival(calendars, net, found, node)
        start = min(snapped_with_delay(calendars, net, node, at), net[row + PULLED_TO])
        finish = finish_from(calendars, net, found, node, start)
        expected = net[row + EXPECTED]
        if expected > start and expected != finish:
            finish = expected
            span = work_between(calendars, net[row + WORK_CALENDAR], start, finish)
            found[into + USED_SPAN] = span
    elif kind in (FIXED, COMPLETE):
        start, finish = net[row + EARLIEST], net[row + EARLIEST_FINISH]
    else:
        start = finish = gathered(calendars, net, found, node)
    found[into + EARLY_START] = start
    found[into + EARLY_FINISH] = finish
    if not (keeps_late and net[row + IS_LATE]):
        show(calendars, net, found, node, start, finish)


def place_simply(calendars: Column, net: Column, found: Column, node: int) -> None:
    """Place a simple node: what the general way does, but by work done on its calendar where it can.

    Instants that bind are turned into work only when they come after the work that binds.
    """
    row, into = node * NODE_WIDTH, node * FOUND_WIDTH
    calendar, span = net[row + CALENDAR], net[row + SPAN]
    at, finish_at_least = net[row + EARLIEST], net[row + EARLIEST_FINISH]
    work, finish_work = NEVER, NEVER
    for link in range(net[row + IN_FIRST], net[row + IN_BEYOND], LINK_WIDTH):
        if not net[link + ROLE] & HOLDS:
            continue
        kind, lag, before = net[link + LINK_TYPE], net[link + LAG], net[link + LINK_FROM] * FOUND_WIDTH
        if net[link + ROLE] & ON_ONE_CALENDAR:
            done = found[before + START_WORK] if kind & 1 else found[before + FINISH_WORK]
        elif not lag:
            reached = found[before + START] if kind & 1 else found[before + FINISH]
            if kind < 2:
                at = max(at, reached)
            else:
                finish_at_least = max(finish_at_least, reached)
            continue
        elif net[link + LAG_CALENDAR] == calendar:
            reached = found[before + START] if kind & 1 else found[before + FINISH]
            done = work_at(calendars, calendar, reached)
        else:
            done = work_at(calendars, calendar, reached_date(calendars, net, found, link)) - lag
        if kind < 2:
            work = max(work, done + lag)
        else:
            finish_work = max(finish_work, done + lag)
    if finish_at_least > NEVER:
        finish_work = max(finish_work, work_at(calendars, calendar, finish_at_least))
    if finish_work > NEVER:
        work = max(work, finish_work - span)
        at = max(at, net[row + FINISH_FLOOR])
    start = NEVER if work == NEVER else start_at(calendars, calendar, work)
    if at > start:
        work = work_at(calendars, calendar, at)
        start = start_at(calendars, calendar, work)
    finish = finish_at(calendars, calendar, work + span) if span > 0 else start
    found[into + EARLY_START] = found[into + START] = start
    found[into + EARLY_FINISH] = found[into + FINISH] = finish
    found[into + START_WORK] = work
    found[into + FINISH_WORK] = work + span


def gathered(calendars: Column, net: Column, found: Column, node: int) -> int:
    """The date a hub hands on: the last of those it gathers, or the first."""
    row = node * NODE_WIDTH
    latest, earliest = NEVER, FOREVER
    for link in range(net[row + IN_FIRST], net[row + IN_BEYOND], LINK_WIDTH):
        at = link_date(calendars, net, found, link)
        latest, earliest = max(latest, at), min(earliest, at)
    if latest == NEVER:
        return net[row + EARLIEST]
    return latest if net[row + KIND] == LAST_OF else earliest


def arrival(calendars: Column, net: Column, found: Column, node: int) -> int:
    """The instant from which logic and "no earlier than" dates let a node start."""
    row = node * NODE_WIDTH
    start, finish = net[row + EARLIEST], net[row + EARLIEST_FINISH]
    for link in range(net[row + IN_FIRST], net[row + IN_BEYOND], LINK_WIDTH):
        if net[link + ROLE] & HOLDS:
            at = link_date(calendars, net, found, link)
            if net[link + LINK_TYPE] < 2:
                start = max(start, at)
            else:
                finish = max(finish, at)
    if finish > NEVER:
        start = max(start, net[row + FINISH_FLOOR], start_from(calendars, net, found, node, finish))
    return start


def link_date(calendars: Column, net: Column, found: Column, link: int) -> int:
    """The instant a link holds its successor's start or finish to, lag included."""
    node, follower = net[link + LINK_FROM], net[link + LINK_TO]
    if not (net[node * NODE_WIDTH + IS_LATE] and net[follower * NODE_WIDTH + IS_LATE]):
        return reached_date(calendars, net, found, link)
    # Two tasks as late as possible keep their distance by their early dates: neither pushes the other.
    row = node * FOUND_WIDTH
    at = found[row + EARLY_START] if net[link + LINK_TYPE] & 1 else found[row + EARLY_FINISH]
    return shifted(calendars, net[link + LAG_CALENDAR], at, net[link + LAG])


def place_late(calendars: Column, net: Column, found: Column, node: int) -> None:
    """Move a task as late as possible to where it delays no successor and not its project."""
    row, into = node * NODE_WIDTH, node * FOUND_WIDTH
    finish = max(found[net[row + PROJECT] + PROJECT_FINISH], found[into + FINISH])
    for place in range(net[row + OUT_FIRST], net[row + OUT_BEYOND]):
        link = net[place]
        if net[link + ROLE] & LIMITS:
            follower = net[link + LINK_TO]
            at = found[follower * FOUND_WIDTH + FINISH]
            if net[link + LINK_TYPE] < 2:
                at = found[follower * FOUND_WIDTH + START] - net[follower * NODE_WIDTH + DELAY]
            at = shifted(calendars, net[link + LAG_CALENDAR], at, -net[link + LAG])
            if net[link + LINK_TYPE] & 1:
                at = finish_from(calendars, net, found, node, at)
            finish = min(finish, at)
    finish = last_finish(calendars, net, node, min(finish, net[row + LATEST_FINISH]))
    if net[row + STARTS_LATE]:
        finish = next_start(calendars, net[row + WORK_CALENDAR], finish)
    start = start_from(calendars, net, found, node, finish)
    if start > found[into + START]:
        found[into + EARLY_START] = start
        found[into + EARLY_FINISH] = finish
        show(calendars, net, found, node, start, finish)


def place_all_late(calendars: Column, net: Column, found: Column, nodes: int) -> None:
    """Move every task as late as possible that can move, the last ones first."""
    for node in range(nodes - 1, -1, -1):
        if net[node * NODE_WIDTH + IS_LATE] == BY_FREE_FLOAT:
            place_late(calendars, net, found, node)


def forward(calendars: Column, net: Column, found: Column, nodes: int, keeps_late: int) -> None:
    """Early dates of every node; projects' latest finishes, if none is there yet."""
    for node in range(nodes):
        early_dates(calendars, net, found, node, keeps_late)
        project = net[node * NODE_WIDTH + PROJECT]
        finish = found[node * FOUND_WIDTH + FINISH]
        if net[node * NODE_WIDTH + COUNTS] and finish > found[project + PROJECT_FINISH]:
            found[project + PROJECT_FINISH] = finish
