"""Plan quality as readers are told: against a baseline, of one project, in the past."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from milepost.base.identity import SYSTEM
from milepost.base.operation import NotFound
from milepost.domain.analysis.operations import baselines
from milepost.domain.analysis.queries import quality
from milepost.domain.analysis.queries.meanings import CHARACTERISTICS, MEANINGS, PRACTICES
from milepost.domain.analysis.rows.quality import Quality, QualityCheck
from milepost.domain.programs.operations import programs
from milepost.domain.schedule.operations import tasks
from milepost.engine import notation
from milepost.engine.analysis import analyse
from milepost.engine.quality import health
from milepost.engine.quality.health import examine
from tests.builders import a_plan, a_project, a_task, project_manager_of, viewer_of

pytestmark = pytest.mark.django_db


def by_id(found: Quality) -> dict[str, QualityCheck]:
    return {check.id: check for check in found.checks}


def test_every_check_and_practice_of_the_engine_has_its_words() -> None:
    health = examine(analyse(notation.parse("a 1d")))

    assert {check.id: check.name for check in health.checks} == {
        id_: str(said.name) for id_, said in MEANINGS.items()
    }
    assert {row.number: row.name for row in health.practices} == {
        n: str(name) for n, name in PRACTICES.items()
    }
    assert {row.characteristic for row in health.practices} == CHARACTERISTICS.keys()


def test_offenders_are_tasks_of_the_program() -> None:
    program = a_plan("design  5d\nbuild  10d  design FS-1d\nlaunch  0d  build")
    found = by_id(quality.quality(SYSTEM, program=program.ledger))

    assert found["leads"].offenders == (program["build"],)
    assert (found["leads"].value, found["leads"].passes) == (50, False)
    assert found["critical_path_test"].value == 600


def test_promises_are_held_against_the_baseline_chosen() -> None:
    program = a_plan("design  5d\nbuild  10d  design")
    bare = by_id(quality.quality(SYSTEM, program=program.ledger))
    baselines.set_baseline(program.by(), name="Board plan")
    tasks.edit(program.by(), task=program["design"], duration="10d")
    programs.set_status_date(program.by(), status_date=dt.datetime(2026, 3, 16, 17))
    found = quality.quality(SYSTEM, program=program.ledger)

    assert bare["missed_tasks"].value is None
    # Design was promised for Friday 6 March; on the 16th it has not finished.
    assert by_id(found)["missed_tasks"].offenders == (program["design"],)
    assert found.slot == 1


def test_a_project_is_checked_alone_and_whoever_sees_one_is_told_of_that_one() -> None:
    program = a_plan("design  5d\nbuild  10d  design FS-1d")
    other = a_project(program.ledger, "Run")
    a_task(program, "train", "4d", project=other)
    alone = quality.quality(SYSTEM, program=program.ledger, project=other)
    told = quality.quality(project_manager_of(program, other), program=program.ledger)

    assert by_id(alone)["leads"].denominator == 0
    assert by_id(alone)["logic"].offenders == (program["train"],)
    assert told.checks == alone.checks
    with pytest.raises(NotFound):
        quality.quality(project_manager_of(program, other), program=program.ledger, project=program.project)


def test_whoever_may_see_no_baseline_is_told_of_no_promise() -> None:
    program = a_plan("design  5d\nbuild  10d  design")
    baselines.set_baseline(program.by(), name="Board plan")
    found = quality.quality(viewer_of(program), program=program.ledger)

    assert found.slot is None
    assert by_id(found)["bei"].value is None


def test_the_past_is_checked_as_it_was() -> None:
    program = a_plan("design  5d\nbuild  10d  design FS-1d")
    then = quality.quality(SYSTEM, program=program.ledger).revision
    tasks.edit(program.by(), task=program["build"], predecessors=str(program["design"]))

    assert by_id(quality.quality(SYSTEM, program=program.ledger))["leads"].passes is True
    past = quality.quality(SYSTEM, program=program.ledger, as_of=then)
    assert by_id(past)["leads"].passes is False


def test_checks_are_made_once_for_a_state_of_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    program = a_plan("design  5d\nbuild  10d  design")
    made: list[object] = []
    examine_once = health.examine

    def counted(*given: Any, **asked: Any) -> health.Health:
        made.append(asked["projects"])
        return examine_once(*given, **asked)

    monkeypatch.setattr(health, "examine", counted)
    for _visit in range(2):
        quality.quality(SYSTEM, program=program.ledger)
        quality.quality_by_project(SYSTEM, program=program.ledger)
    before = len(made)
    tasks.edit(program.by(), task=program["build"], duration="12d")
    quality.quality(SYSTEM, program=program.ledger)

    assert made[:before] == [None, frozenset({program.project})]
    assert len(made) == before + 1


def test_projects_are_told_beside_the_program_as_far_as_they_are_seen() -> None:
    program = a_plan("design  5d\nbuild  10d  design")
    other = a_project(program.ledger, "Run")
    a_task(program, "use", "3d", project=other)
    whole = quality.quality_by_project(SYSTEM, program=program.ledger)
    part = quality.quality_by_project(project_manager_of(program, other), program=program.ledger)

    assert [row.project for row in whole] == [None, program.project, other]
    assert [row.project for row in part] == [None, other]
    assert part[0].checks == part[1].checks
