"""The programs room as a Django app."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.apps import AppConfig
from django.db.models import QuerySet


class ProgramsConfig(AppConfig):
    name = "milepost.domain.programs"
    label = "programs"

    def ready(self) -> None:
        """Tell base which programs stand in a portfolio: a role held on it reaches them."""
        from milepost.base import permissions
        from milepost.base.identity import ORGANISATION, key
        from milepost.domain.programs.models import Program

        def programs_in(portfolios: Collection[int]) -> QuerySet[Any, Any]:
            keys = [key(ORGANISATION, portfolio) for portfolio in portfolios]
            return Program._default_manager.filter(portfolio__in=keys).values_list("ledger", flat=True)

        permissions.register_portfolios(programs_in)
