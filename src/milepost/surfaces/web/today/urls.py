"""Addresses of my work."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.today import pages

urlpatterns = [
    path("", pages.my_work, name="today"),
    path("report/<slug:slug>/<int:number>", pages.report, name="report"),
]
