"""Addresses of the comparison."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.compare import pages

urlpatterns = [
    path("p/<slug:slug>/compare", pages.compare, name="compare"),
    path("p/<slug:slug>/compare/causes", pages.causes, name="compare-causes"),
    path("p/<slug:slug>/compare.csv", pages.table, name="compare-table"),
]
