"""Taking back and doing again, as machines are offered them."""

from __future__ import annotations

from milepost.base import undo
from milepost.surfaces.catalog.accounts import ORGANISATION
from milepost.surfaces.catalog.entry import Entry, Noun, Operation
from milepost.surfaces.catalog.programs import PROGRAM

HISTORY = Noun("entry", "history", "What was done, entry by entry.")

ENTRIES: tuple[Entry, ...] = (
    Operation(noun=HISTORY, verb="undo", run=undo.undo, example={"entry": 812}, needs_seen=False),
    Operation(noun=PROGRAM, verb="undo", run=undo.undo_last, place="program", needs_seen=False),
    Operation(noun=PROGRAM, verb="redo", run=undo.redo, place="program", needs_seen=False),
    Operation(noun=ORGANISATION, verb="undo", run=undo.undo_last, needs_seen=False),
    Operation(noun=ORGANISATION, verb="redo", run=undo.redo, needs_seen=False),
)
