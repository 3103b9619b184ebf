"""A real Milepost, served with its sample, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.house import House, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys share one house and one browser, so a parallel run keeps them on one worker."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Without one a local run skips journeys and says so; CI fails."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        reason = "no Chromium on this machine: install the package chromium to run the journeys"
        if os.environ.get("MILEPOST_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import expect, sync_playwright

    # Journeys say what happens, not how quickly: they also run beside everything else on a busy machine.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Path:
    """A data folder with the sample program in it, to be copied."""
    folder = tmp_path_factory.mktemp("sample")
    with served(folder, browser):
        return folder


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, sample: Path, browser: Browser) -> Iterator[House]:
    """Milepost with its sample program, for every journey that changes nothing others look at."""
    with served(copied(sample, tmp_path_factory.mktemp("house")), browser) as house:
        yield house


@pytest.fixture
def own_house(tmp_path: Path, sample: Path, browser: Browser) -> Iterator[House]:
    """Milepost with its sample program, for one journey alone."""
    with served(copied(sample, tmp_path / "house"), browser) as house:
        yield house


@pytest.fixture(scope="module")
def plan_house(tmp_path_factory: pytest.TempPathFactory, sample: Path, browser: Browser) -> Iterator[House]:
    """A house whose plan these journeys may change; each works on tasks of its own."""
    with served(copied(sample, tmp_path_factory.mktemp("plan")), browser) as house:
        yield house


@pytest.fixture
def empty_house(tmp_path: Path, browser: Browser) -> Iterator[House]:
    """Milepost as a newcomer meets it: no sample, no owner."""
    with served(tmp_path, browser, "--no-sample") as house:
        yield house


def copied(source: Path, target: Path) -> Path:
    return Path(shutil.copytree(source, target, dirs_exist_ok=True))
