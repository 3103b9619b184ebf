"""Plan health: the fourteen points on a plan, and the checks beside them."""

from __future__ import annotations

from dataclasses import replace

from milepost.engine import notation
from milepost.engine.analysis import analyse
from milepost.engine.notation import days
from milepost.engine.plan import Baseline, BaselineTask
from milepost.engine.quality.checks import Check
from milepost.engine.quality.health import Health, examine
from tests.engine.conftest import at

SOUND = """
start    0d
design  10d  after start
build   12d  after design
test     8d  after build
launch   0d  after test
"""


def by_id(health: Health) -> dict[str, Check]:
    return {check.id: check for check in health.checks}


def test_a_sound_plan_passes_what_applies_to_it() -> None:
    health = examine(analyse(notation.parse(SOUND)))
    failed = [check.id for check in health.checks if check.passes is False]
    assert failed == []
    assert health.score == 100
    assert by_id(health)["critical_path_test"].value == 600


def test_each_check_names_its_offenders() -> None:
    plan = notation.parse(
        """
        design   5d
        build   50d  after design SS+2d, must finish on 2026-06-01
        test     8d  after build FS-1d
        deploy   3d  after test SF
        """.replace("        ", "")
    )
    found = by_id(examine(analyse(plan)))
    assert found["logic"].offenders == (1, 4)
    assert found["leads"].offenders == (3,)
    assert found["lags"].offenders == (2,)
    assert found["relationship_types"].offenders == (2, 4)
    assert found["hard_constraints"].offenders == (2,)
    assert found["high_duration"].offenders == (2,)
    assert found["start_to_finish"].offenders == (4,)


def test_what_was_promised_for_the_past_is_missed_or_executed() -> None:
    plan = notation.parse(
        """
        status 2026-01-14
        design  2d  started 2026-01-05, finished 2026-01-06
        build   3d  after design, started 2026-01-07, finished 2026-01-12
        test    5d  after build
        extra   1d  after test
        """.replace("        ", "")
    )
    promised = {1: "2026-01-06T17:00", 2: "2026-01-09T17:00", 3: "2026-01-14T08:00"}
    tasks = {id_: BaselineTask(finish=at(text), duration=days(3)) for id_, text in promised.items()}
    found = by_id(examine(analyse(replace(plan, baselines=(Baseline(0, tasks),)))))
    assert (found["missed_tasks"].numerator, found["missed_tasks"].denominator) == (2, 3)
    assert found["missed_tasks"].offenders == (2, 3)
    # Two are done; three were promised by now, and `extra`, which nobody promised, counts too.
    assert found["bei"].value == 2 / 4


def test_a_link_that_a_chain_implies_is_redundant() -> None:
    plan = notation.parse("a 1d\nb 1d after a\nc 1d after b, after a")
    assert by_id(examine(analyse(plan)))["redundant_links"].offenders == (3,)


def test_work_out_of_sequence_is_listed() -> None:
    plan = notation.parse(
        "status 2026-01-08\na 5d started 2026-01-05, left 2d\nb 2d after a, started 2026-01-07"
    )
    assert by_id(examine(analyse(plan)))["out_of_sequence"].offenders == (2,)


def test_the_score_is_the_weighed_share_that_passes() -> None:
    plan = notation.parse("a 1d\nb 1d after a FS-1h")
    analysis = analyse(plan)
    passing = [check.passes for check in examine(analysis).checks if check.passes is not None]
    assert examine(analysis).score == 100 * sum(passing) / len(passing)
    only_leads = {check.id: 0.0 for check in examine(analysis).checks} | {"leads": 1.0}
    assert examine(analysis, weights=only_leads).score == 0


def test_practices_carry_their_evidence_and_no_rating() -> None:
    practices = examine(analyse(notation.parse(SOUND))).practices
    assert [practice.number for practice in practices] == list(range(1, 11))
    assert [check.id for check in practices[6].evidence] == ["high_float", "negative_float"]


def test_one_project_of_a_program_is_checked_by_its_own_tasks_links_and_finish() -> None:
    plan = notation.parse(
        "design 5d\nbuild 10d after design FS-1d\ntrain 4d\nlaunch 0d after train, after build"
    )
    run = tuple(replace(task, project=2) if task.id > 2 else task for task in plan.tasks)
    projects = (plan.projects[0], replace(plan.projects[0], id=2))
    analysis = analyse(replace(plan, projects=projects, tasks=run))
    of_build = by_id(examine(analysis, projects=[1]))
    of_run = by_id(examine(analysis, projects=[2]))

    # The lead stands before `build`, so it is its project's.
    assert (of_build["leads"].numerator, of_build["leads"].denominator) == (1, 1)
    assert (of_run["leads"].numerator, of_run["leads"].denominator) == (0, 2)
    assert of_run["logic"].offenders == (3,)
    # `design` is stretched, and the project's last task, `build`, ends 600 days later.
    assert of_build["critical_path_test"].value == 600


def test_the_critical_path_test_moves_the_milestone_the_program_is_known_by() -> None:
    plan = notation.parse("design 5d\nlaunch 0d after design\ncare 1500d")
    known = replace(plan, milestone=2)
    # A task of three years hides what becomes of the last finish; the milestone moves all the same.
    assert by_id(examine(analyse(known)))["critical_path_test"].value == 600
