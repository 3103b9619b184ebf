"""The analysis room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "milepost.domain.analysis"
    label = "analysis"
