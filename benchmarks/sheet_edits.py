"""Every kind of edit the plan sheet sends, as requests a benchmark may repeat.

A step is a name and what makes the request of its n-th repetition. Steps that undo each other follow one
another, so that the plan is the same size after many repetitions; `LAST` in a request stands for the number
the step before was answered with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

LAST = "@last"
ROWS = 20
"""How many rows a fill and a paste take."""

Request = tuple[str, str, Any]
Step = tuple[str, Callable[[int], Request]]


@dataclass(frozen=True)
class Chosen:
    """Tasks in the middle of a plan: a `leaf` with links on both sides and its `family`, two `far` apart."""

    leaf: int
    parent: int
    family: Sequence[int]
    link: int
    far: tuple[int, int]
    calendar: int


def chosen(sheet: dict[str, Any], calendar: int) -> Chosen:
    """The tasks to edit, from the plan as the sheet has it."""
    tasks, links = sheet["tasks"], sheet["links"]
    into = dict(zip(links["successor"], links["number"], strict=True))
    leaves = [
        (number, parent)
        for number, parent, kind in zip(tasks["number"], tasks["parent"], tasks["kind"], strict=True)
        if kind == "task" and number in into
    ]
    leaf, parent = leaves[len(leaves) // 2]
    family = [number for number, above in leaves if above == parent]
    far = (leaves[len(leaves) // 3][0], leaves[2 * len(leaves) // 3][0])
    return Chosen(leaf, parent, family, into[leaf], far, calendar)


def steps(base: str, on: Chosen) -> list[list[Step]]:
    """Everything that can be done to a plan in its sheet; lists of steps belong together."""
    return [*_fields(base, on), *_links(base, on), *_outline(base, on), *_many(base, on)]


def _fields(base: str, on: Chosen) -> list[list[Step]]:
    def task(name: str, *values: dict[str, Any]) -> list[Step]:
        return [(name, lambda at: ("PATCH", f"{base}/tasks/{on.leaf}", values[at % len(values)]))]

    constraint = {"constraint": "start_no_earlier_than", "constraint_date": "2030-03-04T08:00"}
    return [
        task("duration", *({"duration": f"{days}d"} for days in range(2, 9))),
        task("name", {"name": "One"}, {"name": "Other"}),
        task("constraint", constraint, {"constraint": "as_soon_as_possible"}),
        task("deadline", {"deadline": "2030-03-04T17:00"}, {"deadline": None}),
        task("calendar of a task", {"calendar": on.calendar}, {"calendar": None}),
        task("progress", {"percent_complete": 40}, {"percent_complete": 0}),
        task("people", {"people": "Ana[50%];Bo"}, {"people": "Ana"}),
    ]


def _links(base: str, on: Chosen) -> list[list[Step]]:
    ends = {"predecessor": on.far[0], "successor": on.far[1]}
    link, other = f"{base}/links/{on.link}", f"{base}/tasks/{on.family[-2]}"
    texts = (f"{on.far[0]}FS+2d", str(on.far[0]))
    return [
        [("lag of a link", lambda at: ("PATCH", link, {"lag": f"{1 + at % 5}d"}))],
        [("predecessors as text", lambda at: ("PATCH", other, {"predecessors": texts[at % 2]}))],
        [("type of a link", lambda at: ("PATCH", link, {"type": ("SS", "FS")[at % 2]}))],
        [
            ("link added", lambda _: ("POST", f"{base}/links", ends)),
            ("link removed", lambda _: ("DELETE", f"{base}/links/{LAST}", None)),
        ],
    ]


def _outline(base: str, on: Chosen) -> list[list[Step]]:
    new, last = {"name": "New", "after": on.leaf}, {"tasks": [LAST]}
    end = {"tasks": [on.family[-1]]}
    first = {**end, "parent": on.parent, "after": on.family[0]}
    back = {**end, "parent": on.parent, "after": on.family[-2]}
    return [
        [
            ("task added", lambda _: ("POST", f"{base}/tasks", new)),
            ("task removed", lambda _: ("POST", f"{base}/tasks:remove", last)),
        ],
        [
            ("task outdented", lambda _: ("POST", f"{base}/tasks:outdent", end)),
            ("task indented", lambda _: ("POST", f"{base}/tasks:indent", end)),
        ],
        [
            ("task moved", lambda _: ("POST", f"{base}/tasks:move", first)),
            ("task moved back", lambda _: ("POST", f"{base}/tasks:move", back)),
        ],
    ]


def _many(base: str, on: Chosen) -> list[list[Step]]:
    rows = [
        {"name": f"Pasted {at}", "level": 1, "id": at, "duration": "2d", "predecessors": str(at - 1)}
        for at in range(1, ROWS + 1)
    ]
    paste = {"after": on.leaf, "rows": [{**rows[0], "predecessors": ""}, *rows[1:]]}

    def fill(at: int) -> Request:
        edits = [{"task": task, "duration": f"{1 + at % 6}d"} for task in on.family[:ROWS]]
        return "POST", f"{base}/tasks:edit", {"edits": edits}

    return [
        [(f"{ROWS} rows filled", fill)],
        [
            (f"{ROWS} rows pasted", lambda _: ("POST", f"{base}/tasks:paste", paste)),
            (f"{ROWS} pasted rows undone", lambda _: ("POST", f"{base}:undo", {})),
        ],
    ]
