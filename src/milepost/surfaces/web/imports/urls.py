"""Addresses of the import."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.imports import columns, newer, pages

urlpatterns = [
    path("import", pages.start, name="import"),
    path("import/<str:token>", pages.preview, name="import-preview"),
    path("import/<str:token>/<int:place>", pages.preview_file, name="import-file"),
    path("import/<str:token>/<int:place>/newer/<slug:slug>", newer.newer, name="import-newer"),
    path("import/<str:token>/<int:place>/columns", columns.columns, name="import-columns"),
    path("import/<str:token>/confirm", pages.bring_in, name="import-confirm"),
    path("import/<str:token>/discard", pages.discard, name="import-discard"),
]
