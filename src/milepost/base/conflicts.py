"""When two people edit: what counts as the same thing, and who was first.

An edit conflicts only if somebody else's session changed the same field since the page was read, or a field
declared to belong with it (`Row.TOGETHER`), and it now holds something other than what is being set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from milepost.base import journal, tables
from milepost.base.identity import Actor
from milepost.base.models import Row
from milepost.base.refusal import Conflict


def found(actor: Actor, seen: int, edits: Iterable[tuple[Row, Mapping[str, Any]]]) -> list[Conflict]:
    """The conflicts of these edits (rows as stored, fields as the journal writes them), in their order."""
    stale = [(row, fields) for row, fields in edits if row.version > seen]
    by_table: dict[type[Row], list[Row]] = {}
    for row, _ in stale:
        by_table.setdefault(type(row), []).append(row)
    since = {model: journal.fields_since(rows, seen) for model, rows in by_table.items()}
    return [
        conflict
        for row, fields in stale
        for conflict in _of_row(actor, row, fields, since[type(row)][row.pk])
    ]


def _of_row(
    actor: Actor, row: Row, fields: Mapping[str, Any], since: Mapping[str, journal.Since]
) -> Iterable[Conflict]:
    for name in sorted(belonging_with(type(row), fields) & since.keys()):
        holds = tables.image(row, [name])[name]
        if holds == since[name].held or (name in fields and fields[name] == holds):
            continue
        entry = journal.entry(row.ledger_id, since[name].latest)
        if entry is None or entry.session == actor.session:
            continue
        yield Conflict(
            table=tables.name_of(type(row)),
            number=row.number,
            field=name,
            mine=fields.get(name),
            theirs=holds,
            by=entry.by,
            at=entry.at,
            revision=entry.seq,
        )


def belonging_with(model: type[Row], names: Iterable[str]) -> set[str]:
    """The fields, with those declared to mean something only together with one of them."""
    given = set(names)
    return given.union(*(group for group in model.TOGETHER if given & set(group)))
