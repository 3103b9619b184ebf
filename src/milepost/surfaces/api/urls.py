"""Every address of the REST door, and the two a watchdog asks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from milepost.surfaces.api import derive, health, openapi, sheet
from milepost.surfaces.catalog import index

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("api/v1/openapi.json", openapi.serve),
    path("api/v1/programs/<name:program>/sheet", sheet.whole),
    path("api/v1/programs/<name:program>/sheet/changes", sheet.changes),
    path("api/v1/programs/<name:program>/tasks:preview", sheet.preview),
    path("api/v1/", include(derive.urls(index.offers()))),
    re_path(r"^api/", derive.nothing),
]
