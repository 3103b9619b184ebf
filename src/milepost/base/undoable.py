"""What stands in the way of taking an entry back.

`undo` asks it before it acts, and whoever offers undo asks it first, so that nothing is offered which would
then be refused. A row is unchanged when it still holds what the entry gave it, whatever else came to it
since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from milepost.base import folding, history, packing, permissions, removal, tables, untouched
from milepost.base.guard import by_table, needs
from milepost.base.identity import ORGANISATION, Actor, Scope, key, number_of, program_scope, project_scope
from milepost.base.journal import EntryRow
from milepost.base.models import Change, Entry, Ledger, Row
from milepost.base.operation import OperationSpec, spec_of
from milepost.base.refusal import NotFound
from milepost.base.shapes import Delta
from milepost.base.untouched import Added

Rows = dict[tuple[str, int], Row]


@dataclass(frozen=True)
class Asked:
    """An entry to take back: the right that takes, and what it did row by row.

    `added` are all rows of an entry that added very many; `deltas` then tells only of those changed since.
    """

    seq: int
    right: str
    deltas: Sequence[Delta]
    added: Added = field(default_factory=dict)

    @cached_property
    def touched(self) -> frozenset[tuple[str, int]]:
        """The rows `deltas` tells of."""
        return frozenset((delta.table, delta.row) for delta in self.deltas)


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
    """Of these entries of a ledger, those `undo` takes back for this actor as things stand."""
    refused = refusals(actor, ledger, entries)
    return frozenset(entry.seq for entry in entries if entry.seq not in refused)


def refusals(actor: Actor, ledger: int, entries: Collection[EntryRow]) -> dict[int, str]:
    """Why `undo` would not take back each of these entries for this actor; those it would are not named.

    A fixed number of queries, and one for each table of an entry too large to be listed. What was removed or
    moved again by very many rows at once is read whole.
    """
    home = Ledger.objects.filter(pk=ledger).first()
    if home is None or home.closed_at is not None:
        return {entry.seq: "The program is closed." for entry in entries}
    found: dict[int, str] = {}
    specs = origins(ledger, entries)
    gone = history.undone(ledger, min((entry.seq for entry in entries), default=1) - 1)
    for entry in entries:
        said = _refused_at_once(actor, home, entry.seq, specs.get(entry.seq), gone.get(entry.seq))
        if said:
            found[entry.seq] = said
    asked = _asked(actor, home, {seq: spec for seq, spec in specs.items() if seq not in found})
    held_up = _held_up(ledger, asked)
    found |= {seq: sentence(one) for seq, one in in_the_way(actor, home, asked).items()}
    return dict.fromkeys(held_up, "Something newer stands on it. Undo that first.") | found


def sentence(objection: Objection) -> str:
    """Why an entry is not taken back, in the words of a refusal."""
    if objection.right:
        return needs(objection.right)
    if objection.row is None:
        model = tables.tables()[objection.delta.table]
        return f"The {model._meta.verbose_name} {number_of(objection.delta.row)} was removed since."
    return f"'{objection.field}' of {removal.described(objection.row)} was changed again. Undo that first."


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


def _refused_at_once(actor: Actor, home: Ledger, seq: int, spec: OperationSpec | None, by: int | None) -> str:
    """Why an entry is not taken back whatever it did to which rows; empty where its rows decide."""
    if spec is None:
        return f"What entry {seq} did cannot be done any more."
    if spec.instead_of_undo:
        return spec.instead_of_undo
    is_held = not spec.needs or (
        permissions.may_anywhere(actor, spec.needs)
        if home.pk == ORGANISATION
        else permissions.may_in_program(actor, spec.needs, home.program)
    )
    if not is_held:
        return needs(spec.needs)
    return "" if by is None else f"Entry {seq} was taken back already, by entry {by}."


def _asked(actor: Actor, home: Ledger, specs: Mapping[int, OperationSpec]) -> list[Asked]:
    """What these entries did, of rows added by the hundred only as much as has to be looked at."""
    changes: dict[int, list[Change]] = {seq: [] for seq in specs}
    for change in Change.objects.filter(entry__in=[key(home.pk, seq) for seq in specs]).order_by("pk"):
        changes[number_of(change.entry_id)].append(change)
    found = []
    for seq, spec in specs.items():
        packs = [change for change in changes[seq] if change.packed is not None and change.kind == "+"]
        if not _are_all_allowed(actor, home, spec.needs, packs):
            packs = []
        left = set(map(id, packs))
        listed = [d for change in changes[seq] if id(change) not in left for d in packing.deltas_of(change)]
        deltas = [*listed, *untouched.touched_since(seq, packs)]
        found.append(Asked(seq, spec.needs, deltas, untouched.added(packs)))
    return found


def _are_all_allowed(actor: Actor, home: Ledger, right: str, packs: Iterable[Change]) -> bool:
    """Does the actor hold a right on all of the nodes the journal filed these packs under?

    Of tables whose rows stand where their fields say, that is not known from the journal.
    """
    nodes = {(change.table, change.project) for change in packs}
    if any(permissions.stands_by_its_fields(tables.tables()[table]) for table, _ in nodes):
        return False
    projects = {project for _, project in nodes}
    return not right or all(permissions.may(actor, right, scope) for scope in _scopes(home, projects))


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
    of_many = {
        one.seq
        for one in asked
        if one.added and untouched.is_referred_to(ledger, one.seq, one.added, one.touched)
    }
    return of_many | _referred_to(asked) | _without_ground(ledger, asked)


def _referred_to(asked: Sequence[Asked]) -> set[int]:
    """The entries that added a row to which something they did not touch refers now."""
    # Done, undone and done again, a row was added by several entries.
    added: dict[type[Row], dict[int, list[Asked]]] = {}
    for one in asked:
        for delta in one.deltas:
            if delta.kind == "+" and delta.row not in one.added.get(delta.table, ()):
                added.setdefault(tables.tables()[delta.table], {}).setdefault(delta.row, []).append(one)
    found: set[int] = set()
    for model, referrer, row, target in removal.references_to(added):
        at = tables.name_of(referrer), row
        found.update(
            one.seq
            for one in added[model][target]
            if at not in one.touched and row not in one.added.get(at[0], ())
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


def _scopes(ledger: Ledger, projects: Iterable[int | None]) -> list[Scope]:
    """The nodes of changes the journal filed under these projects (None: under the program itself)."""
    whole = program_scope(ledger.program)
    return [whole if project is None else project_scope(ledger.program, project) for project in projects]
