"""What a reader sees when a screen cannot be shown: not found, not allowed, refused, broken.

What may not be seen answers exactly like what does not exist. A forbidden action on something visible says
which right is missing. Pages never show a trace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from milepost.base import storage
from milepost.base.refusal import NotAllowed, NotFound, Refusal
from milepost.surfaces.web.shell import frame as shell
from milepost.surfaces.web.shell import frames


@dataclass(frozen=True, slots=True)
class Way:
    """Where to go from here."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class State:
    """A page that says what is the matter, why, and what to do."""

    title: str
    reason: str
    ways: tuple[Way, ...] = ()


class Refusals:
    """Middleware: a refusal no view has answered becomes a page (or, for HTMX, a toast) with its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DatabaseError):
            exception = storage.refusal_of(exception) or exception
        if not isinstance(exception, Refusal) or request.path.startswith("/api/"):
            return None
        if isinstance(exception, NotFound):
            return not_found(request)
        status = 403 if isinstance(exception, NotAllowed) else 409
        if isinstance(exception, storage.CannotWrite):
            status = 503
        if request.headers.get("HX-Request"):
            return shell.fragment(request, "shell/refused.html", status=status, reason=str(exception))
        title = _("Nothing can be saved just now") if status == 503 else _("That cannot be done")
        if status == 403:
            reads = request.method in ("GET", "HEAD")
            title = _("That is not yours to see") if reads else _("That is not yours to do")
        return _answer(request, State(title, str(exception), (_back(request), *_ways())), status)


def not_found(request: HttpRequest, exception: object = None) -> HttpResponse:
    """404: what may not be seen answers the same, to the byte."""
    reason = _(
        "It was removed, never existed, or is not for you to see. A program's history keeps what was removed."
    )
    return _answer(request, State(_("There is nothing here"), reason, _ways()), 404)


def forbidden(request: HttpRequest, exception: object = None) -> HttpResponse:
    """403."""
    reason = _("Your roles do not reach this. Whoever answers for the program can give you one that does.")
    return _answer(request, State(_("That is not yours to see"), reason, _ways()), 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500, drawn without the database: it may be what broke."""
    return HttpResponse(render_to_string("shell/broken.html"), status=500)


def _answer(request: HttpRequest, state: State, status: int) -> HttpResponse:
    if getattr(request, "actor", None) is None:
        return HttpResponse(
            render_to_string("shell/state_door.html", {"state": state}, request), status=status
        )
    return shell.page(
        request, "shell/state.html", frames.plain(request, title=state.title), status=status, state=state
    )


def _ways() -> tuple[Way, ...]:
    return (Way(_("My work"), reverse("web:today")), Way(_("Portfolio"), reverse("web:portfolio")))


def _back(request: HttpRequest) -> Way:
    return Way(_("Back"), request.path)
