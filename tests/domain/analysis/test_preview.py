"""What an edit would do, before it is saved: the same as after, and nothing is written."""

from __future__ import annotations

import pytest

from milepost.base.identity import SYSTEM
from milepost.base.models import Entry
from milepost.base.operation import NotFound
from milepost.domain.analysis.operations import tasks as sheet_operations
from milepost.domain.analysis.queries import sheet
from milepost.domain.schedule.rules.circles import Circle
from milepost.domain.schedule.rules.edits import NotPlannable
from tests.builders import Program, a_plan, a_project, project_manager_of

pytestmark = pytest.mark.django_db

EDITS = (
    {"duration": "9d"},
    {"predecessors": ""},
    {"percent_complete": 40},
    {"is_manual": True},
    {"deadline": None, "priority": 700},
)


def drawn(reply: dict[str, dict[str, list[object]]], *, names: tuple[str, ...]) -> dict[object, list[object]]:
    columns = reply["tasks"]
    count = len(columns["number"])
    return {
        columns["number"][place]: [columns.get(name, [None] * count)[place] for name in names]
        for place in range(count)
    }


@pytest.mark.parametrize("fields", EDITS, ids=str)
def test_a_preview_is_what_saving_would_give(fields: dict[str, object]) -> None:
    program = a_plan("dig  3d\npour  2d  dig\ncure  5d  pour\napart  1d")
    seen = sheet.sheet(SYSTEM, program=program.ledger)["revision"]
    edits = [{"task": program["pour"], **fields}]
    entries = Entry.objects.count()
    tried = sheet.preview(SYSTEM, program=program.ledger, edits=edits)
    assert Entry.objects.count() == entries

    sheet_operations.edit_many(program.by(), edits=edits)
    saved = sheet.changes(SYSTEM, program=program.ledger, since=seen)
    names = ("start", "finish", "total_float", "critical", "percent", "predecessors", "is_manual")
    assert drawn(tried, names=names) == drawn(saved, names=names)
    assert tried["headline"]["sentence"] == saved["headline"]["sentence"]


@pytest.mark.parametrize(
    "fields",
    [{"people": "Ana;Bo"}, {"people": ""}, {"duration": "4d"}, {"work": "10d"}, {"percent_complete": 50}],
    ids=str,
)
@pytest.mark.parametrize("kind", ["fixed_units", "fixed_work", "fixed_duration"])
def test_a_preview_says_what_becomes_of_people_and_their_work(kind: str, fields: dict[str, object]) -> None:
    program = a_plan("dig  3d\npour  2d  dig\ncure  5d  pour\napart  1d")
    pour = program["pour"]
    sheet_operations.edit(program.by(), task=pour, people="Ana", is_effort_driven=True, effort_type=kind)
    sheet_operations.edit(program.by(), task=pour, people="Ana;Cy[50%]")
    seen = sheet.sheet(SYSTEM, program=program.ledger)["revision"]
    edits = [{"task": pour, **fields}]

    tried = sheet.preview(SYSTEM, program=program.ledger, edits=edits)
    sheet_operations.edit_many(program.by(), edits=edits)

    saved = sheet.changes(SYSTEM, program=program.ledger, since=seen)
    names = ("start", "finish", "total_float", "duration", "percent", "people")
    assert drawn(tried, names=names) == drawn(saved, names=names)


def test_a_preview_refuses_what_saving_would_refuse() -> None:
    program = a_plan("dig  3d\npour  2d  dig")

    with pytest.raises(Circle):
        sheet.preview(
            SYSTEM,
            program=program.ledger,
            edits=[{"task": program["dig"], "predecessors": str(program["pour"])}],
        )
    with pytest.raises(NotPlannable):
        sheet.preview(
            SYSTEM, program=program.ledger, edits=[{"task": program["dig"], "percent_complete": 180}]
        )


def test_a_task_out_of_reach_cannot_be_tried() -> None:
    program: Program = a_plan("dig  3d")
    other = a_project(program.ledger, "Run")

    with pytest.raises(NotFound):
        sheet.preview(
            project_manager_of(program, other),
            program=program.ledger,
            edits=[{"task": program["dig"], "duration": "9d"}],
        )
