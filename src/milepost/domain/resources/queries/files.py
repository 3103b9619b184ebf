"""The plan files a program was fed with, and the columns people had remembered for their sheets."""

from __future__ import annotations

from milepost.base import journal, past, permissions
from milepost.base.identity import ORGANISATION, Actor, key, number_of, program_scope
from milepost.base.permissions import visible_to
from milepost.base.refusal import NotFound
from milepost.domain.resources.models import PlanFile, SheetColumns
from milepost.domain.resources.queries import imports
from milepost.domain.resources.rows import PlanFileRow, SheetColumnsRow


def plan_files(reader: Actor, *, program: int, as_of: int | None = None) -> list[PlanFileRow]:
    """The plan files of the projects the reader sees, those brought in last first.

    An import that was taken back has none any more; doing it again brings them back.
    """
    rows = list(visible_to(reader, PlanFile.objects.filter(ledger=program)))
    if as_of is not None:
        seen = {row.project_id for row in rows}
        rows = [row for row in past.rows(PlanFile, program, as_of) if row.project_id in seen]
    entries = {one.seq: one for one in journal.entries_at(program, {row.version for row in rows})}
    may_have = _may_have_originals(reader, program)
    found = [
        _row(row, entries[row.version], reader, may_have=may_have) for row in rows if row.version in entries
    ]
    return sorted(found, key=lambda one: (-one.entry, one.number))


def original(reader: Actor, *, program: int, file: int) -> tuple[PlanFileRow, str]:
    """A plan file whose original the reader may have, with the digest of its bytes.

    Raises: NotFound, also where it was not kept or holds what the reader may not see.
    """
    row = next((one for one in plan_files(reader, program=program) if one.number == file), None)
    if row is None or not row.has_original:
        raise NotFound("There is no original of this file for you.")
    return row, PlanFile.objects.values_list("digest", flat=True).get(pk=key(program, file))


def remembered_columns(reader: Actor) -> list[SheetColumnsRow]:
    """The columns the reader had remembered, those of the last sheet first."""
    if not permissions.may_anywhere(reader, SheetColumns.READ_RIGHT):
        return []
    owner = None if reader.person is None else key(ORGANISATION, reader.person)
    rows = SheetColumns.objects.filter(ledger=ORGANISATION, person=owner).order_by("-version", "-pk")
    return [SheetColumnsRow(row.number, row.headings, row.source, row.columns) for row in rows]


def _may_have_originals(reader: Actor, program: int) -> bool:
    """Whether nothing in any file of the program is kept from the reader: no money, no project."""
    hidden = imports.left_out(reader, program=program)
    is_whole = permissions.may(reader, "plan.read", program_scope(program))
    return is_whole and not (hidden.rates or hidden.task_costs or hidden.booking_costs)


def _row(row: PlanFile, entry: journal.EntryRow, reader: Actor, *, may_have: bool) -> PlanFileRow:
    # Whoever sent a file has it; others may, if nothing in it is kept from them.
    is_own = reader.person is not None and entry.person == reader.person
    return PlanFileRow(
        number=row.number,
        name=row.name,
        format=row.format,
        size_bytes=row.size_bytes,
        project=number_of(row.project_id),
        is_newer=row.is_newer,
        entry=entry.seq,
        at=entry.at,
        by=entry.by,
        has_original=bool(row.digest) and (may_have or is_own),
    )
