"""A slow wire: requests of a page, or answers to them, held back until they are let go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Page, Route

PATIENCE_MS = 20_000
GLANCE_MS = 20


class Held:
    """Requests to an address that do not reach the server before they are let go."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = re.compile(address)
        self.routes: list[Route] = []
        self.is_open = False
        page.route(self.address, self._come)

    def waits(self, count: int = 1) -> None:
        """Returns once so many are held."""
        for _ in range(PATIENCE_MS // GLANCE_MS):
            if len(self.routes) >= count:
                return
            self.page.wait_for_timeout(GLANCE_MS)
        raise AssertionError(f"{len(self.routes)} of {count} requests to {self.address.pattern} were made")

    def let_go(self) -> None:
        """Send on what is held; from now on nothing is."""
        self.is_open = True
        while self.routes:
            self._send_on(self.routes.pop(0))

    def _come(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self._hold(route)

    def _hold(self, route: Route) -> None:
        self.routes.append(route)

    def _send_on(self, route: Route) -> None:
        route.continue_()


class HeldAnswers(Held):
    """Requests that the server answers at once, while the page waits until the answers are let go."""

    def __init__(self, page: Page, address: str) -> None:
        self.answers: dict[Route, APIResponse] = {}
        super().__init__(page, address)

    def _hold(self, route: Route) -> None:
        self.answers[route] = route.fetch()
        super()._hold(route)

    def _send_on(self, route: Route) -> None:
        route.fulfill(response=self.answers[route])
