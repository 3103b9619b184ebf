"""Taking back and doing again, as machines are offered them."""

from __future__ import annotations

from milepost.base import undo
from milepost.surfaces.catalog.accounts import ORGANISATION
from milepost.surfaces.catalog.entry import Entry, Noun, Operation

HISTORY = Noun("entry", "history", "What was done, entry by entry.")

ENTRIES: tuple[Entry, ...] = (
    Operation(noun=HISTORY, verb="undo", run=undo.undo, example={"entry": 812}, needs_seen=False),
    Operation(noun=ORGANISATION, verb="undo", run=undo.undo_last, needs_seen=False),
    Operation(noun=ORGANISATION, verb="redo", run=undo.redo, needs_seen=False),
)
