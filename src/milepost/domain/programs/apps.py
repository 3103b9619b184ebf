"""The programs room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "milepost.domain.programs"
    label = "programs"
