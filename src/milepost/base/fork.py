"""A program's rows under another ledger: scenarios, and read-only copies of the past.

Public numbers stay the same, so a fork is one INSERT ... SELECT per table that shifts keys. Its journal
goes on where the parent's stood. A copy of the past is rewound by taking later changes off only the rows
they touched; it is kept as long as somebody looks at it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import connection, models, transaction

from milepost.base import clock, folding, journal, tables
from milepost.base.identity import key, number_of
from milepost.base.models import Entry, Ledger, Row
from milepost.base.refusal import NotFound
from milepost.base.shapes import Delta

FIRST_BLOCK = 1 << 31
BLOCK = 1 << 20
"""Numbers each fork draws from, above all those a program itself ever reaches."""
UNUSED_FOR = timedelta(days=1)


def fork(ledger: int, *, slug: str, name: str, revision: int | None = None) -> int:
    """A scenario: the program as it stands (or stood at `revision`), to be changed on its own. Its ledger.

    The scenario draws its new numbers from a high block of its own, so that they are free in the parent; a
    merge renumbers what it brings over, so people never see a block.
    """
    with transaction.atomic():
        child = _opened(_locked(ledger), Ledger.Kind.SCENARIO, slug, name, revision)
        before = Ledger.objects.filter(root=child.root_id, kind=Ledger.Kind.SCENARIO, pk__lt=child.pk).count()
        child.next_number = FIRST_BLOCK + before * BLOCK
        child.save(update_fields=["next_number"])
        return int(child.pk)


def as_of_ledger(ledger: int, revision: int | None) -> int:
    """The ledger to read a program from as of a revision: itself for the present, else a read-only copy.

    Copies are cached; see `drop_unused`. Raises: NotFound for a revision the ledger never had.
    """
    if revision is None:
        return ledger
    parent = Ledger.objects.filter(pk=ledger).first()
    if parent is None or not 0 <= revision <= parent.revision:
        raise NotFound(f"There is no revision {revision}.")
    if revision == parent.revision:
        return ledger
    if parent.parent_id is not None and revision < (parent.parent_revision or 0):
        return as_of_ledger(parent.parent_id, revision)
    copy = Ledger.objects.filter(slug=_past_slug(ledger, revision)).first()
    if copy is None:
        return _remembered(ledger, revision)
    _mark_used(copy)
    return int(copy.pk)


def drop_unused() -> int:
    """Drop the copies of the past nobody looked at for a day; how many."""
    stale = Ledger.objects.filter(kind=Ledger.Kind.PAST, used_on__lt=clock.today() - UNUSED_FOR).values_list(
        "pk", flat=True
    )
    with transaction.atomic():
        for copy in list(stale):
            drop_past(copy)
        return len(stale)


def drop_past(ledger: int) -> None:
    """Drop one copy of the past; it has no history of its own to lose."""
    for model in reversed(tables.tables().values()):
        model._default_manager.filter(ledger=ledger).delete()
    Ledger.objects.filter(pk=ledger, kind=Ledger.Kind.PAST).delete()


def _remembered(ledger: int, revision: int) -> int:
    with transaction.atomic():
        parent = _locked(ledger)
        # Somebody else may have made it while we waited for the lock.
        made = Ledger.objects.filter(slug=_past_slug(ledger, revision)).first()
        if made is None:
            slug = _past_slug(ledger, revision)
            made = _opened(parent, Ledger.Kind.PAST, slug, parent.name, revision)
            _mark_used(made)
        return int(made.pk)


def _past_slug(ledger: int, revision: int) -> str:
    return f"past-{ledger}-{revision}"


def _mark_used(copy: Ledger) -> None:
    today = clock.today()
    if copy.used_on != today:
        Ledger.objects.filter(pk=copy.pk).update(used_on=today)


def _locked(ledger: int) -> Ledger:
    parent = Ledger.objects.select_for_update(no_key=True).filter(pk=ledger).first()
    if parent is None:
        raise NotFound("There is no such program.")
    return parent


def _opened(parent: Ledger, kind: str, slug: str, name: str, revision: int | None) -> Ledger:
    at = parent.revision if revision is None else revision
    child = Ledger.objects.create(
        kind=kind,
        slug=slug,
        name=name,
        parent=parent,
        root_id=parent.program,
        parent_revision=at,
        revision=at,
        head=_head_at(parent, at),
        head_at=parent.head_at,
        next_number=parent.next_number,
    )
    for model in tables.tables().values():
        _copy(model, parent.pk, child.pk)
    if at < parent.revision:
        _rewind(parent.pk, child.pk, at)
    return child


def _head_at(ledger: Ledger, revision: int) -> bytes:
    if revision == ledger.revision:
        return bytes(ledger.head)
    entry = Entry.objects.filter(pk=key(ledger.pk, revision)).first()
    return bytes(entry.hash) if entry else bytes(32)


def _copy(model: type[Row], source: int, target: int) -> None:
    """Every row of one table, its key and its references within the ledger moved to the other ledger."""
    quote = connection.ops.quote_name
    fields = list(model._meta.concrete_fields)
    names = ", ".join(quote(field.column or field.name) for field in fields)
    values = ", ".join(_moved(model, field, source, target) for field in fields)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE ledger_id = %s",  # noqa: S608
            [source],
        )


def _moved(model: type[Row], field: models.Field[object, object], source: int, target: int) -> str:
    column = connection.ops.quote_name(field.column or field.name)
    shift = (target - source) << 32
    if field.name == "id":
        return f"{column} + {shift}"
    if field.name == "ledger":
        return str(int(target))
    if field.name in {f.name: to for f, to in tables.reference_fields(model)}:
        return f"CASE WHEN {column} >> 32 = {int(source)} THEN {column} + {shift} ELSE {column} END"
    return column


def _rewind(source: int, target: int, revision: int) -> None:
    """Take a fresh copy back to a revision; only rows touched since are rewritten."""
    since: dict[str, list[Delta]] = {}
    for delta in journal.changes(source, after=revision, newest_first=True):
        since.setdefault(delta.table, []).append(delta)
    for table, model in tables.tables().items():
        deltas = since.get(table, [])
        touched = {delta.row for delta in deltas}
        rows: dict[int, Row] = {}
        for part in tables.batched(touched, tables.CHUNK):
            rows.update((row.pk, row) for row in model._default_manager.filter(pk__in=part))
            copies = [key(target, number_of(pk)) for pk in part]
            model._default_manager.filter(pk__in=copies).delete()
        folding.fold_back(model, source, rows, deltas)
        moved = [folding.moved(row, target) for row in rows.values()]
        for row in moved:
            row.version = revision
        model._default_manager.bulk_create(_without_strays(model, moved), batch_size=500)


def _without_strays(model: type[Row], rows: Collection[Row]) -> list[Row]:
    """The rows, with references to organisation rows that are gone by now cleared where a column allows it.

    A program keeps no copy of the organisation's rows: what was removed there cannot be shown here.
    """
    kept = list(rows)
    for field, target in tables.reference_fields(model):
        outside = {
            value
            for row in kept
            if (value := getattr(row, field.attname)) is not None and value >> 32 != row.ledger_id
        }
        if not outside:
            continue
        there = set(target._default_manager.filter(pk__in=outside).values_list("pk", flat=True))
        for row in kept:
            if field.null and getattr(row, field.attname) in outside - there:
                setattr(row, field.attname, None)
    return kept
