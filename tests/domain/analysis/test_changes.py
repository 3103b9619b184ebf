"""What changed since: dates, edits and by whom, and how the finish moved from week to week."""

from __future__ import annotations

import datetime as dt

import pytest

from milepost.base import clock
from milepost.base.identity import SYSTEM
from milepost.base.operation import NotFound
from milepost.domain.analysis.queries import changes, current, trends
from milepost.domain.schedule.operations import tasks
from tests.builders import Program, a_plan, a_project, a_task, manager_of, project_manager_of, viewer_of

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(weeks=1)
JANUARY = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


def revision(program: Program) -> int:
    return current.current(SYSTEM, program=program.ledger).revision


def test_what_changed_says_how_the_finish_moved_and_who_did_it() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    since = revision(program)
    tasks.edit(
        program.by(manager_of(program, "Ana"), reason="Rock below"), task=program["dig"], duration="5d"
    )
    found = changes.what_changed(SYSTEM, program=program.ledger, since=since)

    assert found.sentence == "Atlas moved 2 working days later, to 10 Mar 2026; 2 tasks moved."
    assert found.finish_days == 2
    assert {(row.name, row.days) for row in found.moved} == {("dig", 2), ("pour", 2)}
    (edit,) = found.edits
    assert (edit.by, edit.reason, edit.tasks) == ("Ana", "Rock below", (program["dig"],))


def test_tasks_added_and_removed_are_named() -> None:
    program = a_plan("dig  3d\npour  2d  dig")
    since = revision(program)
    tasks.remove(program.by(), tasks=[program["pour"]])
    a_task(program, "cure")
    found = changes.what_changed(SYSTEM, program=program.ledger, since=since)

    assert [row.name for row in found.added] == ["cure"]
    assert [row.name for row in found.removed] == ["pour"]
    assert found.sentence.endswith("1 was added, 1 was removed.")


def test_nothing_changed_since_now() -> None:
    program = a_plan("dig  3d")
    found = changes.what_changed(SYSTEM, program=program.ledger, since=revision(program))

    assert (found.moved, found.edits) == ([], [])
    assert found.sentence == "Atlas stays on 4 Mar 2026."


def test_the_future_has_not_changed_yet() -> None:
    program = a_plan("dig  3d")

    with pytest.raises(NotFound):
        changes.what_changed(SYSTEM, program=program.ledger, since=revision(program) + 1)


def test_edits_in_projects_out_of_reach_are_not_told() -> None:
    program = a_plan("dig  3d")
    other = a_project(program.ledger, "Run")
    a_task(program, "use", project=other)
    since = revision(program)
    tasks.edit(program.by(), task=program["dig"], duration="9d")
    found = changes.what_changed(project_manager_of(program, other), program=program.ledger, since=since)

    assert (found.moved, found.edits) == ([], [])


def test_a_trend_has_a_point_for_each_week_something_changed() -> None:
    with clock.at(JANUARY):
        program = a_plan("dig  3d")
    for week, days in enumerate((5, 8, 8, 10), 1):
        with clock.at(JANUARY + week * WEEK):
            tasks.edit(program.by(), task=program["dig"], duration=f"{days}d")
    points = trends.trend(SYSTEM, program=program.ledger)

    # The third week set what was set already, so nothing changed.
    assert [point.day for point in points] == [(JANUARY + week * WEEK).date() for week in (0, 1, 2, 4)]
    days = [point.finish for point in points]
    assert days == sorted(set(days), key=days.index)
    assert trends.trend(SYSTEM, program=program.ledger) == points


def test_history_is_not_for_viewers() -> None:
    program = a_plan("dig  3d")

    assert trends.trend(viewer_of(program), program=program.ledger) == []


def test_the_list_of_programs_reads_what_is_known_and_works_out_the_rest() -> None:
    program, other = a_plan("dig  3d"), a_plan("lay  5d", name="Borealis")
    first = current.headlines(SYSTEM)
    tasks.edit(program.by(), task=program["dig"], duration="9d")
    second = current.headlines(SYSTEM)

    assert second[other.ledger] == first[other.ledger]
    assert second[program.ledger].finish != first[program.ledger].finish


def test_a_trend_says_what_each_past_said() -> None:
    with clock.at(JANUARY):
        program = a_plan("dig  3d\npour  2d  dig\ncure  5d  pour")
    for week in range(1, 9):
        with clock.at(JANUARY + week * WEEK):
            tasks.edit(program.by(), task=program["dig"], duration=f"{3 + week % 3}d")
            if week == 3:
                a_task(program, "seal", "2d", predecessors=str(program["cure"]))
            if week == 6:
                tasks.remove(program.by(), tasks=[program["pour"]])
    points = trends.trend(SYSTEM, program=program.ledger)

    assert len(points) == 9
    for point in points:
        then = current.current(SYSTEM, program=program.ledger, as_of=point.revision).headline
        assert (point.finish, point.tasks) == (then.milestone_finish, then.tasks)
