"""A waiting file looked at closely: every date that differs, every field, and what the reasons mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.interop.fidelity.dates import Because
from milepost.interop.load.preview import reasons
from milepost.interop.load.preview.report import Preview
from milepost.interop.load.waiting import reading, shelf
from milepost.surfaces.web.imports import listing, present
from milepost.surfaces.web.lists import shown as lists
from milepost.surfaces.web.lists.arranged import cut
from milepost.surfaces.web.lists.declared import Listing, R
from milepost.surfaces.web.shell import frames
from milepost.surfaces.web.shell.frame import actor_of, page

SHOWN_AT_ONCE = 500
"""Rows of a list that are printed; a filter brings the others up."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A reason for a date to differ, with the evidence a file must hold for it."""

    code: str
    name: str
    sentence: str
    evidence: str


@require_GET
def dates(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """Every date and float that is not the file's, with its reason."""
    name, report = _report(request, token, place)
    rows = [present.differing(one) for one in report.differences]
    return _listed(
        request,
        "imports/dates.html",
        rows,
        listing.of_dates(rows),
        title=_("Dates of %(name)s") % {"name": name},
        headline=report.headline,
        back=reverse("web:import-preview", args=[token]),
    )


@require_GET
def fields(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """Every field of the file: kept, carried or dropped, and why."""
    name, report = _report(request, token, place)
    return _listed(
        request,
        "imports/fields.html",
        list(report.fields),
        listing.of_fields(report.fields),
        title=_("Fields of %(name)s") % {"name": name},
        back=reverse("web:import-preview", args=[token]),
    )


@require_GET
def explained(request: HttpRequest) -> HttpResponse:
    """Why a date of ours may not be the file's: every reason, and what must be in a file for it."""
    return page(
        request,
        "imports/reasons.html",
        frames.plain(request, title=_("Why dates differ"), here="portfolio"),
        reasons=list(_explained()),
    )


def _report(request: HttpRequest, token: str, place: int) -> tuple[str, Preview]:
    kept = shelf.take(actor_of(request), token)
    kept.path(place)
    return kept.names[place], reading.read(actor_of(request), kept, place).report


def _listed(
    request: HttpRequest,
    template: str,
    rows: list[R],
    of: Listing[R],
    *,
    title: str,
    back: str,
    headline: str = "",
) -> HttpResponse:
    listed = lists.shown(request, rows, of)
    return page(
        request,
        template,
        frames.plain(request, title=title, here="portfolio", layout="listing"),
        # A file of a hundred thousand differences makes no page of them.
        groups=cut(listed.groups, 0, SHOWN_AT_ONCE).groups,
        cut=max(len(listed.rows) - SHOWN_AT_ONCE, 0),
        tools=listed.tools,
        back=back,
        headline=headline,
    )


def _explained() -> Iterable[Explained]:
    for because in Because:
        words = reasons.WORDS[because]
        yield Explained(because.value, str(words.name), str(words.sentence), str(words.evidence))
