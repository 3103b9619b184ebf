"""The passes of the critical path method, node by node.

Each pass calls one small function per node, the same one an edit calls for the few nodes it touches.
Source: Kelley and Walker, "Critical-Path Planning and Scheduling" (1959); lags and the four link types
after the precedence diagramming method.
"""

from milepost.engine.kernels.dates import next_start, previous_finish, shifted, work_between
from milepost.engine.kernels.layout import (
    AT_FINISH,
    AT_START,
    BY_FREE_FLOAT,
    CALENDAR,
    COMPLETE,
    COUNTS,
    COUNTS_FOR_FLOAT,
    DELAY,
    DRIVING,
    EARLIEST,
    EARLIEST_FINISH,
    EARLY_FINISH,
    EARLY_START,
    EXPECTED,
    FINDING,
    FINISH,
    FINISH_FLOOR,
    FIRST_OF,
    FIXED,
    FLOAT_KIND,
    FOREVER,
    FOUND_WIDTH,
    FREE_FLOAT,
    HAS_OWN_FINISH,
    HAS_STARTED,
    HELD_FINISH,
    HOLDS,
    IN_BEYOND,
    IN_FIRST,
    IS_LATE,
    KIND,
    LAG,
    LAG_CALENDAR,
    LAST_OF,
    LATE_FINISH,
    LATE_START,
    LATEST_FINISH,
    LATEST_START,
    LIMITS,
    LINK_FROM,
    LINK_TO,
    LINK_TYPE,
    LINK_WIDTH,
    NEVER,
    NODE_WIDTH,
    ON_PATH,
    OPEN_END,
    OPEN_END_IS_TOTAL,
    OUT_BEYOND,
    OUT_FIRST,
    PART_BEYOND,
    PART_CALENDAR,
    PART_FIRST,
    PART_SPAN,
    PART_WIDTH,
    PROJECT,
    PROJECT_FINISH,
    PULLED_TO,
    RESUMES,
    ROLE,
    SLACK,
    SPAN,
    SPAN_CALENDAR,
    START,
    STARTS_LATE,
    STAYS,
    TARGET,
    TOTAL_FLOAT,
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


def reached_date(calendars: Column, net: Column, found: Column, link: int) -> int:
    """The instant a link reaches from where its predecessor is shown, lag included."""
    row = net[link + LINK_FROM] * FOUND_WIDTH
    at = found[row + START] if net[link + LINK_TYPE] & 1 else found[row + FINISH]
    return shifted(calendars, net[link + LAG_CALENDAR], at, net[link + LAG])


def link_date(calendars: Column, net: Column, found: Column, link: int) -> int:
    """The instant a link holds its successor's start or finish to, lag included."""
    node, follower = net[link + LINK_FROM], net[link + LINK_TO]
    if not (net[node * NODE_WIDTH + IS_LATE] and net[follower * NODE_WIDTH + IS_LATE]):
        return reached_date(calendars, net, found, link)
    # Two tasks as late as possible keep their distance by their early dates: neither pushes the other.
    row = node * FOUND_WIDTH
    at = found[row + EARLY_START] if net[link + LINK_TYPE] & 1 else found[row + EARLY_FINISH]
    return shifted(calendars, net[link + LAG_CALENDAR], at, net[link + LAG])


def early_dates(calendars: Column, net: Column, found: Column, node: int, keeps_late: int) -> None:
    """Find a node's early dates from its predecessors'.

    With `keeps_late`, tasks as late as possible keep the start and finish they already have.
    """
    row, into = node * NODE_WIDTH, node * FOUND_WIDTH
    kind = net[row + KIND]
    found[into + USED_SPAN] = net[row + SPAN]
    if kind in (FIXED, COMPLETE):
        start, finish = net[row + EARLIEST], net[row + EARLIEST_FINISH]
    elif kind in (LAST_OF, FIRST_OF):
        start = finish = gathered(calendars, net, found, node)
    else:
        start = min(logic_start(calendars, net, found, node), net[row + PULLED_TO])
        finish = finish_from(calendars, net, found, node, start)
        expected = net[row + EXPECTED]
        if expected > start and expected != finish:
            finish = expected
            span = work_between(calendars, net[row + WORK_CALENDAR], start, finish)
            found[into + USED_SPAN] = span
    found[into + EARLY_START] = start
    found[into + EARLY_FINISH] = finish
    if not (keeps_late and net[row + IS_LATE]):
        found[into + START] = start
        found[into + FINISH] = finish


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


def logic_start(calendars: Column, net: Column, found: Column, node: int) -> int:
    """The earliest start that logic, calendars and "no earlier than" dates allow."""
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
    start = snapped(calendars, net, node, start)
    if net[row + DELAY]:
        start = snapped(calendars, net, node, start + net[row + DELAY])
    return start


def late_dates(calendars: Column, net: Column, found: Column, node: int) -> None:
    """Find a node's late dates from its successors'."""
    row, into = node * NODE_WIDTH, node * FOUND_WIDTH
    kind = net[row + KIND]
    if kind == COMPLETE:
        found[into + LATE_START] = found[into + EARLY_START]
        found[into + LATE_FINISH] = found[into + EARLY_FINISH]
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
        found[into + LATE_START] = found[into + LATE_FINISH] = finish
        return
    if net[row + LATEST_START] < FOREVER:
        finish = min(finish, finish_from(calendars, net, found, node, net[row + LATEST_START]))
    if net[row + HELD_FINISH] < FOREVER:
        finish = net[row + HELD_FINISH]
    finish = min(finish, net[row + LATEST_FINISH])
    # An elapsed task may finish at night; all others finish when work does.
    if not net[row + STARTS_LATE] and net[row + SPAN_CALENDAR]:
        finish = last_finish(calendars, net, node, finish)
    found[into + LATE_FINISH] = finish
    found[into + LATE_START] = start_from(calendars, net, found, node, finish)


def link_limit(calendars: Column, net: Column, found: Column, link: int) -> int:
    """The instant a link limits its predecessor's finish to."""
    node, follower = net[link + LINK_FROM], net[link + LINK_TO]
    is_first_of = net[follower * NODE_WIDTH + KIND] == FIRST_OF
    if is_first_of and found[node * FOUND_WIDTH + START] > found[follower * FOUND_WIDTH + EARLY_START]:
        return FOREVER
    at = found[follower * FOUND_WIDTH + LATE_FINISH]
    if net[link + LINK_TYPE] < 2:
        at = found[follower * FOUND_WIDTH + LATE_START] - net[follower * NODE_WIDTH + DELAY]
        if net[follower * NODE_WIDTH + RESUMES] != NEVER:
            at = net[follower * NODE_WIDTH + RESUMES]
    at = shifted(calendars, net[link + LAG_CALENDAR], at, -net[link + LAG])
    if net[link + LINK_TYPE] & 1:
        return finish_from(calendars, net, found, node, at)
    return at


def link_slack(calendars: Column, net: Column, found: Column, link: int) -> None:
    """Find how far a link's predecessor can slip before the link moves the successor, and if it drives."""
    node, follower = net[link + LINK_FROM], net[link + LINK_TO]
    row, into, finding = follower * NODE_WIDTH, follower * FOUND_WIDTH, net[link + FINDING]
    at = reached_date(calendars, net, found, link)
    reached = found[into + START] if net[link + LINK_TYPE] < 2 else found[into + FINISH]
    is_hub = net[row + KIND] in (LAST_OF, FIRST_OF)
    free = reached + found[into + FREE_FLOAT] if is_hub else reached
    slack = work_between(calendars, net[node * NODE_WIDTH + CALENDAR], at, free)
    drives = is_driving(calendars, net, found, link, at, slack)
    # A finish moved back over a holiday is no earlier in its own calendar, only in the predecessor's.
    found[finding + SLACK] = max(slack, 0) if drives else slack
    found[finding + DRIVING] = drives


def is_driving(calendars: Column, net: Column, found: Column, link: int, at: int, slack: int) -> int:
    """Whether a link that reaches an instant holds its successor where it is: 1 or 0."""
    node, follower = net[link + LINK_FROM], net[link + LINK_TO]
    row, into = follower * NODE_WIDTH, follower * FOUND_WIDTH
    kind = net[row + KIND]
    if not net[link + ROLE] & HOLDS or kind in (FIXED, COMPLETE):
        return 0
    if kind in (LAST_OF, FIRST_OF):
        return 1 if at == found[into + START] else 0
    if net[link + LINK_TYPE] >= 2:
        at = start_from(calendars, net, found, follower, at)
    elif slack and net[row + WORK_CALENDAR] == net[node * NODE_WIDTH + CALENDAR]:
        # On one calendar, working time to spare means just that.
        return 0
    at = snapped(calendars, net, follower, at)
    if net[row + DELAY]:
        at = snapped(calendars, net, follower, at + net[row + DELAY])
    return 1 if at == found[into + START] else 0


def floats(calendars: Column, net: Column, found: Column, node: int) -> None:
    """Find a node's total and free float, in its own calendar."""
    row, into = node * NODE_WIDTH, node * FOUND_WIDTH
    if net[row + KIND] == COMPLETE:
        found[into + TOTAL_FLOAT] = found[into + FREE_FLOAT] = 0
        return
    calendar = net[row + CALENDAR]
    at_start = work_between(calendars, calendar, found[into + START], found[into + LATE_START])
    at_finish = work_between(calendars, calendar, found[into + FINISH], found[into + LATE_FINISH])
    total = min(at_start, at_finish)
    if net[row + HAS_STARTED] or net[row + FLOAT_KIND] == AT_FINISH:
        total = at_finish
    elif net[row + FLOAT_KIND] == AT_START:
        total = at_start
    found[into + TOTAL_FLOAT] = total
    free = FOREVER
    for place in range(net[row + OUT_FIRST], net[row + OUT_BEYOND]):
        link = net[place]
        if net[link + ROLE] & COUNTS_FOR_FLOAT:
            free = min(free, found[net[link + FINDING] + SLACK])
    if free == FOREVER:
        free = total
        if not net[row + OPEN_END_IS_TOTAL]:
            end = found[net[row + PROJECT] + OPEN_END]
            free = work_between(calendars, calendar, found[into + FINISH], end)
    found[into + FREE_FLOAT] = max(free, 0)


def forward(calendars: Column, net: Column, found: Column, nodes: int, keeps_late: int) -> None:
    """Early dates of every node; projects' latest finishes, if none is there yet."""
    for node in range(nodes):
        early_dates(calendars, net, found, node, keeps_late)
        project = net[node * NODE_WIDTH + PROJECT]
        finish = found[node * FOUND_WIDTH + FINISH]
        if net[node * NODE_WIDTH + COUNTS] and finish > found[project + PROJECT_FINISH]:
            found[project + PROJECT_FINISH] = finish


def backward(calendars: Column, net: Column, found: Column, nodes: int) -> None:
    """Late dates of every node, counted back from its project's target."""
    for node in range(nodes - 1, -1, -1):
        late_dates(calendars, net, found, node)


def measure(calendars: Column, net: Column, found: Column, nodes: int) -> None:
    """Slack of every link, floats of every node; backwards, since hubs pass their free float on."""
    for node in range(nodes - 1, -1, -1):
        measure_node(calendars, net, found, node)


def measure_node(calendars: Column, net: Column, found: Column, node: int) -> None:
    """Slack of the links that leave a node, then the node's floats."""
    row = node * NODE_WIDTH
    for place in range(net[row + OUT_FIRST], net[row + OUT_BEYOND]):
        link_slack(calendars, net, found, net[place])
    floats(calendars, net, found, node)


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
        found[into + EARLY_START] = found[into + START] = start
        found[into + EARLY_FINISH] = found[into + FINISH] = finish


def place_all_late(calendars: Column, net: Column, found: Column, nodes: int) -> None:
    """Move every task as late as possible that can move, the last ones first."""
    for node in range(nodes - 1, -1, -1):
        if net[node * NODE_WIDTH + IS_LATE] == BY_FREE_FLOAT:
            place_late(calendars, net, found, node)


def trace(net: Column, found: Column, nodes: int) -> None:
    """Spread `ON_PATH` from the nodes it is set on to everything that drives them."""
    for node in range(nodes - 1, -1, -1):
        if found[node * FOUND_WIDTH + ON_PATH]:
            row = node * NODE_WIDTH
            for link in range(net[row + IN_FIRST], net[row + IN_BEYOND], LINK_WIDTH):
                if found[net[link + FINDING] + DRIVING]:
                    found[net[link + LINK_FROM] * FOUND_WIDTH + ON_PATH] = 1
