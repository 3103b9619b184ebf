"""Spreading an edit: only the nodes whose dates change are worked out again.

Nodes waiting to be worked out are marked in a byte per node and counted per block, so that the next one
in topological order is found by looking at a few hundred counts.
"""

from milepost.engine.kernels.dates import Column, Tables
from milepost.engine.kernels.net import Found, Net
from milepost.engine.kernels.passes import early_dates, floats, late_dates, link_slack

BLOCK = 256


def mark(waiting: Column, blocks: Column, node: int) -> None:
    """Put a node among those to be worked out."""
    if not waiting[node]:
        waiting[node] = 1
        blocks[node // BLOCK] += 1


def spread_forward(
    tables: Tables, net: Net, found: Found, waiting: Column, blocks: Column, moved: Column, limit: int
) -> int:
    """Work out the early dates of waiting nodes and of all they move; the moved ones are listed.

    Returns how many moved, -1 when there were more than `limit` (everything must then be recomputed).
    """
    count = 0
    for block in range(len(blocks)):
        if not blocks[block]:
            continue
        for node in range(block * BLOCK, min((block + 1) * BLOCK, len(waiting))):
            if not waiting[node]:
                continue
            waiting[node] = 0
            blocks[block] -= 1
            start, finish = found.start[node], found.finish[node]
            span = found.used_span[node]
            early_dates(tables, net, found, node, 0)
            if count == limit:
                return -1
            moved[count] = node
            count += 1
            if start == found.start[node] and finish == found.finish[node] and span == found.used_span[node]:
                continue
            for place in range(net.out_first[node], net.out_first[node + 1]):
                mark(waiting, blocks, net.link_to[net.out_link[place]])
    return count


def spread_backward(
    tables: Tables, net: Net, found: Found, waiting: Column, blocks: Column, moved: Column, limit: int
) -> int:
    """Work out the late dates of waiting nodes and of all they limit, like `spread_forward`."""
    count = 0
    for block in range(len(blocks) - 1, -1, -1):
        if not blocks[block]:
            continue
        for node in range(min((block + 1) * BLOCK, len(waiting)) - 1, block * BLOCK - 1, -1):
            if not waiting[node]:
                continue
            waiting[node] = 0
            blocks[block] -= 1
            start, finish = found.late_start[node], found.late_finish[node]
            late_dates(tables, net, found, node)
            if count == limit:
                return -1
            moved[count] = node
            count += 1
            if start == found.late_start[node] and finish == found.late_finish[node]:
                continue
            for link in range(net.in_first[node], net.in_first[node + 1]):
                mark(waiting, blocks, net.link_from[link])
    return count


def measure_some(tables: Tables, net: Net, found: Found, nodes: Column, count: int) -> None:
    """Slack of the links and floats of some nodes, given in topological order."""
    for place in range(count - 1, -1, -1):
        node = nodes[place]
        for link_place in range(net.out_first[node], net.out_first[node + 1]):
            link_slack(tables, net, found, net.out_link[link_place])
        floats(tables, net, found, node)
