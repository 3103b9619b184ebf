"""Writes docs/reference/ from the product: `python docs/reference.py`.

The pages are checked in, so that a change of an address, a command or a tool is seen in review; a house
test compares them with what would be written now.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"


def pages() -> dict[str, str]:
    """Every page by its file name. Django must be set up."""
    from milepost.surfaces.api import openapi
    from milepost.surfaces.cli import main

    return {
        "openapi.json": _by_lines(openapi.document()),
        "api.md": "\n".join(_api()) + "\n",
        "cli.md": "\n".join(_cli(main.commands())) + "\n",
        "mcp.md": "\n".join(_mcp()) + "\n",
    }


def _by_lines(document: dict[str, Any]) -> str:
    """JSON with a line for each operation and each schema: what a review of changes wants to see."""

    def lines(value: Any, depth: int) -> str:
        if depth == 0 or not isinstance(value, dict):
            return json.dumps(value, ensure_ascii=False)
        inner = ",\n".join(f"{json.dumps(name)}: {lines(part, depth - 1)}" for name, part in value.items())
        return f"{{\n{inner}\n}}"

    return lines(document, 3) + "\n"


def _api() -> Iterator[str]:
    from milepost.surfaces.api import urls
    from milepost.surfaces.catalog import index
    from milepost.surfaces.catalog.offers import right_of

    yield "# REST addresses"
    yield ""
    yield "All below `/api/v1/`. How to use them: [the guide](../guide/rest-api.md). Fields, types and"
    yield "examples are in [openapi.json](openapi.json), served at `/api/v1/openapi.json`."
    for noun, offers in groupby(index.in_order(), key=lambda offer: offer.entry.noun):
        yield ""
        yield f"## {noun.plural}"
        yield ""
        yield noun.about
        yield ""
        yield "| Address | Does | Right |"
        yield "|---|---|---|"
        for offer in offers:
            right = right_of(offer.entry)
            address = f"`{offer.address.method} {offer.address.path}`"
            yield f"| {address} | {_cell(offer.sentence)} | {f'`{right}`' if right else ''} |"
    yield ""
    yield "## Written by hand"
    yield ""
    yield "| Address | Does | Right |"
    yield "|---|---|---|"
    for made in urls.BY_HAND:
        yield f"| `{made.method} {made.path}` | {made.does} | {f'`{made.needs}`' if made.needs else ''} |"


def _cli(commands: dict[str, str]) -> Iterator[str]:
    from milepost.surfaces.catalog import index

    yield "# Commands"
    yield ""
    yield "`milepost COMMAND --help` tells every option. More in [the guide](../guide/command-line.md)."
    yield ""
    yield "| Command | Does |"
    yield "|---|---|"
    for name, does in commands.items():
        yield f"| `milepost {name}` | {_cell(does)} |"
    yield ""
    yield "## The program's commands"
    yield ""
    yield "Derived from the catalogue, like the [REST addresses](api.md): an item is an argument, a field an"
    yield "option."
    yield ""
    yield "| Command | Does |"
    yield "|---|---|"
    for offer in index.in_order():
        item = f" {offer.item.name.upper()}" if offer.item else ""
        words = f"{offer.entry.noun.plural} {offer.entry.called or offer.entry.verb}{item}"
        yield f"| `milepost {words}` | {_cell(offer.sentence)} |"


def _mcp() -> Iterator[str]:
    from milepost.surfaces.mcp import resources
    from milepost.surfaces.mcp.tools import TOOLS

    yield "# Tools for assistants"
    yield ""
    yield "At `/mcp` and from `milepost mcp`. How to connect one: [the guide](../guide/assistants.md)."
    yield ""
    yield "| Tool | Takes | Does |"
    yield "|---|---|---|"
    for tool in TOOLS:
        takes = ", ".join(f"`{name}`" if name in tool.required else f"`{name}`?" for name in tool.properties)
        yield f"| `{tool.name}` | {takes} | {_cell(tool.about)} |"
    yield ""
    yield "`?` marks what may be left out. `change` is shown only to tokens that may change something."
    yield ""
    yield "| Resource | Holds |"
    yield "|---|---|"
    for _, uri, about in resources.TEMPLATES:
        yield f"| `{uri}` | {about} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write every page."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("MILEPOST_SECRET_KEY", "only the words of the catalogue are read")
    from milepost.surfaces.cli import house

    house.settings()
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
