"""Where a program stands: computed from what is stated, noticed when stale, shown to whom it may be."""

from __future__ import annotations

import datetime as dt

import pytest

from milepost.base import undo
from milepost.base.identity import ORGANISATION, SYSTEM
from milepost.base.operation import Acting, NotAllowed, NotFound
from milepost.domain.analysis.operations import baselines
from milepost.domain.analysis.operations import tasks as sheet_operations
from milepost.domain.analysis.queries import current, sheet
from milepost.domain.programs.operations import aims
from milepost.domain.schedule.operations import calendars, links, tasks
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.engine.instants import instant
from tests.builders import (
    MONDAY,
    Program,
    a_plan,
    a_program,
    a_project,
    a_task,
    manager_of,
    project_manager_of,
    somebody,
    viewer_of,
)

pytestmark = pytest.mark.django_db


def evening(day: int, month: int = 3) -> int:
    return instant(dt.datetime(2026, month, day, 17))


def finish(program: Program, name: str) -> int | None:
    return current.planned_task(SYSTEM, program=program.ledger, task=program[name]).finish


def sentence(program: Program) -> str:
    return current.current(SYSTEM, program=program.ledger).headline.sentence


def test_a_plan_is_dated_from_its_links_and_calendar() -> None:
    program = a_plan("dig  3d\npour  2d  dig\ncure  5d  pour FS+1d")

    # Monday 2 March: three days to the 4th, two to the 6th, a day's lag over the weekend, five from the 10th.
    assert finish(program, "dig") == evening(4)
    assert finish(program, "pour") == evening(6)
    assert finish(program, "cure") == evening(16)


def test_an_edit_is_noticed_by_whoever_asks_next() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    before = current.current(SYSTEM, program=program.ledger)
    tasks.edit(program.by(), task=program["dig"], duration="4d")
    after = current.current(SYSTEM, program=program.ledger)

    assert (before.headline.finish, after.headline.finish) == (evening(6), evening(9))
    assert after.revision == before.revision + 1


def test_undo_brings_the_dates_back() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    written = tasks.edit(program.by(), task=program["dig"], duration="9d")
    current.current(SYSTEM, program=program.ledger)
    assert written.entry is not None
    undo.undo(program.by(), entry=written.entry)

    assert finish(program, "pour") == evening(6)


def test_a_link_across_projects_moves_the_other_project() -> None:
    program = a_plan("dig  3d")
    other = a_project(program.ledger, "Run")
    a_task(program, "use", "1d", project=other)
    links.add(program.by(), predecessor=program["dig"], successor=program["use"])

    assert finish(program, "use") == evening(5)


def test_a_holiday_of_the_organisation_moves_every_program_that_follows_it() -> None:
    shared = calendars.add(Acting(SYSTEM, ORGANISATION), name="Office").value
    program = a_plan("dig  3d")
    assert finish(program, "dig") == evening(4)
    calendars.add_exception(
        Acting(SYSTEM, ORGANISATION), calendar=shared, starts_on=dt.date(2026, 3, 3), name="Holiday"
    )

    assert finish(program, "dig") == evening(5)


def test_a_program_calendar_may_follow_the_organisations() -> None:
    shared = calendars.add(Acting(SYSTEM, ORGANISATION), name="Office").value
    program = a_plan("dig  3d")
    own = calendars.add(program.by(), name="With Saturdays", follows_organisation=shared).value
    saturday = [None] * 5 + [[["08:00", "12:00"], ["13:00", "17:00"]], None]
    calendars.edit(program.by(), calendar=own, week=saturday)
    tasks.edit(program.by(), task=program["dig"], duration="6d", calendar=own)

    assert finish(program, "dig") == evening(7)


def test_the_sentence_says_when_against_what_and_why() -> None:
    program = a_plan("dig  3d\nlive  0d  dig")
    aims.add_key_date(program.by(), name="Go-live", task=program["live"], is_headline=True)
    assert sentence(program) == "live is planned for 4 Mar 2026; dig drives it."
    baselines.set_baseline(program.by(), name="Baseline 1", reason="Agreed")
    assert sentence(program) == "live is planned for 4 Mar 2026, as in baseline 1; dig drives it."
    tasks.edit(program.by(), task=program["dig"], duration="8d")

    assert (
        sentence(program)
        == "live is planned for 11 Mar 2026, 5 working days after baseline 1; dig drives it."
    )


def test_a_program_without_tasks_says_so() -> None:
    assert sentence(a_program()) == "Atlas has no dated tasks yet."


def test_a_baseline_keeps_its_promise_when_the_task_is_gone() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    baselines.set_baseline(program.by(), reason="Agreed")
    tasks.remove(program.by(), tasks=[program["pour"]])
    headline = current.current(SYSTEM, program=program.ledger).headline

    assert (headline.baseline_finish, headline.finish) == (evening(6), evening(4))
    assert headline.slip_days == -2


def test_the_plan_can_be_seen_as_it_was() -> None:
    program = a_plan("dig  3d")
    then = tasks.edit(program.by(), task=program["dig"], duration="5d").revision
    tasks.edit(program.by(), task=program["dig"], duration="9d")
    past = current.current(SYSTEM, program=program.ledger, as_of=then)

    assert (past.revision, past.headline.finish) == (then, evening(6))
    with pytest.raises(NotFound):
        current.current(SYSTEM, program=program.ledger, as_of=then + 50)


def test_a_share_done_means_the_task_began_as_planned() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    sheet_operations.edit(program.by(), task=program["pour"], percent_complete=50)

    row = task_queries.task(SYSTEM, program=program.ledger, task=program["pour"])
    assert row.actual_start == instant(dt.datetime(2026, 3, 5, 8))


def test_people_and_predecessors_and_duration_are_one_edit() -> None:
    program = a_plan("dig  3d\npour  2d")
    written = sheet_operations.edit(
        program.by(),
        task=program["pour"],
        duration="4d",
        predecessors=str(program["dig"]),
        people="Ana[50%];Bo",
    )

    row = current.planned_task(SYSTEM, program=program.ledger, task=program["pour"])
    assert (row.people, row.predecessors) == ("Ana[50%]; Bo", str(program["dig"]))
    assert written.entry == written.revision


def test_the_driving_path_leads_from_what_holds_the_first_task() -> None:
    program = a_plan("plan  2d\ndig  3d\npour  2d  dig FS+1d, plan\nlive  0d  pour")
    steps = current.driving_path(SYSTEM, program=program.ledger, task=program["live"])

    assert [(step.task.name, step.link_type, step.lag) for step in steps] == [
        ("dig", "FS", "+1d"),
        ("pour", "FS", ""),
        ("live", "", ""),
    ]
    assert steps[0].because == "It begins with its project."


def test_another_projects_task_is_a_stub_with_dates_only() -> None:
    program = a_plan("dig secret tunnel  3d")
    other = a_project(program.ledger, "Run")
    a_task(program, "use", "1d", project=other)
    links.add(program.by(), predecessor=program["dig secret tunnel"], successor=program["use"])
    reader = project_manager_of(program, other)
    rows = sheet.sheet(reader, program=program.ledger)
    names = dict(zip(rows["tasks"]["number"], rows["tasks"]["name"], strict=True))

    assert names[program["dig secret tunnel"]] == "A task of another project"
    assert "secret" not in str(rows)
    stub = current.planned_task(reader, program=program.ledger, task=program["dig secret tunnel"])
    assert (stub.is_stub, stub.finish, stub.people) == (True, evening(4), "")


def test_who_may_see_nothing_of_a_program_does_not_find_it() -> None:
    program = a_plan("dig  3d")

    with pytest.raises(NotFound):
        current.current(somebody("Eve"), program=program.ledger)


def test_the_sheet_holds_projects_tasks_links_and_headline() -> None:
    program = a_plan("phase\n  dig  3d\n  pour  2d  dig SS+1d")
    held = sheet.sheet(manager_of(program), program=program.ledger)
    tasks_held = held["tasks"]

    assert tasks_held["number"] == [-program.project, program["phase"], program["dig"], program["pour"]]
    assert tasks_held["parent"] == [None, -program.project, program["phase"], program["phase"]]
    assert tasks_held["kind"] == ["project", "summary", "task", "task"]
    assert tasks_held["wbs"] == ["1", "1.1", "1.1.1", "1.1.2"]
    assert tasks_held["predecessors"][-1] == f"{program['dig']}SS+1d"
    assert tasks_held["start"][2] == int((MONDAY - dt.datetime(1970, 1, 1)).total_seconds() // 60)
    assert held["links"]["lag"] == [480]
    assert "plan.edit" in held["rights"]
    assert held["headline"]["finish"] == evening(4) / 10


def test_after_an_edit_the_sheet_redraws_what_moved_and_nothing_else() -> None:
    program = a_plan("dig  3d\npour  2d  dig\napart  1d")
    seen = sheet.sheet(SYSTEM, program=program.ledger)["revision"]
    tasks.edit(program.by(), task=program["dig"], duration="4d")
    redrawn = sheet.changes(SYSTEM, program=program.ledger, since=seen)

    assert {program["dig"], program["pour"]} <= set(redrawn["tasks"]["number"])
    assert redrawn["removed"] == []


def test_removed_tasks_and_links_are_named_so_the_sheet_can_drop_them() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    seen = sheet.sheet(SYSTEM, program=program.ledger)
    tasks.remove(program.by(), tasks=[program["dig"]])
    redrawn = sheet.changes(SYSTEM, program=program.ledger, since=seen["revision"])

    assert redrawn["removed"] == [program["dig"]]
    assert redrawn["links_removed"] == seen["links"]["number"]


def test_a_sheet_far_behind_is_told_everything() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    first = sheet.sheet(SYSTEM, program=program.ledger)["revision"]
    for days in range(4, 14):
        tasks.edit(program.by(), task=program["dig"], duration=f"{days}d")
        sheet.changes(SYSTEM, program=program.ledger, since=first)

    assert set(sheet.changes(SYSTEM, program=program.ledger, since=first)["tasks"]["number"]) == {
        -program.project,
        program["dig"],
        program["pour"],
    }


def test_a_viewer_sees_the_plan_without_baselines_and_without_its_past() -> None:
    program = a_plan("dig  3d")
    baselines.set_baseline(program.by(), name="Secret promise", reason="Agreed")
    then = tasks.edit(program.by(), task=program["dig"], duration="5d").revision
    tasks.edit(program.by(), task=program["dig"], duration="6d")
    viewer = viewer_of(program)
    held = sheet.sheet(viewer, program=program.ledger)

    assert (held["baselines"], held["baseline"]) == ([], None)
    assert "baseline_finish" not in held["tasks"]
    assert "slip_days" not in held["tasks"]
    assert current.current(viewer, program=program.ledger).headline.baseline_finish is None
    with pytest.raises(NotAllowed):
        current.current(viewer, program=program.ledger, as_of=then)
