"""Tasks that stand elsewhere among their siblings, as few as tell the difference."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

Tasks = Mapping[str, dict[str, Any]]


def note_places(before: Tasks, here: Tasks, file: Tasks) -> None:
    """Give every task on every side `behind`: the sibling it follows, where that differs, else None.

    Only siblings all three have in common count, so that what was added or removed moves nobody.
    """
    common = {uid for uid in file if uid in here and (uid in before or not before)}
    families = [_families(side, common) for side in (before, here, file)]
    for side in (before, here, file):
        for task in side.values():
            task["behind"] = None
    for parent, theirs in families[2].items():
        for uid in _moved(families[1].get(parent, []), theirs):
            for side, family in zip((before, here, file), families, strict=True):
                if uid in side:
                    side[uid]["behind"] = _behind(uid, family.get(side[uid].get("parent") or "", []))


def _families(side: Tasks, common: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for uid, task in side.items():
        if uid in common:
            found.setdefault(task.get("parent") or "", []).append(uid)
    return found


def _behind(uid: str, family: Sequence[str]) -> str:
    place = family.index(uid) if uid in family else 0
    return family[place - 1] if place else ""


def _moved(here: Sequence[str], file: Sequence[str]) -> list[str]:
    """The fewest tasks of a family whose moving gives the file's order."""
    place = {uid: number for number, uid in enumerate(here)}
    stay = _longest_rising([place[uid] for uid in file if uid in place])
    kept = {here[number] for number in stay}
    return [uid for uid in file if uid in place and uid not in kept]


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """The longest rising subsequence of distinct numbers."""
    ends: list[int] = []
    last_at: list[int] = []
    came_from: list[int | None] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        came_from.append(last_at[length - 1] if length else None)
        ends[length : length + 1] = [number]
        last_at[length : length + 1] = [at]
    found: list[int] = []
    at_last: int | None = last_at[-1] if last_at else None
    while at_last is not None:
        found.append(numbers[at_last])
        at_last = came_from[at_last]
    return found[::-1]
