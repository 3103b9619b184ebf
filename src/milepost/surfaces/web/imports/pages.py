"""Bringing plans in: choose files, look at what they would bring, confirm. Nothing is saved before that."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milepost.base import clock
from milepost.base.documents.sources import Unreadable
from milepost.base.identity import ORGANISATION, Actor, program_scope
from milepost.base.operation import Written
from milepost.base.permissions import may, may_anywhere
from milepost.base.refusal import NotAllowed, Refusal
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.programs.rows import ProgramRow
from milepost.interop.exchange.values import Exchange
from milepost.interop.load.renewal import gather
from milepost.interop.load.waiting import columns as mapped
from milepost.interop.load.waiting import confirm, reading, shelf
from milepost.interop.load.waiting.shelf import Sent, Shelf
from milepost.surfaces.web.imports import money, present, starters
from milepost.surfaces.web.imports.forms import IntoForm
from milepost.surfaces.web.shell import asking, frames, undoing
from milepost.surfaces.web.shell import present as words
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
    if kept.answer:
        return HttpResponseRedirect(reverse("web:home", args=[kept.answer["program"]]))
    return _preview(request, kept, _form(request, kept))


@require_GET
def preview_file(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """One file of the preview."""
    kept = shelf.take(actor_of(request), token)
    kept.path(place)
    name = kept.names[place]
    try:
        read = reading.read(actor_of(request), kept, place)
    except Unreadable as unreadable:
        return fragment(
            request,
            "imports/unreadable.html",
            name=name,
            reason=str(unreadable),
            columns=_columns_url(kept, place),
        )
    return fragment(
        request,
        "imports/file.html",
        file=present.shown(name, read.report, timezone.localtime(clock.now()).date()),
        older=_older(request, kept, place, read.exchange),
        columns=_columns_url(kept, place),
        dates=reverse("web:import-dates", args=[kept.token, place]),
        fields=reverse("web:import-fields", args=[kept.token, place]),
    )


def _columns_url(kept: Shelf, place: int) -> str:
    """Where the columns of a sheet are chosen; empty for what is no sheet."""
    try:
        kind = mapped.kind_of(kept, place)
    except Unreadable:
        return ""
    return reverse("web:import-columns", args=[kept.token, place]) if kind else ""


def _older(request: HttpRequest, kept: Shelf, place: int, exchange: Exchange) -> list[tuple[str, str]]:
    """The programs a file looks like a newer version for: what is in them, and where it is compared."""
    reader = actor_of(request)
    known = gather.candidates(reader, exchange, source=kept.names[place])
    slugs = {row.ledger: row for row in program_queries.programs(reader)} if known else {}
    return [
        (
            _("%(projects)s in %(program)s")
            % {"projects": words.listed([row.name for row in rows]), "program": slugs[ledger].name},
            reverse("web:import-newer", args=[kept.token, place, slugs[ledger].slug]),
        )
        for ledger, rows in known.items()
        if ledger in slugs and kept.into in ("", slugs[ledger].slug)
    ]


@require_POST
def bring_in(request: HttpRequest, token: str) -> HttpResponse:
    """Bring the files in as one entry of the history; what cannot be read is left out and told."""
    kept = shelf.take(actor_of(request), token)
    form = _form(request, kept, request.POST)
    if not form.is_valid():
        return _preview(request, kept, form, status=422)
    acting = asking.acting(request, ORGANISATION)
    try:
        done = confirm.bring_in(
            acting, kept, into=form.cleaned_data["program"], name=form.cleaned_data["name"]
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return _preview(request, kept, form, status=422)
    for reason in done.left_out:
        messages.warning(request, reason)
    said = ngettext("%(n)s file is in, as one step.", "%(n)s files are in, as one step.", done.files)
    about = asking.about(request, done.program)
    undoing.done(request, about, Written(None, done.revision, done.entry), said % {"n": done.files})
    return HttpResponseRedirect(reverse("web:home", args=[done.program]))


@require_POST
def discard(request: HttpRequest, token: str) -> HttpResponse:
    """Throw the uploaded files away."""
    kept = shelf.take(actor_of(request), token)
    shelf.clear(kept)
    reading.forget(kept)
    return HttpResponseRedirect(reverse("web:import"))


def _chosen(request: HttpRequest) -> Iterable[Sent]:
    """The files uploaded, or the template chosen instead, or the table pasted. Raises: Refusal."""
    if key := request.POST.get("starter"):
        return [starters.file_of(key)]
    if pasted := request.POST.get("pasted", "").strip():
        return [Sent(_("Pasted table") + ".csv", [pasted.encode()])]
    return (Sent(one.name or "plan", one.chunks()) for one in request.FILES.getlist("files"))


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
        may_bring_in=form.has_choice,
        left_out=money.left_out(actor_of(request), _targets(actor_of(request))),
    )


def _form(request: HttpRequest, kept: Shelf, data: object = None) -> IntoForm:
    reader = actor_of(request)
    programs = [(row.slug, row.name) for row in _targets(reader)]
    initial = {"program": kept.into, "name": kept.names[0].rpartition(".")[0] or kept.names[0]}
    may_open = may_anywhere(reader, "program.add")
    return IntoForm(data, programs=programs, may_open=may_open, initial=initial)


def _targets(reader: Actor) -> list[ProgramRow]:
    """The programs somebody may add projects to."""
    return [
        row
        for row in program_queries.programs(reader)
        if may(reader, "project.add", program_scope(row.ledger))
    ]


def _check_right(request: HttpRequest) -> None:
    if not any(may_anywhere(actor_of(request), right) for right in shelf.RIGHTS):
        raise NotAllowed(
            _("Bringing a plan in takes the right to add projects. Ask whoever answers for the program.")
        )
