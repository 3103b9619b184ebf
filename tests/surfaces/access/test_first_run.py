"""First run: the owner's link, the organisation, then a plan."""

from __future__ import annotations

import pytest
from django.test import Client

from milepost.base.identity import SYSTEM
from milepost.domain.accounts.operations import links
from milepost.domain.accounts.queries import people
from tests.domain.accounts.conftest import PASSWORD

OWNER = {"name": "Olga Owner", "email": "olga@nordhaven.example", "password": PASSWORD}
ORGANISATION = {
    "name": "Nordhaven Bank",
    "currency": "NOK",
    "time_zone": "Europe/Oslo",
    "days": ["0", "1", "2", "3"],
    "starts": "07:30",
    "pause_starts": "11:30",
    "pause_ends": "12:00",
    "ends": "15:30",
}


@pytest.fixture
def link(db: None) -> str:
    return "/start/owner/" + links.make("owner", person=None, by=SYSTEM)


def test_the_owner_sets_everything_up_in_two_forms(client: Client, link: str) -> None:
    assert client.get(link).status_code == 200
    assert client.post(link, OWNER)["Location"] == "/start/organisation"
    assert client.post("/start/organisation", ORGANISATION)["Location"] == "/start/plan"
    assert "Bring what you have" in client.get("/start/plan").content.decode()

    organisation = people.organisation(SYSTEM)
    assert organisation is not None
    assert (organisation.name, organisation.currency, organisation.time_zone) == (
        "Nordhaven Bank",
        "NOK",
        "Europe/Oslo",
    )
    assert organisation.week[0] == (("07:30", "11:30"), ("12:00", "15:30"))
    assert organisation.week[4:] == ((), (), ())
    [owner] = people.people(SYSTEM)
    assert [grant.role for grant in owner.grants] == ["system_administrator", "portfolio_administrator"]


def test_the_link_works_once(client: Client, link: str) -> None:
    client.post(link, OWNER)

    answer = Client().post(link, {**OWNER, "email": "thief@nordhaven.example"})

    assert answer.status_code == 410
    assert len(people.people(SYSTEM)) == 1


def test_a_newer_link_withdraws_the_older(client: Client, link: str) -> None:
    links.make("owner", person=None, by=SYSTEM)

    assert client.get(link).status_code == 410


def test_a_weak_password_is_told_and_uses_nothing_up(client: Client, link: str) -> None:
    answer = client.post(link, {**OWNER, "password": "password1234"})

    assert "too common" in answer.content.decode()
    assert not people.has_owner(SYSTEM)
    assert client.post(link, OWNER).status_code == 302


def test_without_a_link_nothing_is_set_up(client: Client, db: None) -> None:
    assert "Nobody owns this Milepost yet" in client.get("/start").content.decode()
    assert client.post("/start/organisation", ORGANISATION)["Location"].startswith("/accounts/login/")
    assert client.get("/start/owner/guess").status_code == 410


@pytest.mark.parametrize(
    ("field", "value"),
    [("currency", "XXX1"), ("time_zone", "Mars/Base"), ("ends", "07:00"), ("days", []), ("name", " ")],
)
def test_what_cannot_be_worked_with_is_refused(client: Client, link: str, field: str, value: object) -> None:
    client.post(link, OWNER)

    answer = client.post("/start/organisation", {**ORGANISATION, field: value})

    assert answer.status_code == 200
    assert 'class="hint bad"' in answer.content.decode() or 'class="note red"' in answer.content.decode()
    organisation = people.organisation(SYSTEM)
    assert organisation is not None
    assert organisation.set_up_at is None


def test_the_sample_comes_in_beside_the_owner_once(client: Client, link: str) -> None:
    client.post(link, OWNER)
    client.post("/start/organisation", ORGANISATION)

    assert "/start/sample" in client.get("/start/plan").content.decode()
    assert client.post("/start/sample")["Location"] == "/p/atlas"
    assert client.post("/start/sample")["Location"] == "/portfolio"

    assert client.get("/p/atlas").status_code == 200
    organisation = people.organisation(SYSTEM)
    assert organisation is not None
    assert organisation.name == "Nordhaven Bank"
    owners = [row.name for row in people.people(SYSTEM) if any(g.on == "organisation" for g in row.grants)]
    assert owners == ["Olga Owner"]
