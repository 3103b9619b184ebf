"""Addresses of the history."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.history import pages

urlpatterns = [
    path("p/<slug:slug>/history", pages.entries, name="history"),
    path("p/<slug:slug>/history/<int:seq>/undo", pages.take_back, name="take-back"),
]
