"""The plumbing under the rooms as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "milepost.base"
    label = "base"
