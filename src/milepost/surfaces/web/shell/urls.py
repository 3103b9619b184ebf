"""Addresses of the frame itself: help, preferences, search."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.shell import pages, search

urlpatterns = [
    path("help", pages.help_page, name="help"),
    path("preferences", pages.prefer, name="prefer"),
    path("search", search.search_page, name="search"),
    path("palette", search.palette, name="palette"),
    path("palette/<slug:slug>", search.palette, name="palette-of"),
]
