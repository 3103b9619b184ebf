"""The numbers MS Project gives user-defined fields, by their names (`Text1`), for tasks, resources and
assignments.

Read off files Project wrote with every field defined; the numbers were given out over many versions, hence
the gaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

TASKS, RESOURCES, ASSIGNMENTS = 188743680, 205520896, 255852544
"""What is added to an offset below for fields of tasks, resources, assignments."""

_Runs = tuple[tuple[int, int, int], ...]
"""Offsets of the fields of one kind in order, as runs: first, how many, step."""

_TASK_RUNS: dict[str, _Runs] = {
    "Text": ((51, 5, 3), (66, 5, 1), (317, 20, 1)),
    "Start": ((52, 5, 3), (282, 5, 2)),
    "Finish": ((53, 5, 3), (283, 5, 2)),
    "Cost": ((106, 3, 1), (258, 7, 1)),
    "Date": ((265, 10, 1),),
    "Flag": ((72, 10, 1), (292, 10, 1)),
    "Number": ((87, 5, 1), (302, 15, 1)),
    "Duration": ((103, 3, 1), (275, 7, 1)),
    "OutlineCode": ((416, 10, 2),),
}
_RESOURCE_RUNS: dict[str, _Runs] = {
    "Text": ((8, 2, 1), (30, 3, 1), (97, 5, 1), (225, 20, 1)),
    "Start": ((102, 5, 1), (220, 5, 1)),
    "Finish": ((107, 5, 1), (190, 5, 1)),
    "Cost": ((123, 3, 1), (166, 7, 1)),
    "Date": ((173, 10, 1),),
    "Flag": ((127, 9, 1), (126, 1, 1), (195, 10, 1)),
    "Number": ((112, 5, 1), (205, 15, 1)),
    "Duration": ((117, 3, 1), (183, 7, 1)),
    "OutlineCode": ((278, 10, 2),),
}
_ASSIGNMENT_RUNS: dict[str, _Runs] = {
    "Text": ((88, 10, 1), (218, 20, 1)),
    "Start": ((98, 5, 1), (213, 5, 1)),
    "Finish": ((103, 5, 1), (183, 5, 1)),
    "Cost": ((119, 3, 1), (159, 7, 1)),
    "Date": ((166, 10, 1),),
    "Flag": ((123, 9, 1), (122, 1, 1), (188, 10, 1)),
    "Number": ((108, 5, 1), (198, 15, 1)),
    "Duration": ((113, 3, 1), (176, 7, 1)),
}
_BY_KIND = {TASKS: _TASK_RUNS, RESOURCES: _RESOURCE_RUNS, ASSIGNMENTS: _ASSIGNMENT_RUNS}


@lru_cache
def by_name(kind: int) -> dict[str, int]:
    """The full number of every user-defined field of a kind of row."""
    return {name: kind + offset for name, offset in _offsets(_BY_KIND[kind])}


@lru_cache
def by_number() -> dict[int, str]:
    """The name of every user-defined field by its full number."""
    return {number: name for kind in _BY_KIND for name, number in by_name(kind).items()}


def _offsets(runs_by_name: dict[str, _Runs]) -> Iterator[tuple[str, int]]:
    for name, runs in runs_by_name.items():
        place = 0
        for first, count, step in runs:
            for offset in range(first, first + count * step, step):
                place += 1
                yield f"{name}{place}", offset
