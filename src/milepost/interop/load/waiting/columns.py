"""Which columns somebody chose for a sheet: for the file that waits, and for the next one like it.

What holds for the waiting file lies beside it and goes with it. What holds for the next one is a row of the
organisation's ledger, said by an operation: it has a history, can be undone, and is in every backup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from milepost.base.identity import ORGANISATION, Actor
from milepost.base.operation import Acting
from milepost.domain.resources.operations import columns as operations
from milepost.domain.resources.queries import files
from milepost.interop.load.waiting.shelf import Shelf
from milepost.interop.recognise import recognise
from milepost.interop.tables.looking import Look, look, remembered
from milepost.interop.tables.mapping import Columns, signature

_TABLES = frozenset({"csv", "xlsx"})


def kind_of(kept: Shelf, place: int) -> str:
    """`csv` or `xlsx`; empty for what is no sheet. Raises: Unreadable."""
    kind = recognise(kept.path(place))
    return kind if kind in _TABLES else ""


def columns_for(reader: Actor, kept: Shelf, place: int) -> Columns | None:
    """The columns chosen for a waiting file, or before for one with its headings; None to suggest them.

    Raises: Unreadable.
    """
    kind = kind_of(kept, place)
    if not kind:
        return None
    if (own := _read(_own(kept, place))) is not None:
        return own
    known = {
        row.headings: said for row in files.remembered_columns(reader) if (said := _columns(row.columns))
    }
    return remembered(look(kept.path(place), kind).rows, known) if known else None


def choose(actor: Actor, kept: Shelf, place: int, seen: Look, columns: Columns) -> None:
    """Read the file by these columns, and the next one with its headings too.

    Raises: Refusal; NotAllowed for remembering without the right to change a plan.
    """
    row = seen.rows[columns.header] if columns.header < len(seen.rows) else ()
    _own(kept, place).write_text(json.dumps(asdict(columns)), encoding="utf-8")
    if headings := signature(row):
        operations.remember(
            Acting(actor, ORGANISATION), headings=headings, columns=asdict(columns), source=kept.names[place]
        )


def _own(kept: Shelf, place: int) -> Path:
    path = kept.path(place)
    return path.with_name(f"{path.name}.columns")


def _columns(said: Mapping[str, Any]) -> Columns | None:
    """The columns as they were kept; None where a former Milepost said them in other words."""
    known = {field.name for field in fields(Columns)}
    return Columns(**said) if {"header", "by_field"} <= said.keys() <= known else None


def _read(path: Path) -> Columns | None:
    try:
        return _columns(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None
