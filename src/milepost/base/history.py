"""The journal as one reader may see it: whose entries, and of them which changes and fields.

An entry is seen when one of its changes is: rows of a project with the right to read that project's history,
rows of the program itself with the right anywhere in it. Fields of a confidential class are left out, of
what the operation was told as well. Whoever
may read only his own history sees what he did himself, whoever reads it for its figures those figures too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from milepost.base import foreign, journal, packing, permissions, tables
from milepost.base.identity import Actor, Scope, key, number_of, program_scope, project_scope
from milepost.base.journal import EntryRow
from milepost.base.models import Change, Entry, Row
from milepost.base.shapes import Delta

RIGHT = "history.read"
_LAST = (1 << 32) - 1
_CARRIED = "carried"
"""The field of tables that hold what other tools said and Milepost only carries, money among it."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a table an entry added (`+`), changed (`~`) or removed (`-`)."""

    table: str
    kind: str
    rows: int


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with what the reader may see of it.

    `deltas` are its changes row by row; of an entry too large to list, only `counts` speak. `hidden` is
    true when it also touched what the reader may not see. `undone_by` is the entry that took it back.
    """

    entry: EntryRow
    counts: tuple[Count, ...]
    deltas: tuple[Delta, ...]
    hidden: bool
    undone_by: int | None


def told(
    reader: Actor,
    ledger: int,
    *,
    after: int = 0,
    upto: int = _LAST,
    person: int | None = None,
    row: int | None = None,
    limit: int = 50,
) -> list[Told]:
    """The newest `limit` entries with `after` < seq <= `upto` that the reader may see; three queries.

    `person` keeps one person's entries, `row` (a key) those that touched one row.
    """
    if not permissions.may_in_program(reader, RIGHT, ledger):
        return []
    found = journal.entries(ledger, after=after, upto=upto, row=row, person=person, limit=limit)
    if not found:
        return []
    changes = _changes_by_entry(ledger, [entry.seq for entry in found])
    taken_back = undone(ledger, found[-1].seq)
    sight = Sight(reader, ledger)
    lines = [_told(sight, entry, changes.get(entry.seq, []), taken_back.get(entry.seq)) for entry in found]
    return [line for line in lines if line is not None]


def one(reader: Actor, ledger: int, *, seq: int) -> Told | None:
    """One entry as the reader may see it, None where there is none for him."""
    for line in told(reader, ledger, after=seq - 1, upto=seq, limit=1):
        return line
    return None


def people(reader: Actor, ledger: int) -> list[int]:
    """Whose entries the reader may find here, as person numbers; perhaps only his own."""
    if not permissions.may_in_program(reader, RIGHT, ledger):
        return []
    found = Entry.objects.filter(ledger=ledger, person__isnull=False)
    if Sight(reader, ledger).is_only_own:
        found = found.filter(person=reader.person)
    return sorted(
        person for person in found.values_list("person", flat=True).distinct() if person is not None
    )


def names(reader: Actor, deltas: Iterable[Delta]) -> dict[int, str]:
    """What the rows of these changes are called today, by key; one query for each table that has names.

    A row that has moved out of the reader's sight keeps the name it had while he saw it.
    """
    keys: dict[str, set[int]] = {}
    for delta in deltas:
        keys.setdefault(delta.table, set()).add(delta.row)
    found: dict[int, str] = {}
    for table, wanted in keys.items():
        model = tables.tables().get(table)
        if model is None or (column := _called(model)) is None:
            continue
        found_today = permissions.visible_to(reader, model._default_manager.filter(pk__in=wanted))
        rows = found_today.values_list("pk", column)
        found.update((pk, str(name)) for pk, name in rows)
    return found


class Sight:
    """How far one reader sees into one ledger's history."""

    def __init__(self, reader: Actor, ledger: int) -> None:
        self._reader = reader
        self._ledger = ledger
        reach = permissions.reach(reader, RIGHT, program_scope(ledger))
        self._seen = permissions.projects_seen(reader, ledger, RIGHT)
        self._hidden: dict[tuple[str, int | None], frozenset[str]] = {}
        self._is_of_money = reach is permissions.Reach.MONEY
        self.is_only_own = reach in (None, permissions.Reach.OWN) and not self._seen

    def seen(self, entry: EntryRow, delta: Delta) -> Delta | None:
        """What may be seen of a change to a row, None for nothing."""
        if self.sees_whole(entry, delta.project):
            return self.without_secrets(delta)
        return self._figures_of(delta) if self._is_of_money else None

    def sees_pack(self, entry: EntryRow, change: Change) -> bool:
        """May the reader know of a change told only by how many rows it touched?"""
        return self.sees_whole(entry, change.project) or bool(self._figures(change.table, change.project))

    def sees_whole(self, entry: EntryRow, project: int | None) -> bool:
        """May all of a change to a row of this project (None: of the program itself) be seen?"""
        is_own = entry.person is not None and entry.person == self._reader.person
        if self.is_only_own or (is_own and self._is_of_money):
            return is_own
        if project is None:
            return not self._is_of_money
        return self._seen is None or project in self._seen

    def without_secrets(self, delta: Delta) -> Delta:
        """The change without the fields whose class the reader may not see."""
        kept_back = self.hidden(delta.table, delta.project)
        if not kept_back:
            return delta
        fields = {name: value for name, value in delta.fields.items() if name not in kept_back}
        return Delta(delta.table, delta.row, delta.kind, fields, delta.seq, delta.shape, delta.project)

    def hidden(self, table: str, project: int | None) -> frozenset[str]:
        """The fields of a table the reader may not see, in rows of this project."""
        asked = table, project
        if asked not in self._hidden:
            self._hidden[asked] = self._hidden_now(table, project)
        return self._hidden[asked]

    def _hidden_now(self, table: str, project: int | None) -> frozenset[str]:
        model = tables.tables().get(table)
        if model is None:
            return frozenset()
        hidden = permissions.hidden_fields(self._reader, model, self._scope(project))
        if _CARRIED in tables.columns(model) and not foreign.may_read_money(
            self._reader, self._scope(project)
        ):
            return hidden | {_CARRIED}
        return hidden

    def _figures_of(self, delta: Delta) -> Delta | None:
        """The confidential figures in a change that the reader may see, None where it holds none."""
        names = self._figures(delta.table, delta.project)
        fields = {name: value for name, value in delta.fields.items() if name in names}
        return replace(delta, fields=fields) if fields else None

    def _figures(self, table: str, project: int | None) -> frozenset[str]:
        """The confidential fields of a table that a reader of figures may see; none for other readers."""
        model = tables.tables().get(table)
        if model is None or not self._is_of_money:
            return frozenset()
        return frozenset(model.FIELD_CLASSES) - self.hidden(table, project)

    def _scope(self, project: int | None) -> Scope:
        return program_scope(self._ledger) if project is None else project_scope(self._ledger, project)


def _told(sight: Sight, entry: EntryRow, changes: Sequence[Change], undone_by: int | None) -> Told | None:
    visible: list[Change] = []
    deltas: list[Delta] = []
    counted: Counter[tuple[str, str]] = Counter()
    for change in changes:
        if change.packed is not None:
            rows = _rows_in(change) if sight.sees_pack(entry, change) else 0
        else:
            seen = [found for delta in packing.deltas_of(change) if (found := sight.seen(entry, delta))]
            deltas += seen
            rows = len(seen)
        if rows:
            counted[change.table, change.kind] += rows
            visible.append(change)
    if not visible:
        return None
    return Told(
        entry=replace(entry, parameters=_parameters(sight, entry, visible)),
        counts=tuple(Count(table, kind, rows) for (table, kind), rows in counted.items()),
        deltas=tuple(delta for delta in deltas if delta.fields),
        hidden=len(visible) < len(changes),
        undone_by=undone_by,
    )


def _parameters(sight: Sight, entry: EntryRow, visible: Sequence[Change]) -> Mapping[str, Any]:
    """What the operation was told, as far as the changes seen of it allow."""
    if not all(sight.sees_whole(entry, change.project) for change in visible):
        return {}
    kept_back = frozenset[str]().union(*(sight.hidden(change.table, change.project) for change in visible))
    found: Mapping[str, Any] = _without(entry.parameters, kept_back)
    return found


def _without(said: Any, names: frozenset[str]) -> Any:
    """What an operation was told, lists and objects in it too, without values under these names."""
    if isinstance(said, Mapping):
        return {name: _without(value, names) for name, value in said.items() if name not in names}
    if isinstance(said, list | tuple):
        return [_without(value, names) for value in said]
    return said


def _rows_in(change: Change) -> int:
    """How many rows a pack speaks of: a run of numbers, not all of which need be there."""
    return len(packing.rows_of(change))


def _changes_by_entry(ledger: int, seqs: Sequence[int]) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = {}
    for change in Change.objects.filter(entry__in=[key(ledger, seq) for seq in seqs]).order_by("pk"):
        found.setdefault(number_of(change.entry_id), []).append(change)
    return found


def undone(ledger: int, after: int) -> dict[int, int]:
    """Which entries were taken back by which; an undo that was itself taken back does not count."""
    pairs = Entry.objects.filter(ledger=ledger, pk__gt=key(ledger, after), undoes__isnull=False)
    found: dict[int, int] = {}
    # Newest first: whether an undo still counts is known by the time it is met.
    for pk, seq in pairs.order_by("-pk").values_list("pk", "undoes"):
        if seq is not None and number_of(pk) not in found:
            found[seq] = number_of(pk)
    return found


def _called(model: type[Row]) -> str | None:
    columns = tables.columns(model)
    return next((name for name in ("name", "title", "label") if name in columns), None)
