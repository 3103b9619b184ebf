"""Long answers in pages, and answers cut down to the fields asked for."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from milepost.surfaces.catalog.places import WrongField, whole_number

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of rows and the cursor of what follows, None at the end."""

    rows: Sequence[Any]
    next: str | None


def page_of(rows: Sequence[Any], key: str, cursor: str | None, limit: int) -> Page:
    """The rows after `cursor`, at most `limit`.

    A cursor names the last row given and where it stood: if that row is gone by now, reading goes on from
    its place.
    """
    start = 0 if cursor is None else _after(rows, key, cursor)
    cut = rows[start : start + limit]
    rest = len(rows) > start + limit
    return Page(cut, _cursor(_named(cut[-1], key), start + limit) if rest and cut else None)


def limit_of(text: str | None) -> int:
    """The page size asked for.

    Raises: WrongField, outside 1 to 1000.
    """
    if text is None:
        return DEFAULT_LIMIT
    limit = whole_number(text)
    if limit is None or not 1 <= limit <= MAX_LIMIT:
        raise WrongField("limit", f"A page holds 1 to {MAX_LIMIT} rows.")
    return limit


def only_fields(rows: list[dict[str, Any]], wanted: str | None) -> list[dict[str, Any]]:
    """Rows with just the fields in `wanted` (comma-separated), in the order asked for.

    Raises: WrongField, for one the rows do not have.
    """
    if wanted is None or not rows:
        return rows
    names = [name.strip() for name in wanted.split(",")]
    for name in names:
        if name not in rows[0]:
            raise WrongField("fields", f"'{name[:60]}' is not a field here; there are {', '.join(rows[0])}.")
    return [{name: row[name] for name in names} for row in rows]


def _named(row: Any, key: str) -> Any:
    return getattr(row, key) if key else None


def _cursor(key: Any, position: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([key, position], default=str).encode()).decode().rstrip("=")


def last_key(cursor: str | None) -> int:
    """The number of the last row given, 0 before the first page.

    Raises: WrongField.
    """
    last = 0 if cursor is None else _read(cursor)[0]
    if not isinstance(last, int) or not 0 <= last < 2**32:
        raise _no_cursor()
    return last


def _read(cursor: str) -> tuple[Any, int]:
    """What a cursor says: the key of the last row given, and where the next stood."""
    try:
        last, position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return last, int(position)
    except (ValueError, TypeError, binascii.Error, RecursionError, OverflowError):
        raise _no_cursor() from None


def _no_cursor() -> WrongField:
    return WrongField("cursor", "This is not a cursor; send 'next' of the page before as it is.")


def _after(rows: Sequence[Any], key: str, cursor: str) -> int:
    last, start = _read(cursor)
    if not key or (0 < start <= len(rows) and _named(rows[start - 1], key) == last):
        return max(0, min(start, len(rows)))
    places = [index for index, row in enumerate(rows) if _named(row, key) == last]
    return places[0] + 1 if places else max(0, min(start, len(rows)))
