"""Summaries from their parts, in one sweep from the bottom of the outline."""

from milepost.engine.kernels.layout import Column


def roll_earliest(parent: Column, joins: Column, dates: Column, never: int) -> None:
    """Give each summary the earliest of its parts' dates; `never` means none."""
    for task in range(len(parent) - 1, -1, -1):
        above = parent[task]
        if above < 0 or not joins[task] or dates[task] == never:
            continue
        if dates[above] == never or dates[task] < dates[above]:
            dates[above] = dates[task]


def roll_latest(parent: Column, joins: Column, dates: Column, never: int) -> None:
    """Give each summary the latest of its parts' dates; `never` means none."""
    for task in range(len(parent) - 1, -1, -1):
        above = parent[task]
        if above < 0 or not joins[task] or dates[task] == never:
            continue
        if dates[above] == never or dates[task] > dates[above]:
            dates[above] = dates[task]


def roll_sum(parent: Column, joins: Column, amounts: Column) -> None:
    """Give each summary the sum of its parts' amounts."""
    for task in range(len(parent) - 1, -1, -1):
        above = parent[task]
        if above >= 0 and joins[task]:
            amounts[above] += amounts[task]
