"""Documents an assistant may take in whole: what a program is for, and what is true of it now."""

from __future__ import annotations

import json
import re

from milepost.base.identity import Actor
from milepost.base.refusal import NotFound
from milepost.surfaces.mcp import tools

TEMPLATES = (
    ("Program", "program://{program}", "The program with its stage, status date and currency."),
    ("Brief", "program://{program}/brief", "Why the program exists."),
    ("Scope", "program://{program}/scope", "What is in and out of it."),
)
_URI = re.compile(r"program://([\w-]{1,80})(?:/(brief|scope))?")


def listed(actor: Actor) -> list[tuple[str, str]]:
    """The programs the caller sees, as (uri, name)."""
    programs = tools.call(actor, "programs", {})["data"]["answer"]["items"]
    return [(f"program://{program['slug']}", program["name"]) for program in programs]


def read(actor: Actor, uri: str) -> str:
    """One of them as JSON text.

    Raises: NotFound.
    """
    found = _URI.fullmatch(uri)
    if found is None:
        raise NotFound(f"There is no '{uri[:100]}'.")
    asked = {"noun": found[2] or "program", "program": found[1], "item": found[1]}
    return json.dumps(tools.call(actor, "get_object", asked), ensure_ascii=False)
