"""What undo and redo would do next, in words: "duration of “Trial migration 2” from 15 d to 18 d".

The sheet asks after each save, so that the button, the palette and the key name what they take back. Which
steps those are is the journal's to say: the same rule by which they are then taken back.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.base import history, journal, undo
from milepost.base.history import Told
from milepost.base.journal import EntryRow
from milepost.base.shapes import Delta
from milepost.surfaces.web.history import present, words
from milepost.surfaces.web.shell import asking
from milepost.surfaces.web.shell.asking import About

_FOLLOWS = {"duration": {"duration_unit", "remaining"}, "constraint": {"constraint_date"}}
"""Fields that are set along with another: the other alone is named."""


@require_GET
def steps(request: HttpRequest, slug: str) -> HttpResponse:
    """The next undo and the next redo of this session, as JSON for the sheet; null where there is none."""
    about = asking.about(request, slug)
    back, again = undo.next_steps(about.reader, about.ledger)
    return JsonResponse({"undo": _step(about, back), "redo": _step(about, again)})


def _step(about: About, seq: int | None) -> dict[str, str] | None:
    """What an entry did, and when first; one that was itself an undo stands for what it undid."""
    entry = None if seq is None else _first(about.ledger, seq)
    if entry is None:
        return None
    told = history.one(about.reader, about.ledger, seq=entry.seq)
    return {"words": _("a change") if told is None else _words(about, told), "at": entry.at.isoformat()}


def _first(ledger: int, seq: int) -> EntryRow | None:
    entry = journal.entry(ledger, seq)
    while entry is not None and entry.undoes is not None:
        entry = journal.entry(ledger, entry.undoes)
    return entry


def _words(about: About, told: Told) -> str:
    names = history.names(about.reader, told.deltas)
    edited = [delta for delta in told.deltas if delta.table == "schedule.task" and _fields(delta)]
    if len(edited) == 1 and edited[0].kind == "~" and edited[0].row in names:
        shown = _fields(edited[0])
        if len(shown) == 1:
            return _one_field(edited[0], shown[0], names[edited[0].row])
    return present.sentence(told, names)


def _fields(delta: Delta) -> list[str]:
    """The fields a person would say were changed."""
    names = {name.removesuffix(words.LENGTH).removesuffix(words.INSTANT): name for name in delta.fields}
    follows = {follower for field in names for follower in _FOLLOWS.get(field, ())}
    return [name for plain, name in names.items() if plain not in follows and name not in words.INNER]


def _one_field(delta: Delta, field: str, name: str) -> str:
    before, after = (present.value_text(field, value) for value in delta.fields[field])
    return _("%(field)s of “%(name)s” from %(before)s to %(after)s") % {
        "field": words.field(field),
        "name": name,
        "before": before,
        "after": after,
    }
