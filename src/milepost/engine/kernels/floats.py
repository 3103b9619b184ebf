"""What the two passes leave between them: slack of links, floats of nodes, the longest path."""

from milepost.engine.kernels.backward import late_dates
from milepost.engine.kernels.dates import before_lag, shifted, work_at, work_between
from milepost.engine.kernels.layout import (
    AT_FINISH,
    AT_START,
    CALENDAR,
    COMPLETE,
    COUNTS,
    COUNTS_FOR_FLOAT,
    DRIVING,
    FINDING,
    FINISH,
    FINISH_WORK,
    FIRST_OF,
    FIXED,
    FLOAT_KIND,
    FOREVER,
    FOUND_WIDTH,
    FREE_FLOAT,
    FREE_UP_TO,
    HAS_STARTED,
    HOLDS,
    IN_BEYOND,
    IN_FIRST,
    INTO_HUB,
    IS_SIMPLE,
    KIND,
    LAG,
    LAG_CALENDAR,
    LAST_OF,
    LATE_FINISH_WORK,
    LATE_START_WORK,
    LINK_FROM,
    LINK_TO,
    LINK_TYPE,
    LINK_WIDTH,
    LONGEST_IDLE,
    NODE_WIDTH,
    ON_ONE_CALENDAR,
    ON_PATH,
    OPEN_END,
    OUT_BEYOND,
    OUT_FIRST,
    PROJECT,
    ROLE,
    SLACK,
    START,
    START_WORK,
    TO_NOTHING,
    TO_TOTAL_FLOAT,
    TOTAL_FLOAT,
    Column,
)
from milepost.engine.kernels.placing import last_arrival, reached_date, snapped_with_delay, start_from


def link_slack(calendars: Column, net: Column, found: Column, link: int) -> None:
    """Find how far a link's predecessor can slip before the link moves the successor, and if it drives."""
    node, follower = net[link + LINK_FROM], net[link + LINK_TO]
    row, finding, kind = follower * NODE_WIDTH, net[link + FINDING], net[link + LINK_TYPE]
    if net[row + IS_SIMPLE] and net[link + ROLE] & ON_ONE_CALENDAR:
        leaves = START_WORK if kind & 1 else FINISH_WORK
        arrives = START_WORK if kind < 2 else FINISH_WORK
        slack = found[follower * FOUND_WIDTH + arrives] - found[node * FOUND_WIDTH + leaves] - net[link + LAG]
        found[finding + SLACK] = slack
        found[finding + DRIVING] = 1 if slack == 0 and net[link + ROLE] & HOLDS else 0
        return
    leaves_hub = net[node * NODE_WIDTH + KIND] in (LAST_OF, FIRST_OF)
    if net[row + IS_SIMPLE] and not leaves_hub:
        slack_of_simple(calendars, net, found, link)
        return
    into = follower * FOUND_WIDTH
    at = reached_date(calendars, net, found, link)
    free = found[into + START]
    if net[row + KIND] in (LAST_OF, FIRST_OF):
        free += found[into + FREE_FLOAT]
    elif kind >= 2:
        free = last_arrival(calendars, net, found, follower, found[into + FINISH])
    drives = is_driving(calendars, net, found, link, at)
    if leaves_hub or (net[link + LAG] < 0 and not net[link + LAG_CALENDAR]):
        # A hub has no calendar to count what its lag leaves over a night: it stands at instants.
        free = before_lag(calendars, net[link + LAG_CALENDAR], free, net[link + LAG])
        at = found[node * FOUND_WIDTH + START] if kind & 1 else found[node * FOUND_WIDTH + FINISH]
    slack = work_between(calendars, net[node * NODE_WIDTH + CALENDAR], at, free)
    # A milestone moved back to an end of work is no earlier in its own calendar, only in the predecessor's.
    found[finding + SLACK] = max(slack, 0) if drives else slack
    found[finding + DRIVING] = drives


def slack_of_simple(calendars: Column, net: Column, found: Column, link: int) -> None:
    """Slack of a link to a simple node on another calendar than its own: as above, by work where it can."""
    node, kind, lag = net[link + LINK_FROM], net[link + LINK_TYPE], net[link + LAG]
    before, into = node * FOUND_WIDTH, net[link + LINK_TO] * FOUND_WIDTH
    own, calendar = net[node * NODE_WIDTH + CALENDAR], net[net[link + LINK_TO] * NODE_WIDTH + CALENDAR]
    at = found[before + START] if kind & 1 else found[before + FINISH]
    if lag:
        at = shifted(calendars, net[link + LAG_CALENDAR], at, lag)
    held = found[into + START] if kind < 2 else found[into + FINISH]
    free = held if kind < 2 else last_arrival(calendars, net, found, net[link + LINK_TO], held)
    slack, drives = 0, net[link + ROLE] & HOLDS
    if at != free:
        done = found[before + START_WORK] if kind & 1 else found[before + FINISH_WORK]
        if lag:
            done = work_at(calendars, own, at)
        slack = work_at(calendars, own, free) - done
        if lag < 0 and not net[link + LAG_CALENDAR]:
            # An elapsed lead crosses idle nights: what may be slipped is the gap before it.
            at_most = before_lag(calendars, 0, free, lag)
            done = found[before + START_WORK] if kind & 1 else found[before + FINISH_WORK]
            slack = work_at(calendars, own, at_most) - done
    if at != held:
        idle = calendars[calendar + LONGEST_IDLE]
        if held - at > idle or at - held > idle:
            drives = 0
        elif drives:
            # Arriving work settles where a simple node starts, so equal work means the link holds it there.
            holds = found[into + START_WORK] if kind < 2 else found[into + FINISH_WORK]
            drives = 1 if work_at(calendars, calendar, at) == holds else 0
    finding = net[link + FINDING]
    found[finding + SLACK] = max(slack, 0) if drives else slack
    found[finding + DRIVING] = drives


def is_driving(calendars: Column, net: Column, found: Column, link: int, at: int) -> int:
    """Whether a link that reaches an instant holds its successor where it is: 1 or 0."""
    follower = net[link + LINK_TO]
    row, into = follower * NODE_WIDTH, follower * FOUND_WIDTH
    kind = net[row + KIND]
    if not net[link + ROLE] & HOLDS or kind in (FIXED, COMPLETE):
        return 0
    if kind in (LAST_OF, FIRST_OF):
        return 1 if at == found[into + START] else 0
    if net[link + LINK_TYPE] >= 2:
        at = start_from(calendars, net, found, follower, at)
    return 1 if snapped_with_delay(calendars, net, follower, at) == found[into + START] else 0


def floats(calendars: Column, net: Column, found: Column, node: int) -> None:
    """Find a node's total and free float, in its own calendar."""
    row, into = node * NODE_WIDTH, node * FOUND_WIDTH
    if net[row + KIND] == COMPLETE:
        found[into + TOTAL_FLOAT] = found[into + FREE_FLOAT] = 0
        return
    at_start = found[into + LATE_START_WORK] - found[into + START_WORK]
    at_finish = found[into + LATE_FINISH_WORK] - found[into + FINISH_WORK]
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
    if net[row + FREE_UP_TO] == TO_NOTHING:
        free = 0
    elif free == FOREVER:
        free = total
        if net[row + FREE_UP_TO] != TO_TOTAL_FLOAT:
            end = found[net[row + PROJECT] + OPEN_END]
            free = work_between(calendars, net[row + CALENDAR], found[into + FINISH], end)
    found[into + FREE_FLOAT] = max(free, 0)


def measure(calendars: Column, net: Column, found: Column, nodes: int) -> None:
    """Slack of every link, floats of every node.

    Links are taken in the order they stand in, which reads memory straight on. Only those into hubs have to
    wait for the hub's free float, so they follow with the nodes, backwards.
    """
    first = nodes * NODE_WIDTH
    # The links by predecessor begin where the links end.
    beyond = net[OUT_FIRST] if nodes else first
    for link in range(first, beyond, LINK_WIDTH):
        if not net[link + ROLE] & INTO_HUB:
            link_slack(calendars, net, found, link)
    for node in range(nodes - 1, -1, -1):
        row = node * NODE_WIDTH
        for place in range(net[row + OUT_FIRST], net[row + OUT_BEYOND]):
            if net[net[place] + ROLE] & INTO_HUB:
                link_slack(calendars, net, found, net[place])
        floats(calendars, net, found, node)


def settle(calendars: Column, net: Column, found: Column, nodes: int) -> None:
    """Late dates, slack and floats of every node in one sweep: each node's links are read once for all."""
    for node in range(nodes - 1, -1, -1):
        late_dates(calendars, net, found, node)
        measure_node(calendars, net, found, node)


def measure_node(calendars: Column, net: Column, found: Column, node: int) -> None:
    """Slack of the links that leave a node, then the node's floats."""
    row = node * NODE_WIDTH
    for place in range(net[row + OUT_FIRST], net[row + OUT_BEYOND]):
        link_slack(calendars, net, found, net[place])
    floats(calendars, net, found, node)


def set_ends(net: Column, found: Column, nodes: int, milestone: int, last: int) -> None:
    """Set `ON_PATH` on the milestone alone, or without one (-1) on all that counts and finishes last."""
    for node in range(nodes):
        into, is_end = node * FOUND_WIDTH, 0
        if milestone >= 0:
            is_end = 1 if node == milestone else 0
        elif found[into + FINISH] == last:
            is_end = 1 if net[node * NODE_WIDTH + COUNTS] else 0
        # Writing what stands there already would send every row back to memory.
        if found[into + ON_PATH] != is_end:
            found[into + ON_PATH] = is_end


def trace(net: Column, found: Column, nodes: int) -> None:
    """Spread `ON_PATH` from the nodes it is set on to everything that drives them."""
    for node in range(nodes - 1, -1, -1):
        if found[node * FOUND_WIDTH + ON_PATH]:
            row = node * NODE_WIDTH
            for link in range(net[row + IN_FIRST], net[row + IN_BEYOND], LINK_WIDTH):
                if found[net[link + FINDING] + DRIVING]:
                    found[net[link + LINK_FROM] * FOUND_WIDTH + ON_PATH] = 1
