"""The columns of a sheet: suggested, shown with some of their values, and put right by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from milepost.base.documents.sources import Unreadable
from milepost.base.refusal import NotAllowed, NotFound, Refusal
from milepost.interop.load.waiting import columns as mapped
from milepost.interop.load.waiting import reading, shelf
from milepost.interop.tables import looking
from milepost.interop.tables.looking import Look
from milepost.interop.tables.mapping import OUTLINES, UNITS, WORDS, Columns
from milepost.surfaces.web.shell import frames
from milepost.surfaces.web.shell.frame import actor_of, page

FIELDS: Mapping[str, Promise] = {
    "name": gettext_lazy("name of the task"),
    "id": gettext_lazy("number others follow it by"),
    "uid": gettext_lazy("id that never changes"),
    "wbs": gettext_lazy("outline code (1.2.3)"),
    "outline_level": gettext_lazy("outline level"),
    "duration": gettext_lazy("duration"),
    "start": gettext_lazy("start"),
    "finish": gettext_lazy("finish"),
    "predecessors": gettext_lazy("predecessors"),
    "resources": gettext_lazy("people"),
    "percent_complete": gettext_lazy("share done"),
    "actual_start": gettext_lazy("actual start"),
    "actual_finish": gettext_lazy("actual finish"),
    "constraint": gettext_lazy("constraint"),
    "constraint_date": gettext_lazy("constraint date"),
    "deadline": gettext_lazy("deadline"),
    "is_milestone": gettext_lazy("milestone"),
    "is_manual": gettext_lazy("dates set by hand"),
    "calendar": gettext_lazy("calendar"),
    "priority": gettext_lazy("priority"),
    "work": gettext_lazy("work"),
    "cost": gettext_lazy("cost"),
    "notes": gettext_lazy("notes"),
}
_OUTLINES: Mapping[str, Promise] = {
    "found": gettext_lazy("whatever is there"),
    "level": gettext_lazy("the column of levels"),
    "wbs": gettext_lazy("outline codes"),
    "indent": gettext_lazy("indented names"),
    "none": gettext_lazy("nowhere: a flat list"),
}
_UNITS: Mapping[str, Promise] = {
    "h": gettext_lazy("hours"),
    "d": gettext_lazy("days"),
    "w": gettext_lazy("weeks"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet: its heading, some values, and the field it is now."""

    place: int
    heading: str
    samples: tuple[str, ...]
    field: str


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """Which column is what? What is chosen is remembered for the next sheet with these headings."""
    kept = shelf.take(actor_of(request), token)
    kind = mapped.kind_of(kept, place)
    if not kind:
        raise NotFound("This file has no columns to choose.")
    seen = _seen(request, kept.path(place), kind)
    now, refusal = _now(request, kept, place, seen), ""
    if request.method == "POST":
        try:
            now = _chosen(request, seen, now)
            mapped.choose(actor_of(request), kept, place, seen, now)
        except NotAllowed:
            raise
        except (Unreadable, Refusal) as refused:
            refusal = str(refused)
        else:
            reading.forget(kept)
            return HttpResponseRedirect(reverse("web:import-preview", args=[token]))
    return page(
        request,
        "imports/columns.html",
        frames.plain(request, title=_("Columns"), here="portfolio"),
        status=422 if refusal else 200,
        name=kept.names[place],
        columns=_columns(seen, now),
        fields=list(FIELDS.items()),
        seen=seen,
        now=now,
        header=now.header + 1,
        outlines=[(key, _OUTLINES[key]) for key in OUTLINES],
        units=[(key, _UNITS[key]) for key in UNITS],
        refusal=refusal,
        back=reverse("web:import-preview", args=[token]),
    )


def _seen(request: HttpRequest, path: object, kind: str) -> Look:
    asked = request.POST or request.GET
    header = asked.get("header", "")
    is_row = header.isascii() and header.isdigit() and 0 < int(header) <= looking.LOOKED_AT
    return looking.look(
        path,  # type: ignore[arg-type]
        kind,
        sheet=asked.get("sheet", ""),
        header=int(header) - 1 if is_row else None,
    )


def _now(request: HttpRequest, kept: shelf.Shelf, place: int, seen: Look) -> Columns:
    """What was chosen before, unless another sheet or row of headings is asked for."""
    known = mapped.columns_for(actor_of(request), kept, place)
    if known is None or "header" in request.GET or request.method == "POST":
        return seen.columns
    return replace(known, header=min(known.header, max(len(seen.rows) - 1, 0)))


def _chosen(request: HttpRequest, seen: Look, now: Columns) -> Columns:
    """The columns as the form has them. Raises: Unreadable."""
    said = request.POST
    fields = {
        column: said[f"column-{column}"] for column in range(len(seen.headings)) if f"column-{column}" in said
    }
    base = replace(
        now,
        day_first=said.get("dates") == "day",
        decimal="," if said.get("decimal") == "," else ".",
        unit=said["unit"] if said.get("unit") in UNITS else "d",
        outline=said["outline"] if said.get("outline") in OUTLINES else "found",
    )
    return looking.chosen(seen.headings, fields, base)


def _columns(seen: Look, now: Columns) -> list[Column]:
    by_place = {column: field for field, column in now.by_field.items() if field in WORDS}
    own = set(now.custom.values())
    shown = replace(seen, columns=now)
    return [
        Column(
            place,
            heading or _("Column %(number)s") % {"number": place + 1},
            tuple(shown.samples(place)),
            by_place.get(place, "custom" if place in own else ""),
        )
        for place, heading in enumerate(shown.headings)
    ]
