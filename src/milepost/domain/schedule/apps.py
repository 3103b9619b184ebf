"""The schedule room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "milepost.domain.schedule"
    label = "schedule"
