"""The schedule as the import of a newer version of a file compares it: whole rows, as the history writes
them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from milepost.base import last_said, permissions, tables
from milepost.base.identity import Actor, key, project_scope
from milepost.base.models import Row
from milepost.domain.schedule.models import (
    Baseline,
    BaselineTask,
    Calendar,
    CalendarException,
    Link,
    Task,
    WorkWeek,
)

Rows = dict[int, dict[str, Any]]


def stated(reader: Actor, *, program: int, project: int) -> dict[str, Rows]:
    """The tasks and links of one project, the program's calendars and the project's baselines, by table.

    Tasks come in order of rank. What the reader may not see of them is not there.
    """
    scope = project_scope(program, project)
    tasks = Task._default_manager.filter(project=key(program, project)).order_by("rank", "pk")
    links = Link._default_manager.filter(successor__project=key(program, project)).order_by("pk")
    baselines = Baseline._default_manager.filter(project=key(program, project))
    found: dict[str, Iterable[Row]] = {"schedule.task": tasks, "schedule.link": links}
    found["schedule.baseline"] = baselines
    found["schedule.baselinetask"] = BaselineTask._default_manager.filter(baseline__in=baselines)
    for model in (Calendar, CalendarException, WorkWeek):
        found[tables.name_of(model)] = model._default_manager.filter(ledger=program).order_by("pk")
    return {
        table: last_said.images(rows, permissions.hidden_fields(reader, tables.tables()[table], scope))
        for table, rows in found.items()
    }
