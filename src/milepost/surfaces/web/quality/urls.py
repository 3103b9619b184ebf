"""Addresses of plan quality."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.quality import pages

urlpatterns = [path("p/<slug:slug>/quality", pages.quality, name="quality")]
