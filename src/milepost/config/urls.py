"""Every address of the product, gathered from the doors."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

handler429 = "milepost.surfaces.web.access.refusals.too_many"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("milepost.surfaces.api.urls")),
    path("", include("milepost.surfaces.web.urls")),
    path("accounts/", include("milepost.surfaces.web.access.entrance")),
]
