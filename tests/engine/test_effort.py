"""People of different calendars on one task, computed by hand."""

from __future__ import annotations

from dataclasses import replace

from milepost.engine.analysis import analyse
from milepost.engine.instants import TICKS_PER_HOUR
from milepost.engine.plan import (
    OFFICE_DAY,
    OFFICE_WEEK,
    Assignment,
    Calendar,
    EffortType,
    Plan,
    Project,
    Resource,
    Shift,
    Task,
)
from milepost.engine.rules import MSPROJECT
from tests.engine.conftest import at, shown

HOUR = TICKS_PER_HOUR
NIGHT = (Shift(20 * HOUR, 24 * HOUR),)
CALENDARS = (
    Calendar(1, "office"),
    Calendar(2, "nights", (NIGHT,) * 5 + ((), ())),
    Calendar(3, "Ana", OFFICE_WEEK),
    Calendar(4, "Bo", (OFFICE_DAY,) * 5 + ((), ())),
    Calendar(5, "machine", ((Shift(16 * HOUR, 22 * HOUR),),) * 7),
)


def finish(task: Task, *assignments: Assignment, resources: tuple[Resource, ...]) -> str:
    """When a task ends that these people work on, from Monday 5 January at eight."""
    plan = Plan(
        projects=(Project(1, start=at("2026-01-05T08:00"), calendar=1),),
        calendars=CALENDARS,
        tasks=(task,),
        resources=resources,
        assignments=assignments,
        rules=MSPROJECT,
    )
    return shown(analyse(plan).schedule.row(task.id).finish)


ANA, BO, NIA = Resource(1, "Ana", calendar=3), Resource(2, "Bo", calendar=4), Resource(3, "Nia", calendar=2)
BUILD = Task(1, 1, "build", duration=40 * HOUR)


def test_a_task_lasts_until_the_slower_of_two_calendars_is_done() -> None:
    """16 hours are two days of office, four nights of four hours."""
    work = 16 * HOUR
    both = Assignment(1, 1, 1, work=work), Assignment(2, 1, 3, work=work)

    assert finish(replace(BUILD, duration=work), *both, resources=(ANA, NIA)) == "01-09 00:00"


def test_a_fixed_duration_ignores_the_calendars_of_people() -> None:
    task = replace(BUILD, duration=16 * HOUR, effort_type=EffortType.FIXED_DURATION)

    assert finish(task, Assignment(1, 1, 3, work=16 * HOUR), resources=(NIA,)) == "01-06 17:00"


def test_a_task_that_ignores_calendars_of_people_works_on_its_own() -> None:
    task = replace(BUILD, duration=16 * HOUR, calendar=1, ignores_resource_calendars=True)

    assert finish(task, Assignment(1, 1, 3, work=16 * HOUR), resources=(NIA,)) == "01-06 17:00"


def test_a_task_calendar_and_a_persons_meet_where_both_work() -> None:
    """Nia works from 20 to 24, the machine from 16 to 22: 16 hours are eight evenings of two hours."""
    task = replace(BUILD, duration=16 * HOUR, calendar=5)

    assert finish(task, Assignment(1, 1, 3, work=16 * HOUR), resources=(NIA,)) == "01-14 22:00"


def test_a_duration_that_adds_up_people_of_like_hours_is_worth_what_they_work_side_by_side() -> None:
    """40 hours each at half and at three quarters: 80 h stated, yet both work in the same 80 h / 40 h."""
    shares = Assignment(1, 1, 1, 0.5, work=20 * HOUR), Assignment(2, 1, 2, 0.75, work=30 * HOUR)
    added_up = replace(BUILD, duration=80 * HOUR, remaining=80 * HOUR)

    assert finish(added_up, *shares, resources=(ANA, BO)) == "01-09 17:00"
    assert finish(replace(added_up, duration=60 * HOUR), *shares, resources=(ANA, BO)) != "01-09 17:00"


def test_people_of_a_started_task_are_as_far_as_the_task_where_nobody_said_otherwise() -> None:
    """Half of 16 hours is left: one day of office, two nights from where it began."""
    both = Assignment(1, 1, 1, work=16 * HOUR), Assignment(2, 1, 3, work=16 * HOUR)
    began = at("2026-01-05T08:00")
    half = replace(
        BUILD, duration=16 * HOUR, actual_start=began, remaining=8 * HOUR, resumes_at=at("2026-01-07T08:00"),
        suspended_at=at("2026-01-05T17:00"),
    )  # fmt: skip

    assert finish(half, *both, resources=(ANA, NIA)) == "01-09 00:00"
