"""Which column of a sheet is which field: said once, remembered for the next sheet with those headings."""

from __future__ import annotations

from collections.abc import Mapping

from milepost.base.identity import ORGANISATION, key
from milepost.base.operation import NotFound, Refusal, Write, operation
from milepost.domain.resources.models import SheetColumns

MOST = 200
"""Sources whose columns one person has remembered."""
LONGEST_HEADINGS = 8_000


@operation("resources.remember_columns", needs="plan.edit")
def remember(write: Write, *, headings: str, columns: Mapping[str, object], source: str = "") -> int:
    """Remember which column is which field in sheets with these headings; what was said before is replaced.

    `headings` are the sheet's own in small letters, parted by bars. It holds for whoever says it. Answers the
    number of what is remembered.
    """
    if not headings or len(headings) > LONGEST_HEADINGS:
        raise Refusal("These headings cannot be remembered: there are none, or too many.")
    mine = _mine(write)
    known = next((row for row in mine if row.headings == headings), None)
    if known is not None:
        write.change(write.lock(SheetColumns, known.number), columns=dict(columns), source=source[:300])
        return known.number
    if len(mine) >= MOST:
        raise Refusal(f"You have the columns of {MOST} kinds of sheets remembered. Forget one first.")
    person = write.actor.person
    return write.add(
        SheetColumns, person=person, headings=headings, columns=dict(columns), source=source[:300]
    ).number


@operation("resources.forget_columns", needs="plan.edit")
def forget(write: Write, *, mapping: int) -> None:
    """Forget the columns of sheets with certain headings; the next such sheet is read by its headings again.

    Raises: NotFound.
    """
    row = next((row for row in _mine(write) if row.number == mapping), None)
    if row is None:
        raise NotFound(f"There are no columns {mapping} among those you had remembered.")
    write.remove([row])


def _mine(write: Write) -> list[SheetColumns]:
    """What the person had remembered; what the house remembers is nobody's."""
    person = write.actor.person
    owner = None if person is None else key(ORGANISATION, person)
    return [row for row in write.rows(SheetColumns) if row.person_id == owner]
