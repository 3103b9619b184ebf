"""`milepost export`: a program as a plan file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.surfaces.cli import house, output

if TYPE_CHECKING:
    from milepost.interop.exchange.values import Exchange

ENDINGS = {"mspdi": ".xml", "xer": ".xer", "csv": ".csv", "xlsx": ".xlsx", "plan": ".plan", "json": ".json"}


@click.command()
@click.argument("program")
@click.option("--format", "kind", type=click.Choice(list(ENDINGS)), default="mspdi", show_default=True)
@click.option("--project", type=int, help="Only one project, by number.")
@click.option("--as-of", help="As it was at a date, an instant or a revision.")
@click.option(
    "--output", "target", type=click.Path(path_type=Path, dir_okay=False), help="The file to write."
)
@click.option("--as", "person", envvar="MILEPOST_AS", help="Who exports, by e-mail address.")
@click.option("--json", "is_json", is_flag=True, help="Print one JSON document and nothing else.")
def export(
    program: str,
    kind: str,
    project: int | None,
    as_of: str | None,
    target: Path | None,
    person: str | None,
    is_json: bool,
) -> None:
    """Write a program to a plan file, as far as whoever exports may see it.

    `json` is what `milepost read --json` tells of such a file.
    """
    house.settings()
    from milepost.interop.store.programs import exchange_of
    from milepost.surfaces.catalog import places

    actor = house.actor(person)
    place = places.program(actor, program)
    revision = None if as_of is None else places.revision_as_of(actor, place, as_of)
    exchange = exchange_of(actor, program=place.ledger, project=project, as_of=revision)
    path = target or Path(program + ENDINGS[kind])
    path.write_bytes(_content(exchange, kind))
    tasks = sum(len(one.tasks) for one in exchange.projects)
    told = {"file": str(path), "format": kind, "projects": len(exchange.projects), "tasks": tasks}
    output.answer(told, as_json=is_json, lines=[f"{path}: {tasks} tasks of {told['projects']} projects."])


def _content(exchange: Exchange, kind: str) -> bytes:
    from milepost.interop import writing
    from milepost.interop.exchange.document import document

    if kind == "json":
        return json.dumps(document(exchange), ensure_ascii=False, default=str).encode()
    return writing.write(exchange, f"plan{ENDINGS[kind]}")
