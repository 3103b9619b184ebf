"""What is asked before a plan file is brought in."""

from __future__ import annotations

from milepost.base import permissions
from milepost.base.identity import Actor, program_scope
from milepost.domain.resources.models import Assignment, Rate
from milepost.domain.resources.rows import LeftOut


def left_out(reader: Actor, *, program: int) -> LeftOut:
    """What of a file's money stays out of this program when this person brings the file in."""
    scope = program_scope(program)
    return LeftOut(
        rates=bool(permissions.hidden_fields(reader, Rate, scope)),
        task_costs=not permissions.may_read_class(reader, permissions.FieldClass.FINANCE, scope),
        booking_costs=bool(permissions.hidden_fields(reader, Assignment, scope)),
    )
