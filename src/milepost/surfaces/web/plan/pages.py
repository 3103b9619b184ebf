"""The plan page: frame, sheet, and the panel of the task `?task=` names."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.surfaces.web.shell import asking, frames
from milepost.surfaces.web.shell.frame import page


@require_GET
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet draws itself from `/api/v1/programs/…/sheet`; the page brings everything around it."""
    about = asking.about(request, slug)
    return page(
        request,
        "plan/page.html",
        frames.of_program(request, about, title=_("Plan"), here="plan", layout="still"),
        about=about,
        task=request.GET.get("task", ""),
        may_edit=about.may_somewhere("plan.edit"),
    )
