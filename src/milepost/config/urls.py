"""Every address of the product, gathered from the doors."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

handler403 = "milepost.surfaces.web.shell.refused.forbidden"
handler404 = "milepost.surfaces.web.shell.refused.not_found"
handler429 = "milepost.surfaces.web.access.refusals.too_many"
handler500 = "milepost.surfaces.web.shell.refused.broken"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("milepost.surfaces.api.urls")),
    path("", include("milepost.surfaces.web.urls")),
    path("accounts/", include("milepost.surfaces.web.access.entrance")),
]
