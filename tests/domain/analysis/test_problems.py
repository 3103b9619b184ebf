"""A problem's sentence names no task its reader may not see."""

from __future__ import annotations

import datetime as dt

import pytest

from milepost.base.identity import ORGANISATION, SYSTEM, Actor, Scope
from milepost.base.operation import Acting
from milepost.domain.accounts.operations import people
from milepost.domain.analysis.queries import current
from milepost.domain.schedule.operations import links, tasks
from tests.builders import Program, a_plan, a_project, a_task, project_manager_of, somebody, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    """Use, in Run, began on Tuesday though the secret tunnel it follows, in Build, was not dug."""
    made = a_plan("dig secret tunnel  3d")
    made.tasks["run"] = a_project(made.ledger, "Run")
    a_task(made, "use", "2d", project=made["run"])
    links.add(made.by(), predecessor=made["dig secret tunnel"], successor=made["use"])
    tasks.edit(made.by(), task=made["use"], actual_start=dt.datetime(2026, 3, 3, 8))
    return made


def sentences(reader: Actor, program: Program) -> dict[str, str]:
    """What the reader is told is odd, by code."""
    found = current.problems(reader, program=program.ledger)
    return {problem.code: problem.message for problem in found}


def test_work_out_of_sequence_names_both_tasks_to_who_sees_both(program: Program) -> None:
    told = sentences(viewer_of(program), program)

    assert told["out_of_sequence"] == "'use' started before 'dig secret tunnel' was finished."


def test_to_who_runs_the_other_project_the_task_before_has_no_name(program: Program) -> None:
    told = sentences(project_manager_of(program, program["run"]), program)

    assert told["out_of_sequence"] == "'use' started before 'A task of another project' was finished."
    assert "secret" not in str(told)


def test_to_a_vendor_it_is_somebody_elses_task(program: Program) -> None:
    vic = people.add(Acting(SYSTEM, ORGANISATION), name="Vic").value
    tasks.edit(program.by(), task=program["use"], owner=vic)
    vendor = somebody("Vic", ("vendor", Scope("program", program.ledger)), person=vic)

    told = sentences(vendor, program)

    assert told["out_of_sequence"] == "'use' started before 'Somebody else's task' was finished."
    assert "secret" not in str(told)


def test_who_sees_only_the_task_before_is_told_nothing_of_the_one_that_began(program: Program) -> None:
    assert sentences(project_manager_of(program), program) == {}


def test_a_problem_refers_to_a_task_out_of_reach_by_its_number_alone(program: Program) -> None:
    (problem,) = current.problems(project_manager_of(program, program["run"]), program=program.ledger)

    assert (problem.task, problem.name) == (program["use"], "use")
    assert problem.related == (program["dig secret tunnel"],)
