"""People, units, work and durations typed into the sheet follow one another by the type of the task."""

from __future__ import annotations

import pytest

from milepost.base.identity import SYSTEM
from milepost.base.models import Entry
from milepost.domain.analysis.operations import tasks as sheet
from milepost.domain.resources.operations import people
from milepost.domain.resources.queries import bookings
from milepost.domain.resources.rules.people import NotPeople
from milepost.domain.schedule.queries import tasks as task_queries
from tests.builders import Program, a_plan

pytestmark = pytest.mark.django_db

DAY = 480


def dig(*, text: str = "Ana", **fields: object) -> Program:
    """A program with a task of ten days that people are on."""
    program = a_plan("dig  10d")
    edit(program, people=text)
    if fields:
        edit(program, **fields)
    return program


def edit(program: Program, **fields: object) -> None:
    sheet.edit(program.by(), task=program["dig"], **fields)  # type: ignore[arg-type]


def days(program: Program) -> float:
    return task_queries.task(SYSTEM, program=program.ledger, task=program["dig"]).duration / 4800


def told(program: Program) -> dict[str, tuple[float, float]]:
    """Units and whole work in days of everybody on the task."""
    names = {row.number: row.name for row in bookings.resources(SYSTEM, program=program.ledger)}
    found = {}
    for row in bookings.assignments(SYSTEM, program=program.ledger, task=program["dig"]):
        work = row.units * days(program) * DAY if row.work_minutes is None else row.work_minutes
        found[names[row.resource or 0]] = (round(row.units, 4), round(work / DAY, 3))
    return found


def test_a_second_person_halves_an_effort_driven_task() -> None:
    program = dig(is_effort_driven=True)
    edit(program, people="Ana;Bo")

    assert days(program) == 5
    assert told(program) == {"Ana": (1, 5), "Bo": (1, 5)}


def test_a_second_person_brings_their_own_work_where_effort_does_not_drive() -> None:
    program = dig()
    edit(program, people="Ana;Bo[50%]")

    assert days(program) == 10
    assert told(program) == {"Ana": (1, 10), "Bo": (0.5, 5)}


def test_half_the_units_double_the_duration_of_fixed_units_and_fixed_work() -> None:
    for kind in ("fixed_units", "fixed_work"):
        program = dig(effort_type=kind)
        edit(program, people="Ana[50%]")
        assert (days(program), told(program)) == (20, {"Ana": (0.5, 10)}), kind


def test_half_the_units_halve_the_work_of_a_fixed_duration() -> None:
    program = dig(effort_type="fixed_duration")
    edit(program, people="Ana[50%]")

    assert (days(program), told(program)) == (10, {"Ana": (0.5, 5)})


def test_a_duration_typed_for_fixed_work_changes_the_units() -> None:
    program = dig(effort_type="fixed_work")
    edit(program, duration="5d")

    assert (days(program), told(program)) == (5, {"Ana": (2, 10)})


@pytest.mark.parametrize("kind", ["fixed_units", "fixed_work", "fixed_duration"])
@pytest.mark.parametrize("done", [0, 40, 100])
def test_a_duration_typed_is_the_duration_however_far_the_task_is(kind: str, done: float) -> None:
    for typed in (3, 8, 24):
        program = dig(effort_type=kind)
        edit(program, percent_complete=done)
        edit(program, duration=f"{typed}d")
        assert days(program) == typed


def test_what_was_done_of_a_finished_task_took_as_long_as_is_typed() -> None:
    program = dig()
    edit(program, percent_complete=100)
    edit(program, duration="5d")
    assert told(program) == {"Ana": (1, 5)}

    program = dig(effort_type="fixed_work")
    edit(program, percent_complete=100)
    edit(program, duration="5d")
    assert told(program) == {"Ana": (2, 10)}


def test_a_duration_typed_for_fixed_units_changes_the_work_and_effort_driven_remembers_it() -> None:
    program = dig(is_effort_driven=True)
    edit(program, duration="6d")
    edit(program, people="Ana;Bo")

    assert (days(program), told(program)) == (3, {"Ana": (1, 3), "Bo": (1, 3)})


def test_work_typed_changes_the_duration_or_the_units_by_type() -> None:
    program = dig()
    edit(program, work="15d")
    assert (days(program), told(program)) == (15, {"Ana": (1, 15)})

    program = dig(effort_type="fixed_duration")
    edit(program, work="15d")
    assert (days(program), told(program)) == (10, {"Ana": (1.5, 15)})


def test_work_said_before_anybody_is_named_is_shared_by_the_first() -> None:
    program = a_plan("dig  10d")
    edit(program, work="30d")
    assert days(program) == 10
    edit(program, people="Ana;Bo")

    assert (days(program), told(program)) == (15, {"Ana": (1, 15), "Bo": (1, 15)})


def test_a_duration_and_people_typed_at_once_are_taken_one_after_another() -> None:
    """Fixed work: 10 days of Ana in 5 days are Ana twice over; at one again, with Bo, 10 days take 5."""
    program = dig(effort_type="fixed_work")
    edit(program, duration="5d", people="Ana;Bo")

    assert (days(program), told(program)) == (5, {"Ana": (1, 5), "Bo": (1, 5)})


def test_what_is_done_stays_done_when_somebody_joins() -> None:
    program = dig(is_effort_driven=True)
    edit(program, percent_complete=40)
    edit(program, people="Ana;Bo")

    assert days(program) == 4 + 3
    assert told(program) == {"Ana": (1, 7), "Bo": (1, 3)}
    left = [
        row.remaining_work_minutes
        for row in bookings.assignments(SYSTEM, program=program.ledger, task=program["dig"])
    ]
    assert left[1] == 3 * DAY


def test_who_stays_takes_over_what_is_left() -> None:
    program = dig(text="Ana;Bo", is_effort_driven=True)
    edit(program, people="Bo")

    assert (days(program), told(program)) == (20, {"Bo": (1, 20)})


def test_material_takes_no_time() -> None:
    program = dig(is_effort_driven=True)
    people.add(program.by(), name="Concrete", kind="material")
    edit(program, people="Ana;Concrete")

    assert (days(program), told(program)["Ana"]) == (10, (1, 10))


def test_dates_of_a_manual_task_are_left_alone() -> None:
    program = dig(is_effort_driven=True)
    edit(program, is_manual=True)
    edit(program, people="Ana;Bo")

    assert days(program) == 10


def test_progress_reported_on_the_task_is_booked_by_those_who_count_their_work() -> None:
    program = dig(is_effort_driven=True)
    edit(program, percent_complete=40)
    edit(program, people="Ana;Bo")
    edit(program, percent_complete=100)

    rows = bookings.assignments(SYSTEM, program=program.ledger, task=program["dig"])
    # Ana has worked as long as the task by then, so her work follows from it; Bo's is counted.
    assert [(row.actual_work_minutes, row.remaining_work_minutes) for row in rows] == [
        (None, None),
        (3 * DAY, 0),
    ]


def test_one_booking_is_changed_by_its_units_or_its_work() -> None:
    program = dig(text="Ana;Bo")
    first, second = bookings.assignments(SYSTEM, program=program.ledger, task=program["dig"])
    people.edit_assignment(program.by(), assignment=second.number, units=0.5)
    assert (days(program), told(program)) == (20, {"Ana": (1, 10), "Bo": (0.5, 10)})

    people.edit_assignment(program.by(), assignment=second.number, work_minutes=4 * DAY)
    assert (days(program), told(program)) == (10, {"Ana": (1, 10), "Bo": (0.5, 4)})
    with pytest.raises(NotPeople, match="above zero"):
        people.edit_assignment(program.by(), assignment=first.number, units=0)


def test_an_edit_and_all_that_follows_are_one_step_to_undo() -> None:
    program = dig(is_effort_driven=True)
    entries = Entry.objects.filter(ledger=program.ledger).count()
    edit(program, people="Ana;Bo", name="dig deep")

    assert Entry.objects.filter(ledger=program.ledger).count() == entries + 1


def test_people_assigned_by_a_verb_of_its_own_balance_the_task_too() -> None:
    program = dig(is_effort_driven=True)
    people.assign(program.by(), task=program["dig"], people="Ana;Bo")

    assert days(program) == 5
