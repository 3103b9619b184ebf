"""Addresses of milestone trends."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.trends import pages

urlpatterns = [path("p/<slug:slug>/trends", pages.trends, name="trends")]
