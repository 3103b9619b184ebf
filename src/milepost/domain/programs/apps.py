"""The programs room as a Django app."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.apps import AppConfig
from django.db.models import Q, QuerySet


class ProgramsConfig(AppConfig):
    name = "milepost.domain.programs"
    label = "programs"

    def ready(self) -> None:
        """Tell base which programs stand in a portfolio: a role held on it reaches it and them."""
        from milepost.base import permissions
        from milepost.base.identity import ORGANISATION, Scope, key
        from milepost.domain.programs.models import Portfolio, Program

        def programs_in(portfolios: Collection[int]) -> QuerySet[Any, Any]:
            keys = [key(ORGANISATION, portfolio) for portfolio in portfolios]
            return Program._default_manager.filter(portfolio__in=keys).values_list("ledger", flat=True)

        def portfolio_scope(row: Portfolio) -> Scope:
            return Scope("portfolio", ORGANISATION, row.number)

        def portfolios_below(scope: Scope) -> Q:
            if scope.kind == "organisation":
                return Q(pk__isnull=False)
            return Q(pk=key(ORGANISATION, scope.number)) if scope.kind == "portfolio" else Q(pk__in=())

        permissions.register_portfolios(programs_in)
        permissions.register_scope(Portfolio, stands_at=portfolio_scope, below=portfolios_below)
