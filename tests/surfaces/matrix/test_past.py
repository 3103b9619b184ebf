"""The newest past is the present: each list as of the last revision says what it says now, to everybody."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.surfaces.catalog import index
from milepost.surfaces.catalog.offers import Offer
from tests.surfaces.matrix.test_machines import ASKED_ABOUT, ASKED_WITH
from tests.surfaces.matrix.world import ROLES, World

pytestmark = pytest.mark.django_db

WITH_A_PAST = [role for role in ROLES if role not in ("sponsor", "viewer", "vendor", "system_administrator")]
LISTS = {
    offer.entry.code: offer
    for offer in index.offers()
    if offer.is_list and "{program}" in offer.address.path and "as_of" in offer.takes
}
_OF_NOW = {"may_undo", "why_not", "undone_by"}
"""What is said of an entry of the history today, whatever moment is looked at."""


@pytest.mark.parametrize("code", LISTS)
def test_as_of_the_last_revision_a_list_is_what_it_is_now(world: World, code: str) -> None:
    differing = [
        role
        for role in WITH_A_PAST
        if _read(world, role, LISTS[code], now=True) != _read(world, role, LISTS[code], now=False)
    ]

    assert differing == []


def test_a_manager_of_one_project_reads_who_was_booked_in_it(world: World) -> None:
    rows = _read(world, "project_manager", LISTS["assignments.list"], now=False)

    assert {row["task"] for row in rows} == {world.things["own"]["task"]}


def _read(world: World, role: str, offer: Offer, *, now: bool) -> Any:
    plural = offer.entry.noun.plural
    asked = ASKED_WITH.get(plural, ASKED_ABOUT.get(plural, "").format(**world.things["own"]))
    revision = "" if now else f"{'&' if asked else '?'}as_of={_revision(world)}"
    address = offer.address.path.format(program="atlas")
    answer = world.clients[role].get(f"/api/v1/{address}{asked}{revision}")
    if answer.status_code != 200:
        return answer.status_code
    return [
        {name: value for name, value in row.items() if name not in _OF_NOW} for row in answer.json()["items"]
    ]


def _revision(world: World) -> int:
    world.ledgers["atlas"].refresh_from_db()
    return int(world.ledgers["atlas"].revision)
