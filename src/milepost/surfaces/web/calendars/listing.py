"""The calendars of a program as a list; those of one person come after the others."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from milepost.surfaces.web.calendars.present import Line
from milepost.surfaces.web.lists.declared import Column, Filter, Grouping, Listing


def of(lines: Sequence[Line]) -> Listing[Line]:
    """What can be asked of the calendars; where none is one person's, nobody is asked about that."""
    kinds = (("shared", _("Of the program")), ("personal", _("Of one person")))
    has_both = len({line.is_personal for line in lines}) > 1
    return Listing(
        screen="calendars",
        noun=(_("calendar"), _("calendars")),
        columns=(
            Column("name", _("Name"), lambda line: line.name, is_fixed=True),
            Column("hours", _("Hours a week"), lambda line: line.minutes, is_number=True, is_fixed=True),
        ),
        filters=(
            Filter(
                "whose",
                _("Whose"),
                kinds if has_both else (),
                lambda line, value: line.is_personal == (value == "personal"),
            ),
        ),
        groupings=(
            Grouping("whose", _("By whose"), lambda line: (line.is_personal, kinds[line.is_personal][1])),
        )
        if has_both
        else (),
        words_of=lambda line: f"{line.name} {line.evidence}",
        group="whose" if has_both else "",
        is_table=False,
    )
