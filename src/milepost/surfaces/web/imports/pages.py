"""Bringing a plan in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.surfaces.web.shell import frames
from milepost.surfaces.web.shell.frame import page


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Which files?"""
    return page(
        request, "imports/start.html", frames.plain(request, title=_("Import a plan"), here="portfolio")
    )
