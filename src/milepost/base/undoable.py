"""What stands in the way of taking an entry back.

`undo` asks it before it acts, and whoever offers undo asks it first, so that nothing is offered which would
then be refused. A row is unchanged when it still holds what the entry gave it, whatever else came to it
since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from milepost.base import folding, history, packing, permissions, removal, tables
from milepost.base.guard import by_table
from milepost.base.identity import Actor, Scope, key, number_of, program_scope, project_scope
from milepost.base.journal import EntryRow
from milepost.base.models import Change, Entry, Ledger, Row
from milepost.base.operation import OperationSpec, spec_of
from milepost.base.refusal import NotFound
from milepost.base.shapes import Delta

Rows = dict[tuple[str, int], Row]


@dataclass(frozen=True, slots=True)
class Asked:
    """An entry to take back: the right that takes, and what it did row by row."""

    seq: int
    right: str
    deltas: Sequence[Delta]


@dataclass(frozen=True, slots=True)
class Objection:
    """The row that keeps an entry from being taken back.

    `right` where the actor may not change it back; else `row` is None when it was removed since, and `field`
    is what was changed again.
    """

    delta: Delta
    row: Row | None
    field: str = ""
    right: str = ""


def acceptable(actor: Actor, ledger: int, entries: Collection[EntryRow]) -> frozenset[int]:
    """Of these entries of a ledger, those `undo` takes back for this actor as things stand.

    A fixed number of queries. Of an entry so large that it is packed only the rights are asked: whether all
    its rows are unchanged is found out when it is taken back.
    """
    home = Ledger.objects.filter(pk=ledger, closed_at=None).first()
    if home is None or not entries:
        return frozenset()
    gone = history.undone(ledger, min(entry.seq for entry in entries) - 1)
    specs = {seq: spec for seq, spec in origins(ledger, entries).items() if seq not in gone}
    deltas, packed = _changes_of(ledger, specs)
    asked = [Asked(seq, spec.needs, deltas.get(seq, [])) for seq, spec in specs.items()]
    refused = in_the_way(actor, home, asked).keys() | _held_up(ledger, asked)
    return frozenset(
        seq
        for seq, spec in specs.items()
        if seq not in refused
        and not spec.instead_of_undo
        and all(permissions.may(actor, spec.needs, scope) for scope in _scopes(home, packed.get(seq, ())))
    )


def origins(ledger: int, entries: Collection[EntryRow]) -> dict[int, OperationSpec]:
    """The operation each entry did or, being an undo, took back or did again; those still known."""
    operation = {entry.seq: entry.operation for entry in entries}
    below = {entry.seq: entry.undoes for entry in entries}
    while missing := {seq for seq in below.values() if seq is not None} - below.keys():
        found = Entry.objects.filter(pk__in=[key(ledger, seq) for seq in missing])
        below.update(dict.fromkeys(missing))
        for pk, name, undoes in found.values_list("pk", "operation", "undoes"):
            operation[number_of(pk)], below[number_of(pk)] = name, undoes
    specs = {}
    for entry in entries:
        at = entry.seq
        while (before := below[at]) is not None:
            at = before
        try:
            specs[entry.seq] = spec_of(operation.get(at, ""))
        except NotFound:
            continue
    return specs


def in_the_way(actor: Actor, ledger: Ledger, asked: Sequence[Asked]) -> dict[int, Objection]:
    """What keeps each of these entries from being taken back, by entry; those free to go are not named."""
    rows = rows_of([delta for one in asked for delta in one.deltas])
    found: dict[int, Objection] = {}
    for right in sorted({one.right for one in asked}):
        alike = [one for one in asked if one.right == right]
        found.update(_unheld(actor, ledger, right, alike, rows))
    for one in asked:
        if one.seq not in found and (changed := _changed(one, rows)) is not None:
            found[one.seq] = changed
    return found


def rows_of(deltas: Sequence[Delta]) -> Rows:
    """The rows, as they stand, that were added or changed."""
    keys: dict[str, set[int]] = {}
    for delta in deltas:
        if delta.kind != "-":
            keys.setdefault(delta.table, set()).add(delta.row)
    rows: Rows = {}
    for table, model in tables.tables().items():
        for part in tables.batched(keys.get(table, ()), tables.CHUNK):
            rows.update(((table, row.pk), row) for row in model._default_manager.filter(pk__in=part))
    return rows


def _unheld(
    actor: Actor, ledger: Ledger, right: str, asked: Sequence[Asked], rows: Rows
) -> dict[int, Objection]:
    """The entries with a row, as stored, on which the actor lacks the right, or a field he may not read."""
    deltas = [delta for one in asked for delta in one.deltas]
    placed = _placed(ledger, deltas, rows)
    barred: set[tuple[str, int]] = set()
    if right and not permissions.may(actor, right, program_scope(ledger.program)):
        refused = permissions.refused(actor, right, placed.values())
        barred = {(tables.name_of(type(row)), row.pk) for row in refused}
    found: dict[int, Objection] = {}
    for one in asked:
        for delta in one.deltas:
            at = delta.table, delta.row
            if at in barred or (at in placed and _hides(actor, delta, *placed[at])):
                found.setdefault(one.seq, Objection(delta, rows.get(at), right=right))
    return found


def _hides(actor: Actor, delta: Delta, row: Row, scope: Scope) -> bool:
    """Does taking this back set a field the actor may not read?"""
    if delta.kind != "~" or not type(row).FIELD_CLASSES:
        return False
    return not permissions.hidden_fields(actor, type(row), scope).isdisjoint(delta.fields)


def _placed(ledger: Ledger, deltas: Iterable[Delta], rows: Rows) -> dict[tuple[str, int], tuple[Row, Scope]]:
    """Each row with its node: as it stands, or as it stood when it was removed."""
    placed: dict[tuple[str, int], tuple[Row, Scope]] = {}
    for delta in deltas:
        if delta.kind == "-":
            model = tables.tables()[delta.table]
            row = folding.from_image(model, ledger.pk, delta.row, delta.fields)
            scope = permissions.scope_of(row, ledger.program, delta.project)
            placed[delta.table, delta.row] = row, scope
    for model, same in by_table(rows.values()).items():
        projects = tables.projects_of(same)
        for row in same:
            scope = permissions.scope_of(row, ledger.program, projects[row.pk])
            placed[tables.name_of(model), row.pk] = row, scope
    return placed


def _changed(one: Asked, rows: Rows) -> Objection | None:
    """The first row of an entry that no longer is what the entry made it."""
    for delta in one.deltas:
        if delta.kind == "-":
            continue
        row = rows.get((delta.table, delta.row))
        if row is None:
            return Objection(delta, None)
        if row.version != one.seq and (stale := _stale_fields(delta, row)):
            return Objection(delta, row, stale[0])
    return None


def _stale_fields(delta: Delta, row: Row) -> list[str]:
    """The fields that no longer hold what the entry gave them."""
    if delta.kind == "~":
        gave = {name: after for name, (_, after) in delta.fields.items()}
    else:
        every = tables.columns(type(row))
        gave = {name: delta.fields.get(name, column.empty) for name, column in every.items()}
    holds = tables.image(row, gave)
    return [name for name in sorted(gave) if holds[name] != gave[name]]


def _held_up(ledger: int, asked: Sequence[Asked]) -> set[int]:
    """The entries that added what something newer refers to, or would put back what lacks its ground."""
    return _referred_to(asked) | _without_ground(ledger, asked)


def _referred_to(asked: Sequence[Asked]) -> set[int]:
    """The entries that added a row to which something they did not touch refers now."""
    # Done, undone and done again, a row was added by several entries.
    added: dict[type[Row], dict[int, list[Asked]]] = {}
    for one in asked:
        for delta in one.deltas:
            if delta.kind == "+":
                added.setdefault(tables.tables()[delta.table], {}).setdefault(delta.row, []).append(one)
    found: set[int] = set()
    for model, referrer, row, target in removal.references_to(added):
        at = tables.name_of(referrer), row
        found.update(
            one.seq
            for one in added[model][target]
            if not any((delta.table, delta.row) == at for delta in one.deltas)
        )
    return found


def _without_ground(ledger: int, asked: Sequence[Asked]) -> set[int]:
    """The entries that would put back a reference to a row that is not there any more."""
    wanted: dict[type[Row], dict[int, set[int]]] = {}
    for one in asked:
        back = {delta.row for delta in one.deltas if delta.kind == "-"}
        for delta in one.deltas:
            for target, pk in _references_put_back(ledger, delta):
                if pk not in back:
                    wanted.setdefault(target, {}).setdefault(pk, set()).add(one.seq)
    found: set[int] = set()
    for model, entries_by_key in wanted.items():
        there = set(model._default_manager.filter(pk__in=entries_by_key).values_list("pk", flat=True))
        found.update(*(seqs for pk, seqs in entries_by_key.items() if pk not in there))
    return found


def _references_put_back(ledger: int, delta: Delta) -> Iterable[tuple[type[Row], int]]:
    """The rows that a row refers to again when this is taken back."""
    if delta.kind == "+":
        return
    every = tables.columns(tables.tables()[delta.table])
    for name, value in delta.fields.items():
        column = every.get(name)
        if column is None or column.target is None:
            continue
        held = column.decode(ledger, value[0] if delta.kind == "~" else value)
        if held is not None:
            yield column.target, held


def _changes_of(
    ledger: int, seqs: Iterable[int]
) -> tuple[dict[int, list[Delta]], dict[int, list[int | None]]]:
    """What entries did row by row and, where that is packed, in which projects; by entry."""
    deltas: dict[int, list[Delta]] = {}
    packed: dict[int, list[int | None]] = {}
    changes = Change.objects.filter(entry__in=[key(ledger, seq) for seq in seqs]).order_by("pk")
    for change in changes:
        seq = number_of(change.entry_id)
        if change.packed is None:
            deltas.setdefault(seq, []).extend(packing.deltas_of(change))
        else:
            packed.setdefault(seq, []).append(change.project)
    return deltas, packed


def _scopes(ledger: Ledger, projects: Iterable[int | None]) -> list[Scope]:
    """The nodes of changes the journal filed under these projects (None: under the program itself)."""
    whole = program_scope(ledger.program)
    return [whole if project is None else project_scope(ledger.program, project) for project in projects]
