"""Every address of the product, gathered from the doors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from milepost.surfaces.api import problems
from milepost.surfaces.web.shell import refused

handler403 = "milepost.surfaces.web.shell.refused.forbidden"
handler404 = "milepost.surfaces.web.shell.refused.not_found"
handler429 = "milepost.surfaces.web.access.refusals.too_many"
handler500 = "milepost.config.urls.broken"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("milepost.surfaces.api.urls")),
    path("", include("milepost.surfaces.web.urls")),
    path("accounts/", include("milepost.surfaces.web.access.entrance")),
]


def broken(request: HttpRequest) -> HttpResponse:
    """Our mistake, told in the way of the door that was asked."""
    return problems.broken() if request.path.startswith("/api/") else refused.broken(request)
