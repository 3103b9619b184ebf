"""Portfolios, programs and projects, as far as the reader may see them.

`program` is the ledger's id; doors find it by slug with `named`. `as_of` is a revision of that ledger.
"""

from __future__ import annotations

from dataclasses import fields, replace
from enum import Enum
from typing import Any

from milepost.base import foreign, past, permissions
from milepost.base.identity import ORGANISATION, Actor, Scope, number_of, program_scope
from milepost.base.models import Ledger
from milepost.base.refusal import NotFound
from milepost.domain.programs.models import Portfolio, Program, Project
from milepost.domain.programs.rows import PortfolioRow, ProgramRow, ProjectRow
from milepost.engine.rules import PRESETS, PlanRules


def named(reader: Actor, *, slug: str) -> int:
    """The ledger id of the program with this slug.

    Raises: NotFound, also where the reader may see nothing of it.
    """
    visible = permissions.visible_ledgers(reader, "program.read")
    ledger = visible.filter(slug=slug).values_list("pk", flat=True).first()
    if ledger is None:
        raise NotFound(f"There is no program '{slug}'.")
    return ledger


def program(reader: Actor, *, program: int, as_of: int | None = None) -> ProgramRow:
    """One program.

    Raises: NotFound.
    """
    ledger = permissions.visible_ledgers(reader, "program.read").filter(pk=program).first()
    rows = [] if ledger is None else past.rows(Program, program, as_of)
    if ledger is None or not rows:
        raise NotFound("There is no such program.")
    return _program_row(rows[0], ledger)


def programs(reader: Actor, *, portfolio: int | None = None) -> list[ProgramRow]:
    """The programs the reader may see anything of, by name; of one portfolio where one is given."""
    ledgers = {
        ledger.pk: ledger
        for ledger in permissions.visible_ledgers(reader, "program.read").filter(kind=Ledger.Kind.PROGRAM)
    }
    rows = Program._default_manager.filter(ledger__in=ledgers).order_by("name")
    found = [_program_row(row, ledgers[row.ledger_id]) for row in rows]
    return [row for row in found if portfolio is None or row.portfolio == portfolio]


def portfolios(reader: Actor) -> list[PortfolioRow]:
    """The portfolios the reader holds a role on or sees a program of, by name."""
    counts: dict[int, int] = {}
    for row in programs(reader):
        if row.portfolio is not None:
            counts[row.portfolio] = counts.get(row.portfolio, 0) + 1
    return [
        PortfolioRow(
            number=row.number,
            name=row.name,
            purpose=row.purpose,
            owner=_number(row.owner_id),
            programs=counts.get(row.number, 0),
            version=row.version,
        )
        for row in Portfolio._default_manager.filter(ledger=ORGANISATION).order_by("name")
        if row.number in counts
        or permissions.may(reader, "program.read", Scope("portfolio", ORGANISATION, row.number))
    ]


def projects(reader: Actor, *, program: int, as_of: int | None = None) -> list[ProjectRow]:
    """The projects of a program the reader may see, in their order."""
    seen = permissions.projects_seen(reader, program, "program.read")
    rows = sorted(past.rows(Project, program, as_of), key=lambda row: (row.rank, row.pk))
    found = [_project_row(row) for row in rows if seen is None or row.number in seen]
    if foreign.may_read_money(reader, program_scope(program)):
        return found
    return [replace(row, carried=foreign.without_money(row.carried)) for row in found]


def every_project(reader: Actor) -> dict[int, list[ProjectRow]]:
    """The projects the reader may see in all programs, in their order, by the program's ledger. One query."""
    rows = permissions.visible_to(reader, Project._default_manager.all(), "program.read")
    found: dict[int, list[ProjectRow]] = {}
    for row in rows.filter(ledger__kind=Ledger.Kind.PROGRAM).order_by("ledger", "rank", "pk"):
        found.setdefault(row.ledger_id, []).append(_project_row(row))
    return found


def project(reader: Actor, *, program: int, project: int, as_of: int | None = None) -> ProjectRow:
    """One project.

    Raises: NotFound.
    """
    for row in projects(reader, program=program, as_of=as_of):
        if row.number == project:
            return row
    raise NotFound(f"There is no project {project}.")


def plan_rules(project: ProjectRow) -> PlanRules | None:
    """The rules a project is scheduled by, with its file's options; None for the program's own."""
    preset = PRESETS.get(project.rules)
    if preset is None or (preset.name == "milepost" and not project.rule_options):
        return None
    kinds = {field.name: type(getattr(preset, field.name)) for field in fields(preset)}
    options: dict[str, Any] = {
        name: kinds[name](value) if issubclass(kinds[name], Enum) else value
        for name, value in project.rule_options.items()
        if name in kinds
    }
    return replace(preset, **options)


def _program_row(row: Program, ledger: Ledger) -> ProgramRow:
    return ProgramRow(
        ledger=ledger.pk,
        number=row.number,
        slug=ledger.slug,
        revision=ledger.revision,
        name=row.name,
        code=row.code,
        purpose=row.purpose,
        stage=row.stage,
        portfolio=_number(row.portfolio_id),
        manager=_number(row.manager_id),
        sponsor=_number(row.sponsor_id),
        currency=row.currency,
        calendar=_number(row.calendar_id),
        status=row.status_tick,
        near_critical=row.near_critical_ticks,
        closed_at=row.closed_at,
        version=row.version,
    )


def _project_row(row: Project) -> ProjectRow:
    return ProjectRow(
        number=row.number,
        name=row.name,
        code=row.code,
        purpose=row.purpose,
        stage=row.stage,
        manager=_number(row.manager_id),
        colour=row.colour,
        rank=row.rank,
        calendar=_number(row.calendar_id),
        start=row.start_tick,
        finish_by=row.finish_by_tick,
        status=row.status_tick,
        priority=row.priority,
        minutes_per_day=row.minutes_per_day,
        minutes_per_week=row.minutes_per_week,
        days_per_month=row.days_per_month,
        is_from_finish=row.is_from_finish,
        rules=row.rules,
        rule_options=row.rule_options,
        source=row.source,
        external_uid=row.external_uid,
        extras=row.extras,
        carried=row.carried,
        version=row.version,
    )


def _number(key: int | None) -> int | None:
    return None if key is None else number_of(key)
