"""What a newer version of a file says otherwise, in words: what was, what stands here, what is said now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from milepost.interop.load.renewal.difference import Difference
from milepost.interop.load.renewal.groups import custom_key
from milepost.interop.load.renewal.pieces import Fields, Moved, Piece
from milepost.interop.load.renewal.take import code_of
from milepost.surfaces.web.history import words
from milepost.surfaces.web.history.present import value_text
from milepost.surfaces.web.shell import present

SHOWN_OF_A_KIND = 200
"""Pieces of one kind that can be ticked one by one; the rest go by the rule chosen for the kind."""

_KINDS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("changed", gettext_lazy("Tasks that changed"), ("task_changed",)),
    ("added", gettext_lazy("Tasks that are new"), ("task_added",)),
    ("removed", gettext_lazy("Tasks the file has no longer"), ("task_removed",)),
    ("links", gettext_lazy("Links"), ("link_changed", "link_added", "link_removed")),
    (
        "people",
        gettext_lazy("People and assignments"),
        ("resource_added", "resource_changed", "booking_changed", "booking_added", "booking_removed"),
    ),
    ("calendars", gettext_lazy("Calendars"), ("calendar_changed",)),
    ("project", gettext_lazy("The project itself"), ("project_changed",)),
    ("baselines", gettext_lazy("Baselines"), ("baseline_added",)),
)
_FIELDS: Mapping[str, Promise] = {
    "place": gettext_lazy("place in the outline"),
    "mode": gettext_lazy("dates set by hand"),
    "progress": gettext_lazy("progress"),
    "pauses": gettext_lazy("pauses and levelling delay"),
    "effort": gettext_lazy("kind of effort"),
    "carried": gettext_lazy("fields only carried along"),
    "link": gettext_lazy("kind and lag"),
    "rates": gettext_lazy("rates"),
    "units": gettext_lazy("units"),
    "exceptions": gettext_lazy("days that differ"),
    "status": gettext_lazy("status date"),
    "rules": gettext_lazy("rules of scheduling"),
}
_COMES_AND_GOES: Mapping[str, Promise] = {
    "task_added": gettext_lazy("new in the file"),
    "link_added": gettext_lazy("new link"),
    "booking_added": gettext_lazy("new assignment"),
    "resource_added": gettext_lazy("new in the file"),
    "task_removed": gettext_lazy("not in the file any more"),
    "link_removed": gettext_lazy("link gone from the file"),
    "booking_removed": gettext_lazy("assignment gone from the file"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One piece to tick. `was` is empty where the plan still says what the file said last time."""

    code: str
    name: str
    field: str
    was: str
    here: str
    file: str
    moved: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """The pieces of one kind; `key` names its rule in the form."""

    key: str
    title: str
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Section:
    """One project of the file against one of ours."""

    number: int
    title: str
    summary: str
    kinds: tuple[Kind, ...]


def section(found: Difference, title: str) -> Section:
    """A project's pieces by kind, those changed on both sides first."""
    names = _names(found)
    return Section(found.project, title, _summary(found.pieces), tuple(_kinds(found, names)))


def chosen(found: Difference, rules: Mapping[str, str], ticked: frozenset[str]) -> set[str]:
    """The codes that a form takes over: what is ticked, unless a project's or a kind's rule says otherwise.

    What was too much to be shown one by one goes by what was suggested.
    """
    codes: set[str] = set()
    for key, _title, kinds in _KINDS:
        pieces = _of(found, kinds)
        rule = rules.get(f"{found.project}") or rules.get(f"{found.project}-{key}") or "each"
        if rule == "all":
            codes |= {code_of(found, piece) for piece in pieces}
        elif rule == "each":
            codes |= {code_of(found, one) for one in pieces[:SHOWN_OF_A_KIND]} & ticked
            codes |= {code_of(found, one) for one in pieces[SHOWN_OF_A_KIND:] if one.is_suggested}
    return codes


def _kinds(found: Difference, names: Mapping[str, str]) -> Iterator[Kind]:
    for key, title, kinds in _KINDS:
        pieces = _of(found, kinds)
        if pieces:
            lines = tuple(_line(found, piece, names) for piece in pieces[:SHOWN_OF_A_KIND])
            yield Kind(f"{found.project}-{key}", str(title), lines, len(pieces) - len(lines))


def _of(found: Difference, kinds: Sequence[str]) -> list[Piece]:
    order = {Moved.BOTH: 0, Moved.FILE: 1, Moved.HERE: 2}
    return sorted((one for one in found.pieces if one.kind in kinds), key=lambda one: order[one.moved])


def _summary(pieces: Sequence[Piece]) -> str:
    file, both, here = (
        sum(one.moved is who for one in pieces) for who in (Moved.FILE, Moved.BOTH, Moved.HERE)
    )
    if not pieces:
        return _("Nothing differs: the file says what stands here.")
    said = []
    if file:
        said.append(ngettext("%(n)s change in the file", "%(n)s changes in the file", file) % {"n": file})
    if both:
        said.append(ngettext("%(n)s changed in both", "%(n)s changed in both", both) % {"n": both})
    if here:
        said.append(ngettext("%(n)s changed only here", "%(n)s changed only here", here) % {"n": here})
    return present.listed(said)


def _line(found: Difference, piece: Piece, names: Mapping[str, str]) -> Line:
    was, here, file = (_said(piece, side, names) for side in (piece.before, piece.here, piece.file))
    return Line(
        code=code_of(found, piece),
        name=_("Baseline %(slot)s") % {"slot": piece.name} if piece.kind == "baseline_added" else piece.name,
        field=_field(piece),
        was=was if piece.moved is Moved.BOTH and piece.field and piece.before is not None else "",
        here=here,
        file=file,
        moved=piece.moved.value,
        is_ticked=piece.is_suggested,
    )


def _field(piece: Piece) -> str:
    if piece.kind in _COMES_AND_GOES:
        return str(_COMES_AND_GOES[piece.kind])
    if piece.kind == "baseline_added":
        return _("new in the file") if piece.here is None else _("differs; the earlier one is kept too")
    return custom_key(piece.field) or str(_FIELDS.get(piece.field) or words.field(piece.field))


def _said(piece: Piece, side: Fields | None, names: Mapping[str, str]) -> str:
    """The columns in which the sides differ, in words; empty for a row that comes or goes."""
    if side is None or not piece.field:
        return ""
    if piece.field == "carried":
        return ""
    if piece.field == "link":
        return _link(side)
    others = [one for one in (piece.before, piece.here, piece.file) if one is not None]
    differing = [name for name in side if any(one.get(name) != side.get(name) for one in others)]
    if len(differing) == 1:
        return _value(differing[0], side[differing[0]], names)
    return present.listed([f"{words.field(name)} {_value(name, side[name], names)}" for name in differing])


def _link(side: Fields) -> str:
    """A link's kind and lag: "FS + 2 d"."""
    lag = side["lag"] or 0
    if not lag:
        return str(side["type"])
    is_percent = "%" in str(side["lag_unit"])
    amount = f"{present.number(abs(lag))} %" if is_percent else value_text("lag_ticks", abs(lag))
    return f"{side['type']} {'+' if lag > 0 else '−'} {amount}"


def _value(column: str, value: object, names: Mapping[str, str]) -> str:
    if column == "parent":
        return _("under %(task)s") % {"task": names.get(str(value), str(value))} if value else _("at the top")
    if column == "behind":
        return _("behind %(task)s") % {"task": names.get(str(value), str(value))} if value else _("first")
    if column in ("calendar", "follows") and value:
        return names.get(f"calendar {value}", str(value))
    return value_text(column, value)


def _names(found: Difference) -> dict[str, str]:
    """What tasks and calendars are called, by the ids the pieces use."""
    names = {uid: str(task.get("name")) for uid, task in found.file.tasks.items()}
    for number, row in found.here["schedule.task"].items():
        names.setdefault(f"#{number}", str(row["name"]))
    names |= {f"calendar {uid}": str(one.get("name")) for uid, one in found.file.calendars.items()}
    for number, row in found.here["schedule.calendar"].items():
        names.setdefault(f"calendar #{number}", str(row["name"]))
    return names
