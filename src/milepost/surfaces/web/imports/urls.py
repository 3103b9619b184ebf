"""Addresses of the import."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.imports import brought, columns, looked, newer, pages

urlpatterns = [
    path("import", pages.start, name="import"),
    path("import/reasons", looked.explained, name="import-reasons"),
    path("import/<str:token>", pages.preview, name="import-preview"),
    path("import/<str:token>/<int:place>", pages.preview_file, name="import-file"),
    path("import/<str:token>/<int:place>/dates", looked.dates, name="import-dates"),
    path("import/<str:token>/<int:place>/fields", looked.fields, name="import-fields"),
    path("import/<str:token>/<int:place>/newer/<slug:slug>", newer.newer, name="import-newer"),
    path("import/<str:token>/<int:place>/columns", columns.columns, name="import-columns"),
    path("import/<str:token>/confirm", pages.bring_in, name="import-confirm"),
    path("import/<str:token>/discard", pages.discard, name="import-discard"),
    path("p/<slug:slug>/imports", brought.imports, name="imports"),
    path("p/<slug:slug>/imports/<int:number>/original", brought.original, name="import-original"),
]
