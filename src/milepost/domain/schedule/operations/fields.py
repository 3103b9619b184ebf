"""Custom fields: what an organisation adds to its tasks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from milepost.base.operation import UNSET, Refusal, Unset, Write, operation
from milepost.domain.schedule.models import CustomField

KINDS = ("text", "number", "date", "flag", "choice", "duration")


class FieldExists(Refusal):
    """There is a field with this name."""


@operation("schedule.add_custom_field", needs="program.edit")
def add(write: Write, *, label: str, kind: str = "text", options: Sequence[str] = (), key: str = "") -> int:
    """Add a field to the tasks of a program; gives its number. `options` are the values of a choice.

    Raises: FieldExists.
    """
    if kind not in KINDS:
        raise Refusal(f"'{kind}' is no kind of field: {', '.join(KINDS)}.")
    held = write.rows(CustomField)
    key = key or re.sub(r"\W+", "_", label.lower()).strip("_")[:60] or "field"
    if any(row.key == key for row in held):
        raise FieldExists(f"There is a field '{key}' already.")
    rank = max((row.rank for row in held), default=0) + 1
    return write.add(CustomField, key=key, label=label, kind=kind, options=list(options), rank=rank).number


@operation("schedule.edit_custom_field", needs="program.edit")
def edit(
    write: Write, *, field: int, label: str | Unset = UNSET, options: Sequence[str] | Unset = UNSET
) -> None:
    """Rename a custom field or change the values of a choice; its kind stays."""
    write.change(
        write.lock(CustomField, field),
        label=label,
        options=UNSET if isinstance(options, Unset) else list(options),
    )


@operation("schedule.remove_custom_field", needs="program.edit")
def remove(write: Write, *, field: int) -> None:
    """Take a custom field off the sheet. The values tasks hold stay and return if it is added again."""
    write.remove([write.lock(CustomField, field)])
