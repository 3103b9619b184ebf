"""Spreading an edit: only the nodes whose dates change are worked out again.

Nodes waiting to be worked out are marked and counted by block, so that the next one in topological order
is found by looking at a few hundred counts.
"""

from milepost.engine.kernels.backward import late_dates
from milepost.engine.kernels.floats import measure_node
from milepost.engine.kernels.forward import early_dates
from milepost.engine.kernels.layout import (
    COUNTS,
    FINISH,
    FOUND_WIDTH,
    IN_BEYOND,
    IN_FIRST,
    LATE_FINISH,
    LATE_START,
    LINK_FROM,
    LINK_TO,
    LINK_WIDTH,
    NEVER,
    NODE_WIDTH,
    OUT_BEYOND,
    OUT_FIRST,
    PROJECT,
    PROJECT_FINISH,
    START,
    USED_SPAN,
    Column,
)

BLOCK = 256


def mark(waiting: Column, blocks: Column, node: int) -> None:
    """Put a node among those to be worked out."""
    if not waiting[node]:
        waiting[node] = 1
        blocks[node // BLOCK] += 1


def spread_forward(
    calendars: Column, net: Column, found: Column, waiting: Column, blocks: Column, moved: Column
) -> int:
    """Work out the early dates of waiting nodes and of all they move; list those that moved, in order.

    The list begins with a 0, or a 1 when a project's last node moved forward, so that its finish must be
    looked for anew. Returns the list's length, or -1 when it is too short: then a full pass is quicker.
    """
    moved[0] = 0
    count = 1
    for block in range(len(blocks)):
        if not blocks[block]:
            continue
        for node in range(block * BLOCK, min((block + 1) * BLOCK, len(waiting))):
            if not waiting[node]:
                continue
            waiting[node] = 0
            blocks[block] -= 1
            at = node * FOUND_WIDTH
            start, finish, span = found[at + START], found[at + FINISH], found[at + USED_SPAN]
            early_dates(calendars, net, found, node, 0)
            is_same = start == found[at + START] and finish == found[at + FINISH]
            if is_same and span == found[at + USED_SPAN]:
                continue
            if count == len(moved):
                return -1
            moved[count] = node
            count += 1
            row = node * NODE_WIDTH
            project = net[row + PROJECT]
            if net[row + COUNTS] and found[at + FINISH] > found[project + PROJECT_FINISH]:
                found[project + PROJECT_FINISH] = found[at + FINISH]
            elif net[row + COUNTS] and finish == found[project + PROJECT_FINISH]:
                moved[0] = 1
            for place in range(net[row + OUT_FIRST], net[row + OUT_BEYOND]):
                mark(waiting, blocks, net[net[place] + LINK_TO])
    return count


def spread_backward(
    calendars: Column, net: Column, found: Column, waiting: Column, blocks: Column, moved: Column
) -> int:
    """Work out the late dates of waiting nodes and of all they limit, and list them like `spread_forward`."""
    moved[0] = 0
    count = 1
    for block in range(len(blocks) - 1, -1, -1):
        if not blocks[block]:
            continue
        for node in range(min((block + 1) * BLOCK, len(waiting)) - 1, block * BLOCK - 1, -1):
            if not waiting[node]:
                continue
            waiting[node] = 0
            blocks[block] -= 1
            at = node * FOUND_WIDTH
            start, finish = found[at + LATE_START], found[at + LATE_FINISH]
            late_dates(calendars, net, found, node)
            if start == found[at + LATE_START] and finish == found[at + LATE_FINISH]:
                continue
            if count == len(moved):
                return -1
            moved[count] = node
            count += 1
            row = node * NODE_WIDTH
            for link in range(net[row + IN_FIRST], net[row + IN_BEYOND], LINK_WIDTH):
                mark(waiting, blocks, net[link + LINK_FROM])
    return count


def mark_measured(net: Column, waiting: Column, blocks: Column, moved: Column, count: int) -> None:
    """Put the nodes of a list, and those before them, among those whose floats are to be measured."""
    for place in range(1, count):
        node = moved[place]
        mark(waiting, blocks, node)
        row = node * NODE_WIDTH
        for link in range(net[row + IN_FIRST], net[row + IN_BEYOND], LINK_WIDTH):
            mark(waiting, blocks, net[link + LINK_FROM])


def latest_finishes(net: Column, found: Column, nodes: int) -> None:
    """Find each project's latest finish anew."""
    for node in range(nodes):
        found[net[node * NODE_WIDTH + PROJECT] + PROJECT_FINISH] = NEVER
    for node in range(nodes):
        project = net[node * NODE_WIDTH + PROJECT]
        finish = found[node * FOUND_WIDTH + FINISH]
        if net[node * NODE_WIDTH + COUNTS] and finish > found[project + PROJECT_FINISH]:
            found[project + PROJECT_FINISH] = finish


def measure_waiting(calendars: Column, net: Column, found: Column, waiting: Column, blocks: Column) -> None:
    """Slack and floats of the waiting nodes, which then wait no more; the last ones first."""
    for block in range(len(blocks) - 1, -1, -1):
        if not blocks[block]:
            continue
        for node in range(min((block + 1) * BLOCK, len(waiting)) - 1, block * BLOCK - 1, -1):
            if waiting[node]:
                waiting[node] = 0
                measure_node(calendars, net, found, node)
        blocks[block] = 0
