"""A backup brings everything back, exactly, into an empty place, whichever database it comes from."""

from __future__ import annotations

import contextlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from milepost.base import backup, chain, export, portable
from milepost.base.backup import CannotRestore
from milepost.base.models import Ledger
from tests.base.conftest import Program
from tests.base.states import do_something, state
from tests.database import without_triggers
from tests.workshop import operations as workshop


def empty(settings: Any, tmp_path: Path) -> None:
    """As on a machine where nothing has been done yet."""
    with without_triggers(connection):
        portable.empty_out(portable.models_kept())
    settings.MILEPOST_ATTACHMENTS = tmp_path / "new" / "attachments"
    settings.MILEPOST_ANCHORS = tmp_path / "new" / "anchors.jsonl"


def test_what_is_restored_is_what_was_backed_up(program: Program, tmp_path: Path, settings: Any) -> None:
    dice = random.Random(3)
    for _ in range(40):
        do_something(program, dice)
    workshop.bring_in(program.by(), site="Quarry", jobs=[{"name": f"Ünï {n} 🏗"} for n in range(250)])
    (tmp_path / "attachments" / "a").mkdir(parents=True)
    (tmp_path / "attachments" / "a" / "drawing.pdf").write_bytes(b"%PDF\0\xff")
    stood, digest = state(program.ledger), export.digest()
    made = backup.backup(tmp_path / "all.zip")
    empty(settings, tmp_path)

    backup.restore(tmp_path / "all.zip", verify=True)

    assert state(program.ledger) == stood
    assert export.digest() == digest == made.digest
    assert chain.verify(program.ledger) is None
    assert (tmp_path / "new" / "attachments" / "a" / "drawing.pdf").read_bytes() == b"%PDF\0\xff"
    program.job("work goes on")
    assert chain.verify(program.ledger) is None


def test_a_place_in_use_is_not_restored_into(program: Program, tmp_path: Path) -> None:
    backup.backup(tmp_path / "all.zip")

    with pytest.raises(CannotRestore, match="something here already"):
        backup.restore(tmp_path / "all.zip", verify=True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip at all"])
def test_what_is_no_backup_is_refused(db: None, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "some.zip").write_bytes(content)

    with pytest.raises(CannotRestore, match="not a Milepost backup"):
        backup.restore(tmp_path / "some.zip", verify=False)


def test_a_backup_somebody_altered_is_not_kept(program: Program, tmp_path: Path, settings: Any) -> None:
    program.job("dig")
    backup.backup(tmp_path / "all.zip")
    with (
        zipfile.ZipFile(tmp_path / "all.zip") as old,
        zipfile.ZipFile(tmp_path / "forged.zip", "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"dig"', b'"fill"'))
    empty(settings, tmp_path)

    with pytest.raises(CannotRestore, match="not those that were backed up"):
        backup.restore(tmp_path / "forged.zip", verify=True)
    assert not Ledger.objects.filter(pk=program.ledger).exists()


def test_attachments_stay_in_their_folder(program: Program, tmp_path: Path, settings: Any) -> None:
    backup.backup(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as old, zipfile.ZipFile(tmp_path / "evil.zip", "w") as new:
        for name in old.namelist():
            if name != "manifest.json":
                new.writestr(name, old.read(name))
        said = json.loads(old.read("manifest.json")) | {"attachments": {"../../escaped": "00"}}
        new.writestr("manifest.json", json.dumps(said))
    empty(settings, tmp_path)

    with pytest.raises(CannotRestore, match="outside its folder"):
        backup.restore(tmp_path / "evil.zip", verify=False)
    assert not (tmp_path / "escaped").exists()


def test_a_database_is_copied_before_it_is_upgraded(tmp_path: Path) -> None:
    environment = os.environ | {
        "MILEPOST_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "milepost.config.settings",
    }
    environment["MILEPOST_DATABASE_URL"] = f"sqlite:///{tmp_path}/milepost.sqlite3"
    script = """
import django; django.setup()
from django.core.management import call_command
from milepost.base import backup, clock
assert backup.set_aside() is None
call_command("migrate", verbosity=0)
from datetime import UTC, datetime
for minute in range(5):
    with clock.at(datetime(2026, 1, 1, 12, minute, tzinfo=UTC)):
        backup.set_aside()
"""
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)

    kept = sorted((tmp_path / "before-upgrade").iterdir())
    assert [path.name for path in kept] == [f"20260101-120{minute}00.sqlite3" for minute in (2, 3, 4)]
    with contextlib.closing(sqlite3.connect(kept[0])) as copy:
        assert copy.execute("SELECT slug FROM base_ledger").fetchall() == [("organisation",)]
