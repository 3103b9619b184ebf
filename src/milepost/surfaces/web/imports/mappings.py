"""Which columns somebody chose for a sheet: for the file that waits, and for the next one like it.

Kept beside the uploads in the data folder, by person and by the headings of the source. Losing it costs a
person a minute, so it is no part of any program's history.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from milepost.base.identity import Actor
from milepost.interop.recognise import recognise
from milepost.interop.tables.looking import Look, look, remembered
from milepost.interop.tables.mapping import Columns, signature
from milepost.surfaces.web.imports.shelf import Shelf

_MOST = 200
_TABLES = frozenset({"csv", "xlsx"})


def kind_of(kept: Shelf, place: int) -> str:
    """`csv` or `xlsx`; empty for what is no sheet. Raises: Unreadable."""
    kind = recognise(kept.path(place))
    return kind if kind in _TABLES else ""


def columns_for(kept: Shelf, place: int) -> Columns | None:
    """The columns chosen for a waiting file, or before for one with its headings; None to suggest them.

    Raises: Unreadable.
    """
    kind = kind_of(kept, place)
    if not kind:
        return None
    own = _read(_own(kept, place))
    if own:
        return _columns(own["chosen"])
    known = {words: _columns(said) for words, said in _read(_of_person(kept.person)).items()}
    return remembered(look(kept.path(place), kind).rows, known) if known else None


def choose(actor: Actor, kept: Shelf, place: int, seen: Look, columns: Columns) -> None:
    """Read the file by these columns, and the next one with its headings too."""
    said = asdict(columns)
    _write(_own(kept, place), {"chosen": said})
    known = _read(_of_person(actor.person))
    row = seen.rows[columns.header] if columns.header < len(seen.rows) else ()
    known.pop(signature(row), None)
    known[signature(row)] = said
    _write(_of_person(actor.person), dict(list(known.items())[-_MOST:]))


def _own(kept: Shelf, place: int) -> Path:
    path = kept.path(place)
    return path.with_name(f"{path.name}.columns")


def _of_person(person: int | None) -> Path:
    return Path(settings.DATA) / "mappings" / f"{person or 0}.json"


def _columns(said: dict[str, Any]) -> Columns:
    return Columns(**said)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, said: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(json.dumps(said), encoding="utf-8")
    fresh.replace(path)
