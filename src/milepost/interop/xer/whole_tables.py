"""Tables of a P6 file that travel along whole, each as one text: its fields, then its rows.

User-defined fields, codes and notebook texts are read into the rows they belong to and travel along besides,
for P6's own numbers and types of them. Written back they say what the rows say now: what was changed since is
changed, what was removed is gone.
"""

from __future__ import annotations

from collections.abc import Iterator

from milepost.interop.exchange.values import Exchange
from milepost.interop.xer import user_fields
from milepost.interop.xer.numbering import Numbering
from milepost.interop.xer.tables import Row, Table

OF_FIELDS = ("UDFTYPE", "UDFVALUE", "ACTVTYPE", "ACTVCODE", "TASKACTV", "TASKMEMO")

_LINE_BREAK = "\v"
"""Stands for a line break inside a field, where rows are parted by line breaks."""


def packed(table: Table) -> str:
    """A table as one text."""
    lines = ["\t".join(table.fields)]
    lines += [
        "\t".join(row.get(field, "") for field in table.fields).replace("\n", _LINE_BREAK)
        for row in table.rows
    ]
    return "\n".join(lines)


def lines(exchange: Exchange, numbering: Numbering) -> Iterator[str]:
    """The tables that travelled along, as lines of a file."""
    if not exchange.projects or not numbering.is_own:
        return
    found = {
        name.removeprefix("%T "): _unpacked(name, text)
        for name, text in exchange.projects[0].carried
        if name.startswith("%T ")
    }
    now = _Rows(exchange, found)
    for name, table in found.items():
        rows = [row for row in map(now.kept, [name] * len(table.rows), table.rows) if row is not None]
        yield f"%T\t{name}"
        yield "%F\t" + "\t".join(table.fields)
        yield from ("%R\t" + "\t".join(row.get(field, "") for field in table.fields) for row in rows)


def _unpacked(name: str, text: str) -> Table:
    fields, *rows = text.split("\n")
    table = Table(name.removeprefix("%T "), fields.split("\t"))
    for row in rows:
        values = zip(table.fields, row.replace(_LINE_BREAK, "\n").split("\t"), strict=False)
        table.rows.append({field: value for field, value in values if value})
    return table


class _Rows:
    """What rows of an exchange say of their fields now."""

    def __init__(self, exchange: Exchange, tables: dict[str, Table]) -> None:
        tasks = [task for project in exchange.projects for task in project.tasks]
        self._tasks = {str(task.uid): task for task in tasks}
        types = tables.get("UDFTYPE", Table("UDFTYPE")).rows
        self._types = {row.get("udf_type_id", ""): row for row in types}

    def kept(self, table: str, row: Row) -> Row | None:
        """A row as it is now; None where it is no longer."""
        if table == "UDFVALUE":
            return self._value(row)
        if table in {"TASKACTV", "TASKMEMO"}:
            return row if row.get("task_id", "") in self._tasks else None
        return row

    def _value(self, row: Row) -> Row | None:
        kind = self._types.get(row.get("udf_type_id", ""), {})
        prefix = {"TASK": "", "PROJWBS": "wbs-"}.get(kind.get("table_name", ""))
        if prefix is None:
            return row
        task = self._tasks.get(f"{prefix}{row.get('fk_id', '')}")
        if task is None:
            return None
        label = kind.get("udf_type_label", kind.get("udf_type_name", ""))
        if label not in task.custom:
            return None
        return row if task.custom[label] == user_fields.value_of(row) else _with(row, task.custom[label])


def _with(row: Row, value: str | int | float | bool) -> Row:
    """A value changed since it was read, in the column it came in."""
    column = next((name for name in ("udf_text", "udf_date", "udf_number") if name in row), "udf_text")
    return row | {column: f"{value:g}" if isinstance(value, float) else str(value)}
