"""Calendars: weeks, exceptions and recurrences as people write them, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from milepost.base.identity import ORGANISATION, SYSTEM
from milepost.base.operation import Acting, Refusal
from milepost.base.removal import StillInUse
from milepost.domain.analysis.queries import current
from milepost.domain.programs.operations import projects
from milepost.domain.schedule.operations import calendars, tasks
from milepost.domain.schedule.queries import calendars as queries
from milepost.domain.schedule.rules.calendars import NotAPattern, NotAWorkingTime
from milepost.engine.instants import instant
from tests.builders import Program, a_plan, a_program

pytestmark = pytest.mark.django_db


def finish(program: Program, name: str) -> dt.date:
    from milepost.engine.instants import day_of

    found = current.planned_task(SYSTEM, program=program.ledger, task=program[name]).finish
    assert found is not None
    return day_of(found)


def test_a_calendar_is_an_office_week_unless_told_otherwise() -> None:
    program = a_program()
    calendars.add(program.by(), name="Usual")

    (row,) = queries.calendars(SYSTEM, program=program.ledger)
    assert row.week[0] == [[480, 720], [780, 1020]]
    assert row.week[5] == []


@pytest.mark.parametrize(
    ("day", "because"),
    [
        ([["8 o'clock", "12:00"]], "Monday: '8 o'clock' is no time of day"),
        ([["12:00", "08:00"]], "cannot end at 08:00"),
        ([["08:00", "12:00"], ["11:00", "14:00"]], "overlaps"),
        ([["08:00", "25:00"]], "no time of day"),
        ([["08:00"]], "a shift has a start and an end"),
    ],
)
def test_a_working_day_that_cannot_be_is_refused(day: list[list[str]], because: str) -> None:
    program = a_program()

    with pytest.raises(NotAWorkingTime, match=because):
        calendars.add(program.by(), name="Odd", week=[day, *[[]] * 6])


def test_a_night_shift_ends_at_midnight() -> None:
    program = a_program()
    calendars.add(program.by(), name="Night", week=[[["20:00", "00:00"]], *[[]] * 6])

    (row,) = queries.calendars(SYSTEM, program=program.ledger)
    assert row.week[0] == [[1200, 1440]]


def test_a_holiday_makes_a_task_finish_later() -> None:
    program = a_plan("dig  3d")
    number = calendars.add(program.by(), name="Usual").value
    tasks.edit(program.by(), task=program["dig"], calendar=number)
    holiday = calendars.add_exception(program.by(), calendar=number, starts_on=dt.date(2026, 3, 3)).value
    assert finish(program, "dig") == dt.date(2026, 3, 5)

    calendars.edit_exception(program.by(), exception=holiday, ends_before=dt.date(2026, 3, 5))
    assert finish(program, "dig") == dt.date(2026, 3, 6)
    calendars.remove_exception(program.by(), exception=holiday)
    assert finish(program, "dig") == dt.date(2026, 3, 4)


def test_a_recurring_holiday_comes_every_year() -> None:
    program = a_plan("dig  1d")
    number = calendars.add(program.by(), name="Usual").value
    calendars.add_exception(
        program.by(),
        calendar=number,
        starts_on=dt.date(2020, 1, 1),
        ends_before=dt.date(2040, 1, 1),
        pattern={"pattern": "yearly_by_day", "day": 2, "month": 3},
    )
    tasks.edit(program.by(), task=program["dig"], calendar=number)

    assert finish(program, "dig") == dt.date(2026, 3, 3)


def test_another_week_may_hold_for_a_while() -> None:
    program = a_plan("dig  3d")
    number = calendars.add(program.by(), name="Usual").value
    half = [["08:00", "12:00"]]
    calendars.add_work_week(
        program.by(),
        calendar=number,
        starts_on=dt.date(2026, 3, 1),
        ends_before=dt.date(2026, 4, 1),
        week=[half] * 5 + [[], []],
    )
    tasks.edit(program.by(), task=program["dig"], calendar=number)

    # Three days of eight hours at four hours a day are six days: Monday 2 to Monday 9 March.
    assert finish(program, "dig") == dt.date(2026, 3, 9)


def test_a_pattern_nobody_knows_is_refused() -> None:
    program = a_program()
    number = calendars.add(program.by(), name="Usual").value

    with pytest.raises(NotAPattern, match="one of daily"):
        calendars.add_exception(
            program.by(), calendar=number, starts_on=dt.date(2026, 1, 1), pattern={"pattern": "at full moon"}
        )


def test_a_calendar_in_use_is_not_removed() -> None:
    program = a_plan("dig  3d")
    number = calendars.add(program.by(), name="Usual").value
    tasks.edit(program.by(), task=program["dig"], calendar=number)

    with pytest.raises(calendars.CalendarInUse, match="used by 1 tasks"):
        calendars.remove(program.by(), calendar=number)
    tasks.edit(program.by(), task=program["dig"], calendar=None)
    projects.edit(program.by(), project=program.project, calendar=number)
    with pytest.raises(StillInUse):
        calendars.remove(program.by(), calendar=number)
    projects.edit(program.by(), project=program.project, calendar=None)
    calendars.remove(program.by(), calendar=number)
    assert queries.calendars(SYSTEM, program=program.ledger) == []


def test_calendars_do_not_follow_in_circles() -> None:
    program = a_program()
    first = calendars.add(program.by(), name="First").value
    second = calendars.add(program.by(), name="Second", follows=first).value

    with pytest.raises(calendars.CircularCalendar):
        calendars.edit(program.by(), calendar=first, follows=second)


def test_a_calendar_programs_follow_is_not_removed_from_the_organisation() -> None:
    shared = calendars.add(Acting(SYSTEM, ORGANISATION), name="Office").value
    program = a_program()
    calendars.add(program.by(), name="Ours", follows_organisation=shared)

    with pytest.raises(Refusal):
        calendars.remove(Acting(SYSTEM, ORGANISATION), calendar=shared)


def test_a_constraint_date_keeps_its_time_of_day() -> None:
    program = a_plan("dig  3d")
    tasks.edit(program.by(), task=program["dig"], start=dt.datetime(2026, 3, 4, 13))

    row = current.planned_task(SYSTEM, program=program.ledger, task=program["dig"])
    assert row.start == instant(dt.datetime(2026, 3, 4, 13))
