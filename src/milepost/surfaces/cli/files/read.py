"""`milepost read FILE`: everything a plan file says, and what became of every field."""

from __future__ import annotations

from collections.abc import Iterator

import click

from milepost.interop.exchange.document import document, instant_text
from milepost.interop.exchange.values import Exchange, Project
from milepost.interop.recognise import FORMATS
from milepost.surfaces.cli import output
from milepost.surfaces.cli.files.source import read_plan


@click.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def read(file: str, as_json: bool) -> None:
    """Read a plan file of any format and say what is in it.

    FILE is a path, or - for standard input. The format is recognised by content.
    """
    exchange = read_plan(file)
    output.answer(document(exchange) if as_json else None, as_json=as_json, lines=_lines(exchange))


def _lines(exchange: Exchange) -> Iterator[str]:
    version = f" {exchange.version}" if exchange.version else ""
    yield f"{FORMATS.get(exchange.format, exchange.format)}{version}"
    for project in exchange.projects:
        yield from _project_lines(project)
    account = exchange.fidelity
    lost = len(account.dropped)
    yield f"{account.kept:,} values kept, {account.carried:,} carried along, {lost:,} fields dropped."
    for dropped in account.dropped[:20]:
        yield f"  dropped {dropped.field} ({dropped.count:,} times): {dropped.because}"
    for problem in exchange.problems[:20]:
        yield f"  {problem.code}: {problem.message}"


def _project_lines(project: Project) -> Iterator[str]:
    links = sum(len(task.predecessors) for task in project.tasks)
    yield f"{project.title or 'Untitled'}:"
    if project.start is not None and project.finish is not None:
        yield f"  {instant_text(project.start)} to {instant_text(project.finish)}"
    yield (
        f"  {len(project.tasks):,} tasks, {links:,} links, {len(project.resources):,} resources, "
        f"{len(project.assignments):,} assignments, {len(project.calendars):,} calendars"
    )
