"""The files plans came in, kept as they were: attachments of the data folder, which backups take along.

A file is named by the SHA-256 of its bytes, so the same file brought in twice is kept once, and what is read
later is proved to be what came in. Nothing is ever removed: undoing an import can itself be undone.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from django.conf import settings

from milepost.base.refusal import NotFound
from milepost.domain.resources.rows import KeptFile


def keep(path: Path, *, name: str, kind: str) -> KeptFile:
    """Keep a copy of a file; gives what its project notes of it. `kind` is its format."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    place = _place(digest)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = place.with_name(f"{place.name}.new")
        shutil.copyfile(path, fresh)
        fresh.replace(place)
    return KeptFile(name=name, format=kind, size_bytes=path.stat().st_size, digest=digest)


def original(digest: str) -> Path:
    """Where the file of this digest lies. Raises: NotFound, when it is gone from the data folder."""
    place = _place(digest)
    if not place.is_file():
        raise NotFound("The original of this file is not in the data folder any more.")
    return place


def _place(digest: str) -> Path:
    return Path(settings.MILEPOST_ATTACHMENTS) / "plans" / digest[:2] / digest
