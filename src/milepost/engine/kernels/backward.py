"""The backward pass: how late everything may be, counted back from what each project is to keep."""

from milepost.engine.kernels.dates import before_lag, finish_at, start_at, work_at
from milepost.engine.kernels.layout import (
    CALENDAR,
    COMPLETE,
    DELAY,
    EARLY_FINISH,
    EARLY_START,
    FIRST_OF,
    FOREVER,
    FOUND_WIDTH,
    HAS_OWN_FINISH,
    HELD_FINISH,
    IS_SIMPLE,
    KIND,
    LAG,
    LAG_CALENDAR,
    LAST_OF,
    LATE_FINISH,
    LATE_FINISH_WORK,
    LATE_START,
    LATE_START_WORK,
    LATEST_FINISH,
    LATEST_START,
    LIMITS,
    LINK_FROM,
    LINK_TO,
    LINK_TYPE,
    NEVER,
    NODE_WIDTH,
    ON_ONE_CALENDAR,
    OUT_BEYOND,
    OUT_FIRST,
    PROJECT,
    RESUMES,
    ROLE,
    SPAN,
    SPAN_CALENDAR,
    START,
    STARTS_LATE,
    TARGET,
    USED_SPAN,
    Column,
)
from milepost.engine.kernels.placing import finish_from, last_arrival, last_finish, show_late, start_from


def late_dates(calendars: Column, net: Column, found: Column, node: int) -> None:
    """Find a node's late dates from its successors'."""
    row, into = node * NODE_WIDTH, node * FOUND_WIDTH
    kind = net[row + KIND]
    if kind == COMPLETE:
        show_late(calendars, net, found, node, found[into + EARLY_START], found[into + EARLY_FINISH])
        return
    if net[row + IS_SIMPLE]:
        place_late_simply(calendars, net, found, node)
        return
    finish = found[net[row + PROJECT] + TARGET]
    follows = 0
    for place in range(net[row + OUT_FIRST], net[row + OUT_BEYOND]):
        link = net[place]
        if net[link + ROLE] & LIMITS:
            follows = 1
            finish = min(finish, link_limit(calendars, net, found, link))
    if net[row + HAS_OWN_FINISH] and not follows:
        finish = found[into + EARLY_FINISH]
    if kind in (LAST_OF, FIRST_OF):
        show_late(calendars, net, found, node, finish, finish)
        return
    if net[row + LATEST_START] < FOREVER:
        finish = min(finish, finish_from(calendars, net, found, node, net[row + LATEST_START]))
    if net[row + HELD_FINISH] < FOREVER:
        finish = net[row + HELD_FINISH]
    finish = min(finish, net[row + LATEST_FINISH])
    # An elapsed task may finish at night; all others finish when work does.
    if not net[row + STARTS_LATE] and net[row + SPAN_CALENDAR]:
        finish = last_finish(calendars, net, node, finish)
    show_late(calendars, net, found, node, start_from(calendars, net, found, node, finish), finish)


def place_late_simply(calendars: Column, net: Column, found: Column, node: int) -> None:
    """Settle the late dates of a simple node, like `place_simply`: by work on its calendar where it can."""
    row, into = node * NODE_WIDTH, node * FOUND_WIDTH
    calendar, span = net[row + CALENDAR], net[row + SPAN]
    at, work, follows = found[net[row + PROJECT] + TARGET], FOREVER, 0
    for place in range(net[row + OUT_FIRST], net[row + OUT_BEYOND]):
        link = net[place]
        if not net[link + ROLE] & LIMITS:
            continue
        follows, follower = 1, net[link + LINK_TO]
        if not net[follower * NODE_WIDTH + IS_SIMPLE]:
            at = min(at, link_limit(calendars, net, found, link))
            continue
        kind, lag, after = net[link + LINK_TYPE], net[link + LAG], follower * FOUND_WIDTH
        if net[link + ROLE] & ON_ONE_CALENDAR:
            done = found[after + LATE_START_WORK] if kind < 2 else found[after + LATE_FINISH_WORK]
        else:
            limit = late_arrival(calendars, net, found, link)
            if lag and net[link + LAG_CALENDAR] != calendar:
                limit, lag = before_lag(calendars, net[link + LAG_CALENDAR], limit, lag), 0
            if not lag and not kind & 1:
                at = min(at, limit)
                continue
            done = work_at(calendars, calendar, limit)
        work = min(work, done - lag + (span if kind & 1 else 0))
    if net[row + HAS_OWN_FINISH] and not follows:
        at = found[into + EARLY_FINISH]
    if net[row + LATEST_START] < FOREVER:
        at = min(at, finish_from(calendars, net, found, node, net[row + LATEST_START]))
    if net[row + HELD_FINISH] < FOREVER:
        at, work = net[row + HELD_FINISH], FOREVER
    at = min(at, net[row + LATEST_FINISH])
    finish = FOREVER if work == FOREVER else finish_at(calendars, calendar, work)
    if at < finish:
        work = work_at(calendars, calendar, at)
        finish = finish_at(calendars, calendar, work)
    found[into + LATE_FINISH] = finish
    found[into + LATE_START] = start_at(calendars, calendar, work - span) if span > 0 else finish
    found[into + LATE_FINISH_WORK] = work
    found[into + LATE_START_WORK] = work - span


def link_limit(calendars: Column, net: Column, found: Column, link: int) -> int:
    """The instant a link limits its predecessor's finish to."""
    node, follower = net[link + LINK_FROM], net[link + LINK_TO]
    is_first_of = net[follower * NODE_WIDTH + KIND] == FIRST_OF
    if is_first_of and found[node * FOUND_WIDTH + START] > found[follower * FOUND_WIDTH + EARLY_START]:
        return FOREVER
    at = before_lag(
        calendars, net[link + LAG_CALENDAR], late_arrival(calendars, net, found, link), net[link + LAG]
    )
    if net[link + LINK_TYPE] & 1:
        return finish_from(calendars, net, found, node, at)
    return at


def late_arrival(calendars: Column, net: Column, found: Column, link: int) -> int:
    """The last instant a link may bring its successor's start, or finish, to."""
    node, delay = net[link + LINK_TO], net[net[link + LINK_TO] * NODE_WIDTH + DELAY]
    row, into, is_start = node * NODE_WIDTH, node * FOUND_WIDTH, net[link + LINK_TYPE] < 2
    if is_start and net[row + RESUMES] != NEVER:
        return net[row + RESUMES]
    if delay:
        at = last_finish(calendars, net, node, found[into + LATE_START] - delay)
        if is_start:
            return at
        return last_arrival(calendars, net, found, node, finish_from(calendars, net, found, node, at))
    if is_start and found[into + USED_SPAN]:
        return found[into + LATE_START]
    return last_arrival(calendars, net, found, node, found[into + LATE_FINISH])


def backward(calendars: Column, net: Column, found: Column, nodes: int) -> None:
    """Late dates of every node, counted back from its project's target."""
    for node in range(nodes - 1, -1, -1):
        late_dates(calendars, net, found, node)
