"""The history of a ledger, taking back and doing again, as machines are offered them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from milepost.base import history, undo, undoable
from milepost.base.identity import Actor, key, number_of
from milepost.base.shapes import Delta
from milepost.surfaces.catalog import forms
from milepost.surfaces.catalog.accounts import ORGANISATION
from milepost.surfaces.catalog.entry import Entry, Noun, Operation, Query
from milepost.surfaces.catalog.programs import PROGRAM

HISTORY = Noun("entry", "history", "What was done, entry by entry.")
MOST_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What an entry did to one row: it was added, changed (fields are [before, after]) or removed."""

    table: str
    number: int
    kind: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry as the reader may see it. `number` is the revision it made; `rows` counts what it touched.

    Of an entry too large to list `changes` is empty. `undoes` is the entry it took back, `undone_by` the one
    that took it back. `may_undo` says whether undoing it would be accepted from the reader now, `why_not`
    what stands in the way.
    """

    number: int
    at: datetime
    person: int | None
    by: str
    door: str
    operation: str
    reason: str
    rows: int
    changes: tuple[ChangeLine, ...]
    undoes: int | None
    undone_by: int | None
    may_undo: bool
    why_not: str


def entries(
    reader: Actor,
    *,
    program: int,
    since: int = 0,
    person: int | None = None,
    task: int | None = None,
    as_of: int | None = None,
) -> list[EntryLine]:
    """What was done, newest first, at most 500 entries: after a revision, by a person, to a task."""
    upto = {} if as_of is None else {"upto": as_of}
    row = None if task is None else key(program, task)
    found = history.told(reader, program, after=since, person=person, row=row, limit=MOST_ENTRIES, **upto)
    refused = undoable.refusals(reader, program, [told.entry for told in found])
    return [_line(told, refused.get(told.entry.seq, "")) for told in found]


def _line(told: history.Told, why_not: str) -> EntryLine:
    entry = told.entry
    return EntryLine(
        number=entry.seq,
        at=entry.at,
        person=entry.person,
        by=entry.by,
        door=entry.door,
        operation=entry.operation,
        reason=entry.reason,
        rows=sum(count.rows for count in told.counts),
        changes=tuple(_change(delta) for delta in told.deltas),
        undoes=entry.undoes,
        undone_by=told.undone_by,
        may_undo=not why_not,
        why_not=why_not,
    )


def _change(delta: Delta) -> ChangeLine:
    kinds = {"+": "added", "~": "changed", "-": "removed"}
    fields: dict[str, object] = {}
    for column, value in delta.fields.items():
        if delta.kind == "~":
            name, before = forms.outside(column, value[0])
            fields[name] = [before, forms.outside(column, value[1])[1]]
        else:
            name, fields_value = forms.outside(column, value)
            fields[name] = fields_value
    return ChangeLine(delta.table, number_of(delta.row), kinds[delta.kind], fields)


ENTRIES: tuple[Entry, ...] = (
    Query(noun=HISTORY, verb="list", run=entries, needs=history.RIGHT),
    Operation(noun=HISTORY, verb="undo", run=undo.undo, example={"entry": 812}, needs_seen=False),
    Operation(noun=PROGRAM, verb="undo", run=undo.undo_last, place="program", needs_seen=False),
    Operation(noun=PROGRAM, verb="redo", run=undo.redo, place="program", needs_seen=False),
    Operation(noun=ORGANISATION, verb="undo", run=undo.undo_last, needs_seen=False),
    Operation(noun=ORGANISATION, verb="redo", run=undo.redo, needs_seen=False),
)
