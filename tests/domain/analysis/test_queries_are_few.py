"""The number of database queries does not grow with the plan."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.base import past
from milepost.base.identity import SYSTEM
from milepost.domain.analysis.operations import baselines
from milepost.domain.analysis.operations import tasks as sheet_operations
from milepost.domain.analysis.queries import changes, current, keeping, mine, sheet
from milepost.domain.schedule.operations import outline
from tests.builders import Program, a_program, manager_of

pytestmark = pytest.mark.django_db


def a_plan_of(count: int, name: str) -> Program:
    """A program of one summary with so many linked tasks and people, and a baseline."""
    program = a_program(name)
    rows = [{"name": "Phase", "level": 1, "id": 0}]
    for task in range(1, count + 1):
        before = {"predecessors": str(task - 1)} if task > 1 else {}
        rows.append(
            {"name": f"t{task}", "level": 2, "id": task, "duration": "2d", "people": f"P{task}", **before}
        )
    numbers = sheet_operations.paste(program.by(), rows=rows, project=program.project).value
    program.tasks = {str(row["name"]): number for row, number in zip(rows, numbers, strict=True)}
    baselines.set_baseline(program.by(), reason="Agreed")
    return program


def queries(program: Program, what: str) -> int:
    reader = manager_of(program)
    ledger, task = program.ledger, program["t2"]
    since = current.current(SYSTEM, program=ledger).revision
    asked = {
        "sheet": lambda: sheet.sheet(reader, program=ledger),
        "cold sheet": lambda: (keeping.forget(), sheet.sheet(reader, program=ledger)),
        "home": lambda: current.current(reader, program=ledger),
        "tasks": lambda: current.planned_tasks(reader, program=ledger),
        "path": lambda: current.driving_path(reader, program=ledger, task=task),
        "past": lambda: current.current(reader, program=ledger, as_of=since - 1),
        "what changed": lambda: changes.what_changed(reader, program=ledger, since=since - 1),
        "my work": lambda: mine.own_tasks(reader),
        "edit": lambda: sheet_operations.edit(program.by(), task=task, duration="5d", people="Zoe"),
        "edit and redraw": lambda: (
            sheet_operations.edit(program.by(), task=task, duration="7d"),
            sheet.changes(reader, program=ledger, since=since),
        ),
        "fill": lambda: sheet_operations.edit_many(
            program.by(), edits=[{"task": number, "duration": "4d"} for number in program.tasks.values()]
        ),
        "outdent": lambda: outline.outdent(program.by(), tasks=[task]),
        "link": lambda: sheet_operations.edit(
            program.by(), task=program["t4"], predecessors=f"{program['t1']};{task}"
        ),
    }
    # The organisation's past is shared by both programs: whoever asks first would pay for it.
    past._past.cache_clear()
    with CaptureQueriesContext(connection) as captured:
        asked[what]()
    return len(captured)


@pytest.mark.parametrize(
    "what",
    [
        "sheet",
        "cold sheet",
        "home",
        "tasks",
        "path",
        "past",
        "what changed",
        "my work",
        "edit",
        "edit and redraw",
        "fill",
        "outdent",
        "link",
    ],
)
def test_query_counts_are_constant(what: str) -> None:
    small = queries(a_plan_of(5, "Small"), what)
    large = queries(a_plan_of(40, "Large"), what)

    assert large == small
