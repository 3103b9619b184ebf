"""Ctrl-K: what can be gone to, found and done, as one list. Without scripts the list is a page."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.surfaces.web.shell import frame as shell
from milepost.surfaces.web.shell import frames

_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the palette: where it leads, what it is, and a word on the right."""

    label: str
    url: str
    icon: str
    kind: str


@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """The lines that fit `q`, as JSON for the palette."""
    found = matches(request, request.GET.get("q", ""))
    return JsonResponse({"items": [asdict(one) for one in found]})


@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """The lines that fit `q`, as a page."""
    words = request.GET.get("q", "")
    return shell.page(
        request,
        "shell/search.html",
        frames.plain(request, title=_("Search")),
        words=words,
        found=matches(request, words) if words else (),
    )


def matches(request: HttpRequest, words: str) -> tuple[Found, ...]:
    """At most twenty lines whose label has all the words."""
    wanted = words.casefold().split()
    return tuple(one for one in _places() if _fits(one.label, wanted))[:_AT_MOST]


def _places() -> list[Found]:
    page = _("page")
    return [
        Found(_("My work"), reverse("web:today"), "mywork", page),
        Found(_("Portfolio"), reverse("web:portfolio"), "portfolio", page),
        Found(_("Help and keys"), reverse("web:help"), "keyboard", page),
    ]


def _fits(label: str, wanted: list[str]) -> bool:
    text = label.casefold()
    return all(word in text for word in wanted)
