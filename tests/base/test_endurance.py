"""Nothing acknowledged is lost, nobody is refused without reason, however many processes write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import an_empty_database

Run = Callable[..., dict[str, Any]]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(tmp_path: Path, pytestconfig: pytest.Config) -> Iterator[Run]:
    """Runs `tests.base.endurance` on an empty database of the kind the tests run on."""

    def running(what: str, count: int) -> dict[str, Any]:
        environment = os.environ | {
            "MILEPOST_DATABASE_URL": url,
            "MILEPOST_DATA": str(tmp_path),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.base.endurance", what, str(count)],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        print(what, count, told)
        return told

    with an_empty_database(
        tmp_path, on_postgresql=pytestconfig.getoption("--database") == "postgresql"
    ) as url:
        yield running


def test_eight_people_on_sibling_jobs_are_never_refused_and_lose_nothing(run: Run, is_long: bool) -> None:
    count = 500 if is_long else 25

    told = run("siblings", count)

    assert (told["died"], told["refused"], told["lost"], told["wrong"]) == (0, 0, 0, [])
    assert told["entries"] == 8 * count


def test_of_eight_people_on_one_field_one_wins_and_all_others_are_told(run: Run, is_long: bool) -> None:
    count = 200 if is_long else 20

    told = run("same_field", count)

    assert told == {"won": count, "told": 7 * count, "wrong": []}


@pytest.mark.timeout(1200)
def test_what_was_acknowledged_survives_being_killed(run: Run, is_long: bool) -> None:
    told = run("kills", 500 if is_long else 50)

    assert told["acknowledged"] > 100
    assert (told["lost"], told["wrong"]) == (0, [])


@pytest.mark.timeout(1200)
def test_a_backup_made_while_somebody_writes_is_of_one_moment(run: Run, is_long: bool) -> None:
    count = 20 if is_long else 3

    told = run("backups", count)

    assert told["backups"] == count
    assert told["written"] > count
    assert (told["behind"], told["wrong"]) == (0, [])
