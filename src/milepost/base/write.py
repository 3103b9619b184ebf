"""What an operation may do to its ledger, remembered row by row for the journal.

The ledger is locked while a `Write` is open, so rows read through it stay as they were read. Each row touched
is remembered as it was and as it became; what is the same in the end leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from django.utils.text import slugify

from milepost.base import conflicts, folding, removal, statements, tables
from milepost.base.guard import Guard, may_move, missing
from milepost.base.identity import ORGANISATION, Actor, Scope, key, number_of
from milepost.base.models import Ledger, Row
from milepost.base.refusal import Conflict, EditConflict, NotFound
from milepost.base.shapes import Delta
from milepost.base.trail import Trail
from milepost.base.unset import UNSET

AnyRow = TypeVar("AnyRow", bound=Row)
P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Nestable(Protocol[P, T_co]):
    """An operation, as far as another operation needs to know it."""

    @property
    def needs(self) -> str: ...

    @property
    def body(self) -> Callable[Concatenate[Write, P], T_co]: ...


class Write:
    """One transaction on one ledger by one actor.

    `at` is the instant of the entry, UTC; `seen` the revision the actor's page was read at, or None.
    """

    def __init__(self, ledger: Ledger, actor: Actor, at: datetime, seen: int | None, right: str) -> None:
        self.actor = actor
        self.at = at
        self.seen = seen
        self.undoes: int | None = None
        self.conflicts: list[Conflict] = []
        self._ledger = ledger
        self._guard = Guard(actor, ledger)
        self._trail = Trail()
        self._unproven: dict[type[Row], set[int]] = {}
        self._loaded: dict[tuple[type[Row], int], Row] = {}
        self._guard.hold(right)

    @property
    def ledger(self) -> int:
        """The id of the ledger being written."""
        return self._ledger.pk

    @property
    def home(self) -> Ledger:
        """The ledger being written, as it was locked."""
        return self._ledger

    @property
    def program(self) -> int:
        """The ledger rights are held on: a scenario's is its program's."""
        return self._ledger.program

    @property
    def revision(self) -> int:
        """The revision this write makes, if it changes anything."""
        return self._ledger.revision + 1

    @property
    def next_number(self) -> int:
        """The number the next row added will have; the rows of one `add_many` are numbered on from there."""
        return self._ledger.next_number

    # Reading, to decide

    def lock(self, model: type[AnyRow], number: int) -> AnyRow:
        """A row of this ledger to change, by public number; the right is checked on it as it is stored.

        Raises: NotFound, NotAllowed.
        """
        row = self._stored(model, self.ledger, number)
        self._allow([row])
        return row

    def find(self, model: type[AnyRow], number: int) -> AnyRow:
        """A row to look at, by public number; from the organisation where its table is at home there.

        Raises: NotFound, also when the actor may not see it.
        """
        home = ORGANISATION if model.HOME == "organisation" else self.ledger
        return self._guard.see(self._stored(model, home, number))

    def find_shared(self, model: type[AnyRow], number: int) -> AnyRow:
        """A row of the organisation to look at or refer to. Raises: NotFound."""
        return self._guard.see(self._stored(model, ORGANISATION, number))

    def rows(self, model: type[AnyRow], **filters: Any) -> list[AnyRow]:
        """The rows of this ledger that pass Django's filters, by number; no permission is checked."""
        found = model._default_manager.filter(ledger=self.ledger, **filters).order_by("pk")
        return [self._one(row) for row in found]

    def allow(self, rows: Iterable[Row]) -> None:
        """Refuse unless the right is held on each of these stored rows: before a refusal names any of them.

        Raises: NotFound, NotAllowed.
        """
        self._allow(list(rows))

    def allow_whole(self, rows: Iterable[Row]) -> None:
        """Refuse unless the right is held where these rows stand: that they are one's own is not enough.

        Raises: NotAllowed.
        """
        self._guard.allow_whole(list(rows))

    # Changing

    def add(self, model: type[AnyRow], **fields: Any) -> AnyRow:
        """A new row with the next number; parameters that are UNSET keep the column's default.

        References are given as rows or as public numbers. Raises: NotAllowed, NotStorable, NotFound.
        """
        return self.add_many(model, [fields])[0]

    def add_many(self, model: type[AnyRow], items: Iterable[Mapping[str, Any]]) -> list[AnyRow]:
        """New rows of one table in one go, numbered in the order given."""
        rows = [self._made(model, self.draw_numbers(1)[0], fields) for fields in items]
        self._insert(model, rows)
        self._guard.allow_fields(rows)
        return rows

    def put_back(self, model: type[AnyRow], images: Mapping[int, Mapping[str, Any]]) -> list[AnyRow]:
        """Rows under the numbers they had, from what the journal kept of them, confidential or not."""
        rows = []
        for number, fields in images.items():
            row = folding.from_image(model, self.ledger, key(self.ledger, number), fields)
            row.version = self.revision
            rows.append(row)
        for column in tables.columns(model).values():
            self._note_references(column, (getattr(row, column.attname) for row in rows))
        self._insert(model, rows)
        return rows

    def change(self, row: Row, **fields: Any) -> bool:
        """Set fields of a row; those that are UNSET or hold the value already are left alone.

        True if anything changed. What somebody else changed since the page was read is noted and refused, all
        of it together, when the operation ends. Raises: NotAllowed, NotStorable.
        """
        return self.change_many([(row, fields)]) == 1

    def change_many(self, edits: Sequence[tuple[Row, Mapping[str, Any]]]) -> int:
        """Set fields of many rows; how many of them changed."""
        return self._set([(row, self._taken(type(row), row.ledger_id, fields)) for row, fields in edits])

    def follow(self, edits: Sequence[tuple[Row, Mapping[str, Any]]]) -> int:
        """Set fields of rows as follows from a change that was allowed already: no right on them is asked.

        How many of them changed.
        """
        taken = [(row, self._taken(type(row), row.ledger_id, fields)) for row, fields in edits]
        return self._set(taken, follows=True)

    def set_back(self, edits: Sequence[tuple[Row, Mapping[str, Any]]]) -> int:
        """Set fields of many rows to values as the journal writes them; how many of them changed."""
        decoded = []
        for row, fields in edits:
            every = tables.columns(type(row))
            values = {name: every[name].decode(self.ledger, value) for name, value in fields.items()}
            for name, value in values.items():
                self._note_references(every[name], [value])
            decoded.append((row, values))
        return self._set(decoded)

    def _set(self, edits: Sequence[tuple[Row, Mapping[str, Any]]], *, follows: bool = False) -> int:
        if not follows:
            self._allow([row for row, _ in edits])
        for row, values in edits:
            # Before conflicts are noted: they tell what somebody else put into the field.
            if now := self._differing(row, values):
                self._guard.allow_fields([row], now)
        self._note_conflicts(edits)
        changes = []
        for row, values in edits:
            if now := self._differing(row, values):
                self._assign(row, now)
                changes.append((row, now))
        self._store(changes)
        self._allow([row for row, now in changes if may_move(row, now)])
        return len(changes)

    def remove(self, rows: Iterable[Row], *, alone: bool = False) -> None:
        """Delete rows with everything in this ledger that refers to them; `alone` refuses if anything does.

        Raises: NotAllowed; StillInUse, naming the programs that use an organisation row.
        """
        going = list(rows)
        self._allow(going)
        doomed = removal.with_dependants(going, alone=alone)
        for model, pk in doomed:
            self._loaded.pop((model, pk), None)
        self._trail.removed(list(doomed.values()))
        removal.delete(doomed)

    # Around it

    def has_removed(self, row: Row) -> bool:
        """Was this row, there when the operation began, removed by it?"""
        return self._trail.has_removed(row)

    def touched(self, model: type[Row]) -> list[int]:
        """The numbers of the rows of one table that this write has added, changed or removed so far."""
        return [number_of(pk) for pk in self._trail.keys(model)]

    def draw_numbers(self, count: int) -> range:
        """The next numbers of the ledger, for rows to be put back under them."""
        first = self._ledger.next_number
        self._ledger.next_number = first + count
        return range(first, first + count)

    def nested(self, operation: Nestable[P, T], *args: P.args, **parameters: P.kwargs) -> T:
        """Another operation as part of this one: its right is checked too, there is still one entry."""
        outer = self._guard.right
        self._guard.hold(operation.needs)
        try:
            return operation.body(self, *args, **parameters)
        finally:
            self._guard.hold(outer)

    def hold(self, right: str) -> None:
        """Work under a right from here on, which the actor must hold somewhere in this ledger.

        Raises: NotAllowed; NotFound where the actor may not know of the program.
        """
        self._guard.hold(right)

    def require(self, right: str, scope: Scope) -> None:
        """Refuse unless the actor holds a right on a node. Raises: NotAllowed."""
        self._guard.require(right, scope)

    def open_ledger(self, *, slug: str, name: str) -> Ledger:
        """A ledger for a new program; `slug` gets a number appended if it is taken."""
        wish = slugify(slug) or "program"
        taken = set(Ledger.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
        free = next(
            s for n in range(1, len(taken) + 2) if (s := wish if n == 1 else f"{wish}-{n}") not in taken
        )
        return Ledger.objects.create(kind=Ledger.Kind.PROGRAM, slug=free, name=name)

    def deltas(self) -> list[Delta]:
        """What this write did to each row, for the journal."""
        return self._trail.deltas()

    def prove_references(self) -> None:
        """Every row referred to by its number is there. Raises: NotFound."""
        for model, keys in self._unproven.items():
            there: set[int] = set()
            for part in tables.batched(keys, tables.CHUNK):
                there.update(model._default_manager.filter(pk__in=part).values_list("pk", flat=True))
            for stray in sorted(keys - there):
                raise NotFound(missing(model, number_of(stray)))
        self._unproven.clear()

    def refuse_conflicts(self) -> None:
        """Raise EditConflict if anything set here was changed by somebody else since it was read."""
        if self.conflicts:
            raise EditConflict(tuple(self.conflicts))

    # How

    def _stored(self, model: type[AnyRow], ledger: int, number: int) -> AnyRow:
        row = None
        if 0 < number < 1 << 32:
            # Not first(): sorting one row by its key costs a tenth of a whole edit.
            row = next(iter(model._default_manager.filter(pk=key(ledger, number))), None)
        if row is None:
            raise NotFound(self._guard.told_of_removal(model, ledger, number) or missing(model, number))
        return self._one(row)

    def _one(self, row: AnyRow) -> AnyRow:
        """The same object for the same row, however often an operation reads it."""
        return self._loaded.setdefault((type(row), row.pk), row)  # type: ignore[return-value]

    def _made(self, model: type[AnyRow], number: int, fields: Mapping[str, Any]) -> AnyRow:
        row = model(pk=key(self.ledger, number), ledger_id=self.ledger, version=self.revision)
        for name, value in self._taken(model, self.ledger, fields).items():
            setattr(row, tables.columns(model)[name].attname, value)
        return row

    def _insert(self, model: type[Row], rows: Sequence[Row]) -> None:
        statements.insert(model, rows)
        self._trail.added(rows)
        self._guard.allow_new(rows)

    def _allow(self, rows: Sequence[Row]) -> None:
        """The right on these rows, all of which must be of this ledger."""
        for row in rows:
            if row.ledger_id != self.ledger:
                raise ValueError(f"{row!r} belongs to ledger {row.ledger_id}; this writes {self.ledger}")
        self._guard.allow(rows)

    def _taken(self, model: type[Row], ledger: int, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Values as the columns hold them, by field name. Raises: NotStorable."""
        every = tables.columns(model)
        taken = {n: every[n].take(ledger, v) for n, v in fields.items() if v is not UNSET}
        for name, value in taken.items():
            if not isinstance(fields[name], Row):
                self._note_references(every[name], [value])
        return taken

    def _note_references(self, column: tables.Column, keys: Iterable[int | None]) -> None:
        if column.target is not None:
            self._unproven.setdefault(column.target, set()).update(k for k in keys if k is not None)

    def _differing(self, row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
        every = tables.columns(type(row))
        return {n: v for n, v in values.items() if getattr(row, every[n].attname) != v}

    def _encoded(self, row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
        every = tables.columns(type(row))
        return {n: every[n].encode(row.ledger_id, v) for n, v in values.items()}

    def _note_conflicts(self, edits: Sequence[tuple[Row, Mapping[str, Any]]]) -> None:
        if self.seen is None:
            return
        found = [(row, self._encoded(row, self._differing(row, values))) for row, values in edits]
        self.conflicts += conflicts.found(self.actor, self.seen, [(row, now) for row, now in found if now])

    def _assign(self, row: Row, now: Mapping[str, Any]) -> None:
        every, was = tables.columns(type(row)), tables.image(row, now)
        for name, value in now.items():
            setattr(row, every[name].attname, value)
        row.version = self.revision
        self._trail.changed(row, was, tables.image(row, now))

    def _store(self, changes: Sequence[tuple[Row, Mapping[str, Any]]]) -> None:
        """One UPDATE for each set of fields, run for all rows that changed just those."""
        by_fields: dict[tuple[type[Row], tuple[str, ...]], list[Row]] = {}
        for row, now in changes:
            by_fields.setdefault((type(row), tuple(sorted(now))), []).append(row)
        for (model, names), rows in by_fields.items():
            statements.update(model, names, rows)
