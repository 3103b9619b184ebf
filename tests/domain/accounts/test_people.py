"""People are invited, given roles, and let go; what they did stays."""

from __future__ import annotations

import pytest

from milepost.base import undo
from milepost.base.identity import SYSTEM, Actor, Scope
from milepost.base.operation import NotAllowed, NotFound, Refusal
from milepost.base.permissions import may
from milepost.domain.accounts.operations import grants, organisation, people
from milepost.domain.accounts.queries import people as people_queries
from tests.domain.accounts.conftest import a_program, at, signed_in, somebody


def test_the_first_person_is_owner_in_two_roles_that_can_be_parted(owner: Actor) -> None:
    assert {grant.role for grant in owner.grants} == {"system_administrator", "portfolio_administrator"}
    assert owner.is_system_admin

    heir = somebody("Hella Heir", system_administrator="organisation")
    grants.retire_administrator(at(heir), person=owner.person)

    parted = signed_in(owner.person)
    assert not parted.is_system_admin
    assert may(parted, "program.add", Scope("organisation"))


def test_there_is_one_owner(owner: Actor) -> None:
    with pytest.raises(organisation.FoundedAlready):
        organisation.found(at(SYSTEM), name="Second", email="second@nordhaven.example")


def test_a_program_manager_invites_a_project_manager_into_a_project(owner: Actor) -> None:
    atlas = a_program()
    manager = somebody("Ingrid Solberg", program_manager="atlas")

    person = people.invite(
        at(manager), name="Marek Dvořák", email="Marek@nordhaven.example", role="member", on="atlas"
    ).value

    row = people_queries.person(owner, person=person)
    assert (row.email, row.joined_at) == ("marek@nordhaven.example", None)
    assert [(g.role, g.on) for g in row.grants] == [("member", "atlas")]
    assert may(signed_in(person), "plan.read", Scope("program", atlas.pk))


def test_somebody_who_joined_is_not_invited_again(owner: Actor) -> None:
    with pytest.raises(Refusal, match="has an account already"):
        people.invite(at(owner), name="Olga", email="OLGA@nordhaven.example")


def test_two_people_do_not_share_an_address(owner: Actor) -> None:
    somebody("Ana Alves")

    with pytest.raises(people.AddressTaken):
        people.add(at(owner), name="Other", email="Ana.Alves@nordhaven.example")


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200b", "\u202e"])
def test_a_person_has_a_name_one_can_see(owner: Actor, name: str) -> None:
    with pytest.raises(Refusal, match="name"):
        people.add(at(owner), name=name)


def test_the_last_administrators_stay(owner: Actor) -> None:
    held = people_queries.person(owner, person=owner.person).grants
    portfolio = next(g.number for g in held if g.role == "portfolio_administrator")

    with pytest.raises(grants.LastAdministrator):
        grants.revoke(at(owner), grant=portfolio)
    with pytest.raises(grants.LastAdministrator):
        grants.retire_administrator(at(owner), person=owner.person)
    with pytest.raises(grants.LastAdministrator):
        people.deactivate(at(owner), person=owner.person)


def test_who_leaves_holds_no_role_and_keeps_their_name(owner: Actor) -> None:
    a_program()
    member = somebody("Mina Member", member="atlas")

    people.deactivate(at(owner), person=member.person)

    row = people_queries.person(owner, person=member.person)
    assert (row.name, row.grants, row.is_active) == ("Mina Member", (), False)
    assert member.person not in {p.number for p in people_queries.people(owner)}
    people.reactivate(at(owner), person=member.person)
    assert people_queries.person(owner, person=member.person).is_active


def test_a_portfolio_administrator_does_not_lock_out_the_keeper_of_the_system(owner: Actor) -> None:
    somebody("Kay Keeper", system_administrator="organisation")
    admin = somebody("Pia Portfolio", portfolio_administrator="organisation")

    with pytest.raises(NotAllowed):
        people.deactivate(at(admin), person=owner.person)


@pytest.mark.parametrize(
    ("giver", "role", "allowed"),
    [
        ("portfolio_administrator", "finance", True),
        ("program_manager", "finance", False),
        ("program_manager", "project_manager", True),
        ("program_manager", "program_manager", True),
        ("project_manager", "member", True),
        ("project_manager", "project_manager", False),
        ("member", "viewer", False),
        ("sponsor", "viewer", False),
        ("auditor", "viewer", False),
        ("system_administrator", "viewer", False),
    ],
)
def test_nobody_hands_out_more_than_the_table_says(
    owner: Actor, giver: str, role: str, allowed: bool
) -> None:
    a_program()
    on = "organisation" if giver.endswith("administrator") else "atlas"
    hand = somebody("Gio Giver", **{giver: on})
    taker = somebody("Tim Taker")

    if allowed:
        grants.grant(at(hand), person=taker.person, role=role, on="atlas")
        assert [g.role for g in signed_in(taker.person).grants] == [role]
    else:
        with pytest.raises(NotAllowed):
            grants.grant(at(hand), person=taker.person, role=role, on="atlas")


def test_a_role_is_handed_out_on_ones_own_node_only(owner: Actor) -> None:
    a_program("atlas")
    a_program("borealis")
    manager = somebody("Ingrid Solberg", program_manager="atlas")
    taker = somebody("Tim Taker")

    with pytest.raises((NotAllowed, NotFound)):
        grants.grant(at(manager), person=taker.person, role="member", on="borealis")


def test_a_vendor_never_sees_the_directory(owner: Actor) -> None:
    a_program()
    vendor = somebody("Vic Vendor", vendor="atlas")

    assert people_queries.people(vendor) == ()
    with pytest.raises(NotFound):
        people_queries.person(vendor, person=owner.person)
    assert people_queries.person(vendor, person=vendor.person).name == "Vic Vendor"


def test_roles_elsewhere_are_not_seen(owner: Actor) -> None:
    a_program("atlas")
    a_program("borealis")
    somebody("Bo Both", member="borealis")
    member = somebody("Mina Member", member="atlas")

    bo = next(p for p in people_queries.people(member) if p.name == "Bo Both")

    assert [g.on for g in bo.grants] == []


def test_nothing_is_at_a_node_that_does_not_exist(owner: Actor) -> None:
    for on in ("nowhere", "atlas/3", "portfolio/x", "", "atlas/-1", "atlas/٣"):
        with pytest.raises(NotFound):
            grants.grant(at(owner), person=owner.person, role="viewer", on=on)


def test_people_are_read_in_as_many_queries_whatever_their_number(
    owner: Actor, django_assert_num_queries
) -> None:
    a_program()
    for n in range(12):
        somebody(f"Nr {n}", member="atlas")

    with django_assert_num_queries(3):
        assert len(people_queries.people(owner)) == 13


def test_who_may_come_in_is_not_undone(owner: Actor) -> None:
    a_program()
    manager = somebody("Ingrid Solberg", program_manager="atlas")
    taken = grants.grant(at(owner), person=manager.person, role="finance", on="atlas").value
    entry = grants.revoke(at(owner), grant=taken).entry

    with pytest.raises(undo.CannotUndo, match="until somebody gives it again"):
        undo.undo(at(owner), entry=entry)
