"""Where uploaded files wait between preview and import: on this server's disk, a day, for one person.

Nothing of them is in the database before somebody confirms. A shelf is named by a secret in the address and
opens only for whoever filled it.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from milepost.base import clock
from milepost.base.identity import Actor
from milepost.base.refusal import NotFound, Refusal

MOST_FILES = 20
MOST_BYTES = 200 * 1024 * 1024
_A_DAY = 24 * 3600
_LIST = "files.json"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files that wait, by the names people gave them; `into` is the slug of the program meant for them."""

    token: str
    names: tuple[str, ...]
    into: str
    person: int | None = None

    def path(self, place: int) -> Path:
        """Where the file at this place of the list lies.

        Raises: NotFound.
        """
        if not 0 <= place < len(self.names):
            raise NotFound(f"There is no file {place}.")
        return _root() / self.token / str(place)


def put(actor: Actor, files: Iterable[UploadedFile[Any]], *, into: str) -> Shelf:
    """Keep uploaded files for a preview.

    Raises: Refusal for too many or too large ones.
    """
    uploaded = list(files)
    if not uploaded:
        raise Refusal("Choose at least one file.")
    if len(uploaded) > MOST_FILES:
        raise Refusal(f"At most {MOST_FILES} files at once; {len(uploaded)} were chosen.")
    if sum(one.size or 0 for one in uploaded) > MOST_BYTES:
        raise Refusal(f"The files are larger than {MOST_BYTES // 1024 // 1024} MB together.")
    sweep()
    token = secrets.token_urlsafe(16)
    folder = _root() / token
    folder.mkdir(parents=True, mode=0o700)
    for place, one in enumerate(uploaded):
        with (folder / str(place)).open("wb") as kept:
            kept.writelines(one.chunks())
    names = [Path(one.name or "plan").name[:200] for one in uploaded]
    facts = {"names": names, "into": into, "person": actor.person, "at": clock.now().timestamp()}
    (folder / _LIST).write_text(json.dumps(facts), encoding="utf-8")
    return Shelf(token, tuple(names), into, actor.person)


def take(actor: Actor, token: str) -> Shelf:
    """The files a person put there.

    Raises: NotFound, also for somebody else's.
    """
    facts = _facts(_root() / token) if token.replace("-", "").replace("_", "").isalnum() else None
    if facts is None or facts["person"] != actor.person:
        raise NotFound("These files are not here any more.")
    return Shelf(token, tuple(facts["names"]), facts["into"], actor.person)


def clear(shelf: Shelf) -> None:
    """Throw the files away: they were brought in, or nobody wants them."""
    shutil.rmtree(_root() / shelf.token, ignore_errors=True)


def sweep() -> None:
    """Throw away what has waited for longer than a day."""
    root = _root()
    for folder in root.iterdir() if root.is_dir() else ():
        facts = _facts(folder)
        if facts is None or clock.now().timestamp() - facts["at"] > _A_DAY:
            shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    return Path(settings.DATA) / "uploads"


def _facts(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
