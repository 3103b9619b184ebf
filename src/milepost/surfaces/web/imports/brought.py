"""The files a program was fed with: each with its entry of the history, its undo, and its original."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.base import journal, undoable
from milepost.base.permissions import may_in_program
from milepost.base.refusal import NotFound
from milepost.domain.resources.queries import files
from milepost.domain.resources.rows import PlanFileRow
from milepost.interop.load import originals
from milepost.surfaces.web.imports import listing
from milepost.surfaces.web.imports.listing import Brought
from milepost.surfaces.web.lists import shown as lists
from milepost.surfaces.web.shell import asking, frames
from milepost.surfaces.web.shell import present as words
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.frame import page


@require_GET
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """Every plan file that stands in the program."""
    about = asking.about(request, slug)
    if not may_in_program(about.reader, "plan.read", about.ledger):
        raise NotFound("There is no such program.")
    rows = _brought(about)
    listed = lists.shown(request, rows, listing.of_files(rows), keep=("as_of",), of=about.slug)
    return page(
        request,
        "imports/brought.html",
        frames.of_program(
            request, about, title=_("Imports"), here="settings", layout="listing", has_projects=False
        ),
        groups=listed.groups,
        tools=listed.tools,
        slug=about.slug,
        has_rows=bool(rows),
        may_add=about.may("project.add") and not about.as_of.is_past,
    )


@require_GET
def original(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """The file as it came in, byte for byte."""
    about = asking.about(request, slug)
    row, digest = files.original(about.reader, program=about.ledger, file=number)
    path = originals.original(digest)
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=row.name, content_type="application/octet-stream"
    )


def _brought(about: About) -> list[Brought]:
    rows = files.plan_files(about.reader, program=about.ledger, as_of=about.revision)
    names = {project.number: project.name for project in about.projects}
    may_undo = _undoable(about, rows)
    return [
        _line(about, list(same), names, may_undo=entry in may_undo)
        for (entry, _name), same in groupby(rows, key=lambda row: (row.entry, row.name))
    ]


def _undoable(about: About, rows: Sequence[PlanFileRow]) -> frozenset[int]:
    """The entries of these files that the reader could take back now."""
    if about.as_of.is_past or not about.has_history:
        return frozenset()
    entries = journal.entries_at(about.ledger, {row.entry for row in rows})
    return undoable.acceptable(about.reader, about.ledger, entries)


def _line(about: About, rows: list[PlanFileRow], names: Mapping[int, str], *, may_undo: bool) -> Brought:
    first = rows[0]
    return Brought(
        name=first.name,
        projects=words.listed([names[row.project] for row in rows if row.project in names]),
        how=_("a newer version") if first.is_newer else _("brought in"),
        by=first.by,
        at=first.at,
        when=f"{words.near_day(words.recorded_day(first.at), about.today)}, {words.clock(first.at)}",
        format=first.format,
        size_bytes=first.size_bytes,
        size=_size(first.size_bytes),
        entry=first.entry,
        entry_url=f"{reverse('web:history', args=[about.slug])}?before={first.entry + 1}#entry-{first.entry}"
        if about.has_history
        else "",
        may_undo=may_undo,
        original_url=reverse("web:import-original", args=[about.slug, first.number])
        if first.has_original
        else "",
        again_url=f"{reverse('web:import')}?program={about.slug}" if about.may("plan.edit") else "",
    )


def _size(size_bytes: int) -> str:
    if not size_bytes:
        return "–"
    if size_bytes < 1024 * 1024:
        return f"{words.number(max(size_bytes / 1024, 0.1))} kB"
    return f"{words.number(size_bytes / 1024 / 1024)} MB"
