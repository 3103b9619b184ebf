"""An organisation with an owner, and whoever else a test needs."""

from __future__ import annotations

import pytest

from milepost.base.identity import ORGANISATION, SYSTEM, Actor
from milepost.base.models import Ledger
from milepost.base.operation import Acting
from milepost.domain.accounts.operations import grants, organisation, people, recognition
from milepost.domain.programs.operations import programs, projects

PASSWORD = "a long walk by the fjord"


@pytest.fixture
def owner(db: None) -> Actor:
    """The first person: system administrator and portfolio administrator."""
    person = organisation.found(
        Acting(SYSTEM, ORGANISATION), name="Olga Owner", email="olga@nordhaven.example"
    ).value
    return signed_in(person)


def signed_in(person: int) -> Actor:
    """Somebody at a screen, with the roles they hold now."""
    actor = recognition.acting_as(person, session=f"s-{person}", door="web")
    assert actor is not None
    return actor


def at(actor: Actor) -> Acting:
    """Somebody about to change the organisation."""
    return Acting(actor, ORGANISATION)


def somebody(name: str = "Mina Member", **held: str) -> Actor:
    """A person with roles: `somebody(project_manager="atlas/3")`."""
    address = f"{name.lower().replace(' ', '.')}@nordhaven.example"
    person = people.add(at(SYSTEM), name=name, email=address).value
    for role, on in held.items():
        if role == "system_administrator":
            grants.make_administrator(at(SYSTEM), person=person)
        else:
            grants.grant(at(SYSTEM), person=person, role=role, on=on)
    return signed_in(person)


def a_program(slug: str = "atlas") -> Ledger:
    """An empty program to hold roles on."""
    programs.open_program(at(SYSTEM), name=slug.title(), slug=slug)
    return Ledger.objects.get(slug=slug)


def a_project(program: Ledger, name: str = "Platform") -> int:
    """A project of a program; its number."""
    return projects.add(Acting(SYSTEM, program.pk), name=name).value
