"""Addresses of the import."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.imports import pages

urlpatterns = [path("import", pages.start, name="import")]
