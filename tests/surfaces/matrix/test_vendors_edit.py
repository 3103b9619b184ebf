"""A vendor plans the work handed to them: what is stated of it, links within it, and nothing around it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from milepost.base.models import Ledger
from milepost.domain.resources.operations import people
from milepost.domain.schedule.operations import tasks
from tests.surfaces.matrix.world import World, acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def handed(world: World) -> Iterator[dict[str, int]]:
    """Two tasks of the vendor's, one shared with somebody else of the plan, and one of others."""
    ledger, things, vendor = world.ledger("own"), world.things["own"], world.people["vendor"]
    with transaction.atomic():
        people.add(acting(ledger), name="Vendor's crew", person=vendor)
        shared = tasks.add(acting(ledger), project=things["project"], name="shared", duration="4d").value
        people.assign(acting(ledger), task=shared, people="Vendor's crew;own-hand")
        tasks.edit(acting(ledger), task=things["task_2"], owner=vendor)
        yield {"owned": things["task_2"], "shared": shared, "others": things["task_3"]}
        transaction.set_rollback(True)


def _ask(world: World, method: str, path: str, body: Any = None, who: str = "vendor") -> Any:
    return world.clients[who].generic(
        method,
        f"/api/v1/programs/atlas/{path}",
        json.dumps(body or {}),
        content_type="application/json",
        headers={"If-Match": "*"},
    )


@pytest.mark.parametrize("which", ["owned", "shared"])
def test_they_change_what_is_stated_of_their_work(world: World, handed: dict[str, int], which: str) -> None:
    done = _ask(world, "PATCH", f"tasks/{handed[which]}", {"name": "better known", "duration": "6d"})

    assert done.status_code == 200, done.content
    shown = world.clients["vendor"].get(f"/api/v1/programs/atlas/tasks/{handed[which]}").json()
    assert (shown["name"], shown["duration_minutes"]) == ("better known", 6 * 8 * 60)


def test_they_report_on_work_they_share(world: World, handed: dict[str, int]) -> None:
    """Bookings of others on it follow, though these are not the vendor's to change."""
    done = _ask(world, "POST", f"tasks/{handed['shared']}:report-progress", {"percent_complete": 50})

    assert done.status_code == 200, done.content


def test_they_link_their_own_tasks_and_no_others(world: World, handed: dict[str, int]) -> None:
    own = {"predecessor": handed["owned"], "successor": handed["shared"]}
    other = {"predecessor": handed["owned"], "successor": handed["others"]}

    made = _ask(world, "POST", "links", own)
    refused = _ask(world, "POST", "links", other)

    assert made.status_code == 201, made.content
    assert refused.status_code == 404
    assert _ask(world, "DELETE", f"links/{made.json()['result']}").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "tasks", {"name": "new", "project": "{project}"}),
        ("POST", "tasks", {"name": "new", "project": "{project}", "owner": "{vendor}"}),
        ("POST", "tasks:paste", {"project": "{project}", "rows": [{"name": "new"}]}),
        ("POST", "tasks:remove", {"tasks": ["{owned}"]}),
        ("POST", "tasks:move", {"tasks": ["{owned}"], "after": "{others}"}),
        ("POST", "tasks:indent", {"tasks": ["{owned}"]}),
        ("POST", "tasks:outdent", {"tasks": ["{owned}"]}),
        ("PATCH", "tasks/{owned}", {"owner": "{bystander}"}),
        ("PATCH", "tasks/{owned}", {"owner": 999_999}),
        ("PATCH", "tasks/{owned}", {"people": "own-hand"}),
        ("PATCH", "tasks/{owned}", {"people": "nobody of this name"}),
        ("PATCH", "tasks/{owned}", {"predecessors": "{others}FS"}),
        ("PATCH", "tasks/{others}", {"name": "mine now"}),
        ("POST", "tasks/{shared}:assign", {"people": "Vendor's crew"}),
        ("POST", "tasks/{shared}:assign", {"people": "Vendor's crew;own-hand[200%]"}),
        ("POST", "calendars", {"name": "ours"}),
        ("POST", "resources", {"name": "ours"}),
        ("POST", "baselines", {"name": "ours", "reason": "ours"}),
    ],
)
def test_they_reach_nothing_around_it(
    world: World, handed: dict[str, int], method: str, path: str, body: Any
) -> None:
    known = {
        **handed,
        "project": world.things["own"]["project"],
        "vendor": world.people["vendor"],
        "bystander": world.people["bystander"],
    }
    before = Ledger.objects.get(slug="atlas").revision

    answer = _ask(world, method, path.format(**known), _filled(body, known))

    assert answer.status_code in (403, 404), answer.content
    assert Ledger.objects.get(slug="atlas").revision == before


def test_whether_somebody_is_known_is_not_found_out_by_handing_work_over(
    world: World, handed: dict[str, int]
) -> None:
    known = _ask(world, "PATCH", f"tasks/{handed['owned']}", {"owner": world.people["bystander"]})
    unknown = _ask(world, "PATCH", f"tasks/{handed['owned']}", {"owner": 999_999})

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_the_sheet_says_what_they_may_change(world: World, handed: dict[str, int]) -> None:
    assert _may(world, "vendor") == {handed["owned"]: "edit", handed["shared"]: "edit"}
    assert _may(world, "project_manager") == {}


def test_the_sheet_of_a_member_says_where_they_may_report(world: World, handed: dict[str, int]) -> None:
    tasks.edit(acting(world.ledger("own")), task=handed["owned"], owner=world.people["member"])

    assert _may(world, "member") == {handed["owned"]: "status"}


def test_a_circle_through_what_one_does_not_see_names_none_of_it(
    world: World, handed: dict[str, int]
) -> None:
    far = world.things["sibling"]["task"]
    there = {"predecessor": handed["owned"], "successor": far}
    back = {"predecessor": far, "successor": handed["others"]}
    for link in (there, back):
        assert _ask(world, "POST", "links", link, who="program_manager").status_code == 201

    closing = {"predecessor": handed["others"], "successor": handed["owned"]}
    refused = _ask(world, "POST", "links", closing, who="project_manager")

    assert refused.status_code == 409, refused.content
    assert "sibling-canary" not in refused.content.decode()
    assert "a task you do not see" in refused.content.decode()


def _may(world: World, who: str) -> dict[int, str]:
    columns = world.clients[who].get("/api/v1/programs/atlas/sheet").json()["tasks"]
    said = columns.get("may", [None] * len(columns["number"]))
    return {number: may for number, may in zip(columns["number"], said, strict=True) if may}


def _filled(body: Any, known: dict[str, int]) -> Any:
    """A body with `"{name}"` replaced by the number of that name, and names inside texts filled in."""
    if isinstance(body, dict):
        return {name: _filled(value, known) for name, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, known) for value in body]
    if isinstance(body, str) and body.startswith("{") and body.endswith("}"):
        return known[body[1:-1]]
    return body.format(**known) if isinstance(body, str) else body
