"""Forgetting a person's words without breaking the chain.

The chain hashes seals, not words. Erasing drops the salt, so that nobody can prove or guess what was said,
and blanks every text of the sealed piece; facts, names of fields and the seal stay.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from milepost.base import fork, packing, seals
from milepost.base.identity import key, number_of
from milepost.base.models import Change, Entry, Ledger, Message, Reply
from milepost.base.seals import Sealed


@dataclass(frozen=True, slots=True)
class Erased:
    """How many entries and changes lost words."""

    entries: int
    changes: int


@transaction.atomic
def erase(ledger: int, text: str) -> Erased:
    """Blank every sealed piece of a ledger's history that contains `text`.

    What rows hold now is not touched: change those first, by an operation, then erase.
    """
    if not text.strip():
        raise ValueError("erasing needs the words to be erased")
    needle = seals.dumps(text)[1:-1]
    return Erased(_entries(ledger, needle), _changes(ledger, needle))


@transaction.atomic
def erase_everywhere(text: str) -> Erased:
    """The same in every ledger; copies of the past, messages and remembered answers that hold it go too.

    This is what somebody's right to be forgotten takes, after an operation has changed what rows hold now.
    """
    done = [erase(ledger, text) for ledger in Ledger.objects.values_list("pk", flat=True)]
    for past in Ledger.objects.filter(kind=Ledger.Kind.PAST).values_list("pk", flat=True):
        fork.drop_past(past)
    Message.objects.filter(
        Q(subject__contains=text) | Q(text__contains=text) | Q(html__contains=text) | Q(recipient=text)
    ).delete()
    Reply.objects.filter(value__contains=seals.dumps(text)[1:-1]).delete()
    return Erased(sum(one.entries for one in done), sum(one.changes for one in done))


def _entries(ledger: int, needle: str) -> int:
    found = Entry.objects.filter(ledger=ledger, salt__isnull=False, said__contains=needle)
    for entry in found:
        Entry.objects.filter(pk=entry.pk).update(said=seals.blanked(entry.said or "{}"), salt=None)
    return len(found)


def _changes(ledger: int, needle: str) -> int:
    mine = Change.objects.filter(entry__gt=key(ledger, 0), entry__lt=key(ledger + 1, 0))
    count = 0
    for change in mine.filter(salt__isnull=False, words__contains=needle):
        Change.objects.filter(pk=change.pk).update(words=seals.blanked(change.words or "{}"), salt=None)
        count += 1
    for pack in mine.filter(packed_words__isnull=False).iterator(chunk_size=100):
        if needle.encode() in zlib.decompress(pack.packed_words or b""):
            Change.objects.filter(pk=pack.pk).update(packed_words=_without(pack, needle))
            count += 1
    return count


def _without(pack: Change, needle: str) -> bytes | None:
    kept: dict[int, Sealed] = {}
    for piece in packing.pieces(pack):
        says_it = piece.sealed.words is not None and needle in piece.sealed.words
        kept[number_of(piece.row)] = seals.erased(piece.sealed) if says_it else piece.sealed
    return packing.pack_words(kept)
