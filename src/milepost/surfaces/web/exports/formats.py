"""The formats a plan goes out in: how each is offered, and what it never holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.base.refusal import NotFound


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its key in the address, the ending of its files, its name, and what it is good for."""

    key: str
    ending: str
    name: Promise
    about: Promise
    media_type: str


FORMATS = (
    Format(
        "mspdi",
        ".xml",
        _("MS Project XML"),
        _("for MS Project and most other tools; one project at a time"),
        "application/xml",
    ),
    Format(
        "xer", ".xer", _("Primavera P6 XER"), _("for P6; the outline becomes its breakdown"), "text/plain"
    ),
    Format(
        "plan",
        ".plan",
        _("Milepost plan"),
        _("text with everything in it, to keep or to compare"),
        "text/plain",
    ),
    Format(
        "xlsx",
        ".xlsx",
        _("Excel workbook"),
        _("the tasks as a table with real dates and numbers"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Format("csv", ".csv", _("CSV table"), _("the tasks as a table, for anything"), "text/csv"),
)


def named(key: str) -> Format:
    """The format of an address. Raises: NotFound."""
    for one in FORMATS:
        if one.key == key:
            return one
    raise NotFound("There is no such format.")
