"""Addresses of program home."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.home import pages

urlpatterns = [path("p/<slug:slug>", pages.home, name="home")]
