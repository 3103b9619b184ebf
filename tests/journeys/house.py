"""Serving Milepost for a journey, and coming in as one of the sample's people."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
WAY_IN = re.compile(r"^\s+(?P<who>[^:]+): (?P<link>http\S+)$")


class House:
    """A served Milepost: its address, its printed ways in, and a browser to walk in with."""

    def __init__(self, address: str, links: dict[str, str], browser: Browser) -> None:
        self.address = address
        self.links = links
        self.browser = browser
        self._states: dict[str, object] = {}

    def visit(
        self, who: str, path: str = "/", *, width: int = 1440, height: int = 900, theme: str = "light"
    ) -> Page:
        """A page of `path`, signed in as the person whose printed way in begins with `who`."""
        look = {"viewport": {"width": width, "height": height}, "color_scheme": theme}
        return self._come_in(who, path, look)

    def visit_by_phone(self, who: str, path: str, *, theme: str = "light") -> Page:
        """The same on a phone: narrow, and for thumbs."""
        look = {"viewport": {"width": 390, "height": 844}, "color_scheme": theme}
        return self._come_in(who, path, {**look, "has_touch": True, "is_mobile": True})

    def _come_in(self, who: str, path: str, look: dict[str, object]) -> Page:
        page = self._context(who, look).new_page()
        page.goto(self.address + path)
        return page

    def way_in(self, who: str) -> str:
        """The printed one-time link of somebody, by how its line begins."""
        return next(link for label, link in self.links.items() if label.startswith(who))

    def _context(self, who: str, look: dict[str, object]) -> BrowserContext:
        if who not in self._states:
            context = self.browser.new_context(**look)  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(self.way_in(who))
            page.get_by_role("button").first.click()
            page.wait_for_url(lambda url: "/enter/" not in url)
            self._states[who] = context.storage_state()
            context.close()
        return self.browser.new_context(**look, storage_state=self._states[who])  # type: ignore[arg-type]


@contextmanager
def served(folder: Path, browser: Browser, *options: str) -> Iterator[House]:
    """Milepost served from a folder of its own until the block ends."""
    port = _free_port()
    command = [sys.executable, "-m", "milepost", "serve", "--checkout", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--data", str(folder / "data"), *options],
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield House(f"http://127.0.0.1:{port}", _ways_in(process), browser)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _ways_in(process: subprocess.Popen[str]) -> dict[str, str]:
    """What the server prints before it serves. Fails with its output when it never gets there."""
    printed: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        printed.append(line)
        if "Milepost is at" in line:
            break
    else:
        raise AssertionError("Milepost did not start:\n" + "".join(printed))
    links: dict[str, str] = {}
    for line in process.stdout:
        match = WAY_IN.match(line)
        if match is None:
            break
        links[match["who"]] = match["link"]
        if len(links) == _expected(process):
            break
    # The pipe must be drained or the server would one day wait for its reader.
    threading.Thread(target=process.stdout.read, daemon=True).start()
    return links


def _expected(process: subprocess.Popen[str]) -> int:
    assert isinstance(process.args, list)
    return 1 if "--no-sample" in process.args else 4


def _environment() -> dict[str, str]:
    """This process's, without what pytest and Django tests put there."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "MILEPOST_"))
    }
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
