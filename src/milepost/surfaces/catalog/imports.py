"""Plan files, as machines are offered them: sent, looked at, brought in, renewed, and taken out again.

A file that is sent waits for a day and is nobody's business but the sender's; nothing of it is in the
database. Looking at it gives the same report the import page shows. Bringing it in, or taking a newer version
over, is then one operation and one entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from milepost.base.documents.sources import Unreadable
from milepost.base.identity import Actor
from milepost.base.operation import Acting
from milepost.base.refusal import Refusal
from milepost.domain.resources.operations import columns as column_operations
from milepost.domain.resources.operations import renewal
from milepost.domain.resources.queries import files
from milepost.interop.load.preview.report import Preview
from milepost.interop.load.renewal.difference import Difference
from milepost.interop.load.renewal.pieces import Piece
from milepost.interop.load.renewal.take import code_of
from milepost.interop.load.waiting import columns as mapped
from milepost.interop.load.waiting import confirm, reading, renew, shelf
from milepost.interop.load.waiting.confirm import BroughtIn
from milepost.interop.load.waiting.shelf import Sent, Shelf
from milepost.interop.tables import looking
from milepost.surfaces.catalog import places
from milepost.surfaces.catalog.entry import Deed, Entry, Noun, Operation, Query
from milepost.surfaces.catalog.unreadable import refusing

UPLOAD = Noun("upload", "uploads", "Plan files you sent, waiting to be brought in.", "organisation")
PLAN_FILE = Noun("file", "plan-files", "The plan files a program was fed with.")
MAPPING = Noun(
    "mapping",
    "column-mappings",
    "Which column is which field, as you said for a sheet.",
    "organisation",
)

DIFFERENCES = 200
"""Dates that differ told of each file unless more are asked for."""


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file: its name, and its content as `text`, or in base64 as `content`."""

    name: str
    text: str = ""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Files that wait for you. `upload` names them, `into` is the program meant for them."""

    upload: str
    files: tuple[str, ...]
    into: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One waiting file: what it would bring, or why it cannot be read.

    `place` is its place among the files, `newer_of` names the programs it looks like a newer version for.
    """

    place: int
    name: str
    preview: Preview | None
    refusal: str


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """Waiting files looked at; `brought_in` says what came of them once they are in."""

    upload: str
    into: str
    files: list[LookedAt]
    brought_in: BroughtIn | None


@dataclass(frozen=True, slots=True)
class PieceLine:
    """One difference: what it is about, what the file said last (`before`), what stands `here`, what the
    `file` says now. `changed_in` is file, here or both; only what the file alone changed is `suggested`.
    """

    piece: str
    project: int
    kind: str
    name: str
    field: str | None
    changed_in: str
    suggested: bool
    before: Mapping[str, object] | None
    here: Mapping[str, object] | None
    file: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Differences:
    """What a file says otherwise than a program at a revision; `unknown` are its projects nobody here has."""

    program: str
    revision: int
    pieces: list[PieceLine]
    unknown: list[str]


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What was taken over, as which entry."""

    program: str
    taken: list[str]
    entry: int | None
    revision: int


def send(owner: Actor, *, files: Sequence[FileSent], into: str = "") -> str:
    """Send plan files to look at; answers the name under which they wait, a day, for you alone.

    Larger files go one at a time to `uploads:file`, as they are. Raises: NotAllowed, TooMuch.
    """
    sent = (Sent(one.name, [one.content or one.text.encode()]) for one in files)
    return shelf.put(owner, sent, into=into).token


def waiting(reader: Actor) -> list[Waiting]:
    """The files that wait for you, the last first."""
    return [Waiting(one.token, one.names, one.into, one.at) for one in shelf.waiting(reader)]


def look(reader: Actor, *, upload: str, differences: int = DIFFERENCES) -> LookedThrough:
    """What waiting files would bring: tasks, critical path, what is kept, carried and dropped by field, and
    where our dates differ from the file's and why. Nothing is saved.

    Raises: NotFound.
    """
    kept = shelf.take(reader, upload)
    done = BroughtIn(**kept.answer) if kept.answer else None
    seen = [] if done else [_looked_at(reader, kept, place, differences) for place in range(len(kept.names))]
    return LookedThrough(kept.token, kept.into, seen, done)


def bring_in(owner: Actor, *, acting: Acting, upload: str, into: str = "", name: str = "") -> BroughtIn:
    """Bring waiting files in as projects of the program `into`, or of a new one of that `name`.

    All of them are one entry of its history and one undo. Asked again, it answers as before.
    Raises: NothingToBringIn, NotAllowed.
    """
    return confirm.bring_in(acting, shelf.take(owner, upload), into=into, name=name)


def differences(
    reader: Actor, *, upload: str, into: str, place: int = 0, project: int | None = None
) -> Differences:
    """What a waiting file says otherwise than the program it is a newer version for, piece by piece.

    `project` says which one it belongs to where that is not told by its tasks. Raises: NotFound.
    """
    kept, program = shelf.take(reader, upload), places.program(reader, into)
    found = refusing(lambda: renew.against(reader, kept, place, program=program.ledger, into=project))
    pieces = [_piece(one, piece) for one in found.differences for piece in one.pieces]
    return Differences(program.slug, program.revision, pieces, list(found.unknown))


def take_over(
    owner: Actor,
    *,
    acting: Acting,
    upload: str,
    into: str,
    revision: int,
    pieces: Sequence[str],
    place: int = 0,
    project: int | None = None,
) -> TakenOver:
    """Take pieces of a newer version over, by their codes, as one entry.

    `suggested` and `all` stand for those. `revision` is that of the differences they were
    chosen from. Raises: PlanMoved, NothingTaken.
    """
    program = places.program(owner, into)
    if program.revision != revision:
        raise renewal.PlanMoved(f"The plan is at revision {program.revision} now. Read what differs again.")
    with shelf.held(shelf.take(owner, upload)) as kept:
        found = refusing(lambda: renew.against(owner, kept, place, program=program.ledger, into=project))
        lines = [_piece(one, piece) for one in found.differences for piece in one.pieces]
        chosen = {one.piece for one in lines if is_chosen(one, pieces)}
        acting = replace(acting, ledger=program.ledger)
        written = renew.take_over(acting, kept, place, found, chosen=chosen, revision=revision)
    return TakenOver(program.slug, sorted(chosen), written.entry, written.revision)


def set_columns(
    owner: Actor,
    *,
    upload: str,
    columns: Mapping[str, str],
    place: int = 0,
    sheet: str = "",
    day_first: bool = False,
    decimal: Literal[".", ","] = ".",
    unit: Literal["h", "d", "w"] = "d",
    outline: Literal["found", "level", "wbs", "indent", "none"] = "found",
) -> None:
    """Say which column of a waiting sheet is which field: its heading, and `name`, `duration`, `start`, …, or
    `custom` for a field of its own. It is remembered for the next sheet with these headings.

    Raises: Refusal.
    """
    kept = shelf.take(owner, upload)
    kind = refusing(lambda: mapped.kind_of(kept, place))
    if not kind:
        raise Refusal("This file has no columns to choose: its format says what is what.")
    seen = refusing(lambda: looking.look(kept.path(place), kind, sheet=sheet))
    unknown = columns.keys() - set(seen.headings)
    if unknown:
        raise Refusal(
            f"The sheet has no column '{min(unknown)}'. It has: {', '.join(filter(None, seen.headings))}."
        )
    fields = {at: columns[heading] for at, heading in enumerate(seen.headings) if heading in columns}
    base = replace(seen.columns, day_first=day_first, decimal=decimal, unit=unit, outline=outline)
    mapped.choose(owner, kept, place, seen, refusing(lambda: looking.chosen(seen.headings, fields, base)))
    reading.forget(kept)


def discard(owner: Actor, *, upload: str) -> None:
    """Throw waiting files away. Raises: NotFound."""
    kept = shelf.take(owner, upload)
    shelf.clear(kept)
    reading.forget(kept)


def is_chosen(line: PieceLine, pieces: Iterable[str]) -> bool:
    """Is a piece among those named, or meant by `all` or `suggested`?"""
    wanted = set(pieces)
    return "all" in wanted or line.piece in wanted or ("suggested" in wanted and line.suggested)


def _looked_at(reader: Actor, kept: Shelf, place: int, most: int) -> LookedAt:
    try:
        report = reading.read(reader, kept, place).report
    except Unreadable as unreadable:
        return LookedAt(place, kept.names[place], None, str(unreadable))
    cut = replace(report, differences=report.differences[: max(most, 0)])
    return LookedAt(place, kept.names[place], cut, "")


def _piece(difference: Difference, piece: Piece) -> PieceLine:
    return PieceLine(
        piece=code_of(difference, piece),
        project=difference.project,
        kind=piece.kind,
        name=piece.name,
        field=piece.field or None,
        changed_in=piece.moved.value,
        suggested=piece.is_suggested,
        before=piece.before,
        here=piece.here,
        file=piece.file,
    )


ENTRIES: tuple[Entry, ...] = (
    Query(noun=UPLOAD, verb="list", run=waiting, key="upload"),
    Query(noun=UPLOAD, verb="show", run=look, example={"upload": "mX3vJk"}),
    Deed(
        noun=UPLOAD,
        verb="add",
        run=send,
        example={
            "files": [{"name": "move.csv", "text": "Name,Duration,Predecessors\nPack,10d,\nMove in,1d,1\n"}],
            "into": "atlas",
        },
    ),
    Deed(noun=UPLOAD, verb="remove", run=discard, example={"upload": "mX3vJk"}),
    Deed(noun=UPLOAD, verb="bring-in", run=bring_in, example={"upload": "mX3vJk", "into": "atlas"}),
    Query(
        noun=UPLOAD,
        verb="differences",
        run=differences,
        example={"upload": "mX3vJk", "into": "atlas"},
    ),
    Deed(
        noun=UPLOAD,
        verb="take-over",
        run=take_over,
        example={"upload": "mX3vJk", "into": "atlas", "revision": 812, "pieces": ["suggested"]},
    ),
    Deed(
        noun=UPLOAD,
        verb="set-columns",
        run=set_columns,
        example={"upload": "mX3vJk", "columns": {"Was": "name", "Wie lange": "duration"}, "unit": "h"},
    ),
    Query(noun=PLAN_FILE, verb="list", run=files.plan_files, needs="plan.read"),
    Query(noun=MAPPING, verb="list", run=files.remembered_columns),
    Operation(
        noun=MAPPING,
        verb="add",
        run=column_operations.remember,
        example={
            "headings": "was|wie lange",
            "columns": {"header": 0, "by_field": {"name": 0, "duration": 1}},
        },
        needs_seen=False,
    ),
    Operation(
        noun=MAPPING, verb="remove", run=column_operations.forget, example={"mapping": 7}, needs_seen=False
    ),
)
