"""Plan files over REST: sent, looked at, brought in once, renewed piece by piece, and taken out again."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from milepost.base.identity import SYSTEM
from milepost.domain.programs.queries import programs
from milepost.interop import reading
from milepost.interop.load.waiting import shelf
from tests.surfaces.api.conftest import Api
from tests.surfaces.api.test_plan import Plan

MOVE = "Name,Unique ID,Duration,Predecessors\nPack,11,10d,\nMove in,12,1d,1\n"
NEWER = "Name,Unique ID,Duration,Predecessors\nPack,11,12d,\nMove in,12,1d,1\nParty,13,1d,2\n"
TSV = {"name": "move.csv", "text": MOVE}


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA, settings.MILEPOST_ATTACHMENTS = tmp_path, tmp_path / "attachments"


@pytest.fixture
def plan(api: Api) -> Plan:
    return Plan(api)


def sent(api: Api, **more: Any) -> str:
    """The name under which the plan of a move waits."""
    answer = api("POST", "uploads", {"files": [TSV], **more})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["result"])


def brought(api: Api) -> dict[str, Any]:
    answer = api("POST", f"uploads/{sent(api)}:bring-in", {"into": "atlas"})
    assert answer.status_code == 200, answer.content
    done: dict[str, Any] = answer.json()["result"]
    return done


def test_a_file_is_looked_at_and_nothing_is_saved(plan: Plan) -> None:
    upload = sent(plan.api)

    (file,) = plan.api("GET", f"uploads/{upload}").json()["files"]

    assert file["preview"]["projects"][0]["tasks"] == 2
    assert [step["name"] for step in file["preview"]["projects"][0]["critical"]] == ["Pack", "Move in"]
    assert file["preview"]["headline"] == "The file brought no dates to compare with."
    assert {"field": "task: name", "fate": "kept", "count": 2, "because": ""} in file["preview"]["fields"]
    assert [row["upload"] for row in plan.api("GET", "uploads").json()["items"]] == [upload]
    assert plan.ask("GET", "/tasks").json()["items"] == []


def test_a_file_is_brought_in_as_one_entry_however_often_it_is_asked(plan: Plan) -> None:
    upload = sent(plan.api)

    first = plan.api(
        "POST", f"uploads/{upload}:bring-in", {"into": "atlas"}, headers={"Milepost-Reason": "Move"}
    )
    again = plan.api("POST", f"uploads/{upload}:bring-in", {"into": "atlas"})

    done = first.json()["result"]
    assert again.json()["result"] == done
    assert done["program"] == "atlas"
    assert len(programs.projects(SYSTEM, program=programs.named(SYSTEM, slug="atlas"))) == 2
    entry = plan.ask("GET", f"/history/{done['entry']}").json()
    assert (entry["operation"], entry["reason"]) == ("resources.import_plan", "Move")
    assert plan.api("GET", f"uploads/{upload}").json()["brought_in"] == done


def test_a_file_opens_a_new_program(api: Api) -> None:
    done = api("POST", f"uploads/{sent(api)}:bring-in", {"name": "Autumn"}).json()["result"]

    assert done["program"] == "autumn"
    assert [row["name"] for row in api("GET", "programs/autumn/tasks").json()["items"]] == ["Pack", "Move in"]


def test_a_newer_version_is_taken_over_piece_by_piece(plan: Plan) -> None:
    project = brought(plan.api)["projects"][0]
    upload = plan.api("POST", "uploads", {"files": [{"name": "move.csv", "text": NEWER}]}).json()["result"]
    about = {"into": "atlas", "project": project}

    found = plan.api("GET", f"uploads/{upload}:differences?into=atlas&project={project}").json()
    longer = next(one for one in found["pieces"] if one["field"] == "duration")
    late = plan.api("POST", f"uploads/{upload}:take-over", {**about, "revision": 1, "pieces": ["all"]})
    taken = plan.api(
        "POST",
        f"uploads/{upload}:take-over",
        {**about, "revision": found["revision"], "pieces": [longer["piece"]]},
    )

    assert late.status_code == 409
    assert taken.json()["result"]["taken"] == [longer["piece"]]
    rows = {row["name"]: row["duration_minutes"] for row in plan.ask("GET", "/tasks").json()["items"]}
    assert rows == {"Pack": 12 * 480, "Move in": 480}


def test_a_file_of_any_size_goes_as_it_is_and_joins_others(plan: Plan) -> None:
    first = plan.api("POST", "uploads:file?name=move.csv", MOVE.encode())
    upload = first.json()["result"]
    second = plan.api("POST", f"uploads:file?name=more.csv&upload={upload}", NEWER.encode())

    assert (first.status_code, second.json()) == (201, {"result": upload, "place": 1})
    files = plan.api("GET", f"uploads/{upload}").json()["files"]
    assert [one["preview"]["projects"][0]["tasks"] for one in files] == [2, 3]


def test_what_is_no_plan_says_why_and_brings_nothing_in(plan: Plan) -> None:
    picture = {"name": "plan.mpp", "content": b64encode(b"\x89PNG\r\n\x1a\n" + bytes(64)).decode()}
    upload = plan.api("POST", "uploads", {"files": [picture]}).json()["result"]

    (file,) = plan.api("GET", f"uploads/{upload}").json()["files"]
    refused = plan.api("POST", f"uploads/{upload}:bring-in", {"into": "atlas"})

    assert "picture" in file["refusal"]
    assert refused.status_code == 409
    assert "plan.mpp" in refused.json()["detail"]


def test_files_larger_than_may_wait_are_refused(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MOST_BYTES", 100)

    refused = api("POST", "uploads:file?name=big.csv", b"x" * 101)

    assert refused.status_code == 409
    assert api("GET", "uploads").json()["items"] == []


def test_columns_are_said_once_and_remembered(plan: Plan) -> None:
    sheet = {"name": "odd.csv", "text": "Was,Wie lange\nPack,16\n"}
    upload = plan.api("POST", "uploads", {"files": [sheet]}).json()["result"]
    columns = {"Was": "name", "Wie lange": "duration"}

    before = plan.api("GET", f"uploads/{upload}").json()["files"][0]
    said = plan.api("POST", f"uploads/{upload}:set-columns", {"columns": columns, "unit": "h"})
    wrong = plan.api("POST", f"uploads/{upload}:set-columns", {"columns": {"Wer": "name"}})
    again = plan.api("POST", "uploads", {"files": [{**sheet, "name": "next.csv"}]}).json()["result"]

    assert before["preview"] is None
    assert said.status_code == 200, said.content
    assert "no column 'Wer'" in wrong.json()["detail"]
    assert plan.api("GET", f"uploads/{again}").json()["files"][0]["preview"]["projects"][0]["tasks"] == 1
    (known,) = plan.api("GET", "column-mappings").json()["items"]
    assert (known["headings"], known["source"]) == ("was|wie lange", "odd.csv")
    assert plan.api("DELETE", f"column-mappings/{known['number']}").status_code == 200
    assert plan.api("GET", "column-mappings").json()["items"] == []
    assert plan.api("POST", "organisation:undo").status_code == 200
    assert len(plan.api("GET", "column-mappings").json()["items"]) == 1


def test_a_token_that_only_reads_sends_nothing(api: Api, owner: int, token_of: Callable[..., str]) -> None:
    reading_api = Api(token_of(owner, "read"))
    refused = reading_api("POST", "uploads", {"files": [TSV]})
    elsewhere = reading_api("GET", f"uploads/{sent(api)}")

    assert refused.status_code == 403
    # It is the same person's, who may look at what waits.
    assert elsewhere.status_code == 200


def test_the_original_comes_back_byte_for_byte(plan: Plan) -> None:
    brought(plan.api)

    (file,) = plan.ask("GET", "/plan-files").json()["items"]
    answer = plan.ask("GET", f"/plan-files/{file['number']}/original")

    assert (file["name"], file["format"], file["is_newer"]) == ("move.csv", "csv", False)
    assert answer.content == MOVE.encode()
    assert "move.csv" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("kind", ["mspdi", "xer", "plan", "xlsx", "csv"])
def test_the_plan_comes_out_in_every_format(plan: Plan, kind: str) -> None:
    number = brought(plan.api)["projects"][0]

    file = plan.ask("GET", f"/exports/{kind}?project={number}")
    told = plan.ask("GET", f"/exports?format={kind}&project={number}").json()

    tasks = [task for task in reading.read(file.content).projects[0].tasks if not task.is_summary]
    assert [task.name for task in tasks] == ["Pack", "Move in"]
    assert bool(told["text"]) != bool(told["content"])


def test_a_format_there_is_not_is_not_found(plan: Plan) -> None:
    assert plan.ask("GET", "/exports/pdf").status_code == 404
    assert plan.ask("GET", "/exports/csv?color=red").status_code == 422
