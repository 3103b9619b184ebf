"""Tasks: added, edited, removed; what is refused and what follows."""

from __future__ import annotations

import datetime as dt

import pytest

from milepost.base import undo
from milepost.base.identity import SYSTEM
from milepost.base.operation import EditConflict, NotAllowed, NotFound
from milepost.domain.schedule.operations import links, outline, tasks
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.domain.schedule.rows import TaskRow
from milepost.domain.schedule.rules.circles import Circle, LinkToOwnSummary
from milepost.domain.schedule.rules.durations import NotADuration
from milepost.domain.schedule.rules.edits import NotPlannable
from milepost.engine.instants import instant
from tests.builders import Program, a_plan, a_program, a_project, a_task, manager_of, viewer_of

pytestmark = pytest.mark.django_db

DAY = 4800


def stated(program: Program, name: str) -> TaskRow:
    return task_queries.task(SYSTEM, program=program.ledger, task=program[name])


def predecessors(program: Program, name: str) -> list[tuple[int, str, float]]:
    return [
        (link.predecessor, link.type, link.lag)
        for link in task_queries.links_into(program.ledger, [program[name]])
    ]


def test_a_task_takes_a_day_unless_told_otherwise() -> None:
    program = a_program()
    tasks.add(program.by(), name="Think")

    assert [(row.name, row.duration) for row in task_queries.tasks(SYSTEM, program=program.ledger)] == [
        ("Think", DAY)
    ]


def test_a_duration_keeps_the_unit_it_was_typed_in() -> None:
    program = a_program(with_tasks=1)
    tasks.edit(program.by(), task=program["t1"], duration="2w")

    row = stated(program, "t1")
    assert (row.duration, row.duration_unit) == (2 * 5 * DAY, "w")


def test_an_elapsed_duration_counts_nights_and_weekends() -> None:
    program = a_program(with_tasks=1)
    tasks.edit(program.by(), task=program["t1"], duration="5ed?")

    row = stated(program, "t1")
    assert (row.duration, row.is_elapsed, row.is_estimated) == (5 * 14400, True, True)


def test_a_duration_nobody_can_read_is_refused_with_an_example() -> None:
    program = a_program(with_tasks=1)

    with pytest.raises(NotADuration, match="'soon' is no duration"):
        tasks.edit(program.by(), task=program["t1"], duration="soon")


def test_a_start_typed_for_a_scheduled_task_means_no_earlier_than() -> None:
    program = a_program(with_tasks=1)
    tasks.edit(program.by(), task=program["t1"], start=dt.datetime(2026, 3, 10))

    row = stated(program, "t1")
    assert row.constraint == "start_no_earlier_than"
    assert row.constraint_date == instant(dt.datetime(2026, 3, 10, 8))


def test_a_constraint_needs_its_date() -> None:
    program = a_program(with_tasks=1)

    with pytest.raises(NotPlannable, match="'must start on' needs a date"):
        tasks.edit(program.by(), task=program["t1"], constraint="must_start_on")


def test_a_deadline_on_a_day_means_its_evening() -> None:
    program = a_program(with_tasks=1)
    tasks.edit(program.by(), task=program["t1"], deadline=dt.datetime(2026, 3, 10))

    assert stated(program, "t1").deadline == instant(dt.datetime(2026, 3, 10, 17))


def test_what_finished_before_it_started_is_refused() -> None:
    program = a_program(with_tasks=1)

    with pytest.raises(NotPlannable, match="cannot have finished on 03 Mar 2026, before it started"):
        tasks.edit(
            program.by(),
            task=program["t1"],
            actual_start=dt.datetime(2026, 3, 5),
            actual_finish=dt.datetime(2026, 3, 3),
        )


def test_finishing_a_task_leaves_nothing_to_do() -> None:
    program = a_program(with_tasks=1)
    tasks.edit(
        program.by(),
        task=program["t1"],
        actual_start=dt.datetime(2026, 3, 2),
        actual_finish=dt.datetime(2026, 3, 3),
    )

    row = stated(program, "t1")
    assert (row.percent_complete, row.remaining) == (100, 0)


def test_a_longer_duration_of_a_started_task_is_more_to_do_not_less_done() -> None:
    program = a_plan("dig  10d")
    tasks.edit(program.by(), task=program["dig"], actual_start=dt.datetime(2026, 3, 2), percent_complete=40)
    tasks.edit(program.by(), task=program["dig"], duration="20d")

    row = stated(program, "dig")
    assert row.remaining == (20 - 4) * DAY
    assert row.percent_complete == 100 * 4 / 20


def test_the_predecessor_column_is_what_the_links_become() -> None:
    program = a_plan("a  1d\nb  1d\nc  1d  a")
    tasks.edit(program.by(), task=program["c"], predecessors=f"{program['b']}SS+2d")

    assert predecessors(program, "c") == [(program["b"], "SS", 2 * DAY)]


def test_a_predecessor_that_is_not_there_is_not_found() -> None:
    program = a_program(with_tasks=1)

    with pytest.raises(NotFound, match="There is no task 999"):
        tasks.edit(program.by(), task=program["t1"], predecessors="999")


def test_a_circle_is_refused_naming_its_tasks() -> None:
    program = a_plan("dig  1d\npour  1d  dig\ncure  1d  pour")

    with pytest.raises(Circle, match="circle: 'cure' → 'dig' → 'pour' → 'cure'"):
        links.add(program.by(), predecessor=program["cure"], successor=program["dig"])


def test_a_task_does_not_wait_for_itself() -> None:
    program = a_program(with_tasks=1)
    task = program["t1"]

    with pytest.raises(Circle, match="cannot wait for itself"):
        tasks.edit(program.by(), task=task, predecessors=f"{task}FS+1d")
    with pytest.raises(Circle, match="cannot wait for itself"):
        links.add(program.by(), predecessor=task, successor=task)


def test_a_circle_through_a_summary_is_a_circle() -> None:
    program = a_plan("phase\n  dig  1d\ncure  1d  phase")

    with pytest.raises(Circle, match="'cure' → 'dig' → 'phase' → 'cure'"):
        links.add(program.by(), predecessor=program["cure"], successor=program["dig"])


def test_a_task_cannot_wait_for_its_own_summary() -> None:
    program = a_plan("phase\n  dig  1d")

    with pytest.raises(LinkToOwnSummary, match="'dig' is part of 'phase'"):
        links.add(program.by(), predecessor=program["phase"], successor=program["dig"])


def test_removing_a_summary_takes_its_tasks_and_links_along_and_undo_brings_them_back() -> None:
    program = a_plan("phase\n  dig  1d\n  pour  1d  dig\ncure  1d  pour")
    before = task_queries.tasks(SYSTEM, program=program.ledger)
    written = tasks.remove(program.by(), tasks=[program["phase"]])

    assert [row.name for row in task_queries.tasks(SYSTEM, program=program.ledger)] == ["cure"]
    assert task_queries.all_links(program.ledger) == []

    undo.undo(program.by(), entry=written.entry)
    assert [row.name for row in task_queries.tasks(SYSTEM, program=program.ledger)] == [
        row.name for row in before
    ]
    assert len(task_queries.all_links(program.ledger)) == 2


def test_many_edits_are_one_entry() -> None:
    program = a_program(with_tasks=3)
    edits = [{"task": program[name], "duration": "4d"} for name in ("t1", "t2", "t3")]
    written = tasks.edit_many(program.by(), edits=edits)

    assert written.revision == written.entry
    assert {stated(program, name).duration for name in ("t1", "t2", "t3")} == {4 * DAY}


def test_an_edit_that_changes_nothing_leaves_no_entry() -> None:
    program = a_program(with_tasks=1)

    assert tasks.edit(program.by(), task=program["t1"], duration="1d").entry is None


def test_two_people_may_edit_different_fields_and_not_the_same() -> None:
    program = a_program(with_tasks=1)
    seen = tasks.edit(program.by(), task=program["t1"], notes="read").revision
    tasks.edit(program.by(manager_of(program, "Ana"), seen=seen), task=program["t1"], duration="3d")
    bo = program.by(manager_of(program, "Bo"), seen=seen)
    tasks.edit(bo, task=program["t1"], name="Renamed")

    with pytest.raises(EditConflict) as refused:
        tasks.edit(bo, task=program["t1"], duration="4d")
    assert {conflict.by for conflict in refused.value.conflicts} == {"Ana"}


def test_who_may_only_look_may_not_edit() -> None:
    program = a_program(with_tasks=1)

    with pytest.raises(NotAllowed):
        tasks.edit(program.by(viewer_of(program)), task=program["t1"], duration="3d")


def test_a_task_of_another_program_is_not_found() -> None:
    program, other = a_program(with_tasks=1), a_program("Other", with_tasks=30)

    with pytest.raises(NotFound):
        tasks.edit(program.by(), task=other["t30"], duration="3d")


def test_with_several_projects_a_task_says_which() -> None:
    program = a_program()
    a_project(program.ledger)

    with pytest.raises(tasks.WhichProject):
        tasks.add(program.by(), name="Where?")


def order(program: Program) -> list[tuple[str, int | None]]:
    """Names and parents, in outline order."""
    from milepost.domain.schedule.queries import outline as outline_queries

    rows = {row.number: row for row in task_queries.tasks(SYSTEM, program=program.ledger)}
    projects = sorted({row.project for row in rows.values()})
    return [
        (rows[number].name, rows[rows[number].parent or 0].name if rows[number].parent else None)
        for number in outline_queries.order(outline_queries.families(rows), projects)
    ]


def test_a_task_goes_behind_the_one_named_however_often() -> None:
    program = a_program(with_tasks=2)
    for count in range(40):
        a_task(program, f"new{count}", after=program["t1"])

    names = [name for name, _ in order(program)]
    assert names == ["t1", *(f"new{count}" for count in reversed(range(40))), "t2"]


def test_indenting_makes_the_task_above_a_summary() -> None:
    program = a_program(with_tasks=4)
    outline.indent(program.by(), tasks=[program["t2"], program["t4"]])

    assert order(program) == [("t1", None), ("t2", "t1"), ("t3", None), ("t4", "t3")]


def test_the_first_task_cannot_be_indented() -> None:
    program = a_program(with_tasks=1)

    with pytest.raises(outline.CannotMove, match="'t1' has no task above it"):
        outline.indent(program.by(), tasks=[program["t1"]])


def test_outdenting_keeps_every_row_where_it_is_seen() -> None:
    program = a_plan("phase\n  dig  1d\n  pour  1d\n  cure  1d\ndone  0d")
    outline.outdent(program.by(), tasks=[program["dig"]])

    assert order(program) == [
        ("phase", None),
        ("dig", None),
        ("pour", "dig"),
        ("cure", "dig"),
        ("done", None),
    ]


def test_a_task_cannot_become_part_of_itself() -> None:
    program = a_plan("phase\n  dig  1d")

    with pytest.raises(outline.CannotMove, match="part of itself"):
        outline.move(program.by(), tasks=[program["phase"]], parent=program["dig"])


def test_moving_to_another_project_takes_everything_below_along() -> None:
    program = a_plan("phase\n  dig  1d\n  pour  1d  dig")
    other = a_project(program.ledger)
    outline.move(program.by(), tasks=[program["phase"]], project=other)

    assert {row.project for row in task_queries.tasks(SYSTEM, program=program.ledger)} == {other}


def test_indenting_a_task_under_what_waits_for_it_is_refused() -> None:
    program = a_plan("late  1d\nearly  1d")
    links.add(program.by(), predecessor=program["early"], successor=program["late"])

    with pytest.raises(LinkToOwnSummary):
        outline.indent(program.by(), tasks=[program["early"]])


def test_a_pasted_block_keeps_its_levels_and_its_own_links() -> None:
    program = a_program(with_tasks=1)
    outline.paste(
        program.by(),
        after=program["t1"],
        rows=[
            {"id": 1, "name": "Phase", "level": 1},
            {"id": 2, "name": "Dig", "level": 2, "duration": "3d"},
            {"id": 3, "name": "Pour", "level": 2, "duration": "2d", "predecessors": "2FS+1d"},
        ],
    )

    assert order(program) == [("t1", None), ("Phase", None), ("Dig", "Phase"), ("Pour", "Phase")]
    by_name = {row.name: row.number for row in task_queries.tasks(SYSTEM, program=program.ledger)}
    (link,) = task_queries.all_links(program.ledger)
    assert (link.predecessor, link.successor, link.lag) == (by_name["Dig"], by_name["Pour"], DAY)


def test_linking_a_selection_chains_it() -> None:
    program = a_program(with_tasks=3)
    links.link(program.by(), tasks=[program["t1"], program["t2"], program["t3"]])

    assert [(link.predecessor, link.successor) for link in task_queries.all_links(program.ledger)] == [
        (program["t1"], program["t2"]),
        (program["t2"], program["t3"]),
    ]


def test_unlinking_one_task_frees_it_altogether() -> None:
    program = a_plan("a  1d\nb  1d  a\nc  1d  b")
    links.unlink(program.by(), tasks=[program["b"]])

    assert task_queries.all_links(program.ledger) == []
