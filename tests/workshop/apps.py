"""The workshop as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "tests.workshop"
    label = "workshop"
