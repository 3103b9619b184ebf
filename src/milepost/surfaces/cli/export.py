"""`milepost export`: a program as a plan file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.surfaces.cli import bring_there, house, output

if TYPE_CHECKING:
    from milepost.surfaces.catalog.exports import PlanFormat

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
@click.option(
    "--server",
    envvar="MILEPOST_SERVER",
    help="Another Milepost, by its address; else this machine's database.",
)
@click.option("--token", envvar="MILEPOST_TOKEN", help="With --server: the personal token to act with.")
@click.option("--json", "is_json", is_flag=True, help="Print one JSON document and nothing else.")
def export(
    program: str,
    kind: PlanFormat,
    project: int | None,
    as_of: str | None,
    target: Path | None,
    person: str | None,
    server: str | None,
    token: str | None,
    is_json: bool,
) -> None:
    """Write a program to a plan file, as far as whoever exports may see it.

    `json` is what `milepost read --json` tells of such a file.
    """
    path = target or Path(program + ENDINGS[kind])
    if server is not None:
        there = bring_there.Milepost(server.rstrip("/"), token)
        path.write_bytes(there.export(program, kind, project=project, as_of=as_of))
        size = path.stat().st_size
        told = {"file": str(path), "format": kind, "bytes": size}
        output.answer(told, as_json=is_json, lines=[f"{path}: {size} bytes."])
        return
    house.settings()
    from milepost.surfaces.catalog import exports, places

    actor = house.actor(person)
    place = places.program(actor, program)
    revision = None if as_of is None else places.revision_as_of(actor, place, as_of)
    exchange = exports.exchange_for(actor, program=place.ledger, project=project, as_of=revision)
    path.write_bytes(exports.content_of(exchange, kind))
    tasks = sum(len(one.tasks) for one in exchange.projects)
    told = {
        "file": str(path),
        "format": kind,
        "bytes": path.stat().st_size,
        "projects": len(exchange.projects),
        "tasks": tasks,
    }
    output.answer(told, as_json=is_json, lines=[f"{path}: {tasks} tasks of {told['projects']} projects."])
