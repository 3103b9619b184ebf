"""People on tasks: named in text, matched to the organisation, allowed to report on their own work."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.base.identity import ORGANISATION, SYSTEM, Actor, Grant, Scope
from milepost.base.operation import Acting, NotAllowed
from milepost.domain.accounts.operations import people as accounts
from milepost.domain.analysis.operations import tasks as sheet_operations
from milepost.domain.analysis.queries import mine
from milepost.domain.resources.operations import people
from milepost.domain.resources.queries import bookings
from milepost.domain.resources.rules import people as rules
from milepost.domain.schedule.operations import tasks
from milepost.domain.schedule.queries import tasks as task_queries
from tests.builders import Program, a_plan, a_program, manager_of, somebody

pytestmark = pytest.mark.django_db


def booked(program: Program, name: str) -> dict[str, float]:
    names = {row.number: row.name for row in bookings.resources(SYSTEM, program=program.ledger)}
    rows = bookings.assignments(SYSTEM, program=program.ledger, task=program[name])
    return {names[row.resource or 0]: row.units for row in rows}


def test_people_are_named_with_their_shares() -> None:
    assert rules.parse("Ana[50%]; Bo") == (rules.Booking("Ana", 0.5), rules.Booking("Bo", 1.0))
    assert rules.parse("Nair 50%, Suzuki") == (rules.Booking("Nair", 0.5), rules.Booking("Suzuki", 1.0))
    assert rules.text([("Ana", 0.5), ("Bo", 1.0)]) == "Ana[50%]; Bo"


def test_who_is_not_named_any_more_is_taken_off() -> None:
    program = a_plan("dig  3d")
    people.assign(program.by(), task=program["dig"], people="Ana[50%];Bo")
    people.assign(program.by(), task=program["dig"], people="bo[25%];Cy")

    assert booked(program, "dig") == {"Bo": 0.25, "Cy": 1.0}
    assert [row.name for row in bookings.resources(SYSTEM, program=program.ledger)] == ["Ana", "Bo", "Cy"]


def test_a_resource_tasks_need_is_not_removed() -> None:
    program = a_plan("dig  3d")
    people.assign(program.by(), task=program["dig"], people="Ana")
    (row,) = bookings.resources(SYSTEM, program=program.ledger)

    with pytest.raises(people.StillBooked, match="booked on 1 tasks"):
        people.remove(program.by(), resource=row.number)


def test_two_resources_cannot_share_a_name() -> None:
    program = a_program()
    people.add(program.by(), name="Ana")

    with pytest.raises(people.ResourceExists):
        people.add(program.by(), name="ana")


def test_what_people_cost_is_for_finance_alone() -> None:
    program = a_program()
    number = people.add(program.by(), name="Ana").value
    people.set_rate(program.by(), resource=number, cost_per_hour=Decimal("87.50"))
    finance = somebody("Fay", ("finance", Scope("program", program.ledger)))

    assert [row.cost_per_hour for row in bookings.rates(finance, program=program.ledger)] == [Decimal("87.5")]
    assert bookings.rates(manager_of(program), program=program.ledger) == []
    with pytest.raises(NotAllowed):
        people.set_rate(program.by(manager_of(program)), resource=number, cost_per_hour=Decimal(1))


def a_member(program: Program, name: str = "Mia") -> Actor:
    """Somebody of the organisation who is booked on nothing yet, a member of the program."""
    number = accounts.add(Acting(SYSTEM, ORGANISATION), name=name).value
    grant = Grant("member", Scope("program", program.ledger))
    return Actor(person=number, name=name, session=name, door="web", grants=(grant,))


def test_a_member_reports_on_tasks_he_is_booked_on_and_no_others() -> None:
    program = a_plan("dig  3d\npour  2d")
    member = a_member(program)
    resource = people.add(program.by(), name="Mia", person=member.person).value
    people.assign(program.by(), task=program["dig"], people="Mia")
    sheet_operations.report(program.by(member), task=program["dig"], percent_complete=50)

    row = task_queries.task(SYSTEM, program=program.ledger, task=program["dig"])
    assert (row.percent_complete, resource > 0) == (50, True)
    with pytest.raises(NotAllowed):
        sheet_operations.report(program.by(member), task=program["pour"], percent_complete=50)
    with pytest.raises(NotAllowed):
        tasks.edit(program.by(member), task=program["dig"], duration="1d")


def test_my_work_is_what_i_am_booked_on_or_own_in_every_program() -> None:
    program, other = a_plan("dig  3d\npour  2d  dig"), a_plan("lay  5d", name="Borealis")
    member = a_member(program)
    both = Actor(
        person=member.person,
        name="Mia",
        session="mia",
        door="web",
        grants=(*member.grants, Grant("member", Scope("program", other.ledger))),
    )
    people.add(program.by(), name="Mia", person=member.person)
    people.assign(program.by(), task=program["dig"], people="Mia")
    tasks.edit(other.by(), task=other["lay"], owner=member.person)

    assert [(row.slug, row.task.name) for row in mine.own_tasks(both)] == [
        (program.slug, "dig"),
        (other.slug, "lay"),
    ]
    assert [row.task.name for row in mine.own_tasks(member)] == ["dig"]
