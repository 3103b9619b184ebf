"""Somebody is invited, comes in by the link, and can do what their role says."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from milepost.base import outbox
from milepost.base.identity import SYSTEM, Actor
from milepost.base.models import Message
from milepost.domain.accounts.operations import links, people
from milepost.domain.accounts.queries import people as people_queries
from tests.domain.accounts.conftest import PASSWORD, a_program, at, somebody
from tests.surfaces.access.conftest import SignedIn

NEW = {"name": "Marek Dvořák", "email": "marek@nordhaven.example", "title": "", "team": ""}


def test_an_invitation_is_mailed_and_leads_in(owner: Actor, browser_of: SignedIn) -> None:
    a_program()
    manager = somebody("Ingrid Solberg", program_manager="atlas")

    answer = browser_of(manager).post("/people/invite", {**NEW, "role": "project_manager", "on": "atlas"})

    link = re.search(r'value="(http://testserver/join/[^"]+)"', answer.content.decode())
    assert link is not None
    outbox.deliver()
    assert link[1] in mail.outbox[-1].body
    assert not Message.objects.filter(text__contains="/join/").exists()
    newcomer = Client()
    assert "Project manager: Atlas." in newcomer.get(link[1]).content.decode()
    assert newcomer.post(link[1], {"name": "Marek D.", "password": PASSWORD})["Location"] == "/"
    assert newcomer.get("/account/sessions").status_code == 200
    row = next(p for p in people_queries.people(SYSTEM) if p.email == NEW["email"])
    assert (row.name, row.joined_at is not None) == ("Marek D.", True)


def test_reading_the_page_does_not_use_the_link_up(client: Client, owner: Actor) -> None:
    mina = somebody()
    link = "/join/" + links.make("invitation", person=mina.person, by=SYSTEM)

    for _ in range(3):
        assert client.get(link).status_code == 200
    assert client.post(link, {"name": "Mina", "password": PASSWORD}).status_code == 302
    assert Client().get(link).status_code == 410


def test_who_was_let_go_meanwhile_is_not_let_in(client: Client, owner: Actor) -> None:
    mina = somebody()
    link = "/join/" + links.make("invitation", person=mina.person, by=SYSTEM)
    people.deactivate(at(owner), person=mina.person)

    assert client.post(link, {"name": "Mina", "password": PASSWORD}).status_code == 410


def test_a_link_for_one_purpose_serves_no_other(client: Client, owner: Actor) -> None:
    mina = somebody()
    secret = links.make("invitation", person=mina.person, by=SYSTEM)

    assert client.post(f"/enter/{secret}").status_code == 410
    assert client.get(f"/start/owner/{secret}").status_code == 410


def test_a_sign_in_link_signs_in_once(client: Client, owner: Actor) -> None:
    mina = somebody()
    link = "/enter/" + links.make("sign_in", person=mina.person, by=SYSTEM)

    assert "Continue as Mina Member" in client.get(link).content.decode()
    assert client.post(link)["Location"] == "/"
    assert client.get("/account/sessions").status_code == 200
    assert Client().post(link).status_code == 410


def test_only_the_keeper_of_the_system_makes_sign_in_links(owner: Actor, browser_of: SignedIn) -> None:
    a_program()
    manager = somebody("Ingrid Solberg", program_manager="atlas")

    answer = browser_of(manager).post(f"/people/{owner.person}/link")

    assert answer["Location"] == f"/people?person={owner.person}"
    assert "/enter/" in browser_of(owner).post(f"/people/{owner.person}/link").content.decode()


@pytest.mark.parametrize("role", ["program_manager", "finance", "portfolio_administrator"])
def test_a_project_manager_invites_nobody_above_themselves(
    owner: Actor, browser_of: SignedIn, role: str
) -> None:
    a_program()
    manager = somebody("Marta Reyes", project_manager="atlas")

    answer = browser_of(manager).post("/people/invite", {**NEW, "role": role, "on": "atlas"})

    assert answer.status_code == 200
    assert NEW["email"] not in {p.email for p in people_queries.people(SYSTEM)}
