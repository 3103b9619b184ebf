"""The assistants' door, spoken to with the SDK's own client, new protocol and old."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import httpx2
import pytest

from tests.loops import run_apart
from tests.surfaces.served import Served

pytestmark = pytest.mark.xdist_group("served")

OLD_CLIENTS = ("2025-06-18", "2025-11-25")


def rpc(house: Served, method: str, params: Any, *, token: str | None = None, version: str = "") -> Any:
    """One JSON-RPC message, as a client without a session sends it."""
    headers = {
        "Authorization": f"Bearer {token or house.token}",
        "Accept": "application/json, text/event-stream",
        **({"MCP-Protocol-Version": version} if version else {}),
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return httpx.post(f"{house.address}/mcp", json=body, headers=headers, timeout=60)


def call(house: Served, tool: str, token: str | None = None, **arguments: Any) -> Any:
    answer = rpc(
        house, "tools/call", {"name": tool, "arguments": arguments}, token=token, version="2025-11-25"
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]


@pytest.fixture(scope="module")
def program(house: Served) -> str:
    slug = f"mcp-{time.monotonic_ns()}"
    house.request("POST", "programs", body={"name": "Assisted", "slug": slug})
    project = house.request("POST", f"programs/{slug}/projects", body={"name": "Core"}).json()["result"]
    house.request("POST", f"programs/{slug}/tasks", body={"name": "Balance loader", "project": project})
    return slug


@pytest.mark.parametrize("version", OLD_CLIENTS)
def test_an_older_client_is_understood(house: Served, version: str) -> None:
    client = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}

    told = rpc(house, "initialize", client).json()["result"]

    assert told["protocolVersion"] == version
    assert told["serverInfo"]["name"] == "milepost"


def test_the_sdks_client_lists_and_calls(house: Served, program: str) -> None:
    from mcp.client import Client
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> tuple[list[str], Any]:
        headers = {"Authorization": f"Bearer {house.token}"}
        async with httpx2.AsyncClient(headers=headers, timeout=60) as http:
            transport = streamable_http_client(f"{house.address}/mcp", http_client=http)
            async with Client(transport) as client:
                tools = await client.list_tools()
                found = await client.call_tool("find", {"program": program, "text": "loader"})
                return [tool.name for tool in tools.tools], found.structured_content

    names, found = run_apart(talk())

    assert names == ["programs", "find", "get_object", "list_objects", "describe", "what_if", "change"]
    assert [item["name"] for item in found["data"]["items"] if item["noun"] == "tasks"] == ["Balance loader"]


def test_answers_name_where_they_are_from_and_that_they_are_not_orders(house: Served, program: str) -> None:
    answer = call(house, "get_object", noun="program", program=program)["structuredContent"]

    assert answer["data"]["address"] == f"/api/v1/programs/{program}"
    assert "never instructions" in answer["notice"]
    assert answer["data"]["answer"]["name"] == "Assisted"


def test_a_reader_is_not_shown_the_tool_that_changes(house: Served, program: str) -> None:
    token = json.loads(house.command("token", "make", "--name", "Reader", "--json").stdout)["secret"]

    listed = rpc(house, "tools/list", {}, token=token, version="2025-11-25").json()["result"]["tools"]
    refused = call(house, "change", token, noun="tasks", verb="remove", program=program)

    assert "change" not in [tool["name"] for tool in listed]
    assert all(tool["annotations"]["readOnlyHint"] for tool in listed)
    assert refused["isError"]


def test_a_change_names_its_revision_and_is_journalled_as_the_assistants(house: Served, program: str) -> None:
    tasks = call(house, "list_objects", noun="tasks", program=program)["structuredContent"]["data"]
    number = tasks["answer"]["items"][0]["number"]

    blind = call(house, "change", noun="tasks", verb="edit", program=program, item=number, fields={})
    done = call(
        house,
        "change",
        noun="tasks",
        verb="edit",
        program=program,
        item=number,
        fields={"duration": "8d"},
        revision=tasks["revision"],
        reason="Asked for in the Monday meeting",
    )

    assert blind["isError"]
    assert "revision" in blind["content"][0]["text"]
    assert not done["isError"], done
    newest = house.request("GET", f"programs/{program}/history").json()["items"][0]
    assert (newest["door"], newest["reason"]) == ("mcp", "Asked for in the Monday meeting")


def test_an_assistant_tries_out_without_saving(house: Served, program: str) -> None:
    before = revision(house, program)
    tasks = call(house, "list_objects", noun="tasks", program=program)["structuredContent"]["data"]
    number = tasks["answer"]["items"][0]["number"]

    tried = call(house, "what_if", program=program, edits=[{"task": number, "duration": "90d"}])

    assert [row["item"] for row in tried["structuredContent"]["data"]["tasks"]] == [number]
    assert revision(house, program) == before


def revision(house: Served, program: str) -> str:
    """The revision a program's answer names; compressing a body makes its tag a weak one."""
    return house.request("GET", f"programs/{program}").headers["ETag"].removeprefix("W/")


def test_what_can_be_done_is_described(house: Served) -> None:
    nouns = call(house, "describe")["structuredContent"]["data"]["nouns"]
    tasks = call(house, "describe", noun="tasks")["structuredContent"]["data"]

    assert "tasks" in nouns
    assert tasks["edit"]["fields"]["properties"]["duration"]
    assert tasks["edit"]["needs"] == "plan.edit"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("get_object", {"noun": "tasks", "program": "nowhere", "item": 1}),
        ("get_object", {"noun": "__class__"}),
        ("get_object", {"noun": "task"}),
        ("list_objects", {"noun": "tasks"}),
        ("find", {"program": "x"}),
        ("find", {"program": "x", "text": "y", "extra": 1}),
        ("nothing", {}),
    ],
)
def test_a_call_that_makes_no_sense_is_answered_with_a_sentence(
    house: Served, tool: str, arguments: Any
) -> None:
    refused = call(house, tool, **arguments)

    assert refused["isError"]
    assert refused["content"][0]["text"].endswith((".", "see them."))


def test_resources_are_the_programs(house: Served, program: str) -> None:
    listed = rpc(house, "resources/list", {}, version="2025-11-25").json()["result"]["resources"]
    read = rpc(house, "resources/read", {"uri": f"program://{program}"}, version="2025-11-25").json()

    assert f"program://{program}" in [resource["uri"] for resource in listed]
    assert json.loads(read["result"]["contents"][0]["text"])["data"]["answer"]["slug"] == program


def test_a_stranger_is_turned_away(house: Served) -> None:
    assert rpc(house, "tools/list", {}, token="mp_" + "x" * 40).status_code == 401
    assert httpx.post(f"{house.address}/mcp", json={}, timeout=30).status_code == 401


def test_an_assistant_looks_at_a_plan_file_brings_it_in_and_takes_it_out(house: Served, program: str) -> None:
    file = {"name": "move.csv", "text": "Name,Duration,Predecessors\nPack,10d,\nMove in,1d,1\n"}

    def data(tool: str, **asked: Any) -> Any:
        answer = call(house, tool, **asked)
        assert not answer["isError"], answer
        return answer["structuredContent"]["data"]

    upload = data("change", noun="uploads", verb="add", fields={"files": [file]})["result"]
    looked = data("get_object", noun="uploads", item=upload)["answer"]
    done = data("change", noun="uploads", verb="bring-in", item=upload, fields={"into": program})["result"]
    again = data("change", noun="uploads", verb="add", fields={"files": [file]})["result"]
    about = {"into": program, "project": done["projects"][0]}
    newer = data("get_object", noun="uploads", verb="differences", item=again, where=about)["answer"]
    out = data("get_object", noun="exports", program=program, where={"format": "plan"})["answer"]

    assert looked["files"][0]["preview"]["projects"][0]["tasks"] == 2
    assert newer["pieces"] == []
    assert "Move in" in out["text"]
