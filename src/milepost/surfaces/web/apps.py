"""The screens as a Django app: it carries the static files and the templates of every screen folder."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "milepost.surfaces.web"
    label = "web"
