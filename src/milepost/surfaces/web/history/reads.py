"""Who opened confidential figures, where a role does so on record: auditors, and what people cost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from milepost.base.refusal import NotAllowed
from milepost.domain.accounts.queries import reads
from milepost.domain.accounts.rows import ConfidentialReadRow
from milepost.surfaces.web.history import words
from milepost.surfaces.web.shell import asking, frames
from milepost.surfaces.web.shell.frame import page

_WHAT = {
    "people_cost": gettext_lazy("what people cost"),
    "sensitive": gettext_lazy("sensitive risks"),
    "finance": gettext_lazy("the budget"),
    "contract": gettext_lazy("contract values"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record, in words."""

    at: dt.datetime
    who: str
    what: str
    where: str
    door: str


@require_GET
def confidential_reads(request: HttpRequest, slug: str) -> HttpResponse:
    """Who opened confidential figures of the program, newest first."""
    about = asking.about(request, slug)
    if not about.may("access.read"):
        raise NotAllowed(_("Who read confidential figures is told to those who answer for the program."))
    names = {project.number: project.name for project in about.projects}
    rows = reads.confidential_reads(about.reader, program=about.ledger)
    return page(
        request,
        "history/reads.html",
        frames.of_program(
            request,
            about,
            title=_("Who read confidential figures"),
            here="history",
            layout="listing",
            has_as_of=False,
            has_projects=False,
        ),
        lines=[_line(row, names) for row in rows],
    )


def _line(row: ConfidentialReadRow, projects: dict[int, str]) -> Line:
    return Line(
        at=row.at,
        who=row.by or _("somebody"),
        what=str(_WHAT.get(row.what, row.what)),
        where=projects.get(row.project or 0, "") or _("the whole program"),
        door=str(words.DOORS.get(row.door, _("on screen"))),
    )
