"""Bringing a plan file into a program: one entry of its history, one undo."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from milepost.base.identity import SYSTEM
from milepost.base.operation import Acting, Written
from milepost.domain.programs.operations import programs
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.resources.operations import imports
from milepost.interop.exchange.planning import Planned, to_plan
from milepost.interop.exchange.values import Exchange
from milepost.interop.load import plans


def into_program(
    acting: Acting, exchange: Exchange, *, source: str, planned: Planned | None = None
) -> Written[list[int]]:
    """Add the projects of a file to the program `acting` names; gives their numbers.

    `source` is what people call the file. `planned` saves working the plan out again after a preview.

    Raises: EmptyPlan, NotAllowed.
    """
    brought = plans.imported(exchange, planned or to_plan(exchange))
    return imports.import_plan(acting, source=source, plans=brought)


def into_new_program(
    acting: Acting,
    exchange: Exchange,
    *,
    source: str,
    name: str,
    portfolio: int | None = None,
    manager: int | None = None,
    planned: Planned | None = None,
) -> str:
    """Open a program for a file and bring its projects in; gives its slug. `acting` is on the organisation.

    Either both happen or neither does.

    Raises: EmptyPlan, NotAllowed.
    """
    currency = next((project.currency for project in exchange.projects if project.currency), None)
    known = currency if currency is not None and len(currency) == 3 and currency.isalpha() else "EUR"
    with transaction.atomic():
        opened = programs.open_program(
            acting, name=name, portfolio=portfolio, manager=manager, currency=known
        )
        ledger = program_queries.named(SYSTEM, slug=opened.value)
        into_program(_opening(acting, ledger), exchange, source=source, planned=planned)
    return opened.value


def _opening(acting: Acting, ledger: int) -> Acting:
    """The same person in the program just opened: who may open one may fill it, before roles are given."""
    return replace(acting, ledger=ledger, seen=None, actor=replace(acting.actor, is_house=True))
