"""Only declared fields change: every write is sent every column of every table, and moves nothing."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.db import transaction

from milepost.base.models import Row
from milepost.domain.accounts.models import Account, Person
from milepost.domain.accounts.queries import people
from milepost.surfaces.catalog import index
from milepost.surfaces.catalog.offers import Offer
from tests.surfaces.matrix.test_machines import item_of
from tests.surfaces.matrix.test_pages import revisions
from tests.surfaces.matrix.world import World, actor, body_for

pytestmark = pytest.mark.django_db

COLUMNS = sorted(
    {field.name for table in apps.get_models() if issubclass(table, Row) for field in table._meta.fields}
    | {"is_admin", "is_superuser", "is_house", "roles", "grants", "approved_by", "password", "ledger_id"}
)
MIGHTY = ("id", "ledger", "version", "role", "is_admin", "project_id", "approved_by")
"""Those worth a request of their own."""
WRITES = [offer for offer in index.offers() if offer.is_write]


@pytest.mark.parametrize("offer", WRITES, ids=lambda offer: offer.entry.code)
def test_a_field_that_is_not_offered_is_refused_by_name(world: World, offer: Offer) -> None:
    client = world.clients["portfolio_administrator"]
    names = {offer.entry.noun.name: item_of(world, offer, "own"), "program": "atlas"}
    path = "/api/v1/" + offer.address.path.format(**names)
    body = body_for(world, offer, "own", named="third")
    before = revisions()

    strange = [column for column in COLUMNS if column not in offer.accepts.model_fields]
    for columns in (strange, *([column] for column in MIGHTY if column in strange)):
        with transaction.atomic():
            answer = client.generic(
                offer.address.method,
                path,
                json.dumps({**body, **dict.fromkeys(columns, 1)}),
                content_type="application/json",
                headers={"If-Match": "*"},
            )
            moved = revisions() != before
            transaction.set_rollback(True)
        assert (answer.status_code, moved) == (422, False), (columns[:3], answer.content[:200])
        assert any(column in answer.content.decode() for column in columns)


def test_a_form_takes_what_it_shows_and_nothing_else(world: World) -> None:
    bystander = world.people["bystander"]
    before = people.person(actor(world, "auditor"), person=bystander)
    typed = {"name": "Changed", "email": before.email, "title": "", "team": ""}
    extra = {"joined_at": "2020-01-01", "left_on": "2020-01-01", "role": "auditor", "person": 1, "id": 1}

    world.clients["portfolio_administrator"].post(f"/people/{bystander}/edit", {**typed, **extra})

    after = people.person(actor(world, "auditor"), person=bystander)
    assert (after.name, after.joined_at, after.left_on) == ("Changed", before.joined_at, None)
    assert after.grants == before.grants
    assert Person.objects.filter(name="Changed").count() == 1
    assert not Account.objects.filter(person=bystander).exists()
