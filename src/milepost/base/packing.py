"""Deltas to journal rows and back.

An entry of up to PACK changes has one journal row for each; a larger one (an import, its undo) packs runs of
one table, kind and project, compressed, with the range of rows they speak of. Facts and words lie in separate
columns, so that erasing words never touches facts.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from milepost.base import seals, shapes, tables
from milepost.base.identity import key, ledger_of, number_of
from milepost.base.models import Change
from milepost.base.seals import NOTHING, Sealed
from milepost.base.shapes import Delta

Unpackable = zlib.error
"""What reading a damaged pack raises."""

PACK = 200
RUN = 500
"""Rows in one pack: small enough that reading one row's history does not unpack a whole import."""
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """One row's share of a journal row, as stored: facts as text, words with their seal."""

    row: int
    facts: str
    sealed: Sealed


def written(entry: int, deltas: Sequence[Delta]) -> tuple[list[Change], bytes]:
    """The journal rows of an entry and the digest its hash stands on."""
    if len(deltas) <= PACK:
        rows = [_row(entry, delta, _piece(delta)) for delta in deltas]
    else:
        rows = _packed(entry, deltas)
    return rows, digest_of(rows)


def digest_of(rows: Sequence[Change]) -> bytes:
    """The digest over everything an entry's journal rows say, in their order."""
    found = hashlib.sha256()
    for row in rows:
        head = f"{row.table} {row.kind} {row.shape} {row.project} {row.row} {row.last}\0{row.facts}\0"
        found.update(head.encode())
        found.update(bytes(row.packed or b""))
        for piece in pieces(row):
            found.update(piece.sealed.seal or b"-")
    return found.digest()


def pieces(change: Change) -> Iterator[Piece]:
    """What a journal row says of each row it speaks of."""
    if change.packed is None:
        yield Piece(change.row, change.facts, _sealed(change.words, change.salt, change.seal))
        return
    ledger = ledger_of(change.row)
    facts_by_row = json.loads(zlib.decompress(change.packed))
    words_by_row = json.loads(zlib.decompress(change.packed_words or b"")) if change.packed_words else {}
    for number, facts in facts_by_row:
        yield Piece(key(ledger, number), facts, _unpacked(words_by_row.get(str(number))))


def rows_of(change: Change) -> tuple[int, ...]:
    """The keys of the rows a journal row speaks of."""
    if change.packed is None:
        return (change.row,)
    ledger = ledger_of(change.row)
    return tuple(key(ledger, number) for number in _numbers(bytes(change.packed)))


@lru_cache(maxsize=512)
def _numbers(packed: bytes) -> tuple[int, ...]:
    """The numbers of the rows in a pack. Packs never change, and every look at the history asks."""
    return tuple(number for number, _ in json.loads(zlib.decompress(packed)))


def deltas_of(change: Change) -> Iterator[Delta]:
    """What a journal row says, in the shape its table has today."""
    for piece in pieces(change):
        fields = json.loads(piece.facts)
        if piece.sealed.words:
            fields.update(json.loads(piece.sealed.words))
        yield from shapes.upcast(
            [
                Delta(
                    table=change.table,
                    row=piece.row,
                    kind=change.kind,
                    fields=fields,
                    seq=number_of(change.entry_id),
                    shape=change.shape,
                    project=change.project,
                )
            ]
        )


def pack_words(sealed_by_number: dict[int, Sealed]) -> bytes | None:
    """The words of a pack with their salts. A seal is stored only once its salt is gone."""
    stored = {
        str(number): [
            sealed.words,
            sealed.salt.hex() if sealed.salt else None,
            None if sealed.salt else (sealed.seal or b"").hex(),
        ]
        for number, sealed in sealed_by_number.items()
        if sealed.words is not None
    }
    return zlib.compress(json.dumps(stored).encode(), _LEVEL) if stored else None


def _unpacked(stored: list[str | None] | None) -> Sealed:
    if stored is None:
        return NOTHING
    words, salt_hex, seal_hex = stored
    salt = bytes.fromhex(salt_hex) if salt_hex else None
    if salt is not None:
        return Sealed(words, salt, seals.seal_of(salt, words or ""))
    return Sealed(words, None, bytes.fromhex(seal_hex or ""))


def _sealed(words: str | None, salt: bytes | memoryview | None, seal: bytes | memoryview | None) -> Sealed:
    # PostgreSQL gives memoryviews.
    return Sealed(words, bytes(salt) if salt is not None else None, bytes(seal) if seal is not None else None)


def _piece(delta: Delta) -> Piece:
    """Facts stay for ever; words may have to be erased one day."""
    model = tables.tables().get(delta.table)
    words = (model.WORDS & delta.fields.keys()) if model else frozenset()
    facts = seals.dumps({n: v for n, v in delta.fields.items() if n not in words})
    sealed = seals.seal(seals.dumps({n: delta.fields[n] for n in words})) if words else NOTHING
    return Piece(delta.row, facts, sealed)


def _row(entry: int, delta: Delta, piece: Piece) -> Change:
    return Change(
        entry_id=entry,
        table=delta.table,
        project=delta.project,
        row=piece.row,
        kind=delta.kind,
        shape=delta.shape,
        facts=piece.facts,
        words=piece.sealed.words,
        salt=piece.sealed.salt,
        seal=piece.sealed.seal,
    )


def _packed(entry: int, deltas: Sequence[Delta]) -> list[Change]:
    def run(delta: Delta) -> tuple[str, str, int, int]:
        return delta.table, delta.kind, delta.shape, delta.project or 0

    ordered = sorted(deltas, key=lambda delta: (*run(delta), delta.row))
    return [
        _pack(entry, part)
        for _, group in groupby(ordered, key=run)
        for part in tables.batched(list(group), RUN)
    ]


def _pack(entry: int, part: list[Delta]) -> Change:
    first = part[0]
    found = [_piece(delta) for delta in part]
    facts = json.dumps([[number_of(piece.row), piece.facts] for piece in found])
    return Change(
        entry_id=entry,
        table=first.table,
        project=first.project,
        row=first.row,
        last=part[-1].row,
        kind=first.kind,
        shape=first.shape,
        facts="",
        packed=zlib.compress(facts.encode(), _LEVEL),
        packed_words=pack_words({number_of(piece.row): piece.sealed for piece in found}),
    )
