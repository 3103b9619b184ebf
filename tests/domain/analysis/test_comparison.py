"""Two states of a program side by side: what is stated otherwise, what moved, and who is told of it."""

from __future__ import annotations

import pytest

from milepost.base.identity import SYSTEM
from milepost.base.refusal import NotAllowed, NotFound
from milepost.domain.analysis.operations import baselines
from milepost.domain.analysis.queries import comparison, current
from milepost.domain.analysis.rows.comparison import Comparison, TaskDifference
from milepost.domain.schedule.operations import links, tasks
from tests.builders import Program, a_plan, a_project, a_task, project_manager_of, viewer_of
from tests.domain.accounts.conftest import somebody

pytestmark = pytest.mark.django_db


def revision(program: Program) -> str:
    return str(current.current(SYSTEM, program=program.ledger).revision)


def compared(program: Program, before: str, after: str = "now") -> Comparison:
    return comparison.compare(SYSTEM, program=program.ledger, earlier=before, later=after)


def fields(row: TaskDifference) -> dict[str, tuple[str, str]]:
    return {each.field: (each.before, each.after) for each in row.fields}


def test_a_task_is_told_field_by_field_as_it_is_typed() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    then = revision(program)
    tasks.edit(program.by(), task=program["dig"], duration="5d", name="Dig deep")
    found = compared(program, then)

    dig, pour = found.tasks
    assert (dig.change, pour.change) == ("changed", "moved")
    assert fields(dig)["name"] == ("dig", "Dig deep")
    assert fields(dig)["duration"] == ("3d", "5d")
    assert fields(pour)["finish"] == ("2026-03-06T17:00", "2026-03-10T17:00")
    assert (dig.days, pour.days) == (2, 2)


def test_the_sentence_counts_tasks_and_links() -> None:
    program = a_plan("dig  3d\npour  2d  dig\nrest  1d")
    then = revision(program)
    links.add(program.by(), predecessor=program["rest"], successor=program["pour"])
    tasks.remove(program.by(), tasks=[program["dig"]])
    a_task(program, "cure", "1d")
    found = compared(program, then)

    assert (found.added, found.removed, found.changed, found.turned) == (1, 1, 1, 1)
    assert (found.links_added, found.links_removed) == (1, 1)
    assert found.sentence.endswith(
        "1 task added, 1 removed, 1 changed, 1 turned critical or ceased to be, 1 link added, 1 link removed."
    )


def test_what_is_gone_stands_where_it_stood() -> None:
    program = a_plan("dig  3d\npour  2d  dig\ncure  1d  pour\nseal  1d  cure")
    then = revision(program)
    tasks.remove(program.by(), tasks=[program["dig"], program["cure"]])
    found = compared(program, then)

    assert [row.name for row in found.tasks] == ["dig", "pour", "cure", "seal"]
    gone = found.tasks[2]
    assert (gone.change, gone.finish_after, gone.days) == ("removed", None, None)


def test_the_other_way_round_everything_is_turned() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    then = revision(program)
    tasks.edit(program.by(), task=program["dig"], duration="5d")
    a_task(program, "cure", "1d")
    forth, back = compared(program, then), compared(program, "now", then)

    assert (forth.added, back.removed) == (1, 1)
    assert (forth.finish_days, back.finish_days) == (2, -2)


def test_a_baseline_is_held_to_its_dates_and_durations_alone() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    baselines.set_baseline(program.by(), name="Board plan")
    tasks.edit(program.by(), task=program["dig"], duration="5d", name="Dig deep")
    a_task(program, "cure", "1d")
    found = compared(program, "baseline-1")

    dig, pour, cure = found.tasks
    assert fields(dig) == {
        "duration": ("3d", "5d"),
        "finish": ("2026-03-04T17:00", "2026-03-06T17:00"),
    }
    assert (dig.change, pour.change, cure.change) == ("changed", "moved", "added")
    assert found.earlier.name == "Board plan"
    assert found.finish_days == 2


def test_a_promise_for_a_task_that_is_gone_keeps_its_name() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    baselines.set_baseline(program.by(), name="Board plan")
    tasks.remove(program.by(), tasks=[program["dig"]])

    removed = [row for row in compared(program, "baseline-1").tasks if row.change == "removed"]
    sponsor = somebody("Siri", sponsor=program.slug)
    told = comparison.compare(sponsor, program=program.ledger, earlier="baseline-1")
    of_sponsor = [row for row in told.tasks if row.change == "removed"]

    assert [row.name for row in removed] == ["dig"]
    # A sponsor may compare with what was promised, and not look back at the plan it was promised in.
    assert [row.name for row in of_sponsor] == ["A task that is gone"]


def test_the_same_state_differs_in_nothing() -> None:
    program = a_plan("dig  3d")
    found = compared(program, revision(program))

    assert (found.tasks, found.finish_days) == ((), 0)
    assert found.sentence == "Atlas stays on 4 Mar 2026."


@pytest.mark.parametrize("state", ["99999", "soon", "baseline-7", "", "2026-13-40", "1" * 30])
def test_a_state_that_does_not_exist_is_not_found(state: str) -> None:
    program = a_plan("dig  3d")

    with pytest.raises(NotFound):
        compared(program, state)


def test_the_past_is_for_those_who_may_read_the_history() -> None:
    program = a_plan("dig  3d")
    baselines.set_baseline(program.by(), name="Board plan")
    sponsor = somebody("Siri", sponsor=program.slug)

    with pytest.raises(NotAllowed):
        comparison.compare(sponsor, program=program.ledger, earlier="1")
    with pytest.raises(NotAllowed):
        comparison.compare(viewer_of(program), program=program.ledger, earlier="baseline-1")


def test_projects_out_of_reach_are_not_told_of() -> None:
    program = a_plan("dig  3d")
    other = a_project(program.ledger, "Run")
    a_task(program, "use", project=other)
    then = revision(program)
    tasks.edit(program.by(), task=program["dig"], duration="9d")
    tasks.edit(program.by(), task=program["use"], notes="Mind the gap")
    found = comparison.compare(project_manager_of(program, other), program=program.ledger, earlier=then)

    assert [row.name for row in found.tasks] == ["use"]
    assert "dig" not in found.sentence


def test_links_people_and_progress_are_told_by_what_they_are_about() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    then = revision(program)
    tasks.edit(program.by(), task=program["pour"], predecessors=f"{program['dig']}FS+1d")
    tasks.edit(program.by(), task=program["dig"], percent_complete=50, deadline=None, priority=700)
    dig, pour = compared(program, then).tasks

    assert {each.kind for each in dig.fields} >= {"progress", "words"}
    assert fields(pour)["predecessors"] == (f"{program['dig']}", f"{program['dig']}FS+1d")


def test_a_plan_that_had_no_date_does_not_stay_on_one() -> None:
    program = a_plan("")
    then = revision(program)
    a_task(program, "dig", "3d")

    assert compared(program, then).sentence.startswith("Atlas had no date, and is planned for 4 Mar 2026 now")
