"""How the fields of each table came to be what they are.

History is never rewritten. Each change names the shape (1, 2, ...) its table had; a migration that renames,
drops, retypes or splits fields registers one step, applied to changes as they are read. A step takes a change
of the older shape and gives changes of the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delta:
    """What one entry did to one row.

    `kind` is "+" (added) or "-" (removed), with `fields` {name: value}, or "~" (changed), with `fields`
    {name: (before, after)}. Values are as JSON carries them; `row` is the row's key; `seq` the entry's place
    in its ledger; `project` the number of the project the row belonged to.
    """

    table: str
    row: int
    kind: str
    fields: Fields
    seq: int = 0
    shape: int = 1
    project: int | None = None


Step = Callable[[Delta], list[Delta]]
_steps: dict[str, list[Step]] = {}


def register(table: str, *steps: Step) -> None:
    """Declare the steps of a table ("schedule.task"), oldest first; registering again replaces them."""
    _steps[table] = list(steps)


def current(table: str) -> int:
    """The shape a table has today."""
    return len(_steps.get(table, ())) + 1


def upcast(deltas: Iterable[Delta]) -> Iterable[Delta]:
    """The deltas as the tables speak today."""
    for delta in deltas:
        if delta.shape == current(delta.table):
            yield delta
        else:
            yield from upcast(_stepped(delta))


def _stepped(delta: Delta) -> list[Delta]:
    """One step up; deltas the step put on other tables keep the shape the step gave them."""
    out = _steps[delta.table][delta.shape - 1](delta)
    return [replace(d, shape=delta.shape + 1) if d.table == delta.table else d for d in out]


def rename(old: str, new: str) -> Step:
    """A field got another name."""

    def step(delta: Delta) -> list[Delta]:
        return [replace(delta, fields={new if n == old else n: v for n, v in delta.fields.items()})]

    return step


def drop(*names: str) -> Step:
    """Fields are gone."""

    def step(delta: Delta) -> list[Delta]:
        return [replace(delta, fields={n: v for n, v in delta.fields.items() if n not in names})]

    return step


def retype(name: str, convert: Callable[[Any], Any]) -> Step:
    """A field's values are written differently; `convert` must let None through."""

    def step(delta: Delta) -> list[Delta]:
        if name not in delta.fields:
            return [delta]
        value = delta.fields[name]
        changed = tuple(convert(v) for v in value) if delta.kind == "~" else convert(value)
        return [replace(delta, fields={**delta.fields, name: changed})]

    return step


def split_off(table: str, back: str, *names: str) -> Step:
    """Some fields moved to a table of their own, whose row has the number of the row it came from.

    `back` is the new table's reference to the old one.
    """

    def step(delta: Delta) -> list[Delta]:
        moved = {n: v for n, v in delta.fields.items() if n in names}
        rest = replace(delta, fields={n: v for n, v in delta.fields.items() if n not in names})
        if delta.kind == "~":
            other = replace(delta, table=table, fields=moved, shape=1)
            return [d for d in (rest, other) if d.fields]
        other = replace(delta, table=table, fields={**moved, back: delta.row & 0xFFFFFFFF}, shape=1)
        return [rest, other] if delta.kind == "+" else [other, rest]

    return step
