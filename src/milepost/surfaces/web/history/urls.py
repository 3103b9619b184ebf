"""Addresses of the history."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.history import pages, reads

urlpatterns = [
    path("p/<slug:slug>/history", pages.entries, name="history"),
    path("p/<slug:slug>/history/reads", reads.confidential_reads, name="confidential-reads"),
    path("p/<slug:slug>/history/<int:seq>/undo", pages.take_back, name="take-back"),
]
