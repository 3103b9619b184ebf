"""Every address of the product, gathered from the doors."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("milepost.surfaces.web.urls"))]
