"""What became of each row of a ledger after a revision, all entries taken together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from milepost.base import journal, tables, trail
from milepost.base.identity import number_of
from milepost.base.shapes import Delta

At = tuple[str, int]
"""A row by table and public number."""
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Net:
    """One row then and now; None: not there.

    Of a row that was there both times, only the fields that differ.
    """

    then: Values | None
    now: Values | None


@dataclass(slots=True)
class _Running:
    then: Values | None
    now: Values | None
    is_whole: bool
    """Is `then` the whole row, so that a field it leaves out was empty?"""


def changes(ledger: int, after: int) -> dict[At, Net]:
    """The rows that are not as they were at a revision."""
    found: dict[At, _Running] = {}
    for delta in journal.changes(ledger, after=after):
        _take(found, (delta.table, number_of(delta.row)), delta)
    nets = {at: _settled(at[0], running) for at, running in found.items()}
    return {at: net for at, net in nets.items() if net is not None}


def _take(found: dict[At, _Running], at: At, delta: Delta) -> None:
    known = found.get(at)
    fields = dict(delta.fields)
    if delta.kind == "+":
        found[at] = _Running(known.then if known else None, fields, is_whole=True)
    elif delta.kind == "~":
        _change(found, at, known, delta)
    elif known is None:
        found[at] = _Running(fields, None, is_whole=True)
    elif known.then is None:
        del found[at]
    else:
        then = known.then if known.is_whole else {**fields, **known.then}
        found[at] = _Running(then, None, is_whole=True)


def _change(found: dict[At, _Running], at: At, known: _Running | None, delta: Delta) -> None:
    if known is None:
        known = found[at] = _Running({}, {}, is_whole=False)
    if known.now is None:
        raise ValueError(f"{at} is changed by entry {delta.seq} after it was removed")
    for name, (was, now) in delta.fields.items():
        if known.then is not None and not known.is_whole:
            known.then.setdefault(name, was)
        known.now[name] = now


def _settled(table: str, running: _Running) -> Net | None:
    if running.then is None or running.now is None:
        return Net(running.then, running.now)
    both = trail.differing(tables.tables()[table], running.then, running.now)
    if not both:
        return None
    return Net({n: was for n, (was, _) in both.items()}, {n: now for n, (_, now) in both.items()})
