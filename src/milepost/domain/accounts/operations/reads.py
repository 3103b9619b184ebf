"""The record of who opened confidential figures, for roles that read them on record only (auditors)."""

from __future__ import annotations

from milepost.base import clock, storage
from milepost.base.identity import Actor, Scope
from milepost.domain.accounts.models import ConfidentialRead


def note(reader: Actor, field_class: str, scope: Scope) -> None:
    """Write down that somebody opened a class of fields on a node.

    Raises: CannotWrite; then nothing is shown either.
    """
    with storage.writing():
        # Also amid a consistent read, which a line of this record is no part of.
        ConfidentialRead.objects.using("default").create(
            at=clock.now(),
            person=reader.person,
            program=scope.ledger,
            project=scope.number or None,
            field_class=field_class,
            door=reader.door,
            session=reader.session,
        )
