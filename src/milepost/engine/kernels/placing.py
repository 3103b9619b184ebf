"""Placing one node: from start to finish and back, at the next work or the last, and where links reach."""

from milepost.engine.kernels.dates import next_start, previous_finish, shifted, work_at, work_between
from milepost.engine.kernels.layout import (
    CALENDAR,
    DELAY,
    EARLY_FINISH,
    FINISH,
    FINISH_WORK,
    FOREVER,
    FOUND_WIDTH,
    LAG,
    LAG_CALENDAR,
    LATE_FINISH,
    LATE_FINISH_WORK,
    LATE_START,
    LATE_START_WORK,
    LINK_FROM,
    LINK_TYPE,
    NEVER,
    NODE_WIDTH,
    PART_BEYOND,
    PART_CALENDAR,
    PART_FIRST,
    PART_SPAN,
    PART_WIDTH,
    SPAN_CALENDAR,
    START,
    START_WORK,
    STAYS,
    USED_SPAN,
    WORK_CALENDAR,
    Column,
)


def finish_from(calendars: Column, net: Column, found: Column, node: int, start: int) -> int:
    """When a node finishes that starts at an instant: the last of its parts, if it has any."""
    row = node * NODE_WIDTH
    first, beyond = net[row + PART_FIRST], net[row + PART_BEYOND]
    if first == beyond:
        span = found[node * FOUND_WIDTH + USED_SPAN]
        return shifted(calendars, net[row + SPAN_CALENDAR], start, span)
    finish = start
    for part in range(first, beyond, PART_WIDTH):
        at = shifted(calendars, net[part + PART_CALENDAR], start, net[part + PART_SPAN])
        finish = max(finish, at)
    return finish


def start_from(calendars: Column, net: Column, found: Column, node: int, finish: int) -> int:
    """When a node must start to finish at an instant."""
    row = node * NODE_WIDTH
    first, beyond = net[row + PART_FIRST], net[row + PART_BEYOND]
    if first == beyond:
        span = found[node * FOUND_WIDTH + USED_SPAN]
        return shifted(calendars, net[row + SPAN_CALENDAR], finish, -span)
    start = finish
    for part in range(first, beyond, PART_WIDTH):
        at = shifted(calendars, net[part + PART_CALENDAR], finish, -net[part + PART_SPAN])
        start = min(start, at)
    return start


def snapped(calendars: Column, net: Column, node: int, at: int) -> int:
    """Where a node that may start at an instant does start: the next work, or a milestone's end of day."""
    row = node * NODE_WIDTH
    first, beyond = net[row + PART_FIRST], net[row + PART_BEYOND]
    if first == beyond:
        start = next_start(calendars, net[row + WORK_CALENDAR], at)
    else:
        start = FOREVER
        for part in range(first, beyond, PART_WIDTH):
            start = min(start, next_start(calendars, net[part + PART_CALENDAR], at))
    if start > at and net[row + STAYS] and previous_finish(calendars, net[row + WORK_CALENDAR], at) == at:
        return at
    return start


def snapped_with_delay(calendars: Column, net: Column, node: int, at: int) -> int:
    """Where a node that may start at an instant does start, its levelling delay included."""
    start = snapped(calendars, net, node, at)
    delay = net[node * NODE_WIDTH + DELAY]
    return snapped(calendars, net, node, start + delay) if delay else start


def last_finish(calendars: Column, net: Column, node: int, at: int) -> int:
    """Where a node that must finish by an instant does finish: the last end of work, on any of its parts."""
    row = node * NODE_WIDTH
    first, beyond = net[row + PART_FIRST], net[row + PART_BEYOND]
    if first == beyond:
        return previous_finish(calendars, net[row + WORK_CALENDAR], at)
    finish = NEVER
    for part in range(first, beyond, PART_WIDTH):
        finish = max(finish, previous_finish(calendars, net[part + PART_CALENDAR], at))
    return finish


def last_arrival(calendars: Column, net: Column, found: Column, node: int, finish: int) -> int:
    """The last instant a link may bring a node's finish to that still lets it finish at another.

    Held to any instant from Friday evening to Monday morning, a task finishes on Friday evening: its
    calendar knows no work between. A milestone would stand at the later instant, so only where it does
    anyway is that no later.
    """
    row = node * NODE_WIDTH
    if found[node * FOUND_WIDTH + USED_SPAN] == 0:
        stands = found[node * FOUND_WIDTH + EARLY_FINISH]
        is_same = work_between(calendars, net[row + WORK_CALENDAR], finish, stands) == 0
        return max(finish, stands) if is_same else finish
    first, beyond = net[row + PART_FIRST], net[row + PART_BEYOND]
    if first == beyond:
        return next_start(calendars, net[row + SPAN_CALENDAR], finish)
    at = FOREVER
    for part in range(first, beyond, PART_WIDTH):
        at = min(at, next_start(calendars, net[part + PART_CALENDAR], finish))
    return at


def reached_date(calendars: Column, net: Column, found: Column, link: int) -> int:
    """The instant a link reaches from where its predecessor is shown, lag included."""
    row = net[link + LINK_FROM] * FOUND_WIDTH
    at = found[row + START] if net[link + LINK_TYPE] & 1 else found[row + FINISH]
    return shifted(calendars, net[link + LAG_CALENDAR], at, net[link + LAG])


def show(calendars: Column, net: Column, found: Column, node: int, start: int, finish: int) -> None:
    """Place a node: its start and finish, also as work on its calendar."""
    calendar, into = net[node * NODE_WIDTH + CALENDAR], node * FOUND_WIDTH
    found[into + START] = start
    found[into + FINISH] = finish
    found[into + START_WORK] = work_at(calendars, calendar, start)
    found[into + FINISH_WORK] = work_at(calendars, calendar, finish)


def show_late(calendars: Column, net: Column, found: Column, node: int, start: int, finish: int) -> None:
    """Settle a node's late dates, also as work on its calendar."""
    calendar, into = net[node * NODE_WIDTH + CALENDAR], node * FOUND_WIDTH
    found[into + LATE_START] = start
    found[into + LATE_FINISH] = finish
    found[into + LATE_START_WORK] = work_at(calendars, calendar, start)
    found[into + LATE_FINISH_WORK] = work_at(calendars, calendar, finish)
