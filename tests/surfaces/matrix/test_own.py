"""A vendor sees the work handed to them and nothing else, by every door alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from milepost.base.refusal import Refusal
from milepost.domain.resources.operations import people
from milepost.domain.schedule.operations import links, tasks
from milepost.surfaces.api import changes
from milepost.surfaces.mcp import tools
from tests.surfaces.matrix.world import World, acting, actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def handed(world: World) -> Iterator[dict[str, int]]:
    """What the vendor has: one task is theirs, another is booked for them; a third stands between."""
    ledger, things, vendor = world.ledger("own"), world.things["own"], world.people["vendor"]
    with transaction.atomic():
        tasks.edit(acting(ledger), task=things["task_2"], owner=vendor, name="mine by name")
        tasks.edit(acting(ledger), task=things["task"], name="between us")
        tasks.edit(acting(ledger), task=things["milestone"], name="far from us")
        people.add(acting(ledger), name="Vendor's crew", person=vendor)
        booked = tasks.add(acting(ledger), project=things["project"], name="mine by booking").value
        people.assign(acting(ledger), task=booked, people="Vendor's crew;own-hand")
        links.add(acting(ledger), predecessor=booked, successor=things["task"])
        yield {"owned": things["task_2"], "booked": booked, "between": things["task"]}
        transaction.set_rollback(True)


def _get(world: World, path: str) -> Any:
    return json.loads(world.clients["vendor"].get(f"/api/v1/programs/atlas/{path}").content)


def _rows(columns: dict[str, list[Any]]) -> dict[int, dict[str, Any]]:
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return {row["number"]: row for row in rows}


def test_lists_of_tasks_name_those_handed_over(world: World, handed: dict[str, int]) -> None:
    mine = {handed["owned"], handed["booked"]}

    assert {row["number"] for row in _get(world, "tasks")["items"]} == mine
    assert {row["number"] for row in _get(world, "dates")["items"]} == mine
    assert {row["task"] for row in _get(world, "assignments")["items"]} == {handed["booked"]}


def test_one_task_is_read_by_number(world: World, handed: dict[str, int]) -> None:
    client = world.clients["vendor"]

    assert client.get(f"/api/v1/programs/atlas/tasks/{handed['owned']}").status_code == 200
    assert client.get(f"/api/v1/programs/atlas/tasks/{handed['between']}").status_code == 404


def test_the_sheet_shows_own_rows_and_stubs_at_their_edge(world: World, handed: dict[str, int]) -> None:
    sheet = _get(world, "sheet")
    rows = _rows(sheet["tasks"])

    assert rows[handed["owned"]]["name"] == "mine by name"
    assert rows[handed["booked"]]["people"] == "Vendor's crew"
    assert rows[handed["between"]]["name"] == "Somebody else's task"
    assert {number for number in rows if number > 0} == set(handed.values())
    assert [row["name"] for row in sheet["people"]] == ["Vendor's crew"]
    assert sheet["headline"]["tasks"] == 2


def test_nobody_else_s_words_reach_them(world: World) -> None:
    client = world.clients["vendor"]
    paths = [f"/api/v1/programs/atlas/{path}" for path in ("sheet", "sheet/changes?since=1", "analysis")]
    paths += ["/", "/p/atlas", "/p/atlas/plan", "/search?q=us", "/palette?q=us", "/portfolio"]
    for path in paths:
        answer = client.get(path)
        text = answer.content.decode()
        assert answer.status_code == 200, path
        assert not [words for words in ("between us", "far from us", "own-hand") if words in text], path


def test_search_my_work_and_assistants_agree(world: World, handed: dict[str, int]) -> None:
    client = world.clients["vendor"]
    found = tools.call(actor(world, "vendor"), "list_objects", {"noun": "tasks", "program": "atlas"})

    assert "mine by booking" in client.get("/search?q=mine").content.decode()
    assert "mine by name" in client.get("/").content.decode()
    assert {row["number"] for row in found["data"]["answer"]["items"]} == {
        handed["owned"],
        handed["booked"],
    }


def test_live_news_tell_of_own_tasks_and_of_others_only_that_they_are(
    world: World, handed: dict[str, int]
) -> None:
    ledger = world.ledger("own")
    revision = tasks.edit(acting(ledger), task=handed["between"], duration="4d").revision
    tasks.edit(acting(ledger), task=handed["owned"], duration="3d")

    other, mine = changes.saved(actor(world, "vendor"), ledger, revision - 1)

    assert (other["tasks"], other["by"], other["operation"]) == ([], "", "")
    assert (mine["tasks"], mine["by"]) == ([handed["owned"]], "Milepost")


def test_a_task_taken_from_them_leaves_their_sheet(world: World, handed: dict[str, int]) -> None:
    ledger = world.ledger("own")
    before = _get(world, "sheet")["revision"]
    tasks.edit(acting(ledger), task=handed["owned"], owner=None)

    redrawn = _get(world, f"sheet/changes?since={before}")

    shown = _rows(redrawn["tasks"])
    assert handed["owned"] in redrawn["removed"] or shown[handed["owned"]]["name"] == "Somebody else's task"


def test_they_report_on_their_own_and_on_nothing_else(world: World, handed: dict[str, int]) -> None:
    client = world.clients["vendor"]
    told = {"data": json.dumps({"percent_complete": 50}), "content_type": "application/json"}

    own = client.post(
        f"/api/v1/programs/atlas/tasks/{handed['owned']}:report-progress", headers={"If-Match": "*"}, **told
    )
    other = client.post(
        f"/api/v1/programs/atlas/tasks/{handed['between']}:report-progress", headers={"If-Match": "*"}, **told
    )

    assert (own.status_code, other.status_code) == (200, 404)


def test_what_may_not_be_seen_is_not_tried_out_either(world: World, handed: dict[str, int]) -> None:
    told = {"program": "atlas", "edits": [{"task": handed["between"], "duration": "9d"}]}

    with pytest.raises(Refusal):
        tools.call(actor(world, "vendor"), "what_if", told)
