"""Several hands at one moment on a served Milepost: what may happen once does, and the others are told."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.surfaces.served import Served

HANDS = 6


@pytest.fixture
def program(house: Served, request: pytest.FixtureRequest) -> str:
    """A program of the test's own, with a project."""
    name = re.sub(r"\W+", "-", request.node.name)[:40].strip("-")
    slug = str(house.request("POST", "programs", body={"name": name}).json()["result"])
    house.request("POST", f"programs/{slug}/projects", body={"name": "Build"})
    return slug


def at_once(does: Callable[[int], httpx.Response]) -> list[httpx.Response]:
    """What each of several hands is answered that press at the same moment."""
    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(does, range(HANDS)))


def statuses(answers: list[httpx.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def a_task(house: Served, program: str, **fields: Any) -> int:
    body = {"name": "dig", "duration": "2d", **fields}
    return int(house.request("POST", f"programs/{program}/tasks", body=body).json()["result"])


def revision(house: Served, program: str) -> int:
    return int(house.request("GET", f"programs/{program}").headers["ETag"].strip('W/"'))


def test_the_same_request_sent_again_and_again_is_carried_out_once(house: Served, program: str) -> None:
    before = revision(house, program)

    answers = at_once(
        lambda _: house.request(
            "POST",
            f"programs/{program}/tasks",
            body={"name": "once"},
            **{"Idempotency-Key": f"{program} once"},
        )
    )

    assert statuses(answers) == {201: HANDS}
    assert len({answer.json()["result"] for answer in answers}) == 1
    assert revision(house, program) == before + 1


def test_one_key_for_several_requests_serves_the_first(house: Served, program: str) -> None:
    answers = at_once(
        lambda hand: house.request(
            "POST",
            f"programs/{program}/tasks",
            body={"name": f"n{hand}"},
            **{"Idempotency-Key": f"{program} key"},
        )
    )

    done = [answer for answer in answers if answer.status_code == 201]
    told = [answer.json() for answer in answers if answer.status_code != 201]
    assert len(done) == 1
    assert {one["status"] for one in told} <= {409, 422}
    assert all("key" in one["detail"] for one in told)


def test_an_entry_is_taken_back_once(house: Served, program: str) -> None:
    a_task(house, program)
    entry = revision(house, program)

    answers = at_once(lambda _: house.request("POST", f"programs/{program}/history/{entry}:undo", body={}))

    assert statuses(answers) == {200: 1, 409: HANDS - 1}
    assert all("taken back already" in one.json()["detail"] for one in answers if one.status_code == 409)
    assert revision(house, program) == entry + 1


def test_of_several_on_one_field_one_wins_and_the_others_are_told(house: Served, program: str) -> None:
    task, seen = a_task(house, program), revision(house, program)
    tokens = [_a_token(house, f"hand {hand}")[1] for hand in range(HANDS)]

    answers = at_once(
        lambda hand: house.request(
            "PATCH",
            f"programs/{program}/tasks/{task}",
            body={"name": f"hand {hand}"},
            **{"If-Match": f'"{seen}"', "Authorization": f"Bearer {tokens[hand]}"},
        )
    )

    assert statuses(answers) == {200: 1, 412: HANDS - 1}
    for answer in answers:
        if answer.status_code == 412:
            [conflict] = answer.json()["conflicts"]
            assert conflict["field"] == "name"
            assert conflict["theirs"] != conflict["mine"]


def test_several_on_sibling_tasks_are_none_of_them_refused(house: Served, program: str) -> None:
    tasks = [a_task(house, program, name=f"task {hand}") for hand in range(HANDS)]
    seen = revision(house, program)

    answers = at_once(
        lambda hand: house.request(
            "PATCH",
            f"programs/{program}/tasks/{tasks[hand]}",
            body={"duration": "7d"},
            **{"If-Match": f'"{seen}"'},
        )
    )

    assert statuses(answers) == {200: HANDS}
    assert revision(house, program) == seen + HANDS


def test_a_file_brought_in_by_several_hands_is_brought_in_once(house: Served, program: str) -> None:
    sheet = {
        "name": "move.csv",
        "text": "Name,Unique ID,Duration,Predecessors\nPack,11,10d,\nMove in,12,1d,1\n",
    }
    upload = house.request("POST", "uploads", body={"files": [sheet]}).json()["result"]
    before = revision(house, program)

    answers = at_once(lambda _: house.request("POST", f"uploads/{upload}:bring-in", body={"into": program}))

    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({json.dumps(one.json()["result"]) for one in answers if one.status_code == 200}) == 1
    assert revision(house, program) == before + 1


def test_a_newer_version_taken_over_by_several_hands_is_taken_over_once(house: Served, program: str) -> None:
    head = "Name,Unique ID,Duration,Predecessors\n"
    first = {"name": "move.csv", "text": f"{head}Pack,11,10d,\nMove in,12,1d,1\n"}
    newer = {"name": "move.csv", "text": f"{head}Pack,11,12d,\nMove in,12,1d,1\n"}
    sent = house.request("POST", "uploads", body={"files": [first]}).json()["result"]
    done = house.request("POST", f"uploads/{sent}:bring-in", body={"into": program}).json()["result"]
    upload = house.request("POST", "uploads", body={"files": [newer]}).json()["result"]
    about = {"into": program, "project": done["projects"][0]}
    found = house.request(
        "GET", f"uploads/{upload}:differences?into={program}&project={about['project']}"
    ).json()
    body = {**about, "revision": found["revision"], "pieces": [one["piece"] for one in found["pieces"]]}

    answers = at_once(lambda _: house.request("POST", f"uploads/{upload}:take-over", body=body))

    assert {answer.status_code for answer in answers} <= {200, 404, 409}
    assert 200 in statuses(answers)
    assert revision(house, program) == found["revision"] + 1


def test_a_revoked_token_opens_nothing_however_busy_it_is(house: Served, program: str) -> None:
    """Every request sent after the revocation was answered is refused."""
    number, secret = _a_token(house, "busy")
    headers = {"Authorization": f"Bearer {secret}"}

    with ThreadPoolExecutor(HANDS) as pool:
        busy = [pool.submit(house.request, "GET", f"programs/{program}", **headers) for _ in range(20)]
        revoked = house.command("token", "revoke", str(number))
        after = at_once(lambda _: house.request("GET", f"programs/{program}", **headers))

    assert revoked.returncode == 0, revoked.stderr
    assert {one.result().status_code for one in busy} <= {200, 401}
    assert statuses(after) == {401: HANDS}


def test_an_invitation_is_accepted_once(house: Served) -> None:
    invited = house.command(
        "user", "invite", "ina@nordhaven.example", "--name", "Ina", "--address", house.address
    )
    link = re.search(r"/join/\S+", invited.stdout)
    assert link, invited.stdout + invited.stderr

    answers = at_once(lambda hand: _join(house, link.group(), f"a walk by fjord {hand}"))

    inside = [answer for answer in answers if answer.headers.get("Location") == "/"]
    assert len(inside) == 1
    assert all(answer.status_code < 500 for answer in answers)
    assert all(
        "has been used" in answer.text or "account already" in answer.text
        for answer in answers
        if answer is not inside[0]
    )


def _join(house: Served, path: str, password: str) -> httpx.Response:
    with httpx.Client(base_url=house.address, timeout=60) as browser:
        page = browser.get(path)
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.text)
        if token is None:
            return page
        typed = {"name": "Ina", "password": password, "csrfmiddlewaretoken": token.group(1)}
        return browser.post(path, data=typed, headers={"Origin": house.address})


def _a_token(house: Served, name: str) -> tuple[int, str]:
    made = house.command("token", "make", "--name", name, "--scope", "read", "--scope", "plan", "--json")
    told = json.loads(made.stdout)
    return int(told["number"]), str(told["secret"])
