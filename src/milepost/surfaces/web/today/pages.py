"""My work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.surfaces.web.shell import frames
from milepost.surfaces.web.shell.frame import page


@require_GET
def my_work(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, by day."""
    return page(request, "today/page.html", frames.plain(request, title=_("My work"), here="today"), days=())
