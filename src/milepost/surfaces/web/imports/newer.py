"""A newer version of a file: what differs is shown, and what is ticked is taken over as one entry."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from milepost.base.documents.sources import Unreadable
from milepost.base.refusal import NotAllowed, Refusal
from milepost.interop.load.renewal import gather
from milepost.interop.load.waiting import renew, shelf
from milepost.interop.load.waiting.shelf import Shelf
from milepost.surfaces.catalog import places
from milepost.surfaces.web.imports import differing
from milepost.surfaces.web.shell import asking, frames
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.frame import actor_of, page


@require_http_methods(["GET", "POST"])
def newer(request: HttpRequest, token: str, place: int, slug: str) -> HttpResponse:
    """What a file says otherwise than a program, and taking it over."""
    kept = shelf.take(actor_of(request), token)
    kept.path(place)
    if request.method != "POST":
        return _answered(request, kept, place, slug)
    # One at a time: the file is thrown away once it is taken over.
    with shelf.held(kept) as now:
        return _answered(request, now, place, slug)


def _answered(request: HttpRequest, kept: Shelf, place: int, slug: str) -> HttpResponse:
    about = asking.about(request, slug)
    if not about.may_somewhere("plan.edit"):
        raise NotAllowed(_("Taking over a newer version takes the right to change the plan."))
    try:
        found = renew.against(about.reader, kept, place, program=about.ledger, into=about.project)
    except Unreadable as unreadable:
        return _shown(request, kept, place, about, gather.Against((), ()), str(unreadable), status=422)
    refusal = ""
    if request.method == "POST":
        refusal = _taken(request, kept, place, about, found)
        if not refusal:
            return HttpResponseRedirect(reverse("web:plan", args=[slug]))
    return _shown(request, kept, place, about, found, refusal, status=422 if refusal else 200)


def _taken(request: HttpRequest, kept: Shelf, place: int, about: About, found: gather.Against) -> str:
    """Take over what the form says; gives the reason why not, empty when it is done."""
    if _seen(request) != _revision(about):
        return _("The plan changed while you were looking. This is what differs now; choose again.")
    ticked = frozenset(request.POST.getlist("take"))
    rules = {
        name.removeprefix("rule-"): str(rule)
        for name, rule in request.POST.items()
        if name.startswith("rule-")
    }
    codes = {code for one in found.differences for code in differing.chosen(one, rules, ticked)}
    try:
        renew.take_over(
            asking.acting(request, about.ledger), kept, place, found, chosen=codes, revision=_seen(request)
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return str(refusal)
    messages.success(
        request,
        _("%(file)s is taken over as chosen. The history can take it back as one step.")
        % {"file": kept.names[place]},
    )
    return ""


def _shown(
    request: HttpRequest,
    kept: Shelf,
    place: int,
    about: About,
    found: gather.Against,
    refusal: str,
    *,
    status: int,
) -> HttpResponse:
    names = {project.number: project.name for project in about.projects}
    sections = [differing.section(one, names[one.project]) for one in found.differences]
    return page(
        request,
        "imports/newer.html",
        frames.of_program(
            request, about, title=_("A newer version"), here="settings", has_as_of=False, has_projects=False
        ),
        status=status,
        name=kept.names[place],
        program=about.program.name,
        sections=sections,
        has_pieces=any(one.kinds for one in sections),
        unknown=found.unknown,
        refusal=refusal,
        seen=_revision(about),
        projects=about.projects,
        chosen=about.project,
        back=reverse("web:import-preview", args=[kept.token]),
    )


def _seen(request: HttpRequest) -> int:
    """The revision the pieces were chosen from, as the form says; -1 where it says none."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1


def _revision(about: About) -> int:
    """The revision the program stands at."""
    return places.revision_of(about.ledger)
