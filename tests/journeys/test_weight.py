"""What opening a page costs: its HTML, scripts and styles as they travel. Fonts and data are not counted."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

    from tests.journeys.house import House

HEAVIEST = 60_000
"""Bytes, gzipped."""
COUNTED = {"document", "script", "stylesheet"}
PAGES = [
    "/",
    "/portfolio",
    "/p/atlas",
    "/p/atlas/plan",
    "/p/atlas/plan?task=109",
    "/p/atlas/plan/paper",
    "/p/atlas/brief",
    "/p/atlas/calendars",
    "/p/atlas/history",
    "/p/atlas/settings",
    "/import",
    "/people",
    "/help",
]


def test_no_page_weighs_more_than_sixty_kilobytes(house: House) -> None:
    page = house.visit("Program manager", "/")

    weights = {path: weight(page, house.address + path) for path in PAGES}

    assert {path: bytes_gz for path, bytes_gz in weights.items() if bytes_gz > HEAVIEST} == {}
    page.context.close()


def weight(page: Page, address: str) -> int:
    """What the browser fetches until the page is there and, with a sheet on it, can be edited."""
    fetched: list[Request] = []

    def note(request: Request) -> None:
        fetched.append(request)

    page.on("request", note)
    page.goto(address)
    if page.locator("[data-sheet]").count():
        page.wait_for_selector("[data-sheet][data-ready]")
    page.remove_listener("request", note)
    addresses = {request.url for request in fetched if request.resource_type in COUNTED}
    # Asked for once more: of what the browser had kept from the page before, it hands out no body.
    bodies = [page.context.request.get(url).body() for url in addresses]
    return sum(len(gzip.compress(body, 9)) for body in bodies)
