"""What commands print: one JSON document or a few lines for people, and refusals in one line on standard
error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

import click

REFUSED = 1
USAGE = 2


def answer(document: Any, *, as_json: bool, lines: Iterable[str]) -> None:
    """Print the document as JSON, or else the lines written for people."""
    if as_json:
        # `json.dump` would encode in plain Python, piece by piece: five times slower.
        sys.stdout.write(json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str))
        sys.stdout.write("\n")
        return
    for line in lines:
        click.echo(line)


def refuse(message: str) -> int:
    """Say in one line on standard error why nothing was done; the exit code to leave with."""
    told = "".join(sign if sign.isprintable() else " " for sign in message)
    click.echo(" ".join(told.split()), err=True)
    return REFUSED
