"""One file that holds everything, and bringing it back.

A backup is a zip: `manifest.json` (who made it, and the digest of the canonical export), the rows of every
table as JSON lines, the attachments, the anchors. All rows are read at one moment, without holding writers
up. The rows name no database: a backup of SQLite restores into PostgreSQL and the other way round.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

import milepost
from milepost.base import anchor, clock, export, portable, reading
from milepost.base.models import Entry
from milepost.base.refusal import Refusal

FORMAT = 1


class CannotRestore(Refusal):
    """The file is no backup of ours, or this is no place for it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: rows by table, attachments by path with their sha256."""

    format: int
    version: str
    made_at: str
    migrations: list[str]
    digest: str
    rows: dict[str, int]
    attachments: dict[str, str]


def backup(target: Path) -> Manifest:
    """Write everything to `target`, which appears only once it is complete."""
    anchor.drop_anchor()
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.unfinished")
    with reading.consistent(), zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        manifest = Manifest(
            format=FORMAT,
            version=milepost.__version__,
            made_at=clock.now().isoformat(),
            migrations=_migrations(),
            rows={model._meta.label_lower: _write(archive, model) for model in portable.models_kept()},
            digest=export.digest(),
            attachments=_write_attachments(archive),
        )
        if anchor.path().exists():
            archive.write(anchor.path(), "anchors.jsonl")
        archive.writestr("manifest.json", json.dumps(asdict(manifest), indent=1))
    unfinished.replace(target)
    return manifest


def restore(source: Path, *, verify: bool) -> Manifest:
    """Bring everything back into an empty, migrated database; nothing is kept unless all of it is.

    With `verify`, only if the canonical export hashes the same as when the backup was made.

    Raises: CannotRestore.
    """
    _refuse_occupied()
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest(archive)
            _refuse_other_shape(manifest)
            attachments = _unpack_attachments(archive, manifest)
            with transaction.atomic():
                _insert_all(archive, manifest)
                if verify and export.digest() != manifest.digest:
                    raise CannotRestore(
                        "The restored rows are not those that were backed up; nothing was kept."
                    )
                connection.check_constraints()
            _place(attachments)
            _restore_anchors(archive)
    except (zipfile.BadZipFile, KeyError, json.JSONDecodeError, UnicodeDecodeError) as damaged:
        raise CannotRestore(f"{source.name} is not a Milepost backup, or is damaged ({damaged}).") from None
    return manifest


def _write(archive: zipfile.ZipFile, model: type[models.Model]) -> int:
    count = 0
    with archive.open(_member(model), "w", force_zip64=True) as file:
        for line in portable.lines_of(model):
            file.write(line.encode() + b"\n")
            count += 1
    return count


def _member(model: type[models.Model]) -> str:
    return f"rows/{model._meta.label_lower}.jsonl"


def _write_attachments(archive: zipfile.ZipFile) -> dict[str, str]:
    folder = Path(settings.MILEPOST_ATTACHMENTS)
    digests = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        archive.write(path, f"attachments/{name}")
        digests[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digests


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _refuse_occupied() -> None:
    folder = Path(settings.MILEPOST_ATTACHMENTS)
    if Entry.objects.exists() or (folder.exists() and any(folder.iterdir())):
        raise CannotRestore(
            "There is something here already. Restore into an empty place: set MILEPOST_DATA to a new folder,"
            " or MILEPOST_DATABASE_URL to an empty database."
        )


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    said: dict[str, Any] = json.loads(archive.read("manifest.json"))
    if said["format"] != FORMAT:
        raise CannotRestore(f"This backup has format {said['format']}; this Milepost reads {FORMAT}.")
    return Manifest(**said)


def _refuse_other_shape(manifest: Manifest) -> None:
    if manifest.migrations != _migrations():
        raise CannotRestore(
            f"This backup was made by Milepost {manifest.version}, whose tables differ from this one's"
            f" ({milepost.__version__}). Restore it with that version, then upgrade."
        )


def _insert_all(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    kept = portable.models_kept()
    portable.empty_out(kept)
    for model in kept:
        count = portable.insert(model, _lines(archive, _member(model)))
        if count != manifest.rows[model._meta.label_lower]:
            raise CannotRestore(f"The backup is damaged: {model._meta.label_lower} has lost rows.")
    portable.move_sequences(kept)


def _lines(archive: zipfile.ZipFile, member: str) -> Iterator[str]:
    with archive.open(member) as file:
        yield from io.TextIOWrapper(file, encoding="utf-8", newline="\n")


def _unpack_attachments(archive: zipfile.ZipFile, manifest: Manifest) -> Path:
    """The attachments in a folder beside their place, each proved by its digest."""
    folder = Path(settings.MILEPOST_ATTACHMENTS)
    aside = folder.with_name(f"{folder.name}.restoring")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for name, digest in manifest.attachments.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts:
            raise CannotRestore(f"The backup names an attachment outside its folder: {name}")
        content = archive.read(f"attachments/{name}")
        if hashlib.sha256(content).hexdigest() != digest:
            raise CannotRestore(f"The attachment {name} is damaged.")
        (aside / path).parent.mkdir(parents=True, exist_ok=True)
        (aside / path).write_bytes(content)
    return aside


def _place(aside: Path) -> None:
    folder = Path(settings.MILEPOST_ATTACHMENTS)
    if folder.exists():
        folder.rmdir()
    aside.rename(folder)


def _restore_anchors(archive: zipfile.ZipFile) -> None:
    """The anchors come back where this installation can vouch for them; else they are laid beside."""
    if "anchors.jsonl" not in archive.namelist() or anchor.path().exists():
        return
    anchor.path().parent.mkdir(parents=True, exist_ok=True)
    anchor.path().write_bytes(archive.read("anchors.jsonl"))
    if any(found.ledger is None for found in anchor.disagreements()):
        anchor.path().rename(anchor.path().with_suffix(".from-backup.jsonl"))


def set_aside() -> Path | None:
    """Copy an SQLite database that is about to be upgraded to `before-upgrade` in the data folder.

    None where there is nothing worth it: no tables yet, or PostgreSQL, whose administrator has its own
    ways. The three newest copies are kept.
    """
    if connection.vendor != "sqlite" or Entry._meta.db_table not in connection.introspection.table_names():
        return None
    folder = Path(settings.DATA) / "before-upgrade"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{clock.now():%Y%m%d-%H%M%S}.sqlite3"
    with sqlite3.connect(target) as copy:
        connection.connection.backup(copy)
    copy.close()
    for old in sorted(folder.glob("*.sqlite3"))[:-3]:
        old.unlink()
    return target
