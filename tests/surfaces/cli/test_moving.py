"""A Milepost moves between kinds of databases by its backup, and is the same there."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.databases import an_empty_database
from tests.surfaces.served import command, environment

_SAMPLE = """
from milepost.surfaces.cli import house
house.settings(); house.prepare()
from milepost.config.sample import loading
loading.load()
"""


def _done(data: Path, url: str, *arguments: str) -> dict[str, Any]:
    """What a command of a Milepost in this folder, on this database, told as JSON."""
    done = command(data, *arguments, "--json", MILEPOST_DATABASE_URL=url)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _digest(backup: Path) -> str:
    """The hash of the canonical export a backup was made from."""
    with zipfile.ZipFile(backup) as archive:
        return str(json.loads(archive.read("manifest.json"))["digest"])


@pytest.mark.timeout(600)
def test_from_sqlite_to_postgresql_and_back_nothing_differs(tmp_path: Path) -> None:
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    here, there, home = (tmp_path / f"{name}.zip" for name in ("here", "there", "home"))
    for folder in (first, second, third):
        folder.mkdir()
    subprocess.run([sys.executable, "-c", _SAMPLE], env=environment(first), check=True, timeout=300)
    with an_empty_database(first, on_postgresql=False) as sqlite:
        _done(first, sqlite, "backup", str(here))
    with an_empty_database(second, on_postgresql=True) as postgresql:
        _done(second, postgresql, "restore", str(here), "--verify")
        _done(second, postgresql, "verify")
        _done(second, postgresql, "backup", str(there))
    with an_empty_database(third, on_postgresql=False) as sqlite:
        _done(third, sqlite, "restore", str(there), "--verify")
        _done(third, sqlite, "backup", str(home))

    assert _digest(here) == _digest(there) == _digest(home)
