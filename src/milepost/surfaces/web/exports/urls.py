"""Addresses of the export."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.exports import pages

urlpatterns = [
    path("p/<slug:slug>/export", pages.export, name="export"),
    path("p/<slug:slug>/export/<slug:kind>", pages.download, name="export-file"),
    path("p/<slug:slug>/export/<slug:kind>/left", pages.left_behind, name="export-left"),
]
