"""A ledger written out whole: every row, every entry, every change, as canonical JSON lines.

Equal ledgers give equal lines, byte for byte, on either database, so a digest over them proves a restored
copy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from milepost.base import packing, seals, tables
from milepost.base.identity import key, number_of
from milepost.base.models import Change, Entry, Ledger

FORMAT = 1
_READ_AT_ONCE = 2000


def export_ledger(ledger: int) -> Iterator[str]:
    """The lines of one ledger: what it is, its rows by table and number, its history in order."""
    yield seals.dumps({"format": FORMAT, "ledger": _ledger(Ledger.objects.get(pk=ledger))})
    for table, model in tables.tables().items():
        rows = model._default_manager.filter(ledger=ledger).order_by("pk")
        for row in rows.iterator(chunk_size=_READ_AT_ONCE):
            said = {"table": table, "number": row.number, "version": row.version}
            yield seals.dumps(said | {"fields": tables.image(row)})
    for entry in _of(Entry, ledger, "pk"):
        yield seals.dumps(_entry(entry))
    for change in _of(Change, ledger, "entry", "pk"):
        yield from (seals.dumps(line) for line in _changes(change))


def digest() -> str:
    """sha256 over the lines of every ledger but the copies of the past, in hexadecimal."""
    found = hashlib.sha256()
    for ledger in Ledger.objects.exclude(kind=Ledger.Kind.PAST).order_by("pk").values_list("pk", flat=True):
        for line in export_ledger(ledger):
            found.update(line.encode() + b"\n")
    return found.hexdigest()


def _of(model: type[Any], ledger: int, *order: str) -> Iterator[Any]:
    """The entries of a ledger, or their changes."""
    field = "pk" if model is Entry else "entry"
    found = model.objects.filter(**{f"{field}__gt": key(ledger, 0), f"{field}__lt": key(ledger + 1, 0)})
    return iter(found.order_by(*order).iterator(chunk_size=_READ_AT_ONCE))


def _ledger(ledger: Ledger) -> dict[str, Any]:
    return {
        "id": ledger.pk,
        "kind": ledger.kind,
        "slug": ledger.slug,
        "name": ledger.name,
        "parent": ledger.parent_id,
        "parent_revision": ledger.parent_revision,
        "revision": ledger.revision,
        "head": bytes(ledger.head).hex(),
        "next_number": ledger.next_number,
        "closed_at": ledger.closed_at.isoformat() if ledger.closed_at else None,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "entry": number_of(entry.pk),
        "at": entry.at.isoformat(),
        "person": entry.person,
        "session": entry.session,
        "door": entry.door,
        "operation": entry.operation,
        "undoes": entry.undoes,
        "said": entry.said,
        "salt": _hex(entry.salt),
        "seal": bytes(entry.seal).hex(),
        "hash": bytes(entry.hash).hex(),
    }


def _changes(change: Change) -> Iterator[dict[str, Any]]:
    for piece in packing.pieces(change):
        yield {
            "change_of": number_of(change.entry_id),
            "table": change.table,
            "project": change.project,
            "number": number_of(piece.row),
            "kind": change.kind,
            "shape": change.shape,
            "facts": piece.facts,
            "words": piece.sealed.words,
            "salt": _hex(piece.sealed.salt),
            "seal": _hex(piece.sealed.seal),
        }


def _hex(value: bytes | memoryview | None) -> str | None:
    return None if value is None else bytes(value).hex()
