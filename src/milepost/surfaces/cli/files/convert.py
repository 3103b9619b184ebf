"""`milepost convert IN OUT`: a plan file in another format, and what the other format cannot hold."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from milepost.base.documents.sources import Unreadable
from milepost.interop import reading, writing
from milepost.interop.exchange.values import Exchange
from milepost.interop.fidelity.conversion import Loss, losses
from milepost.surfaces.cli import output
from milepost.surfaces.cli.files.source import read_plan


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--project", help="Which project of a file with several, by id or title.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def convert(source: str, target: str, project: str | None, as_json: bool) -> None:
    """Write a plan file in another format.

    IN is a path, or - for standard input. OUT's ending names the format: .xml (Microsoft Project), .xer,
    .plan, .csv, .xlsx. What the new file does not hold is listed. Nothing is written when the conversion is
    refused.
    """
    kind = writing.format_for(target)
    exchange = read_plan(source)
    if project is not None:
        exchange = writing.only(exchange, project)
    content = writing.write(exchange, target)
    found = losses(exchange, reading.read(content))
    _put(Path(target), content)
    document = _document(exchange, kind, found) if as_json else None
    output.answer(document, as_json=as_json, lines=_lines(exchange, target, found))


def _put(path: Path, content: bytes) -> None:
    """Write the file whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as refused:
        raise Unreadable(
            f"{path} cannot be written: {(refused.strerror or 'the system refused').lower()}."
        ) from refused


def _document(exchange: Exchange, kind: str, found: list[Loss]) -> dict[str, Any]:
    return {
        "from": exchange.format,
        "to": kind,
        "projects": len(exchange.projects),
        "tasks": sum(len(project.tasks) for project in exchange.projects),
        "dropped": [{"field": loss.field, "count": loss.count, "because": loss.because} for loss in found],
    }


def _lines(exchange: Exchange, target: str, found: list[Loss]) -> Iterator[str]:
    tasks = sum(len(project.tasks) for project in exchange.projects)
    yield f"{target}: {tasks:,} tasks written."
    for loss in found:
        yield f"  not in it: {loss.field} ({loss.count:,} times): {loss.because}"
