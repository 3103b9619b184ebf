"""A form meets an operation: it is saved, or it comes back and says why not.

When two people changed the same field the form comes back with both values, and saving again keeps one's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milepost.base.refusal import EditConflict, Refusal
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.forms import Form


@dataclass(frozen=True, slots=True)
class Clash:
    """One field with both values and who was first."""

    label: str
    mine: str
    theirs: str
    by: str
    at: str


def saved(form: Form, save: Callable[[], object]) -> bool:
    """Was the form right, and did the operation accept it? Otherwise the form says why not."""
    if not form.is_valid():
        return False
    try:
        form.written = save()
    except EditConflict as conflict:
        show_conflict(form, conflict)
        return False
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def show_conflict(form: Form, conflict: EditConflict) -> None:
    """Put both values of every conflicting field on the form.

    The form's `seen` moves to the other's revision: whoever saves again has read what is being replaced.
    """
    form.clashes = tuple(
        Clash(
            label=str(form.fields[one.field].label) if one.field in form.fields else one.field,
            mine=_text(one.mine),
            theirs=_text(one.theirs),
            by=one.by,
            at=present.clock(one.at),
        )
        for one in conflict.conflicts
    )
    form.seen = max(one.revision for one in conflict.conflicts)


def _text(value: object) -> str:
    return _("nothing") if value in (None, "") else str(value)
