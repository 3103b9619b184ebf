"""Sorting the network: links by node, nodes so that predecessors come first."""

from milepost.engine.kernels.layout import Column


def group(keys: Column, first: Column, members: Column) -> None:
    """Positions by their key, in order (a counting sort).

    `first` (one longer than there are keys' values) becomes where each value's members begin.
    """
    for value in range(len(first)):
        first[value] = 0
    for position in range(len(keys)):
        first[keys[position] + 1] += 1
    for value in range(1, len(first)):
        first[value] += first[value - 1]
    for position in range(len(keys)):
        members[first[keys[position]]] = position
        first[keys[position]] += 1
    for value in range(len(first) - 1, 0, -1):
        first[value] = first[value - 1]
    first[0] = 0


def topological(tos: Column, out_first: Column, out_link: Column, waiting: Column, order: Column) -> int:
    """Nodes in an order that puts predecessors first; equals stay in their given order by level.

    Returns how many were placed; nodes on a circle, or behind one, are not, and keep `waiting` above 0.
    Source: Kahn, "Topological sorting of large networks" (1962).
    """
    placed = 0
    for node in range(len(waiting)):
        waiting[node] = 0
    for link in range(len(tos)):
        waiting[tos[link]] += 1
    for node in range(len(waiting)):
        if waiting[node] == 0:
            order[placed] = node
            placed += 1
    done = 0
    while done < placed:
        node = order[done]
        done += 1
        for place in range(out_first[node], out_first[node + 1]):
            follower = tos[out_link[place]]
            waiting[follower] -= 1
            if waiting[follower] == 0:
                order[placed] = follower
                placed += 1
    return placed
