"""The one history: who changed what, when and why, per ledger, in a chain of hashes.

Entries are appended by `operation` and never altered (the database's triggers admit only the erasure of
sealed words). Everything else here reads: what happened since, how rows stood at a revision, which revision
held at an instant.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from milepost.base import chain, folding, packing, reading, seals, tables
from milepost.base.identity import ORGANISATION, Actor, key, number_of
from milepost.base.models import Change, Entry, Ledger, Row
from milepost.base.shapes import Delta

AnyRow = TypeVar("AnyRow", bound=Row)

_LAST = (1 << 32) - 1
_READ_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as others see it. `seq` is the revision it made; `undoes` the entry it took back, or None."""

    ledger: int
    seq: int
    at: datetime
    person: int | None
    by: str
    session: str
    door: str
    operation: str
    reason: str
    parameters: Mapping[str, Any]
    undoes: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry carries beside its changes."""

    operation: str
    parameters: Mapping[str, Any]
    reason: str = ""
    undoes: int | None = None


def append(ledger: Ledger, actor: Actor, at: datetime, said: Said, deltas: list[Delta]) -> Entry:
    """Write one entry and move the ledger's revision by one. The caller holds the ledger's lock."""
    words = seals.seal(seals.dumps({"by": actor.name, "parameters": said.parameters, "reason": said.reason}))
    entry = Entry(
        id=key(ledger.pk, ledger.revision + 1),
        ledger=ledger,
        at=at,
        person=actor.person,
        session=actor.session,
        door=actor.door,
        operation=said.operation,
        undoes=said.undoes,
        said=words.words,
        salt=words.salt,
        seal=words.seal,
    )
    changes, digest = packing.written(entry.pk, deltas)
    entry.hash = chain.hash_of(entry, ledger.head, digest)
    entry.save(force_insert=True)
    Change.objects.bulk_create(changes, batch_size=500)
    ledger.revision, ledger.head, ledger.head_at = ledger.revision + 1, entry.hash, at
    ledger.save(update_fields=["revision", "head", "head_at", "next_number"])
    return entry


def entries(
    ledger: int,
    *,
    after: int = 0,
    upto: int = _LAST,
    row: int | None = None,
    person: int | None = None,
    newest_first: bool = True,
    limit: int | None = None,
) -> list[EntryRow]:
    """The entries of a ledger with `after` < seq <= `upto`; with `row` (a key), those that touched it.

    With `person` (a number), that person's.

    A fork's history before its fork point is its parent's and is not listed here.
    """
    found = Entry.objects.filter(pk__gt=key(ledger, after), pk__lte=key(ledger, upto))
    if row is not None:
        touching = [delta.seq for delta in _touching(ledger, after, upto, row)]
        found = found.filter(pk__in=[key(ledger, seq) for seq in touching])
    if person is not None:
        found = found.filter(person=person)
    ordered = found.order_by("-pk" if newest_first else "pk")
    return [entry_row(entry) for entry in (ordered if limit is None else ordered[:limit])]


def instants(ledger: int, *, upto: int = _LAST) -> list[tuple[int, datetime]]:
    """The revision and the instant of every entry, oldest first."""
    found = Entry.objects.filter(pk__gt=key(ledger, 0), pk__lte=key(ledger, upto)).order_by("pk")
    return [(number_of(pk), at) for pk, at in found.values_list("pk", "at")]


def entry(ledger: int, seq: int) -> EntryRow | None:
    """One entry, or None."""
    found = Entry.objects.filter(pk=key(ledger, seq)).first()
    return entry_row(found) if found else None


def entries_at(ledger: int, seqs: Collection[int]) -> list[EntryRow]:
    """These entries of a ledger, in order; one query."""
    found = Entry.objects.filter(pk__in=[key(ledger, seq) for seq in seqs]).order_by("pk")
    return [entry_row(entry) for entry in found]


def organisation_at(ledger: int, seq: int) -> int:
    """The revision the organisation was at when a ledger made one of its own; 0 where it made none such."""
    made = entry(ledger, seq)
    return 0 if made is None else revision_at(ORGANISATION, made.at)


def entry_row(entry: Entry) -> EntryRow:
    """An entry as others see it; erased words read `seals.ERASED`."""
    said = json.loads(entry.said or "{}")
    return EntryRow(
        ledger=entry.ledger_id,
        seq=number_of(entry.pk),
        at=entry.at,
        person=entry.person,
        by=said.get("by", ""),
        session=entry.session,
        door=entry.door,
        operation=entry.operation,
        reason=said.get("reason", ""),
        parameters=said.get("parameters", {}),
        undoes=entry.undoes,
    )


def counts_since(ledgers: Collection[int], instant: datetime) -> dict[int, int]:
    """How many entries each of these ledgers gained since an instant; those without any are left out."""
    since = Entry.objects.filter(ledger__in=ledgers, at__gte=instant)
    return dict(since.values_list("ledger").annotate(entries=models.Count("pk")).order_by())


def changes(ledger: int, *, after: int = 0, upto: int = _LAST, newest_first: bool = False) -> Iterator[Delta]:
    """What happened to rows in entries `after` < seq <= `upto`, in the shape the tables have today."""
    found = Change.objects.filter(entry__gt=key(ledger, after), entry__lte=key(ledger, upto))
    ordered = found.order_by("-pk" if newest_first else "pk")
    for change in ordered.iterator(chunk_size=_READ_AT_ONCE):
        yield from packing.deltas_of(change)


def changes_since(ledger: int, revision: int) -> list[Delta]:
    """What happened to rows after a revision, oldest first."""
    return list(changes(ledger, after=revision))


def revision_at(ledger: int, instant: datetime) -> int:
    """The revision a ledger had at an instant: 0 before its first entry.

    A fork's revision before its fork point is its parent's.
    """
    newest = (
        Entry.objects.filter(ledger=ledger, at__lte=instant)
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
    )
    if newest is not None:
        return number_of(newest)
    parent = Ledger.objects.filter(pk=ledger).values_list("parent", "parent_revision").first()
    if parent is None or parent[0] is None:
        return 0
    return min(revision_at(parent[0], instant), parent[1] or 0)


class Past:
    """The rows of a ledger as they stood at a revision; tables are read as they are asked for.

    It may be kept and shared: what is written meanwhile is taken off as well.
    """

    def __init__(self, ledger: int, revision: int) -> None:
        self.ledger = ledger
        self.revision = revision
        self._known = revision
        self._since: dict[str, list[Delta]] = {}
        self._lock = Lock()

    def rows(self, model: type[AnyRow]) -> list[AnyRow]:
        """The rows of one table, by number. They are objects of the model, not to be saved."""
        # Rows, and the changes to be taken off them, are of one moment.
        with reading.consistent():
            now = Ledger.objects.values_list("revision", flat=True).get(pk=self.ledger)
            with self._lock:
                self._catch_up(now)
                since = self._since.get(tables.name_of(model), [])
            rows = {row.pk: row for row in model._default_manager.filter(ledger=self.ledger)}
        folding.fold_back(model, self.ledger, rows, (delta for delta in since if delta.seq <= now))
        return [rows[pk] for pk in sorted(rows)]

    def _catch_up(self, now: int) -> None:
        """Put what happened since the last look before what is known, newest first."""
        if now <= self._known:
            return
        newer: dict[str, list[Delta]] = {}
        for delta in changes(self.ledger, after=self._known, upto=now, newest_first=True):
            newer.setdefault(delta.table, []).append(delta)
        self._known = now
        for table, deltas in newer.items():
            self._since[table] = deltas + self._since.get(table, [])


class PastOfParent(Past):
    """The rows of a fork before its fork point: its parent's, under the fork's keys."""

    def __init__(self, ledger: int, parent: Past) -> None:
        self.ledger = ledger
        self.revision = parent.revision
        self._parent = parent

    def rows(self, model: type[AnyRow]) -> list[AnyRow]:
        """The rows of one table, by number."""
        return [folding.moved(row, self.ledger) for row in self._parent.rows(model)]


def rows_at(ledger: int, revision: int) -> Past:
    """Every row of a ledger as it stood at a revision. Rows of the organisation it refers to stand as now."""
    fork = Ledger.objects.filter(pk=ledger, parent__isnull=False).first()
    if fork is not None and fork.parent_id and revision < (fork.parent_revision or 0):
        return PastOfParent(ledger, rows_at(fork.parent_id, revision))
    return Past(ledger, revision)


@dataclass(frozen=True, slots=True)
class Since:
    """What became of one field after a revision: what it held then, and who gave it its latest value."""

    held: Any
    latest: int


def fields_since(rows: Collection[Row], seen: int) -> dict[int, dict[str, Since]]:
    """For rows of one ledger and table, the fields touched after revision `seen`, by row key and name."""
    if not rows:
        return {}
    some = next(iter(rows))
    table, ledger = tables.name_of(type(some)), some.ledger_id
    wanted = {row.pk for row in rows}
    found: dict[int, dict[str, Since]] = {pk: {} for pk in wanted}
    for change in _of_rows(ledger, seen, _LAST, wanted):
        for delta in packing.deltas_of(change):
            if delta.row in wanted and delta.table == table:
                _note(found[delta.row], delta)
    return found


def _note(fields: dict[str, Since], delta: Delta) -> None:
    for name, value in delta.fields.items():
        first = value[0] if delta.kind == "~" else None
        fields[name] = Since(fields[name].held if name in fields else first, delta.seq)


def _of_rows(ledger: int, after: int, upto: int, wanted: Collection[int]) -> Iterator[Change]:
    """Journal rows that speak of any of these rows, oldest first; packs may speak of others too."""
    span = Change.objects.filter(entry__gt=key(ledger, after), entry__lte=key(ledger, upto)).order_by("pk")
    if len(wanted) > tables.CHUNK:
        return iter(span.iterator(chunk_size=_READ_AT_ONCE))
    packs = Q(last__isnull=False, row__lte=max(wanted), last__gte=min(wanted))
    found: QuerySet[Change] = span.filter(Q(row__in=wanted) | packs)
    return iter(found)


def _touching(ledger: int, after: int, upto: int, row: int) -> Iterator[Delta]:
    for change in _of_rows(ledger, after, upto, {row}):
        yield from (delta for delta in packing.deltas_of(change) if delta.row == row)


def history_of(row: int, *, after: int = 0) -> list[Delta]:
    """Everything that happened to one row (by key) after a revision, oldest first; removed rows too."""
    return list(_touching(row >> 32, after, _LAST, row))
