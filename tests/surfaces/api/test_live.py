"""Live events: told at once, told only what may be seen, over with the right to it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.surfaces.served import Served

pytestmark = pytest.mark.xdist_group("served")


@pytest.fixture
def program(house: Served) -> str:
    """The slug of a new program with a project."""
    slug = f"live-{time.monotonic_ns()}"
    assert house.request("POST", "programs", body={"name": slug, "slug": slug}).status_code == 201
    assert house.request("POST", f"programs/{slug}/projects", body={"name": "Core"}).status_code == 201
    return slug


def project_of(house: Served, program: str) -> int:
    return int(house.request("GET", f"programs/{program}/projects").json()["items"][0]["number"])


def events(stream: httpx.Response) -> Iterator[dict[str, Any]]:
    """The events of a stream as they come, `ended` included."""
    kind = ""
    for line in stream.iter_lines():
        if line.startswith("event: "):
            kind = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield {"event": kind, **json.loads(line.removeprefix("data: "))}


def listening(house: Served, program: str, query: str = "", **headers: str) -> Any:
    address = f"{house.address}/api/v1/programs/{program}/events{query}"
    sent = {"Authorization": f"Bearer {house.token}", **headers}
    return httpx.stream("GET", address, headers=sent, timeout=20)


def test_what_is_saved_is_told_within_a_second(house: Served, program: str) -> None:
    project = project_of(house, program)
    with listening(house, program) as stream:
        told = events(stream)
        asked_at = time.monotonic()
        added = house.request("POST", f"programs/{program}/tasks", body={"name": "Build", "project": project})
        event = next(told)

    assert time.monotonic() - asked_at < 5
    assert (event["event"], event["revision"]) == ("saved", added.json()["revision"])
    assert (event["by"], event["tasks"]) == ("Olga Owner", [added.json()["result"]])


def test_what_another_process_saves_is_told_too(house: Served, program: str) -> None:
    project = project_of(house, program)
    with listening(house, program) as stream:
        told = events(stream)
        done = house.command(
            "tasks", "add", "--program", program, "--name", "From the command line", "--project", str(project)
        )
        assert done.returncode == 0, done.stderr
        assert next(told)["operation"] == "analysis.add_task"


@pytest.mark.parametrize("how", ["?since=0", "Last-Event-ID"])
def test_a_stream_goes_on_where_it_was_cut(house: Served, program: str, how: str) -> None:
    query, headers = (how, {}) if how.startswith("?") else ("", {how: "0"})
    with listening(house, program, query, **headers) as stream:
        told = events(stream)
        assert [next(told)["revision"], next(told)["revision"]] == [1, 2]


def test_a_stream_ends_with_the_token(house: Served, program: str) -> None:
    made = json.loads(house.command("token", "make", "--name", "Short", "--json").stdout)
    with listening(house, program, Authorization=f"Bearer {made['secret']}") as stream:
        told = events(stream)
        house.command("token", "revoke", str(made["number"]))
        house.request("PATCH", f"programs/{program}", body={"purpose": "Secret now"})

        assert next(told)["event"] == "ended"


@pytest.mark.parametrize(
    ("query", "token", "status"),
    [("", "mp_" + "x" * 40, 401), ("?since=yesterday", None, 422)],
    ids=["dead token", "no revision"],
)
def test_a_stream_that_cannot_be_is_refused(
    house: Served, program: str, query: str, token: str | None, status: int
) -> None:
    with listening(house, program, query, Authorization=f"Bearer {token or house.token}") as refused:
        assert refused.status_code == status


def test_a_program_nobody_has_is_not_found(house: Served) -> None:
    with listening(house, "nowhere") as refused:
        assert refused.status_code == 404


def test_many_watchers_cost_little(house: Served, program: str) -> None:
    def memory() -> int:
        status = open(f"/proc/{house.process.pid}/status").read()  # noqa: SIM115, PTH123
        return int(status.split("VmRSS:")[1].split()[0])

    before = memory()
    limits = httpx.Limits(max_connections=None)
    with httpx.Client(
        limits=limits, timeout=20, headers={"Authorization": f"Bearer {house.token}"}
    ) as client:
        address = f"{house.address}/api/v1/programs/{program}/events"
        opened = [client.send(client.build_request("GET", address), stream=True) for _ in range(60)]
        assert {stream.status_code for stream in opened} == {200}
        assert memory() - before < 60 * 200
        for stream in opened:
            stream.close()
