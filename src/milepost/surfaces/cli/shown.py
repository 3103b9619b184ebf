"""Answers of the catalogue as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

WIDEST = 48
_NAMES = frozenset({"number", "slug", "name", "title"})


def lines(answer: Any) -> Iterator[str]:
    """A list as a table, one thing as its fields, what was done in a line."""
    if isinstance(answer, dict) and "items" in answer and "next" in answer:
        yield from _table(answer["items"])
        if answer["next"]:
            yield f"… more: --cursor {answer['next']}"
    elif isinstance(answer, dict) and answer.keys() == {"result", "revision", "entry"}:
        yield _done(answer)
    elif isinstance(answer, dict):
        width = max(map(len, answer), default=0)
        yield from (f"{name:<{width}}  {_cell(value)}" for name, value in answer.items())
    else:
        yield _cell(answer)


def _done(answer: dict[str, Any]) -> str:
    if answer["entry"] is None and answer["result"] is None:
        return f"Nothing changed; revision {answer['revision']}."
    result = "" if answer["result"] is None else f"{_cell(answer['result'])}  "
    return f"{result}(revision {answer['revision']})"


def _table(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Columns that say something, as wide as what they hold."""
    if not rows:
        yield "None."
        return
    names = [name for name in rows[0] if name in _NAMES or _tells(name, rows)]
    cells = [names, *([_cell(row[name])[:WIDEST] for name in names] for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(names))]
    for line in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def _tells(name: str, rows: list[dict[str, Any]]) -> bool:
    """Whether a column says something: it is not empty, and among several rows not the same in all."""
    values = [_cell(row[name]) for row in rows]
    return any(row[name] not in (None, "", [], {}) for row in rows) and (
        len(values) == 1 or len(set(values)) > 1
    )


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return str(value).replace("\n", " ⏎ ")
