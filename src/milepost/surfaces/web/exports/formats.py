"""The formats a plan goes out in: how each is offered, and what it never holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.base.refusal import NotFound
from milepost.surfaces.catalog.exports import KINDS, PlanFormat


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its key in the address, its name, and what it is good for."""

    key: PlanFormat
    name: Promise
    about: Promise

    @property
    def ending(self) -> str:
        """How its files end."""
        return KINDS[self.key].ending

    @property
    def media_type(self) -> str:
        """What its files are to a browser."""
        return KINDS[self.key].media_type


FORMATS = (
    Format("mspdi", _("MS Project XML"), _("for MS Project and most other tools; one project at a time")),
    Format("xer", _("Primavera P6 XER"), _("for P6; the outline becomes its breakdown")),
    Format("plan", _("Milepost plan"), _("text with everything in it, to keep or to compare")),
    Format("xlsx", _("Excel workbook"), _("the tasks as a table with real dates and numbers")),
    Format("csv", _("CSV table"), _("the tasks as a table, for anything")),
)


def named(key: str) -> Format:
    """The format of an address. Raises: NotFound."""
    for one in FORMATS:
        if one.key == key:
            return one
    raise NotFound("There is no such format.")
