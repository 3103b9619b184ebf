"""The REST door from a signed-in browser: the same answers, and proof of origin for every change."""

from __future__ import annotations

import pytest
from django.test import Client

from milepost.domain.accounts.operations import accounts

PASSWORD = "a long walk by the fjord"


@pytest.fixture
def browser(owner: int) -> Client:
    """The owner, signed in, with the forgery check on as in production."""
    account = accounts.open_account(owner, email="olga@nordhaven.example", password=PASSWORD)
    client = Client(enforce_csrf_checks=True)
    client.force_login(account)
    return client


def test_a_browser_reads_with_its_session(browser: Client) -> None:
    assert browser.get("/api/v1/people").status_code == 200


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", "people"),
        ("PATCH", "organisation"),
        ("DELETE", "grants/3"),
        ("POST", "organisation:undo"),
        ("POST", "tokens"),
        ("POST", "programs/atlas/tasks:preview"),
    ],
)
def test_a_change_without_proof_of_origin_is_refused(browser: Client, method: str, address: str) -> None:
    refused = browser.generic(
        method, f"/api/v1/{address}", b"{}", content_type="application/json", headers={"If-Match": "*"}
    )

    assert (refused.status_code, refused.json()["reason"]) == (403, "forged")


def test_a_change_with_proof_is_carried_out(browser: Client) -> None:
    page = browser.get("/people")
    token = page.context["csrf_token"]

    added = browser.post(
        "/api/v1/people",
        {"name": "Ana"},
        content_type="application/json",
        headers={"If-Match": "*", "X-CSRFToken": str(token)},
    )

    assert added.status_code == 201


def test_a_browser_makes_itself_a_token(browser: Client) -> None:
    token = browser.get("/people").context["csrf_token"]
    body = {"name": "Monday", "scopes": ["read"], "expires_at": "2027-01-31T00:00:00Z"}

    made = browser.post(
        "/api/v1/tokens", body, content_type="application/json", headers={"X-CSRFToken": str(token)}
    )

    assert made.json()["result"]["secret"].startswith("mp_")
    assert made.json()["result"]["secret"] not in browser.get("/api/v1/tokens").content.decode()


def test_a_browser_that_is_signed_out_is_a_stranger(browser: Client) -> None:
    browser.logout()

    assert browser.get("/api/v1/people").status_code == 401
