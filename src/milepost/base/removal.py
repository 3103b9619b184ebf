"""What goes when a row goes: everything in its ledger that refers to it, in whatever room it lives.

Found by foreign-key metadata, so a room built later takes part without being asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db import models

from milepost.base import fork, tables
from milepost.base.models import Ledger, Row
from milepost.base.refusal import Refusal

Doomed = dict[tuple[type[Row], int], Row]


class StillInUse(Refusal):
    """Something that refers to the row stays behind, in another ledger or after the entry being undone."""


def with_dependants(rows: Iterable[Row], *, alone: bool = False) -> Doomed:
    """The rows and all that refers to them. With `alone`, refused if anything else does.

    Raises: StillInUse, also when another ledger refers to one of them, naming who uses it.
    """
    doomed: Doomed = {(type(row), row.pk): row for row in rows}
    fresh = list(doomed.values())
    while fresh:
        found = _of_the_same_ledger(fresh, list(_referring_to(fresh, doomed)))
        if alone and found:
            raise StillInUse(f"{described(found[0])} refers to it. Remove or undo that first.")
        doomed.update(((type(row), row.pk), row) for row in found)
        fresh = list({(type(row), row.pk): row for row in found}.values())
    return doomed


def delete(doomed: Doomed) -> None:
    """Delete the rows; the database checks references when the transaction ends."""
    by_table: dict[type[Row], list[int]] = {}
    for model, pk in doomed:
        by_table.setdefault(model, []).append(pk)
    for model, keys in by_table.items():
        for part in tables.batched(keys, tables.CHUNK):
            model._default_manager.filter(pk__in=part).delete()


def described(row: Row) -> str:
    """A row in a sentence: "task 412 'Cut over'"."""
    named = str(row)
    quoted = f" '{named}'" if named and not named.startswith(type(row).__name__) else ""
    return f"{row._meta.verbose_name} {row.number}{quoted}"


def _referring_to(rows: Collection[Row], doomed: Doomed) -> Iterator[Row]:
    """The rows that refer to these and are not doomed themselves."""
    by_table: dict[type[Row], list[int]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row.pk)
    for model, keys in by_table.items():
        for referrer, field in tables.referrers(model):
            for row in _through(referrer, field, keys, doomed):
                if (referrer, row.pk) not in doomed:
                    yield row


def references_to(
    keys_by_table: Mapping[type[Row], Collection[int]],
) -> Iterator[tuple[type[Row], type[Row], int, int]]:
    """Whatever refers to these rows: their table, the referring table, its row's key, the key it names."""
    for model, keys in keys_by_table.items():
        for referrer, field in tables.referrers(model):
            pairs = referrer._default_manager.filter(**{f"{field.attname}__in": keys})
            for row, target in pairs.values_list("pk", field.attname):
                yield model, referrer, row, target


def _through(
    referrer: type[Row], field: models.ForeignKey[object, object], keys: list[int], doomed: Doomed
) -> Iterator[Row]:
    """Rows of one table that refer to any of these by one field."""
    rows = referrer._default_manager
    if len(keys) <= tables.CHUNK:
        yield from rows.filter(**{f"{field.attname}__in": keys})
        return
    # Many rows go (an import is undone), and most of what refers to them goes as well: one pass over the
    # references finds the few others, without loading rows that are doomed anyway.
    wanted = set(keys)
    pairs = rows.filter(
        **{f"{field.attname}__gte": min(keys), f"{field.attname}__lte": max(keys)}
    ).values_list("pk", field.attname)
    hits = [
        pk
        for pk, target in pairs.iterator(chunk_size=5000)
        if target in wanted and (referrer, pk) not in doomed
    ]
    for part in tables.batched(hits, tables.CHUNK):
        yield from rows.filter(pk__in=part)


def _in_use(found: list[Row], home: int) -> list[Ledger]:
    """The other ledgers these rows belong to; a copy of the past is dropped, it holds on to nothing."""
    elsewhere = {row.ledger_id for row in found} - {home}
    ledgers = list(Ledger.objects.filter(pk__in=elsewhere).order_by("name")) if elsewhere else []
    for past in ledgers:
        if past.kind == Ledger.Kind.PAST:
            fork.drop_past(past.pk)
    return [ledger for ledger in ledgers if ledger.kind != Ledger.Kind.PAST]


def _of_the_same_ledger(rows: list[Row], found: list[Row]) -> list[Row]:
    """What was found, refused if any of it lives in another ledger."""
    home = rows[0].ledger_id
    in_use = _in_use(found, home)
    if in_use:
        places = sum(row.ledger_id in {ledger.pk for ledger in in_use} for row in found)
        users = ", ".join(f"'{ledger.name}'" for ledger in in_use[:5])
        raise StillInUse(
            f"{described(rows[0]).capitalize()} cannot be removed: it is used in {users}"
            f" ({places} place{'s' if places > 1 else ''}). Replace it there first."
        )
    return [row for row in found if row.ledger_id == home]
