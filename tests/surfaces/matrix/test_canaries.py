"""Confidential fields, each holding a value found nowhere else, looked for in all that each person can read.

The fields are those the tables declare (`FIELD_CLASSES`), so a new one is planted as soon as it exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models

from milepost.base.models import Row
from milepost.base.operation import Write, operation
from milepost.domain.accounts import rules
from milepost.surfaces.catalog import index
from milepost.surfaces.mcp import tools
from tests.surfaces.matrix.lines import PAGES
from tests.surfaces.matrix.test_machines import ASKED_ABOUT, ASKED_WITH
from tests.surfaces.matrix.test_pages import ROUTES, ask
from tests.surfaces.matrix.world import PRINCIPALS, ROLES, World, acting, actor

pytestmark = pytest.mark.django_db

FIRST = 7_300_001


@operation("tests.plant", needs="plan.edit")
def plant(write: Write, *, first: int) -> dict[str, str]:
    """Put a value of its own into every confidential field of every row; values with the field's class."""
    planted: dict[str, str] = {}
    for table in confidential():
        for row in write.rows(table):
            values = {}
            for name, kept in table.FIELD_CLASSES.items():
                canary = first + len(planted)
                planted[str(canary)] = kept
                values[name] = _value(table, name, canary)
            write.change(row, **values)
    return planted


def confidential() -> list[type[Row]]:
    """The tables that declare confidential fields."""
    return [table for table in apps.get_models() if issubclass(table, Row) and table.FIELD_CLASSES]


def _value(table: type[Row], name: str, canary: int) -> object:
    is_text = isinstance(table._meta.get_field(name), models.CharField | models.TextField)
    return f"canary {canary}" if is_text else Decimal(canary)


@pytest.fixture(scope="module")
def planted(world: World) -> dict[str, str]:
    """Every canary of the program, with the class of the field that holds it."""
    return plant(acting(world.ledger("own")), first=FIRST).value


def test_there_is_something_to_look_for(planted: dict[str, str]) -> None:
    assert set(planted.values()) >= {"finance", "people_cost"}
    assert {"finance", "people_cost"} <= set(rules.FIELD_RIGHTS)


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_nobody_reads_what_their_role_does_not_open(
    world: World, planted: dict[str, str], principal: str
) -> None:
    opened = _opened(world, principal)
    found = {
        (where, planted[canary])
        for where, text in _everything(world, principal)
        for canary in planted
        if canary in text and planted[canary] not in opened
    }

    assert found == set()


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_nobody_reads_in_history_what_an_operation_set(world: World, principal: str) -> None:
    """The rate of `world.build`, overwritten since: what was is as confidential as what is."""
    if "people_cost" in _opened(world, principal):
        return
    found = {where for where, text in _everything(world, principal) if "4711" in text or "4,711" in text}

    assert found == set()


def test_who_keeps_the_books_reads_what_people_cost(world: World, planted: dict[str, str]) -> None:
    text = world.clients["finance"].get("/api/v1/programs/atlas/rates").content.decode()

    assert any(canary in text for canary, kept in planted.items() if kept == "people_cost")


def test_nothing_is_found_by_a_value_one_may_not_read(world: World, planted: dict[str, str]) -> None:
    hidden = next(canary for canary, kept in planted.items() if kept == "finance")

    assert "own-canary" not in world.clients["viewer"].get(f"/search?q={hidden}").content.decode()


def _opened(world: World, principal: str) -> set[str]:
    """The classes a principal's role opens; on one project only, nothing of the program as a whole."""
    rights = rules.RIGHTS_OF.get(principal, {}) if principal in ROLES else {}
    return {kept for kept, right in rules.FIELD_RIGHTS.items() if rights.get(right) in ("all", "logged")}


def _everything(world: World, principal: str) -> Iterator[tuple[str, str]]:
    yield from _rest(world, principal)
    yield from _pages(world, principal)
    if principal != "stranger":
        yield from _assistant(world, principal)


def _rest(world: World, principal: str) -> Iterator[tuple[str, str]]:
    client = world.clients[principal]
    paths = ["programs/atlas/sheet", "programs/atlas/sheet/changes?since=1", "openapi.json"]
    for offer in index.offers():
        if not offer.is_write and offer.item is None:
            plural = offer.entry.noun.plural
            asked = ASKED_WITH.get(plural, ASKED_ABOUT.get(plural, "").format(**world.things["own"]))
            paths.append(offer.address.path.format(program="atlas") + asked)
    for path in paths:
        yield path, client.get(f"/api/v1/{path}").content.decode()


def _pages(world: World, principal: str) -> Iterator[tuple[str, str]]:
    for name, line in PAGES.items():
        if line.place in ("shared", "anybody") and name in ROUTES:
            answer = ask(world, name, world.clients[principal], "own", "get")
            yield name, answer.content.decode(errors="replace")
    task = world.things["own"]["task"]
    for path in (f"/p/atlas/plan?task={task}", "/search?q=canary", "/palette?q=canary"):
        yield path, world.clients[principal].get(path).content.decode(errors="replace")


def _assistant(world: World, principal: str) -> Iterator[tuple[str, str]]:
    who = actor(world, principal)
    for offer in index.offers():
        if offer.is_write or offer.entry.verb != "list":
            continue
        told = {"noun": offer.entry.noun.name}
        if "{program}" in offer.address.path:
            told["program"] = "atlas"
        try:
            yield f"mcp {offer.entry.code}", str(tools.call(who, "list_objects", told))
        except tools.Refusal as refusal:
            yield f"mcp {offer.entry.code}", str(refusal)


def test_an_assistant_is_told_of_no_other_program(world: World) -> None:
    for principal in PRINCIPALS[:-1]:
        who = actor(world, principal)
        for offer in index.offers():
            if offer.is_write or "{program}" not in offer.address.path or offer.entry.verb != "list":
                continue
            for slug in ("atlas", "borealis"):
                told = {"noun": offer.entry.noun.name, "program": slug}
                try:
                    text = str(tools.call(who, "list_objects", told))
                except tools.Refusal as refusal:
                    text = str(refusal)
                if principal != "portfolio_administrator":
                    assert "foreign-canary" not in text, (principal, offer.entry.code)
