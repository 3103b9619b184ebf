"""What a write did to each row, remembered until the journal takes it.

Each row touched is known as the operation found it and as it leaves it. Adding and removing, or changing and
changing back, leave no trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milepost.base import shapes, tables
from milepost.base.guard import by_table
from milepost.base.models import Row
from milepost.base.shapes import Delta

Values = dict[str, Any]


@dataclass(slots=True)
class _Touched:
    """One row before and after, as the journal writes fields; None: it was not there.

    Of a row that was only changed, `before` and `after` hold the changed fields alone.
    """

    row: Row
    before: Values | None
    after: Values | None
    project: int | None = None


class Trail:
    """The rows one write touched."""

    def __init__(self) -> None:
        self._touched: dict[tuple[type[Row], int], _Touched] = {}

    def added(self, rows: Sequence[Row]) -> None:
        """Rows were made, or put back in the same operation that removed them."""
        for row in rows:
            known = self._touched.get((type(row), row.pk))
            before = known.before if known else None
            self._touched[type(row), row.pk] = _Touched(row, before, tables.image(row))

    def changed(self, row: Row, before: Values, after: Values) -> None:
        """Fields of a row that is there were set."""
        touched = self._touched.setdefault((type(row), row.pk), _Touched(row, {}, {}))
        if touched.after is None:
            raise ValueError(f"{row!r} was removed by this operation")
        touched.row = row
        touched.after.update(after)
        if touched.before is not None:
            touched.before = {**before, **touched.before}

    def removed(self, rows: Sequence[Row]) -> None:
        """Rows are about to be deleted; what leads from them to their projects is still there."""
        for row in rows:
            known = self._touched.get((type(row), row.pk))
            if known is None:
                self._touched[type(row), row.pk] = _Touched(row, tables.image(row), None)
            elif known.before is None:
                del self._touched[type(row), row.pk]
            else:
                known.before, known.after = {**tables.image(row), **known.before}, None
        self._note_projects()

    def has_removed(self, row: Row) -> bool:
        """Was this row, there when the operation began, removed by it?"""
        touched = self._touched.get((type(row), row.pk))
        return touched is not None and touched.after is None

    def keys(self, model: type[Row]) -> list[int]:
        """The keys of the rows of one table touched so far."""
        return [pk for touched, pk in self._touched if touched is model]

    def deltas(self) -> list[Delta]:
        """What happened to each row, in the order rows were first touched."""
        self._note_projects()
        found = (_delta(model, pk, touched) for (model, pk), touched in self._touched.items())
        return [delta for delta in found if delta is not None]

    def _note_projects(self) -> None:
        rows = [touched.row for touched in self._touched.values() if touched.project is None]
        for model, same in by_table(rows).items():
            for pk, project in tables.projects_of(same).items():
                self._touched[model, pk].project = project


def _delta(model: type[Row], pk: int, touched: _Touched) -> Delta | None:
    table = tables.name_of(model)
    shape = shapes.current(table)
    before, after = touched.before, touched.after
    if before is not None and after is not None:
        fields: Mapping[str, Any] = differing(model, before, after)
        return Delta(table, pk, "~", fields, 0, shape, touched.project) if fields else None
    if after is not None:
        return Delta(table, pk, "+", after, 0, shape, touched.project)
    return Delta(table, pk, "-", before or {}, 0, shape, touched.project)


def differing(model: type[Row], before: Values, after: Values) -> dict[str, tuple[Any, Any]]:
    """Fields before and after, where they differ; a field a whole image leaves out is empty."""
    empty = {name: column.empty for name, column in tables.columns(model).items()}
    both = {
        name: (before.get(name, empty[name]), after.get(name, empty[name])) for name in {**before, **after}
    }
    return {name: (was, now) for name, (was, now) in both.items() if was != now}
