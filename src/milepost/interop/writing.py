"""An exchange as a file of any format Milepost writes, chosen by the file's name."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import PurePath

from milepost.base.documents.sources import Unreadable
from milepost.interop.exchange.values import Exchange

_WRITERS = {
    ".xml": ("mspdi", "milepost.interop.mspdi.write"),
    ".xer": ("xer", "milepost.interop.xer.write"),
    ".plan": ("plan", "milepost.interop.plan.write"),
    ".csv": ("csv", "milepost.interop.tables.write_csv"),
    ".xlsx": ("xlsx", "milepost.interop.tables.write_xlsx"),
}


def format_for(name: str) -> str:
    """The format a file of that name is written in.

    Raises: Unreadable, for endings nothing is written in.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in _WRITERS:
        known = ", ".join(_WRITERS)
        raise Unreadable(f"{PurePath(name).name}: plans are written as {known}; name the file accordingly.")
    return _WRITERS[ending][0]


def write(exchange: Exchange, name: str) -> bytes:
    """The content of a file of that name.

    Raises: Unreadable, when the format cannot hold the plan.
    """
    format_for(name)
    module = importlib.import_module(_WRITERS[PurePath(name).suffix.lower()][1])
    content: bytes = module.write(exchange)
    return content


def only(exchange: Exchange, project: str) -> Exchange:
    """The exchange with one of its projects, named by uid or title.

    Raises: Unreadable.
    """
    chosen = tuple(one for one in exchange.projects if project in {str(one.uid), one.title})
    if len(chosen) != 1:
        known = ", ".join(f"{one.uid} ({one.title})" for one in exchange.projects)
        raise Unreadable(f"No one project is called {project!r}; there are {known}.")
    return replace(exchange, projects=chosen)
