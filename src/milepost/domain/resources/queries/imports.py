"""What is asked before a plan file is brought in, and before a newer version of one is."""

from __future__ import annotations

from typing import Any

from milepost.base import foreign, last_said, permissions, tables
from milepost.base.identity import Actor, key, program_scope, project_scope
from milepost.domain.programs.queries import imports as projects
from milepost.domain.resources.models import Assignment, Rate, Resource
from milepost.domain.resources.rows import LeftOut
from milepost.domain.schedule.queries import imports as schedule

IMPORTS = ("resources.import_plan", "resources.renew")
"""The operations that write what files say."""

Tables = dict[str, dict[int, dict[str, Any]]]
"""Rows by table and number, fields as the history writes them."""


def left_out(reader: Actor, *, program: int) -> LeftOut:
    """What of a file's money stays out of this program when this person brings the file in."""
    scope = program_scope(program)
    return LeftOut(
        rates=bool(permissions.hidden_fields(reader, Rate, scope)),
        task_costs=not permissions.may_read_class(reader, permissions.FieldClass.FINANCE, scope),
        booking_costs=bool(permissions.hidden_fields(reader, Assignment, scope)),
    )


def stated(reader: Actor, *, program: int, project: int) -> Tables:
    """A project with its tasks, links, bookings, and the people and calendars of its program.

    What the reader may not see is not there. Raises: NotFound.
    """
    found: Tables = dict(schedule.stated(reader, program=program, project=project))
    found["programs.project"] = projects.stated(reader, program=program, project=project)
    booked = Assignment._default_manager.filter(task__project=key(program, project)).order_by("pk")
    hidden = permissions.hidden_fields(reader, Assignment, project_scope(program, project))
    found["resources.assignment"] = last_said.images(booked, hidden)
    for model in (Resource, Rate):
        rows = model._default_manager.filter(ledger=program).order_by("pk")
        # A table of which something is hidden is not there at all: nothing stated is another thing.
        if not permissions.hidden_fields(reader, model, program_scope(program)):
            found[tables.name_of(model)] = last_said.images(rows)
    if not foreign.may_read_money(reader, project_scope(program, project)):
        return {table: _without_carried(rows) for table, rows in found.items()}
    return found


def _without_carried(rows: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Rows without what is only carried, where that may hold money the reader may not see."""
    return {
        number: {name: value for name, value in fields.items() if name != "carried"}
        for number, fields in rows.items()
    }


def last_brought(program: int) -> Tables:
    """What files said of the program's rows when they were last brought in."""
    return last_said.rows_as_left_by(program, IMPORTS)
