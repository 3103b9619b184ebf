"""Every key of the product, once: the help page prints this, the scripts obey it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Key:
    """What to press and what happens; `keys` are pressed together, alternatives in `or_keys`."""

    keys: tuple[str, ...]
    does: str | Promise
    or_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Keys that work in one place."""

    title: str | Promise
    keys: tuple[Key, ...]


GROUPS = (
    Group(
        _("Everywhere"),
        (
            Key(("Ctrl", "K"), _("Search, go to a page or do something")),
            Key(("/",), _("Search this list")),
            Key(("?",), _("This page")),
            Key(("C",), _("Create: the screen's first action")),
            Key(("G", "M"), _("Go to my work")),
            Key(("G", "O"), _("Go to the portfolio")),
            Key(("G", "H"), _("Go to the program's home")),
            Key(("G", "P"), _("Go to the plan")),
            Key(("G", "B"), _("Go to brief and scope")),
            Key(("G", "A"), _("Go to analytics")),
            Key(("G", "Y"), _("Go to history")),
            Key(("[",), _("Fold the navigation")),
            Key(("J",), _("Next row of a list, or next task in the panel"), ("K",)),
            Key(("Esc",), _("Close the panel, the menu or the palette")),
        ),
    ),
    Group(
        _("In the plan: moving and choosing"),
        (
            Key(("↑", "↓"), _("Move between tasks"), ("←", "→")),
            Key(("Home",), _("First column"), ("End",)),
            Key(("Ctrl", "Home"), _("First task"), ("Ctrl", "End")),
            Key(("Shift", "arrows"), _("Choose several cells")),
            Key(("Ctrl", "F"), _("Find a task")),
            Key(("Ctrl", "Shift", "L"), _("Filter by words, signs and columns")),
            Key(("Alt", "↓"), _("Sort, filter, move or hide the column")),
            Key(("Ctrl", "Enter"), _("Open the task beside the sheet")),
            Key(("Alt", "→"), _("Expand, collapse"), ("Alt", "←")),
            Key(("Alt", "="), _("Zoom in, zoom out"), ("Alt", "−")),
            Key(("Shift", "F10"), _("What can be done with the task")),
        ),
    ),
    Group(
        _("In the plan: editing"),
        (
            Key(("F2",), _("Edit the cell; typing starts at once")),
            Key(("Enter",), _("Keep and go down")),
            Key(("Tab",), _("Keep and go right")),
            Key(("Esc",), _("Give up the edit")),
            Key(("Insert",), _("New task here")),
            Key(("Delete",), _("Clear the cell, or remove the chosen tasks")),
            Key(("Ctrl", "C"), _("Copy, cut, paste: also to and from Excel"), ("Ctrl", "X / V")),
            Key(("Ctrl", "D"), _("Fill down")),
            Key(("Ctrl", "Z"), _("Undo, redo"), ("Ctrl", "Y")),
        ),
    ),
    Group(
        _("In the plan: structure"),
        (
            Key(("Alt", "Shift", "→"), _("Indent under the task above")),
            Key(("Alt", "Shift", "←"), _("Outdent")),
            Key(("Ctrl", "F2"), _("Link the chosen tasks in order")),
        ),
    ),
)
