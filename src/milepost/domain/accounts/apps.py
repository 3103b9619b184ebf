"""The accounts room as a Django app: at start it tells base who may do what."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "milepost.domain.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Hand the table of roles to base, and say where grants stand and whose own a person is."""
        from milepost.domain.accounts.operations import standing

        standing.register()
