"""Who opened confidential figures of a program, for those who answer for it."""

from __future__ import annotations

from milepost.base.identity import Actor, program_scope
from milepost.base.permissions import may
from milepost.domain.accounts.models import ConfidentialRead
from milepost.domain.accounts.queries import people
from milepost.domain.accounts.rows import ConfidentialReadRow

MOST = 500
"""How many lines of the record are told at once, the newest."""


def confidential_reads(reader: Actor, *, program: int) -> list[ConfidentialReadRow]:
    """Who opened confidential figures of this program on record, newest first, at most 500 lines.

    Nothing for readers who do not answer for the program.
    """
    if not may(reader, "access.read", program_scope(program)):
        return []
    rows = list(ConfidentialRead.objects.filter(program=program).order_by("-pk")[:MOST])
    numbers = {row.person for row in rows if row.person is not None}
    names = people.names(reader, people=numbers) if numbers else {}
    return [
        ConfidentialReadRow(
            number=row.pk,
            at=row.at,
            person=row.person,
            by=names.get(row.person or 0, ""),
            what=row.field_class,
            project=row.project,
            door=row.door,
        )
        for row in rows
    ]
