"""Why a date moved."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.base.refusal import NotAllowed, NotFound
from milepost.domain.analysis.queries import current as analysis
from milepost.domain.analysis.queries import moves as queries
from milepost.domain.analysis.rows.moves import Explained
from milepost.surfaces.web.moves import present
from milepost.surfaces.web.shell import asking, frames, tabs, then
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.frame import Choice, page


@require_GET
def moves(request: HttpRequest, slug: str) -> HttpResponse:
    """The move of a date split by cause and project; `?share=` opens one part beside it."""
    about = asking.about(request, slug)
    if not about.has_history:
        raise NotAllowed(_("Your roles read this program as it stands, not how it came to be so."))
    since = then.then(request, about)
    place = present.Place(about, since, _task(request))
    where: dict[str, Any] = {"program": about.ledger, "as_of": about.revision}
    told = queries.why_moved(about.reader, since=since.revision, task=place.task, **where)
    found = None if told.task is None else told
    opened = request.GET.get("share", "")
    return page(
        request,
        "moves/page.html",
        frames.of_program(
            request, about, title=_("Why it moved"), here="analytics", layout="listing", has_projects=False
        ),
        about=about,
        tabs=tabs.analytics(slug, query=about.query, here="moves"),
        since=since,
        side_by_side=_side_by_side(place),
        since_choices=_since_choices(place),
        milestones=_milestones(place, found),
        found=found,
        told=None if found is None else present.told(place, found),
        panel=None if found is None or not opened else _panel(place, found, opened),
    )


def _task(request: HttpRequest) -> int | None:
    text = request.GET.get("task", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _panel(place: present.Place, found: Explained, opened: str) -> present.Panel:
    """A part of the move beside the page.

    Raises: NotFound.
    """
    if opened == "whole":
        return present.whole(place, found)
    share = next((one for one in found.shares if present.key(one) == opened), None)
    if share is None:
        raise NotFound(f"There is no part '{opened}'.")
    return present.panel(place, found, share)


def _since_choices(place: present.Place) -> list[Choice]:
    return [
        Choice(
            _("Since %(then)s") % {"then": one.label}, place.url(since=one.text), one.text == place.since.text
        )
        for one in then.offered(place.about)
    ]


def _side_by_side(place: present.Place) -> str:
    """Both states task by task. A day means its start here and its end there, so its revision is named."""
    since, about = place.since, place.about
    earlier = since.text if since.text.startswith(then.BASELINE) else str(since.revision)
    query = {"earlier": earlier, "as_of": about.as_of.text}
    text = urlencode({name: value for name, value in query.items() if value})
    return f"{reverse('web:compare', args=[about.slug])}?{text}"


def _milestones(place: present.Place, found: Explained | None) -> list[Choice]:
    about: About = place.about
    rows = analysis.milestones(about.reader, program=about.ledger, as_of=about.revision)
    chosen = None if found is None else found.task
    return [
        Choice(row.name, place.url(task=row.number), row.number == chosen) for row in rows if not row.is_stub
    ]
