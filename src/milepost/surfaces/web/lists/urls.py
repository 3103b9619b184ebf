"""Addresses of saved views."""

from __future__ import annotations

from django.urls import path

from milepost.surfaces.web.lists import pages

urlpatterns = [
    path("views", pages.keep_view, name="keep-view"),
    path("views/<int:view>", pages.change_view, name="change-view"),
]
