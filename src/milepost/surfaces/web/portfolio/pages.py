"""The portfolio."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.surfaces.web.shell import frames
from milepost.surfaces.web.shell.frame import page


@require_GET
def programs(request: HttpRequest) -> HttpResponse:
    """Every program the reader may see: planned finish, slip, what changed."""
    frame = frames.plain(request, title=_("Portfolio"), here="portfolio", layout="listing")
    return page(request, "portfolio/page.html", frame, programs=())
