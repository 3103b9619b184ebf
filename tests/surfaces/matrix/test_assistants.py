"""The assistants' tools, as twelve people: what each reads and changes by them is what the table says."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from milepost.base.models import Ledger
from milepost.base.refusal import NotAllowed, NotFound, Refusal
from milepost.surfaces.catalog.offers import Offer
from milepost.surfaces.mcp import tools
from tests.surfaces.matrix.lines import MACHINES
from tests.surfaces.matrix.test_machines import (
    ASKED_ABOUT,
    ASKED_WITH,
    DECIDED,
    OFFERS,
    expected_of,
    fits,
    item_of,
)
from tests.surfaces.matrix.world import GONE, PLACES, PRINCIPALS, World, actor, body_for

pytestmark = pytest.mark.django_db

PEOPLE = PRINCIPALS[:-1]
"""A stranger has no token, and is turned away at the door."""


@pytest.mark.parametrize("code", DECIDED)
def test_each_person_gets_through_an_assistant_what_the_table_says(world: World, code: str) -> None:
    offer, line = OFFERS[code], MACHINES[code]
    wrong = []
    for place in (*PLACES, "gone"):
        for principal in PEOPLE:
            expected = expected_of(world, offer, line, principal, place)
            status, said = _ask(world, offer, principal, place)
            if not fits(status, expected):
                wrong.append(f"{principal} on {place}: expected {expected}, got {status}: {said[:120]}")
    assert not wrong, "\n".join(wrong)


def test_a_token_that_only_reads_is_offered_nothing_that_changes(world: World) -> None:
    reading = actor(world, "program_manager", limits=frozenset({"plan.read", "program.read"}))

    assert "change" not in [tool.name for tool in tools.offered(reading)]
    with pytest.raises(tools.NotOffered):
        tools.call(reading, "change", {"noun": "tasks", "verb": "add", "program": "atlas", "fields": {}})


def test_a_token_for_progress_changes_nothing_else(world: World) -> None:
    limits = frozenset({"plan.read", "program.read", "plan.status"})
    reporting = actor(world, "program_manager", limits=limits)
    told: dict[str, Any] = {"noun": "tasks", "program": "atlas", "item": world.things["own"]["task"]}
    told["revision"] = Ledger.objects.get(pk=world.ledger("own")).revision

    with transaction.atomic():
        tools.call(
            reporting, "change", {**told, "verb": "report-progress", "fields": {"percent_complete": 5}}
        )
        transaction.set_rollback(True)
    with pytest.raises(NotAllowed):
        tools.call(reporting, "change", {**told, "verb": "edit", "fields": {"name": "renamed"}})


def _ask(world: World, offer: Offer, principal: str, place: str) -> tuple[int, str]:
    """Call the tool the offer is reached by, and take back whatever it did; the outcome as REST names it."""
    where, is_gone = ("own", True) if place == "gone" else (place, False)
    name, told = _call(world, offer, where, is_gone=is_gone)
    with transaction.atomic():
        try:
            answer = 200, str(tools.call(actor(world, principal), name, told))
        except Refusal as refusal:
            answer = _status(refusal), str(refusal)
        transaction.set_rollback(True)
    return answer


def _status(refusal: Refusal) -> int:
    if isinstance(refusal, NotFound):
        return 404
    return 403 if isinstance(refusal, NotAllowed) else 409


def _call(world: World, offer: Offer, where: str, *, is_gone: bool) -> tuple[str, dict[str, Any]]:
    noun = offer.entry.noun
    told: dict[str, Any] = {"noun": noun.plural}
    if offer.entry.ledger == "program":
        told["program"] = world.slug(where)
    if offer.item is not None:
        told["item"] = GONE if is_gone else item_of(world, offer, where)
    if not offer.is_write:
        task = GONE if is_gone else world.things[where]["task"]
        asked = ASKED_WITH.get(noun.plural, ASKED_ABOUT.get(noun.plural, "").format(task=task))
        told["where"] = dict(part.split("=") for part in asked.strip("?").split("&") if part)
        return "list_objects" if offer.is_list else "get_object", told
    told["verb"] = offer.entry.called or offer.entry.verb
    told["fields"] = body_for(world, offer, where, gone=is_gone, named="second")
    ledger = world.ledger(where) if offer.entry.ledger == "program" else 1
    told["revision"] = Ledger.objects.get(pk=ledger).revision
    return "change", told
