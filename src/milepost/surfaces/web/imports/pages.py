"""Bringing plans in: choose files, look at what they would bring, confirm. Nothing is saved before that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milepost.base import clock
from milepost.base.documents.sources import Unreadable
from milepost.base.identity import ORGANISATION, program_scope
from milepost.base.permissions import may, may_anywhere
from milepost.base.refusal import NotAllowed, Refusal
from milepost.domain.programs.queries import programs as program_queries
from milepost.interop.load import bring
from milepost.surfaces.web.imports import present, reading, shelf, starters
from milepost.surfaces.web.imports.forms import IntoForm
from milepost.surfaces.web.imports.shelf import Shelf
from milepost.surfaces.web.shell import asking, frames
from milepost.surfaces.web.shell.frame import actor_of, fragment, page


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Which files? Uploading them leads to the preview."""
    into = request.POST.get("program", request.GET.get("program", ""))
    _check_right(request)
    refusal = ""
    if request.method == "POST":
        try:
            kept = shelf.put(actor_of(request), _chosen(request), into=into)
        except Refusal as refused:
            refusal = str(refused)
        else:
            return HttpResponseRedirect(reverse("web:import-preview", args=[kept.token]))
    return page(
        request,
        "imports/start.html",
        frames.plain(request, title=_("Import a plan"), here="portfolio"),
        status=422 if refusal else 200,
        into=into,
        refusal=refusal,
        starters=starters.STARTERS,
    )


@require_GET
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """What the files would bring; each section asks for its own file, so that long reading shows."""
    kept = shelf.take(actor_of(request), token)
    return _preview(request, kept, _form(request, kept))


@require_GET
def preview_file(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """One file of the preview."""
    kept = shelf.take(actor_of(request), token)
    kept.path(place)
    name = kept.names[place]
    try:
        found = present.preview(name, reading.read(kept, place), timezone.localtime(clock.now()).date())
    except Unreadable as unreadable:
        return fragment(request, "imports/unreadable.html", name=name, reason=str(unreadable))
    return fragment(request, "imports/file.html", file=found)


@require_POST
def bring_in(request: HttpRequest, token: str) -> HttpResponse:
    """Bring the files in, each as one entry of the history that can be undone as one."""
    kept = shelf.take(actor_of(request), token)
    form = _form(request, kept, request.POST)
    if not form.is_valid():
        return _preview(request, kept, form, status=422)
    slug: str = form.cleaned_data["program"]
    done, refused = 0, []
    for place, name in enumerate(kept.names):
        try:
            slug = _brought(request, kept, place, slug, form.cleaned_data["name"])
            done += 1
        except Unreadable as unreadable:
            refused.append(f"{name}: {unreadable}")
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused.append(f"{name}: {refusal}")
    for reason in refused:
        messages.warning(request, reason)
    if not done:
        return _preview(request, kept, form, status=422)
    shelf.clear(kept)
    reading.forget(kept)
    said = ngettext(
        "%(n)s file is in. The history can take it back as one.",
        "%(n)s files are in. The history can take each back as one.",
        done,
    )
    messages.success(request, said % {"n": done})
    return HttpResponseRedirect(reverse("web:home", args=[slug]))


@require_POST
def discard(request: HttpRequest, token: str) -> HttpResponse:
    """Throw the uploaded files away."""
    kept = shelf.take(actor_of(request), token)
    shelf.clear(kept)
    reading.forget(kept)
    return HttpResponseRedirect(reverse("web:import"))


def _chosen(request: HttpRequest) -> list[UploadedFile[Any]]:
    """The files uploaded, or the template chosen instead. Raises: Refusal."""
    if key := request.POST.get("starter"):
        return [starters.file_of(key)]
    return request.FILES.getlist("files")


def _brought(request: HttpRequest, kept: Shelf, place: int, slug: str, name: str) -> str:
    """Bring one file in; gives the slug of the program it went into."""
    found = reading.read(kept, place)
    source = kept.names[place]
    if not slug:
        acting = asking.acting(request, ORGANISATION)
        return bring.into_new_program(
            acting, found.exchange, source=source, name=name.strip(), planned=found.planned
        )
    ledger = program_queries.named(actor_of(request), slug=slug)
    bring.into_program(asking.acting(request, ledger), found.exchange, source=source, planned=found.planned)
    return slug


def _preview(request: HttpRequest, kept: Shelf, form: IntoForm, *, status: int = 200) -> HttpResponse:
    return page(
        request,
        "imports/preview.html",
        frames.plain(request, title=_("Import a plan"), here="portfolio"),
        status=status,
        files=[
            (name, reverse("web:import-file", args=[kept.token, place]))
            for place, name in enumerate(kept.names)
        ],
        count=len(kept.names),
        token=kept.token,
        form=form,
    )


def _form(request: HttpRequest, kept: Shelf, data: object = None) -> IntoForm:
    reader = actor_of(request)
    programs = [
        (row.slug, row.name)
        for row in program_queries.programs(reader)
        if may(reader, "project.add", program_scope(row.ledger))
    ]
    initial = {"program": kept.into, "name": kept.names[0].rpartition(".")[0] or kept.names[0]}
    may_open = may_anywhere(reader, "program.add")
    return IntoForm(data, programs=programs, may_open=may_open, initial=initial)


def _check_right(request: HttpRequest) -> None:
    reader = actor_of(request)
    if not (may_anywhere(reader, "program.add") or may_anywhere(reader, "project.add")):
        raise NotAllowed(
            _("Bringing a plan in takes the right to add projects. Ask whoever answers for the program.")
        )
