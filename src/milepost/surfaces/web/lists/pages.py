"""Keeping, renaming, sharing and forgetting the views of a list; each goes back to the list it is about."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from milepost.base.refusal import NotFound, Refusal
from milepost.domain.accounts.operations import views
from milepost.surfaces.web.shell.frame import actor_of


@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the list as it is shown under a name."""
    asked = request.POST
    try:
        number = views.keep(
            actor_of(request),
            screen=asked.get("screen", ""),
            of=asked.get("of", ""),
            name=asked.get("name", ""),
            look={"query": asked.get("look", "")},
            is_shared="is_shared" in asked,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_back(request))
    messages.success(request, _("“%(name)s” is kept.") % {"name": asked.get("name", "").strip()})
    return HttpResponseRedirect(_back(request, view=str(number)))


@require_POST
def change_view(request: HttpRequest, view: int) -> HttpResponse:
    """Rename a view, share it or keep it to oneself, or forget it, by the button that was pressed."""
    reader, do = actor_of(request), request.POST.get("do", "")
    try:
        if do == "forget":
            views.forget(reader, view=view)
            return HttpResponseRedirect(_back(request, view=""))
        if do == "rename":
            views.edit(reader, view=view, name=request.POST.get("name", ""))
        else:
            views.edit(reader, view=view, is_shared=do == "share")
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest, **changed: str) -> str:
    """The list again; `view` says which of its views is shown from now on ("" none)."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    parts = urlsplit(back)
    said = [(name, value) for name, value in parse_qsl(parts.query) if name not in changed]
    said += [(name, value) for name, value in changed.items() if value]
    return urlunsplit(parts._replace(query=urlencode(said)))
