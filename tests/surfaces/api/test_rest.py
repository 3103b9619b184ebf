"""The conventions of the REST door, on the people of an organisation."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from milepost.domain.accounts.operations import accounts
from tests.surfaces.api.conftest import Api

ANA = {"name": "Ana Dvořák", "email": "ana@nordhaven.example"}


def add(api: Api, body: Any = ANA, **headers: str) -> Any:
    seen = api("GET", "organisation").headers["ETag"]
    return api("POST", "people", body, seen=seen, headers=headers)


def test_a_thing_is_added_shown_edited_and_listed(api: Api) -> None:
    added = add(api)
    number = added.json()["result"]

    assert added.status_code == 201
    assert added.headers["Location"] == f"/api/v1/people/{number}"
    edited = api("PATCH", f"people/{number}", {"team": "Core"}, seen=added.headers["ETag"])
    assert edited.json()["revision"] == added.json()["revision"] + 1
    shown = api("GET", f"people/{number}")
    assert (shown.json()["name"], shown.json()["team"]) == ("Ana Dvořák", "Core")
    assert [row["name"] for row in api("GET", "people").json()["items"]] == ["Ana Dvořák", "Olga Owner"]


def test_a_custom_verb_stands_behind_a_colon(api: Api) -> None:
    number = add(api).json()["result"]

    assert api("POST", f"people/{number}:deactivate", seen="*").status_code == 200
    assert [row["number"] for row in api("GET", "people").json()["items"]].count(number) == 0


def test_a_write_says_which_revision_it_was_made_from(api: Api) -> None:
    refused = api("POST", "people", ANA)

    assert refused.status_code == 428
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["field"] == "If-Match"
    assert refused.json()["next"]


@pytest.mark.parametrize("seen", ["yesterday", '"-1"', '"1.5"', '"' + "9" * 40 + '"', "W/W/1"])
def test_a_revision_that_is_none_is_refused(api: Api, seen: str) -> None:
    assert api("POST", "people", ANA, seen=seen).status_code == 400


def test_edits_of_other_fields_never_conflict_and_of_the_same_field_tell_both_values(
    api: Api, owner: int, token_of: Any
) -> None:
    number = add(api).json()["result"]
    seen = api("GET", f"people/{number}").headers["ETag"]
    other = Api(token_of(owner))
    assert api("PATCH", f"people/{number}", {"team": "Core"}, seen=seen).status_code == 200

    assert other("PATCH", f"people/{number}", {"title": "Lead"}, seen=seen).status_code == 200
    conflict = other("PATCH", f"people/{number}", {"team": "Channels"}, seen=seen)

    assert conflict.status_code == 412
    told = conflict.json()["conflicts"]
    assert [(one["field"], one["mine"], one["theirs"], one["by"]) for one in told] == [
        ("team", "Channels", "Core", "Olga Owner")
    ]
    assert conflict.json()["revision"] > int(seen.strip('"'))


def test_the_same_request_again_is_answered_and_not_repeated(api: Api) -> None:
    first = add(api, **{"Idempotency-Key": "one"})
    again = add(api, **{"Idempotency-Key": "one"})

    assert again.json() == first.json()
    other = add(api, {"name": "Bo", "email": ""}, **{"Idempotency-Key": "one"})
    assert (other.status_code, other.json()["reason"]) == (422, "key-reused")


def test_pages_are_cut_by_a_cursor_and_lose_nothing(api: Api) -> None:
    for number in range(7):
        add(api, {"name": f"Person {number}"})

    names, cursor = [], ""
    while True:
        page = api("GET", f"people?limit=3{cursor}").json()
        names += [row["name"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"

    assert names == ["Olga Owner", *(f"Person {number}" for number in range(7))]


def test_only_the_fields_asked_for_come(api: Api) -> None:
    assert api("GET", "people?fields=name,number").json()["items"] == [{"name": "Olga Owner", "number": 2}]
    assert api("GET", "people?fields=password").status_code == 422


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("people?limit=0", "limit"),
        ("people?limit=99999999", "limit"),
        ("people?cursor=%00", "cursor"),
        ("people?cursor=W10", "cursor"),
        ("people?sort=__class__", "sort"),
        ("people?everyone=perhaps", "everyone"),
        ("people?as_of=2026-02-02", "as_of"),
    ],
)
def test_a_parameter_that_means_nothing_is_named(api: Api, address: str, field: str) -> None:
    refused = api("GET", address)

    assert (refused.status_code, refused.json()["field"]) == (422, field)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"name": NaN}',
        b'{"name": "a", "name": "b"}',
        b'{"name": ' + b"9" * 5000 + b"}",
        b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"name": ' + b'{"a":' * 50 + b"1" + b"}" * 50 + b"}",
    ],
    ids=["cut", "array", "text", "bytes", "nan", "twice", "5000 digits", "100k deep", "50 deep"],
)
def test_a_body_that_is_no_plain_json_object_is_refused(api: Api, body: bytes) -> None:
    refused = api("POST", "people", body, seen="*")

    assert (refused.status_code, refused.json()["reason"]) == (400, "unreadable-body")


@pytest.mark.parametrize(
    "body",
    [
        {"name": "A", "is_admin": True},
        {"name": 12},
        {"name": None},
        {"name": "A\0B"},
        {"name": ["A"]},
        {},
        '{"name": "half \\ud83d"}',
    ],
    ids=["not a field", "number", "null", "nul", "list", "missing", "surrogate"],
)
def test_a_field_that_does_not_fit_is_named(api: Api, body: Any) -> None:
    refused = api("POST", "people", body, seen="*")

    assert refused.status_code == 422
    assert refused.json()["errors"]


def test_a_body_is_json_and_says_so(api: Api) -> None:
    client = Client(headers={"Authorization": f"Bearer {api.token}", "If-Match": "*"})

    assert client.post("/api/v1/people", {"name": "A"}).status_code == 415
    compressed = client.post(
        "/api/v1/people", b"\x1f\x8b", content_type="application/json", headers={"Content-Encoding": "gzip"}
    )
    assert compressed.status_code == 415


def test_a_method_an_address_does_not_know_is_refused_with_those_it_knows(api: Api) -> None:
    refused = api("PUT", "people", ANA)

    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, POST")


def test_nobody_is_told_what_is_not_theirs(api: Api, owner: int) -> None:
    browser = Client()
    browser.force_login(
        accounts.open_account(add(api).json()["result"], email="ana@x.example", password=None)
    )

    def ana(method: str, address: str) -> Any:
        return browser.generic(method, f"/api/v1/{address}")

    for address in (f"people/{owner}", "people/999", "people/99999999999", "programs/atlas/history/1:undo"):
        hidden = ana("GET", address)
        assert hidden.status_code in (404, 405), address
    assert ana("GET", f"people/{owner}").content == ana("GET", "people/999").content
    assert ana("GET", f"people/{owner}").content == ana("GET", "no/such/thing").content


def test_a_token_does_no_more_than_its_scopes(api: Api, owner: int, token_of: Any) -> None:
    reader = Api(token_of(owner, "read"))

    assert reader("GET", "people").status_code == 200
    assert reader("POST", "people", ANA, seen="*").status_code == 403


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer mp_wrong", "Basic b2xnYQ==", "Bearer " + "x" * 5000]
)
def test_a_stranger_is_asked_to_sign_in(db: None, header: str) -> None:
    refused = Client().get("/api/v1/people", headers={"Authorization": header} if header else {})

    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert "next" in refused.json()


def test_what_is_undone_is_gone(api: Api) -> None:
    add(api)

    assert api("POST", "organisation:undo").status_code == 200
    assert len(api("GET", "people").json()["items"]) == 1
    assert api("POST", "organisation:redo").status_code == 200
    assert len(api("GET", "people").json()["items"]) == 2


def test_a_token_is_made_by_a_person_and_not_by_a_token(api: Api) -> None:
    body = {"name": "Monday", "scopes": ["read"], "expires_at": "2027-01-31T00:00:00Z"}

    assert api("POST", "tokens", body).status_code == 403


def test_watchdogs_are_answered(db: None) -> None:
    assert Client().get("/healthz").json()["status"] == "alive"
    assert Client().get("/readyz").json()["status"] == "ready"


def test_a_database_that_is_away_is_told_as_such(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("milepost.surfaces.catalog.asking.read", away)

    refused = api("GET", "people")

    assert (refused.status_code, refused.json()["reason"]) == (503, "database-away")
    assert "disk" not in refused.content.decode()


def test_a_mistake_of_ours_is_told_without_what_it_was(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object, **__: object) -> None:
        raise AssertionError("salary 4711")

    monkeypatch.setattr("milepost.surfaces.catalog.asking.read", wrong)
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {api.token}"})

    told = client.get("/api/v1/people")

    assert (told.status_code, told.json()["reason"]) == (500, "our-mistake")
    assert "4711" not in told.content.decode()


def test_a_list_is_narrowed_and_ordered_and_its_pages_go_on_from_there(api: Api) -> None:
    for name in ("Ana", "Bea", "Ada"):
        add(api, {"name": name, "email": f"{name.lower()}@nordhaven.example"})

    asked = "people?filter=name~a;email!=olga@nordhaven.example&sort=-name&limit=2"
    first = api("GET", asked).json()
    second = api("GET", f"{asked}&cursor={first['next']}").json()

    assert [row["name"] for row in first["items"]] == ["Bea", "Ana"]
    assert ([row["name"] for row in second["items"]], second["next"]) == (["Ada"], None)
    assert api("GET", "people?filter=salary>100").json()["field"] == "filter"
