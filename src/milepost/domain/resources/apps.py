"""The resources room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "milepost.domain.resources"
    label = "resources"
