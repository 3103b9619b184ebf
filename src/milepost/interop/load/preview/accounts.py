"""Every field of a file accounted for: which the plan uses, which only travel along, which are dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from milepost.interop.exchange.values import Exchange, Project
from milepost.interop.load.preview.report import Accounted

_NOT_SAID = (None, "", (), False, 0)
"""Values that say nothing: a file that has them and one that leaves them out are the same plan."""
_RESULTS = frozenset({"carried", "custom", "baselines", "predecessors", "is_critical", "rates"})
"""Fields counted apart, or by what is in them."""


def accounts(exchange: Exchange) -> list[Accounted]:
    """The fields of a file by what becomes of them: dropped first, then carried, then kept, most first."""
    kept, carried = Counter[str](), Counter[str]()
    for project in exchange.projects:
        for noun, row in _rows(project):
            kept.update(_kept(noun, row))
            carried.update(_carried(noun, row))
    dropped = sorted(exchange.fidelity.dropped, key=lambda one: (-one.count, one.field))
    return [
        *(Accounted(one.field, "dropped", one.count, one.because) for one in dropped),
        *(Accounted(field, "carried", count, "") for field, count in carried.most_common()),
        *(Accounted(field, "kept", count, "") for field, count in kept.most_common()),
    ]


def _rows(project: Project) -> Iterator[tuple[str, Any]]:
    """Everything a project holds that has fields, each with its noun."""
    yield "project", project
    nouns: tuple[tuple[str, Iterable[Any]], ...] = (
        ("calendar", project.calendars),
        ("task", project.tasks),
        ("link", (link for task in project.tasks for link in task.predecessors)),
        ("baseline", (one for task in project.tasks for one in task.baselines.values())),
        ("resource", project.resources),
        ("rate", (rate for resource in project.resources for rate in resource.rates)),
        ("assignment", project.assignments),
    )
    for noun, rows in nouns:
        yield from ((noun, row) for row in rows)


def _kept(noun: str, row: Any) -> Iterator[str]:
    for field in fields(row):
        if field.name in _RESULTS or (noun == "project" and field.name in _LISTS):
            continue
        value = getattr(row, field.name)
        if not any(value is empty or value == empty for empty in _NOT_SAID) and value != field.default:
            yield f"{noun}: {field.name.replace('_', ' ')}"
    yield from (f"{noun}: {name} (user-defined)" for name in getattr(row, "custom", ()))


_LISTS = frozenset({"calendars", "tasks", "resources", "assignments", "custom_labels", "rules"})
"""What of a project is told row by row."""


def _carried(noun: str, row: Any) -> Iterator[str]:
    yield from (f"{noun}: {name.rstrip('/')}" for name, _ in getattr(row, "carried", ()))
