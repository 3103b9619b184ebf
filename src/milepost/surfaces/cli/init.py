"""`milepost init`: a house ready to be moved into."""

from __future__ import annotations

from pathlib import Path

import click

from milepost.surfaces.cli import house


@click.command()
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="The folder of everything kept."
)
@click.option(
    "--address", default="http://127.0.0.1:8000", show_default=True, help="Where it will be reached."
)
def init(data: Path | None, address: str) -> None:
    """Make the tables, and print the one-time link that creates the owner."""
    house.settings(data)
    house.prepare()
    lines = house.ways_in(address, with_sample=False) or ["This Milepost has an owner; nothing to do."]
    click.echo("\n".join(lines))
