"""Floats and paths of a program, worked out from its stored plan."""

from __future__ import annotations

import pytest

from milepost.base.identity import SYSTEM
from milepost.base.operation import NotFound
from milepost.domain.analysis.queries import slack
from milepost.domain.analysis.rows.floats import LinkFloat
from tests.builders import Program, a_plan, a_project, project_manager_of

pytestmark = pytest.mark.django_db

DAY = 4800


@pytest.fixture
def program() -> Program:
    """The middle takes 10 days; north 4 with 3 behind it."""
    return a_plan("go  1d\nmiddle  10d  go\nnorth  4d  go\nlater  3d  north\nend  1d  middle, later")


def test_every_kind_of_float_of_a_task(program: Program) -> None:
    found = slack.task_floats(SYSTEM, program=program.ledger, task=program["north"])

    assert (found.total_float, found.free_float, found.interfering_float) == (3 * DAY, 0, 3 * DAY)
    assert found.independent_float == 0
    assert (found.to_project_finish, found.to_program_finish, found.to_milestone) == (3 * DAY,) * 3
    into, out_of = found.links
    assert (into.predecessor, into.is_driving, into.float) == (program["go"], True, 0)
    assert isinstance(out_of, LinkFloat)
    assert (out_of.successor, out_of.type) == (program["later"], "FS")


def test_paths_to_the_headline_in_order_of_nearness(program: Program) -> None:
    found = slack.float_paths(SYSTEM, program=program.ledger)

    assert [(path.rank, path.relative_float, path.tasks) for path in found] == [
        (1, 0, (program["go"], program["middle"], program["end"])),
        (2, 3 * DAY, (program["north"], program["later"])),
    ]
    assert len(slack.float_paths(SYSTEM, program=program.ledger, count=1)) == 1


def test_paths_by_total_float_part_what_leads_to_the_headline(program: Program) -> None:
    found = slack.float_paths(SYSTEM, program=program.ledger, by="total")

    assert [(path.rank, path.relative_float, path.tasks) for path in found] == [
        (1, 0, (program["go"], program["middle"], program["end"])),
        (2, 3 * DAY, (program["north"], program["later"])),
    ]


def test_floats_of_a_project_one_may_not_see_are_not_found(program: Program) -> None:
    stranger = project_manager_of(program, a_project(program.ledger, "Run"))

    with pytest.raises(NotFound):
        slack.task_floats(stranger, program=program.ledger, task=program["north"])
