"""Program home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from milepost.surfaces.web.shell import asking, frames
from milepost.surfaces.web.shell.frame import page


@require_GET
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the program stands."""
    about = asking.about(request, slug)
    return page(
        request,
        "home/page.html",
        frames.of_program(request, about, title=about.program.name, here="home"),
        about=about,
    )
