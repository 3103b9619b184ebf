"""A plan as a workbook: the tasks, the resources, and a sheet that says what it is."""

from __future__ import annotations

from milepost.base.documents.tables import Cell
from milepost.base.documents.workbooks import NewSheet, write_workbook
from milepost.engine.instants import moment
from milepost.interop.exchange.values import Exchange
from milepost.interop.tables.write import header, rows

_WIDTHS = (6, 10, 8, 44, 10, 17, 17, 18, 28, 10)


def write(exchange: Exchange) -> bytes:
    """The file."""
    return write_workbook(
        [
            NewSheet(name="Tasks", header=header(exchange), rows=rows(exchange), widths=_WIDTHS),
            NewSheet(
                name="Resources",
                header=("ID", "Resource name", "Kind", "Max units"),
                rows=_resources(exchange),
            ),
            NewSheet(name="About", header=("What", "Value"), rows=_about(exchange), widths=(24, 40)),
        ]
    )


def _resources(exchange: Exchange) -> list[list[Cell]]:
    return [
        [resource.uid, resource.name, resource.kind.value, resource.max_units]
        for project in exchange.projects
        for resource in project.resources
    ]


def _about(exchange: Exchange) -> list[list[Cell]]:
    told: list[list[Cell]] = [["Written by", "Milepost"], ["Read from", exchange.format]]
    for project in exchange.projects:
        told.append(["Project", project.title])
        told.append(["Status date", None if project.status is None else moment(project.status)])
    return told
