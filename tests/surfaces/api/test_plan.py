"""A plan built, edited and taken back over REST, as a script would."""

from __future__ import annotations

from typing import Any

import pytest

from tests.surfaces.api.conftest import Api


class Plan:
    """A program with one project, and writes that always say the newest revision."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.made = api("POST", "programs", {"name": "Atlas", "slug": "atlas"}, seen="*")
        self.project: int = self.do("POST", "/projects", {"name": "Core"})

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        seen = more.pop("seen", None)
        if method != "GET" and seen is None:
            seen = self.api("GET", "programs/atlas").headers["ETag"]
        return self.api(method, f"programs/atlas{path}", body, seen=seen, **more)

    def do(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.ask(method, path, body)
        assert answer.status_code in (200, 201), answer.content
        return answer.json()["result"]

    def task(self, name: str, **fields: Any) -> int:
        return self.do("POST", "/tasks", {"name": name, "project": self.project, **fields})


@pytest.fixture
def plan(api: Api) -> Plan:
    return Plan(api)


def test_a_program_is_opened_and_found_by_its_name(plan: Plan) -> None:
    assert plan.made.headers["Location"] == "/api/v1/programs/atlas"
    assert plan.ask("GET", "").json()["name"] == "Atlas"


def test_tasks_are_stated_as_people_type_them_and_read_as_numbers(plan: Plan) -> None:
    first = plan.task("Build", duration="3d")
    second = plan.task("Test", duration_minutes=90, predecessors=f"{first}FS+1d", deadline="2026-10-21T17:00")

    row = plan.ask("GET", f"/tasks/{second}").json()
    link = plan.ask("GET", "/links").json()["items"][0]

    assert plan.ask("GET", f"/tasks/{first}").json()["duration_minutes"] == 3 * 480
    assert (row["duration_minutes"], row["deadline"]) == (90, "2026-10-21T17:00")
    assert (link["predecessor"], link["successor"], link["type"]) == (first, second, "FS")


def test_many_edits_are_one_entry_and_one_undo(plan: Plan) -> None:
    tasks = [plan.task(name) for name in ("Build", "Test")]
    plan.do("POST", "/tasks:edit", {"edits": [{"task": task, "duration": "4d"} for task in tasks]})
    assert [row["duration_minutes"] for row in plan.ask("GET", "/tasks").json()["items"]] == [1920, 1920]

    plan.do("POST", ":undo")

    assert [row["duration_minutes"] for row in plan.ask("GET", "/tasks").json()["items"]] == [480, 480]


def test_the_past_is_read_by_revision(plan: Plan) -> None:
    task = plan.task("Build")
    before = plan.ask("GET", "").headers["ETag"].strip('"')
    plan.do("PATCH", f"/tasks/{task}", {"name": "Build the ledger"})

    assert plan.ask("GET", f"/tasks/{task}?as_of={before}").json()["name"] == "Build"
    assert plan.ask("GET", f"/tasks?as_of={before}").headers["ETag"] == f'"{before}"'
    assert plan.ask("GET", "/tasks?as_of=2020-01-01").json()["items"] == []
    assert plan.ask("GET", "/tasks?as_of=999999").status_code == 422


@pytest.mark.parametrize(
    "moment", ["yesterday", "2026-02-30", "٣", "9" * 30, "0000-00-00", "2026-13-01T00:00"]
)
def test_a_moment_that_is_none_is_refused(plan: Plan, moment: str) -> None:
    refused = plan.ask("GET", f"/tasks?as_of={moment}")

    assert (refused.status_code, refused.json()["field"]) == (422, "as_of")


def test_a_scenario_nobody_made_is_not_found(plan: Plan) -> None:
    for path in ("/tasks", "/analysis", "/sheet"):
        answer = plan.ask("GET", f"{path}?scenario=9")

        assert (answer.status_code, answer.json()["field"]) == (404, "scenario")
        assert "no scenarios" in answer.json()["detail"]


def test_a_conflict_tells_dates_as_dates(plan: Plan, owner: int, token_of: Any) -> None:
    task = plan.task("Build")
    seen = plan.ask("GET", "").headers["ETag"]
    plan.do("PATCH", f"/tasks/{task}", {"deadline": "2026-10-21T17:00"})
    other = Api(token_of(owner))

    refused = other(
        "PATCH", f"programs/atlas/tasks/{task}", {"deadline": "2026-11-02T17:00"}, seen=seen
    ).json()

    told = refused["conflicts"][0]
    assert (told["task"], told["field"]) == (task, "deadline")
    assert (told["mine"], told["theirs"]) == ("2026-11-02T17:00", "2026-10-21T17:00")


def test_another_programs_rows_are_not_reached_by_number(plan: Plan) -> None:
    task = plan.task("Build")
    plan.api("POST", "programs", {"name": "Borea", "slug": "borea"}, seen="*")

    assert plan.api("GET", f"programs/borea/tasks/{task}").status_code == 404
    assert plan.api("PATCH", f"programs/borea/tasks/{task}", {"name": "x"}, seen="*").status_code == 404
    assert plan.ask("POST", "/tasks:remove", {"tasks": [2**31 - 1]}).status_code == 404
    assert plan.api("GET", f"programs/atlas/tasks/{2**33}").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"duration": "-3d"},
        {"duration": "٣ ٣"},
        {"duration_minutes": 1e400},
        {"duration_minutes": -5},
        {"duration": "9" * 30 + "d"},
        {"deadline": "2026-02-30T09:00"},
        {"deadline": "0001-01-01T00:00"},
        {"deadline": "9999-12-31T23:59"},
        {"priority": 10**12},
        {"priority": -1},
        {"predecessors": "999999999FS"},
        {"predecessors": "self"},
        {"calendar": 2**31 - 1},
        {"owner": 4_000_000},
        {"constraint": "__class__"},
        {"custom": {"a": "b\0"}},
        {"custom": {"__proto__": {"a": 1}}},
        {"name": "\u200b"},
        {"kind": "nothing"},
    ],
    ids=str,
)
def test_a_value_that_makes_no_sense_is_refused_and_nothing_saved(plan: Plan, fields: Any) -> None:
    task = plan.task("Build")
    before = plan.ask("GET", f"/tasks/{task}").json()

    answer = plan.ask("PATCH", f"/tasks/{task}", fields)

    assert 400 <= answer.status_code < 500, answer.content
    assert plan.ask("GET", f"/tasks/{task}").json() == before


def test_the_history_tells_who_changed_what(plan: Plan) -> None:
    task = plan.task("Build")
    plan.ask("PATCH", f"/tasks/{task}", {"duration": "4d"}, headers={"Milepost-Reason": "Vendor is late"})

    newest = plan.ask("GET", f"/history?task={task}").json()["items"][0]

    assert (newest["by"], newest["door"], newest["reason"]) == ("Olga Owner", "api", "Vendor is late")
    assert newest["changes"][0]["fields"]["duration_minutes"] == [480, 1920]


def test_dates_follow_from_what_was_stated(plan: Plan) -> None:
    plan.do("PATCH", f"/projects/{plan.project}", {"start": "2026-03-02T08:00"})
    first = plan.task("Build", duration="3d")
    second = plan.task("Test", duration="2d", predecessors=str(first))

    dates = plan.ask("GET", f"/dates/{second}").json()
    path = plan.ask("GET", f"/driving-path?task={second}").json()["items"]

    assert (dates["start"], dates["finish"]) == ("2026-03-05T08:00", "2026-03-06T17:00")
    assert [step["task"]["number"] for step in path] == [first, second]
    assert plan.ask("GET", "/analysis").json()["headline"]["finish"] == "2026-03-06T17:00"


def test_the_sheet_opens_whole_and_after_an_edit_takes_what_moved(plan: Plan) -> None:
    first = plan.task("Build", duration="3d")
    second = plan.task("Test", predecessors=str(first))
    sheet = plan.ask("GET", "/sheet").json()
    assert sheet["tasks"]["number"] == [-plan.project, first, second]

    answer = plan.ask(
        "PATCH",
        f"/tasks/{first}",
        {"duration": "5d"},
        seen=sheet["revision"],
        headers={"Milepost-Answer": "sheet"},
    ).json()

    assert answer["revision"] == sheet["revision"] + 1
    assert {first, second} <= set(answer["changes"]["tasks"]["number"])
    caught_up = plan.ask("GET", f"/sheet/changes?since={sheet['revision']}").json()
    assert caught_up["tasks"] == answer["changes"]["tasks"]
    again = {"Milepost-Answer": "sheet, dates apart"}
    seen = answer["revision"]
    apart = plan.ask("PATCH", f"/tasks/{first}", {"duration": "6d"}, seen=seen, headers=again).json()
    assert first in apart["changes"]["tasks"]["number"]
    assert apart["changes"]["redated"]["number"] == [second]
    assert "name" not in apart["changes"]["redated"]
    assert plan.ask("GET", "/sheet/changes?since=99999").status_code == 422
    assert plan.ask("POST", "/sheet", {}).status_code == 405


def test_what_a_baseline_promised_stays_when_the_plan_moves(plan: Plan) -> None:
    task = plan.task("Build", duration="3d")
    plan.do("POST", "/baselines", {"name": "First", "reason": "Kick-off"})
    promised = plan.ask("GET", "/sheet/promises").json()["tasks"]

    plan.do("PATCH", f"/tasks/{task}", {"duration": "9d"})

    assert promised["number"] == [task]
    assert plan.ask("GET", "/sheet/promises").json()["tasks"] == promised
    assert plan.ask("GET", "/sheet").json()["tasks"]["finish"][1] > promised["finish"][0]


def test_work_of_a_vendor_is_marked_as_such(plan: Plan) -> None:
    ours, theirs = plan.task("Build"), plan.task("Deliver")
    plan.do("POST", "/resources", {"name": "Corelane", "group": "Vendor"})
    plan.do("PATCH", f"/tasks/{theirs}", {"people": "Corelane"})
    plan.do("PATCH", f"/tasks/{ours}", {"people": "Ana"})

    sheet = plan.ask("GET", "/sheet").json()["tasks"]

    marks = dict(zip(sheet["number"], sheet["by_vendor"], strict=True))
    assert (marks[ours], marks[theirs]) == (0, 1)


def test_people_are_given_work_in_the_same_edit(plan: Plan) -> None:
    task = plan.task("Build")

    plan.do("PATCH", f"/tasks/{task}", {"duration": "4d", "people": "Ana[50%];Bo"})

    assert plan.ask("GET", f"/dates/{task}").json()["people"] == "Ana[50%]; Bo"
    assert len(plan.ask("GET", "/assignments").json()["items"]) == 2


def test_a_preview_shows_what_edits_would_move_and_saves_nothing(plan: Plan) -> None:
    first = plan.task("Build", duration="3d")
    second = plan.task("Test", duration="2d", predecessors=f"{first}FS")
    before = plan.ask("GET", f"/dates/{second}").json()

    answer = plan.ask("POST", "/tasks:preview", {"edits": [{"task": first, "duration": "5d"}]}).json()

    moved = answer["changes"]["tasks"]
    assert {first, second} <= set(moved["number"])
    assert plan.ask("GET", f"/dates/{second}").json() == before
    assert plan.ask("POST", "/tasks:preview", {"edits": [{"task": 99999, "name": "x"}]}).status_code == 404


def test_what_an_edit_would_do_is_shown_and_not_saved(plan: Plan) -> None:
    first = plan.task("Build", duration="3d")
    second = plan.task("Test", predecessors=str(first))
    before = plan.ask("GET", f"/tasks/{first}")

    tried = plan.ask("POST", "/tasks:preview", {"edits": [{"task": first, "duration": "9d"}]}).json()

    assert {first, second} <= set(tried["changes"]["tasks"]["number"])
    assert plan.ask("GET", f"/tasks/{first}").content == before.content
    assert plan.ask("POST", "/tasks:preview", {"edits": [{"task": 999}]}).status_code == 404
    assert plan.ask("POST", "/tasks:preview", {"edit": []}).status_code == 422
    assert plan.ask("GET", "/tasks:preview").status_code == 405


@pytest.mark.parametrize("kind", ["", "robot", "Work"])
def test_a_resource_of_a_kind_there_is_not_is_refused_by_name(plan: Plan, kind: str) -> None:
    ana = plan.do("POST", "/resources", {"name": "Ana", "kind": "work"})

    added = plan.ask("POST", "/resources", {"name": "Bo", "kind": kind})
    edited = plan.ask("PATCH", f"/resources/{ana}", {"kind": kind})

    assert (added.status_code, edited.status_code) == (422, 422)
    assert "kind" in added.content.decode()


def test_two_states_are_compared_whichever_they_are(plan: Plan) -> None:
    dig = plan.task("dig", duration="3d")
    first = int(plan.ask("GET", "").json()["revision"])
    plan.do("PATCH", f"/tasks/{dig}", {"duration": "5d"})
    second = int(plan.ask("GET", "").json()["revision"])
    plan.do("PATCH", f"/tasks/{dig}", {"duration": "9d"})

    found = plan.ask("GET", f"/comparison?earlier={first}&later={second}").json()

    (row,) = found["tasks"]
    assert (found["earlier"]["revision"], found["later"]["revision"]) == (first, second)
    assert {"field": "duration", "kind": "duration", "before": "3d", "after": "5d"} in row["fields"]
    assert (row["days"], found["finish_days"]) == (2, 2)
    assert plan.ask("GET", "/comparison?earlier=99999").status_code == 404
