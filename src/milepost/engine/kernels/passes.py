"""The passes of the critical path method, node by node.

Each pass calls one small function per node, the same one an edit calls for the few nodes it touches.
Source: Kelley and Walker, "Critical-Path Planning and Scheduling" (1959); lags and the four link types
after the precedence diagramming method.
"""

from milepost.engine.kernels.dates import (
    Tables,
    next_start,
    previous_finish,
    shifted,
    work_between,
)
from milepost.engine.kernels.net import (
    BY_FREE_FLOAT,
    COMPLETE,
    COUNTS,
    FIRST_OF,
    FIXED,
    FOREVER,
    HOLDS,
    LAST_OF,
    LIMITS,
    NEVER,
    Found,
    Net,
)


def finish_from(tables: Tables, net: Net, found: Found, node: int, start: int) -> int:
    """When a node finishes that starts at an instant: the last of its parts, if it has any."""
    first, beyond = net.part_first[node], net.part_first[node + 1]
    if first == beyond:
        return shifted(tables, net.span_calendar[node], start, found.used_span[node])
    finish = start
    for part in range(first, beyond):
        at = shifted(tables, net.part_calendar[part], start, net.part_span[part])
        finish = max(finish, at)
    return finish


def start_from(tables: Tables, net: Net, found: Found, node: int, finish: int) -> int:
    """When a node must start to finish at an instant."""
    first, beyond = net.part_first[node], net.part_first[node + 1]
    if first == beyond:
        return shifted(tables, net.span_calendar[node], finish, -found.used_span[node])
    start = finish
    for part in range(first, beyond):
        at = shifted(tables, net.part_calendar[part], finish, -net.part_span[part])
        start = min(start, at)
    return start


def snapped(tables: Tables, net: Net, node: int, at: int) -> int:
    """Where a node that may start at an instant does start: the next work, or a milestone's end of day."""
    first, beyond = net.part_first[node], net.part_first[node + 1]
    if first == beyond:
        start = next_start(tables, net.work_calendar[node], at)
    else:
        start = FOREVER
        for part in range(first, beyond):
            start = min(start, next_start(tables, net.part_calendar[part], at))
    if start > at and net.stays[node] and previous_finish(tables, net.work_calendar[node], at) == at:
        return at
    return start


def link_date(tables: Tables, net: Net, found: Found, link: int) -> int:
    """The instant a link holds its successor's start or finish to, lag included."""
    node = net.link_from[link]
    if net.is_late[node] and net.is_late[net.link_to[link]]:
        # Two tasks as late as possible keep their distance by their early dates: neither pushes the other.
        at = found.early_start[node] if net.link_type[link] & 1 else found.early_finish[node]
    else:
        at = found.start[node] if net.link_type[link] & 1 else found.finish[node]
    return shifted(tables, net.link_calendar[link], at, net.link_lag[link])


def shown_link_date(tables: Tables, net: Net, found: Found, link: int) -> int:
    """The instant a link reaches from where its predecessor is shown, late ones included."""
    node = net.link_from[link]
    at = found.start[node] if net.link_type[link] & 1 else found.finish[node]
    return shifted(tables, net.link_calendar[link], at, net.link_lag[link])


def early_dates(tables: Tables, net: Net, found: Found, node: int, keeps_late: int) -> None:
    """Find a node's early dates from its predecessors'.

    With `keeps_late`, tasks as late as possible keep the start and finish they already have.
    """
    kind = net.kind[node]
    if kind in (FIXED, COMPLETE):
        start, finish = net.earliest[node], net.earliest_finish[node]
    elif kind in (LAST_OF, FIRST_OF):
        start = finish = gathered(tables, net, found, node)
    else:
        start = logic_start(tables, net, found, node)
        start = min(start, net.pulled_to[node])
        found.used_span[node] = net.span[node]
        finish = finish_from(tables, net, found, node, start)
        expected = net.expected[node]
        if expected > start and expected != finish:
            finish = expected
            found.used_span[node] = work_between(tables, net.work_calendar[node], start, finish)
    found.early_start[node] = start
    found.early_finish[node] = finish
    if not (keeps_late and net.is_late[node]):
        found.start[node] = start
        found.finish[node] = finish


def gathered(tables: Tables, net: Net, found: Found, node: int) -> int:
    """The date a hub hands on: the last of those it gathers, or the first."""
    latest, earliest = NEVER, FOREVER
    for link in range(net.in_first[node], net.in_first[node + 1]):
        at = link_date(tables, net, found, link)
        latest, earliest = max(latest, at), min(earliest, at)
    if latest == NEVER:
        return net.earliest[node]
    return latest if net.kind[node] == LAST_OF else earliest


def logic_start(tables: Tables, net: Net, found: Found, node: int) -> int:
    """The earliest start that logic, calendars and "no earlier than" dates allow."""
    start, finish = net.earliest[node], net.earliest_finish[node]
    for link in range(net.in_first[node], net.in_first[node + 1]):
        if net.link_role[link] & HOLDS:
            at = link_date(tables, net, found, link)
            if net.link_type[link] < 2:
                start = max(start, at)
            else:
                finish = max(finish, at)
    found.used_span[node] = net.span[node]
    if finish > NEVER:
        start = max(start, net.finish_floor[node], start_from(tables, net, found, node, finish))
    start = snapped(tables, net, node, start)
    if net.delay[node]:
        start = snapped(tables, net, node, start + net.delay[node])
    return start


def late_dates(tables: Tables, net: Net, found: Found, node: int) -> None:
    """Find a node's late dates from its successors'."""
    if net.kind[node] == COMPLETE:
        found.late_start[node] = found.early_start[node]
        found.late_finish[node] = found.early_finish[node]
        return
    finish = found.target[net.project[node]]
    follows = 0
    for place in range(net.out_first[node], net.out_first[node + 1]):
        link = net.out_link[place]
        if net.link_role[link] & LIMITS:
            follows = 1
            finish = min(finish, link_limit(tables, net, found, link))
    if net.has_own_finish[node] and not follows:
        finish = found.early_finish[node]
    if net.kind[node] == LAST_OF or net.kind[node] == FIRST_OF:
        found.late_start[node] = found.late_finish[node] = finish
        return
    if net.latest_start[node] < FOREVER:
        finish = min(finish, finish_from(tables, net, found, node, net.latest_start[node]))
    if net.held_finish[node] < FOREVER:
        finish = net.held_finish[node]
    finish = min(finish, net.latest_finish[node])
    if not net.starts_late[node]:
        finish = previous_finish(tables, net.work_calendar[node], finish)
    found.late_finish[node] = finish
    found.late_start[node] = start_from(tables, net, found, node, finish)


def link_limit(tables: Tables, net: Net, found: Found, link: int) -> int:
    """The instant a link limits its predecessor's finish to."""
    node, follower = net.link_from[link], net.link_to[link]
    kind = net.kind[follower]
    if kind == FIRST_OF and found.start[node] > found.early_start[follower]:
        return FOREVER
    at = found.late_finish[follower]
    if net.link_type[link] < 2:
        at = found.late_start[follower] - net.delay[follower]
    at = shifted(tables, net.link_calendar[link], at, -net.link_lag[link])
    if net.link_type[link] & 1:
        return finish_from(tables, net, found, node, at)
    return at


def link_slack(tables: Tables, net: Net, found: Found, link: int) -> None:
    """Find how far a link's predecessor can slip before the link moves the successor, and if it drives."""
    node, follower = net.link_from[link], net.link_to[link]
    at = shown_link_date(tables, net, found, link)
    reached = found.start[follower] if net.link_type[link] < 2 else found.finish[follower]
    kind = net.kind[follower]
    free = reached + found.free_float[follower] if kind in (LAST_OF, FIRST_OF) else reached
    found.slack[link] = work_between(tables, net.calendar[node], at, free)
    if not net.link_role[link] & HOLDS or kind in (FIXED, COMPLETE):
        found.driving[link] = 0
    elif kind in (LAST_OF, FIRST_OF):
        found.driving[link] = int(at == reached)
    else:
        if net.link_type[link] >= 2:
            at = start_from(tables, net, found, follower, at)
        at = snapped(tables, net, follower, at)
        if net.delay[follower]:
            at = snapped(tables, net, follower, at + net.delay[follower])
        found.driving[link] = int(at == found.start[follower])


def floats(tables: Tables, net: Net, found: Found, node: int) -> None:
    """Find a node's total and free float, in its own calendar."""
    if net.kind[node] == COMPLETE:
        found.total_float[node] = found.free_float[node] = 0
        return
    calendar = net.calendar[node]
    at_start = work_between(tables, calendar, found.start[node], found.late_start[node])
    at_finish = work_between(tables, calendar, found.finish[node], found.late_finish[node])
    total = min(at_start, at_finish)
    if net.has_started[node] or net.float_kind[node] == 2:
        total = at_finish
    if net.float_kind[node] == 1:
        total = at_start
    found.total_float[node] = total
    free = FOREVER
    for place in range(net.out_first[node], net.out_first[node + 1]):
        link = net.out_link[place]
        if net.link_role[link] & COUNTS:
            free = min(free, found.slack[link])
    if free == FOREVER:
        free = total
        if not net.open_end_is_total[node]:
            end = found.open_end[net.project[node]]
            free = work_between(tables, calendar, found.finish[node], end)
    found.free_float[node] = max(free, 0)


def forward(tables: Tables, net: Net, found: Found, keeps_late: int) -> None:
    """Early dates of every node, and each project's latest finish."""
    for project in range(len(found.finish_by_project)):
        found.finish_by_project[project] = NEVER
    for node in range(len(net.kind)):
        early_dates(tables, net, found, node, keeps_late)
        project = net.project[node]
        if net.counts[node] and found.finish[node] > found.finish_by_project[project]:
            found.finish_by_project[project] = found.finish[node]


def backward(tables: Tables, net: Net, found: Found) -> None:
    """Late dates of every node, counted back from its project's target."""
    for node in range(len(net.kind) - 1, -1, -1):
        late_dates(tables, net, found, node)


def measure(tables: Tables, net: Net, found: Found) -> None:
    """Slack of every link, floats of every node; backwards, since hubs pass their free float on."""
    for node in range(len(net.kind) - 1, -1, -1):
        for place in range(net.out_first[node], net.out_first[node + 1]):
            link_slack(tables, net, found, net.out_link[place])
        floats(tables, net, found, node)


def place_late(tables: Tables, net: Net, found: Found, node: int) -> None:
    """Move a task as late as possible to where it delays no successor and not its project."""
    finish = max(found.finish_by_project[net.project[node]], found.finish[node])
    for place in range(net.out_first[node], net.out_first[node + 1]):
        link = net.out_link[place]
        if net.link_role[link] & LIMITS:
            follower = net.link_to[link]
            at = found.finish[follower]
            if net.link_type[link] < 2:
                at = found.start[follower] - net.delay[follower]
            at = shifted(tables, net.link_calendar[link], at, -net.link_lag[link])
            if net.link_type[link] & 1:
                at = finish_from(tables, net, found, node, at)
            finish = min(finish, at)
    finish = previous_finish(tables, net.work_calendar[node], min(finish, net.latest_finish[node]))
    if net.starts_late[node]:
        finish = next_start(tables, net.work_calendar[node], finish)
    start = start_from(tables, net, found, node, finish)
    if start > found.start[node]:
        found.early_start[node] = found.start[node] = start
        found.early_finish[node] = found.finish[node] = finish


def place_all_late(tables: Tables, net: Net, found: Found) -> None:
    """Move every task as late as possible that can move, the last ones first."""
    for node in range(len(net.kind) - 1, -1, -1):
        if net.is_late[node] == BY_FREE_FLOAT:
            place_late(tables, net, found, node)


def trace(net: Net, found: Found) -> None:
    """Spread `on_path` from the nodes it is set on to everything that drives them."""
    for node in range(len(net.kind) - 1, -1, -1):
        if found.on_path[node]:
            for link in range(net.in_first[node], net.in_first[node + 1]):
                if found.driving[link]:
                    found.on_path[net.link_from[link]] = 1
