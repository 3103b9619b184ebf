"""Addresses of why a date moved."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.moves import pages

urlpatterns = [path("p/<slug:slug>/moves", pages.moves, name="moves")]
