"""Milestone trends."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.base.refusal import NotAllowed, NotFound
from milepost.domain.analysis.queries import milestones as queries
from milepost.domain.analysis.rows.trends import MilestoneTrend
from milepost.surfaces.web.shell import asking, frames, tabs
from milepost.surfaces.web.shell.frame import page
from milepost.surfaces.web.trends import present


@require_GET
def trends(request: HttpRequest, slug: str) -> HttpResponse:
    """The chart and the table beneath it; `?task=` opens one milestone, report by report."""
    about = asking.about(request, slug)
    if not about.has_history:
        raise NotAllowed(_("Your roles read this program as it stands, not how it came to be so."))
    rows = queries.milestone_trends(about.reader, program=about.ledger, as_of=about.revision)
    shown = [row for row in rows if about.project is None or row.project == about.project]
    opened = request.GET.get("task", "")
    return page(
        request,
        "trends/page.html",
        frames.of_program(request, about, title=_("Milestone trends"), here="analytics", layout="listing"),
        about=about,
        tabs=tabs.analytics(slug, query=about.query, here="trends"),
        sentence=present.sentence(shown),
        picture=present.picture(shown),
        lines=present.lines(about, shown),
        panel=present.panel(about, _opened(shown, opened)) if opened else None,
    )


def _opened(rows: list[MilestoneTrend], text: str) -> MilestoneTrend:
    """The milestone to open.

    Raises: NotFound.
    """
    found = next((row for row in rows if str(row.number) == text), None)
    if found is None:
        raise NotFound(f"There is no milestone {text}.")
    return found
