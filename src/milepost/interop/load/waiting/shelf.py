"""Where plan files wait between being sent and being brought in: on the server's disk, a day, for one person.

Nothing of them is in the database before somebody confirms. A shelf is named by a secret and opens only for
whoever filled it, at whichever door.
"""

from __future__ import annotations

import fcntl
import json
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from milepost.base import clock
from milepost.base.identity import Actor
from milepost.base.permissions import may_anywhere
from milepost.base.refusal import NotAllowed, NotFound, Refusal

MOST_FILES = 20
MOST_BYTES = 200 * 1024 * 1024
MOST_SHELVES = 50
"""How many sets of files may wait for one person at a time."""
RIGHTS = ("program.add", "project.add", "plan.edit")
"""Any of these, held anywhere, lets somebody look at what a file would bring."""
_A_DAY = 24 * 3600
_LIST = "files.json"
_HOLD = "hold"


class TooMuch(Refusal):
    """More files, or larger ones, than may wait."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it comes in: what the sender calls it, and its bytes piece by piece."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files that wait, by the names people gave them; `into` is the slug of the program meant for them.

    `at` is when the first came in, `answer` what came of bringing them in, empty before.
    """

    token: str
    names: tuple[str, ...]
    into: str
    person: int | None
    at: datetime
    answer: Mapping[str, Any]

    def path(self, place: int) -> Path:
        """Where the file at this place of the list lies.

        Raises: NotFound.
        """
        if not 0 <= place < len(self.names):
            raise NotFound(f"There is no file {place}.")
        return _root() / self.token / str(place)


def put(actor: Actor, files: Iterable[Sent], *, into: str = "") -> Shelf:
    """Keep files for a preview.

    Raises: NotAllowed, TooMuch; Refusal for no file at all.
    """
    if not any(may_anywhere(actor, right) for right in RIGHTS):
        raise NotAllowed("Bringing a plan in takes the right to add projects or to change a plan.")
    sweep()
    if len(waiting(actor)) >= MOST_SHELVES:
        raise TooMuch(f"{MOST_SHELVES} sets of files wait for you already. Bring some in, or discard them.")
    shelf = Shelf(secrets.token_urlsafe(16), (), into, actor.person, clock.now(), {})
    folder = _root() / shelf.token
    folder.mkdir(parents=True, mode=0o700)
    try:
        for file in files:
            shelf = add(shelf, file)
        if not shelf.names:
            raise Refusal("Choose at least one file.")
    except Refusal:
        clear(shelf)
        raise
    return shelf


def add(shelf: Shelf, file: Sent) -> Shelf:
    """Another file beside those that wait. Raises: TooMuch."""
    if len(shelf.names) >= MOST_FILES:
        raise TooMuch(f"At most {MOST_FILES} files at once.")
    place = _root() / shelf.token / str(len(shelf.names))
    left = MOST_BYTES - sum(shelf.path(at).stat().st_size for at in range(len(shelf.names)))
    try:
        with place.open("wb") as kept:
            kept.writelines(_bounded(file.chunks, left))
    except TooMuch:
        place.unlink()
        raise
    name = Path(file.name.replace("\\", "/") or "plan").name[:200] or "plan"
    more = replace(shelf, names=(*shelf.names, name))
    _write(more)
    return more


def take(actor: Actor, token: str) -> Shelf:
    """The files a person put there.

    Raises: NotFound, also for somebody else's.
    """
    shelf = _read(_root() / token) if token.replace("-", "").replace("_", "").isalnum() else None
    if shelf is None or shelf.person != actor.person:
        raise NotFound("These files are not here any more.")
    return shelf


def waiting(actor: Actor) -> list[Shelf]:
    """What waits for a person, the last first."""
    mine = (one for one in _all() if one.person == actor.person and not one.answer)
    return sorted(mine, key=lambda one: one.at, reverse=True)


@contextmanager
def held(shelf: Shelf) -> Iterator[Shelf]:
    """The shelf as it stands, for one caller at a time; the hold ends with the process, too.

    Raises: NotFound, when it was cleared meanwhile.
    """
    folder = _root() / shelf.token
    try:
        hold = (folder / _HOLD).open("w")
    except FileNotFoundError:
        raise NotFound("These files are not here any more.") from None
    with hold:
        fcntl.flock(hold, fcntl.LOCK_EX)
        now = _read(folder)
        if now is None:
            raise NotFound("These files are not here any more.")
        yield now


def done(shelf: Shelf, answer: Mapping[str, Any]) -> None:
    """The files are brought in: their bytes go, what came of it is answered again until the day is over."""
    for place in range(len(shelf.names)):
        shelf.path(place).unlink(missing_ok=True)
    _write(replace(shelf, answer=answer))


def clear(shelf: Shelf) -> None:
    """Throw the files away: nobody wants them."""
    shutil.rmtree(_root() / shelf.token, ignore_errors=True)


def sweep() -> None:
    """Throw away what has waited for longer than a day."""
    root = _root()
    for folder in root.iterdir() if root.is_dir() else ():
        shelf = _read(folder)
        if shelf is None or (clock.now() - shelf.at).total_seconds() > _A_DAY:
            shutil.rmtree(folder, ignore_errors=True)


def _bounded(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    for chunk in chunks:
        most -= len(chunk)
        if most < 0:
            raise TooMuch(f"The files are larger than {MOST_BYTES // 1024 // 1024} MB together.")
        yield chunk


def _root() -> Path:
    return Path(settings.DATA) / "uploads"


def _all() -> Iterator[Shelf]:
    root = _root()
    for folder in root.iterdir() if root.is_dir() else ():
        if (shelf := _read(folder)) is not None:
            yield shelf


def _read(folder: Path) -> Shelf | None:
    try:
        said = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        at = datetime.fromtimestamp(said["at"], UTC)
        names, answer = tuple(said["names"]), said.get("answer", {})
        return Shelf(folder.name, names, said["into"], said["person"], at, answer)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(shelf: Shelf) -> None:
    facts = {
        "names": shelf.names,
        "into": shelf.into,
        "person": shelf.person,
        "at": shelf.at.timestamp(),
        "answer": dict(shelf.answer),
    }
    path = _root() / shelf.token / _LIST
    fresh = path.with_name(f"{_LIST}.new")
    fresh.write_text(json.dumps(facts), encoding="utf-8")
    fresh.replace(path)
