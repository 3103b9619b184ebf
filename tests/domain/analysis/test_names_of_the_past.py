"""A copy of the past shows names as they were; who may see what is decided by the rights of today."""

from __future__ import annotations

import pytest

from milepost.base.identity import ORGANISATION, SYSTEM, Scope
from milepost.base.operation import Acting, NotAllowed
from milepost.domain.accounts.operations import grants, people, recognition
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.analysis.queries import sheet
from milepost.domain.schedule.operations import tasks
from tests.builders import a_program, somebody

pytestmark = pytest.mark.django_db


def _person(name: str) -> int:
    return people.add(Acting(SYSTEM, ORGANISATION), name=name).value


def test_an_owner_is_called_what_they_were_called_then() -> None:
    program = a_program(with_tasks=1)
    ana = _person("Ana Alonso")
    then = tasks.edit(program.by(), task=program["t1"], owner=ana).revision
    people.edit(Acting(SYSTEM, ORGANISATION), person=ana, name="Ana Berg")
    tasks.edit(program.by(), task=program["t1"], duration="3d")

    now = sheet.sheet(SYSTEM, program=program.ledger)
    past = sheet.sheet(SYSTEM, program=program.ledger, as_of=then)

    assert "Ana Berg" in now["tasks"]["owner"]
    assert "Ana Alonso" in past["tasks"]["owner"]


def test_names_of_the_past_are_for_those_who_may_know_the_person_today() -> None:
    program = a_program(with_tasks=1)
    ana = _person("Ana Alonso")
    then = tasks.edit(program.by(), task=program["t1"], duration="3d").revision
    vendor = somebody("Vic", ("vendor", Scope("program", program.ledger)), person=900)

    asked = {"people": [ana], "program": program.ledger, "as_of": then}

    assert people_queries.names(SYSTEM, **asked) == {ana: "Ana Alonso"}
    assert people_queries.names(vendor, **asked) == {}


def test_a_role_taken_away_opens_no_past_in_which_it_was_held() -> None:
    program = a_program(with_tasks=1)
    ana = _person("Ana Alonso")
    role = grants.grant(
        Acting(SYSTEM, ORGANISATION),
        person=ana,
        role="project_manager",
        on=f"{program.slug}/{program.project}",
    )
    then = tasks.edit(program.by(), task=program["t1"], duration="3d").revision
    tasks.edit(program.by(), task=program["t1"], duration="4d")
    grants.revoke(Acting(SYSTEM, ORGANISATION), grant=role.value)
    grants.grant(Acting(SYSTEM, ORGANISATION), person=ana, role="viewer", on=program.slug)
    reader = recognition.acting_as(ana, session="s", door="web")

    assert reader is not None
    with pytest.raises(NotAllowed):
        sheet.sheet(reader, program=program.ledger, as_of=then)
