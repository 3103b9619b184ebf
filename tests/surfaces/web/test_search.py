"""Ctrl-K finds pages, programs and tasks, and nothing one may not see."""

from __future__ import annotations

from django.test import Client

from tests.builders import Program, a_project, a_task
from tests.surfaces.web.conftest import As, text_of


def labels(browser: Client, words: str, slug: str = "") -> list[str]:
    answer = browser.get(f"/palette/{slug}" if slug else "/palette", {"q": words})
    return [item["label"] for item in answer.json()["items"]]


def test_without_words_it_offers_where_one_can_go(atlas: Program, signed_in_as: As) -> None:
    found = labels(signed_in_as("viewer"), "", atlas.slug)

    assert found[:2] == ["Home", "Plan"]
    assert {"My work", "Portfolio", "Atlas"} <= set(found)


def test_a_task_is_found_by_its_words_and_by_its_number(atlas: Program, signed_in_as: As) -> None:
    browser = signed_in_as("viewer")

    assert labels(browser, "LAUN") == ["launch"]
    assert labels(browser, f"T-{atlas['build']}") == ["build"]


def test_a_task_of_another_project_is_not_found(atlas: Program, signed_in_as: As) -> None:
    other = a_project(atlas.ledger, "Confidential")
    a_task(atlas, "merger talks", project=other)

    browser = signed_in_as("project_manager", on=f"{atlas.slug}/{atlas.project}")

    assert labels(browser, "merger") == []
    assert labels(browser, "design") == ["design"]


def test_the_search_page_says_when_nothing_fits(atlas: Program, signed_in_as: As) -> None:
    shown = text_of(signed_in_as("viewer").get("/search?q=zzz").content)

    assert "Nothing is called “zzz”." in shown
