"""Addresses of the portfolio."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.portfolio import pages

urlpatterns = [
    path("portfolio", pages.programs, name="portfolio"),
    path("portfolio/new", pages.new_program, name="new-program"),
]
