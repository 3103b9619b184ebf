"""What the rooms of a program may decide without looking anything up: stages, statuses, order."""

from __future__ import annotations

STAGES = ("defining", "delivering", "closing", "closed")
"""A program's life, in order. It goes forward one step at a time and back one step at a time."""

PROJECT_STAGES = ("planned", "running", "closed")

DELIVERABLE_STATUSES = ("planned", "started", "delivered", "accepted", "dropped")

RANK_GAP = 1024
"""The distance between two ranks given out in a row."""

COLOURS = ("slate", "teal", "ochre", "plum", "moss", "rust", "sky", "rose")
"""Colours handed to projects in turn, by name; the style sheet says what they look like."""


def may_move(stages: tuple[str, ...], before: str, after: str) -> bool:
    """Is `after` the next stage, or the one before?"""
    return after in stages and abs(stages.index(after) - stages.index(before)) == 1


def next_rank(ranks: list[int]) -> int:
    """A rank behind all others."""
    return max(ranks, default=0) + RANK_GAP


def next_colour(used: list[str]) -> str:
    """The colour fewest projects have, the earliest of those."""
    return min(COLOURS, key=lambda colour: (used.count(colour), COLOURS.index(colour)))
