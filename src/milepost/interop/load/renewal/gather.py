"""A file held against a program: which projects are newer versions of which of ours, and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from milepost.base.identity import Actor, project_scope
from milepost.base.permissions import may
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.programs.rows import ProjectRow
from milepost.domain.resources.queries import imports
from milepost.domain.resources.rows import ImportedPlan
from milepost.interop.exchange.planning import Planned
from milepost.interop.exchange.values import Exchange
from milepost.interop.load import plans
from milepost.interop.load.renewal import baselines, matching
from milepost.interop.load.renewal.difference import Difference, difference
from milepost.interop.load.renewal.sides import Tables

_ALIKE = 0.5
"""The share of a file's tasks a project must have for the file to be taken for a newer version of it."""


@dataclass(frozen=True)
class Against:
    """What differs, project by project, and the projects of the file no project of the program answers to."""

    differences: tuple[Difference, ...]
    unknown: tuple[str, ...]


def candidates(reader: Actor, exchange: Exchange, *, source: str) -> dict[int, list[ProjectRow]]:
    """The projects this person may change that a file looks like a newer version of, by program.

    They bear the title of one of the file's, or came from a file of its name.
    """
    titles = {project.title.casefold() for project in exchange.projects if project.title}
    found = {
        ledger: [
            row
            for row in rows
            if (row.name.casefold() in titles or row.source.casefold() == source.casefold())
            and may(reader, "plan.edit", project_scope(ledger, row.number))
        ]
        for ledger, rows in program_queries.every_project(reader).items()
    }
    return {ledger: rows for ledger, rows in found.items() if rows}


def against(
    reader: Actor,
    *,
    program: int,
    exchange: Exchange,
    planned: Planned,
    source: str,
    into: int | None = None,
) -> Against:
    """Hold a file against a program, or its only project against the project `into`.

    A project of the file belongs to the one of ours that holds most of its tasks.
    """
    before = imports.last_brought(program)
    waiting = {
        row.number: _Ours(row, imports.stated(reader, program=program, project=row.number))
        for row in _changeable(reader, program)
        if into in (None, row.number)
    }
    found, unknown = [], []
    for plan in plans.imported(exchange, planned, source=source):
        project = _belonging(plan, waiting, is_told=into is not None)
        if project is None:
            unknown.append(plan.name)
            continue
        here = waiting.pop(project).tables
        one = difference(plan, here, before, project=project, has_ids=not exchange.ids_are_places)
        found.append(replace(one, pieces=(*one.pieces, *baselines.pieces(one))))
    return Against(tuple(found), tuple(unknown))


@dataclass(frozen=True)
class _Ours:
    """A project a file may be a newer version of."""

    row: ProjectRow
    tables: Tables

    def share(self, plan: ImportedPlan) -> float:
        """How much of the file it has; ids count where it has the file's name or title."""
        source = str(plan.settings.get("source", ""))
        by_id = self.row.name == plan.name or (source != "" and self.row.source == source)
        return matching.share(plan, self.tables["schedule.task"], by_id=by_id)


def _belonging(plan: ImportedPlan, waiting: Mapping[int, _Ours], *, is_told: bool) -> int | None:
    shares = {number: ours.share(plan) for number, ours in waiting.items()}
    best = max(shares, key=lambda number: shares[number], default=None)
    return best if best is not None and (is_told or shares[best] >= _ALIKE) else None


def _changeable(reader: Actor, program: int) -> list[ProjectRow]:
    return [
        row
        for row in program_queries.projects(reader, program=program)
        if may(reader, "plan.edit", project_scope(program, row.number))
    ]
