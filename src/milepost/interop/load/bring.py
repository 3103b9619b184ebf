"""Bringing plan files into a program: one entry of its history and one undo, however many files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction

from milepost.base.identity import SYSTEM
from milepost.base.operation import Acting, Written
from milepost.domain.programs.operations import programs
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.resources.operations import imports
from milepost.domain.resources.rows import KeptFile
from milepost.interop.exchange.planning import Planned, to_plan
from milepost.interop.exchange.values import Exchange
from milepost.interop.load import originals, plans


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A file that was read; `source` is what people call it.

    `planned` saves working the plan out again after a preview; `path` is where its bytes lie, None where
    they came through a pipe and cannot be kept.
    """

    source: str
    exchange: Exchange
    planned: Planned | None = None
    path: Path | None = None

    def kept(self) -> KeptFile:
        """What a project notes of the file it came from, the original kept."""
        if self.path is None:
            return KeptFile(self.source, self.exchange.format)
        return originals.keep(self.path, name=self.source, kind=self.exchange.format)


def into_program(acting: Acting, *files: PlanFile) -> Written[list[int]]:
    """Add the projects of files to the program `acting` names; gives their numbers.

    Raises: EmptyPlan, NotAllowed.
    """
    brought, kept = [], []
    for file in files:
        found = plans.imported(file.exchange, file.planned or to_plan(file.exchange), source=file.source)
        brought += found
        kept += [file.kept()] * len(found)
    source = ", ".join(file.source for file in files)
    return imports.import_plan(acting, source=source, plans=brought, files=kept)


def into_new_program(
    acting: Acting,
    *files: PlanFile,
    name: str,
    portfolio: int | None = None,
    manager: int | None = None,
) -> tuple[str, Written[list[int]]]:
    """Open a program for files and bring their projects in; gives its slug and what `into_program` gives.

    `acting` is on the organisation. Either both happen or neither does.

    Raises: EmptyPlan, NotAllowed.
    """
    with transaction.atomic():
        opened = programs.open_program(
            acting, name=name, portfolio=portfolio, manager=manager, currency=_currency(files)
        )
        ledger = program_queries.named(SYSTEM, slug=opened.value)
        written = into_program(_opening(acting, ledger), *files)
    return opened.value, written


def _currency(files: Sequence[PlanFile]) -> str:
    """The first currency a file names, if it is one; euro otherwise."""
    said = (project.currency for file in files for project in file.exchange.projects if project.currency)
    currency = next(said, "")
    return currency if len(currency) == 3 and currency.isalpha() else "EUR"


def _opening(acting: Acting, ledger: int) -> Acting:
    """The same person in the program just opened: who may open one may fill it, before roles are given."""
    return replace(acting, ledger=ledger, seen=None, actor=replace(acting.actor, is_house=True))
