"""Finding the circles in a network that cannot be sorted."""

from collections.abc import Mapping, Sequence


def tied_together(nodes: Sequence[int], followers: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """Groups of nodes that all lead to each other, so that at least one circle runs through each.

    Source: Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion.
    """
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    groups: list[list[int]] = []
    for root in nodes:
        if root in index:
            continue
        work = [(root, iter(followers.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, coming = work[-1]
            for follower in coming:
                if follower not in index:
                    index[follower] = low[follower] = len(index)
                    stack.append(follower)
                    on_stack.add(follower)
                    work.append((follower, iter(followers.get(follower, ()))))
                    break
                if follower in on_stack:
                    low[node] = min(low[node], index[follower])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = _popped(stack, on_stack, node)
                    if len(group) > 1:
                        groups.append(sorted(group))
    return groups


def _popped(stack: list[int], on_stack: set[int], node: int) -> list[int]:
    group = []
    while True:
        member = stack.pop()
        on_stack.discard(member)
        group.append(member)
        if member == node:
            return group


def shortest_circle(group: Sequence[int], followers: Mapping[int, Sequence[int]]) -> list[int]:
    """A shortest circle through the first node of a group, beginning there."""
    members, start = set(group), group[0]
    came_from = {start: start}
    waiting = [start]
    for node in waiting:
        for follower in followers.get(node, ()):
            if follower == start:
                return _walked(came_from, node, start)
            if follower in members and follower not in came_from:
                came_from[follower] = node
                waiting.append(follower)
    return list(group)


def _walked(came_from: Mapping[int, int], node: int, start: int) -> list[int]:
    path = [node]
    while node != start:
        node = came_from[node]
        path.append(node)
    return path[::-1]
