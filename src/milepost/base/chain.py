"""The hash chain over a ledger's entries, and its proof.

Each entry hashes the previous hash, its own head, the seal of its words and the digest of its changes. A fork
goes on from its parent's hash at the fork point. What a chain alone cannot show, that its end was cut off, is
what the anchors outside the database are for (`anchor`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from milepost.base import packing, seals
from milepost.base.identity import key, number_of
from milepost.base.models import Change, Entry, Ledger
from milepost.base.seals import Sealed

START = bytes(32)
_READ_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a ledger's chain does not follow: the first entry that is wrong, and a sentence."""

    ledger: int
    seq: int
    because: str


def hash_of(entry: Entry, previous: bytes | memoryview, digest: bytes) -> bytes:
    """An entry's link: the previous hash, its head, its sealed words and its changes."""
    head = seals.dumps(
        [
            number_of(entry.pk),
            entry.at.isoformat(),
            entry.person,
            entry.session,
            entry.door,
            entry.operation,
            entry.undoes,
        ]
    )
    return seals.digest(bytes(previous), head.encode(), bytes(entry.seal), digest)


def verify(ledger: int) -> Broken | None:
    """The first place where the ledger's history was altered, dropped or reordered, or None."""
    head = Ledger.objects.get(pk=ledger)
    previous, seq = _start(head)
    changes = _changes_by_entry(ledger)
    pending = next(changes, None)
    for entry in Entry.objects.filter(ledger=ledger).order_by("pk").iterator(_READ_AT_ONCE):
        seq += 1
        mine: list[Change] = []
        if pending is not None and pending[0] == entry.pk:
            mine, pending = pending[1], next(changes, None)
        if because := _wrong(entry, seq, previous, mine):
            return Broken(ledger, seq, because)
        previous = bytes(entry.hash)
    if pending is not None:
        return Broken(ledger, number_of(pending[0]), "there are changes that belong to no entry")
    if head.revision != seq or bytes(head.head) != previous:
        return Broken(ledger, seq + 1, "the ledger's head is not its last entry: entries are missing")
    return None


def _start(head: Ledger) -> tuple[bytes, int]:
    """The hash and sequence number the ledger's own entries go on from."""
    if head.parent_id is None or not head.parent_revision:
        return START, 0
    at = head.parent_revision
    ledger: Ledger | None = head.parent
    while ledger is not None and ledger.parent_id and at <= (ledger.parent_revision or 0):
        ledger = ledger.parent
    entry = Entry.objects.filter(pk=key(ledger.pk, at)).first() if ledger else None
    return (bytes(entry.hash) if entry else START), at


def _changes_by_entry(ledger: int) -> Iterator[tuple[int, list[Change]]]:
    """Every change whose entry's key lies in the ledger, by entry, so that strays are met too."""
    found = Change.objects.filter(entry__gte=key(ledger, 0), entry__lt=key(ledger + 1, 0))
    ordered = found.order_by("entry", "pk").iterator(_READ_AT_ONCE)
    for entry, group in groupby(ordered, key=lambda change: change.entry_id):
        yield entry, list(group)


def _wrong(entry: Entry, seq: int, previous: bytes, changes: list[Change]) -> str | None:
    """What is wrong with an entry that should follow `previous` as number `seq`; None when nothing is."""
    if number_of(entry.pk) != seq:
        return f"entry {seq} is missing"
    said = Sealed(entry.said, _bytes(entry.salt), bytes(entry.seal))
    if entry.said is None or not said.holds:
        return "what was said is not what was sealed"
    try:
        if any(not piece.sealed.holds for change in changes for piece in packing.pieces(change)):
            return "the words of a change are not what was sealed"
        digest = packing.digest_of(changes)
    except (ValueError, LookupError, TypeError, AttributeError, packing.Unpackable):
        return "a change cannot be read"
    if hash_of(entry, previous, digest) != bytes(entry.hash):
        return "it does not follow from the entry before it"
    return None


def _bytes(value: bytes | memoryview | None) -> bytes | None:
    return None if value is None else bytes(value)
