"""Entries of the journal in sentences: "changed Balance loader: duration 40 d, now 48 d"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milepost.base.history import Count, Told
from milepost.base.shapes import Delta
from milepost.engine.instants import moment
from milepost.surfaces.web.history import words
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.frame import initials_of

_SHOWN_AT_ONCE = 12
_LONGEST_VALUE = 160
_LONGEST_IN_SENTENCE = 40


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one row: what it was and what it became."""

    subject: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in a sentence, with its changes one click away."""

    seq: int
    on: dt.date
    day: str
    time: str
    who: str
    initials: str
    sentence: str
    reason: str
    door: str
    changes: tuple[FieldChange, ...]
    more: int
    hidden: bool
    undone_by: int | None
    undoes: int | None
    may_undo: bool


def line(told: Told, names: Mapping[int, str], *, may_undo: bool = False) -> Line:
    """One entry in words."""
    entry = told.entry
    changes = [change for delta in told.deltas for change in _changes(delta, names)]
    return Line(
        seq=entry.seq,
        on=present.recorded_day(entry.at),
        day=present.day(present.recorded_day(entry.at)),
        time=present.clock(entry.at),
        who=entry.by or _("somebody"),
        initials=initials_of(entry.by) if entry.by else "–",
        sentence=sentence(told, names),
        reason=entry.reason,
        door=str(words.DOORS.get(entry.door, "")),
        changes=() if _says_all(told, changes) else tuple(changes[:_SHOWN_AT_ONCE]),
        more=max(len(changes) - _SHOWN_AT_ONCE, 0),
        hidden=told.hidden,
        undone_by=told.undone_by,
        undoes=entry.undoes,
        may_undo=may_undo,
    )


def sentence(told: Told, names: Mapping[int, str]) -> str:
    """What an entry did: the one thing by name, or how many of what."""
    entry = told.entry
    if entry.undoes is not None:
        return _("took back entry %(seq)s: %(what)s") % {"seq": entry.undoes, "what": _counted(told.counts)}
    source = next(
        (entry.parameters[name] for name in ("file", "source", "title") if entry.parameters.get(name)), ""
    )
    if "import" in entry.operation:
        what = _counted(told.counts)
        return (
            _("imported “%(file)s”: %(what)s") % {"file": source, "what": what}
            if source
            else _("imported %(what)s") % {"what": what}
        )
    if entry.operation == "resources.renew":
        return _("took over a newer version of “%(file)s”: %(what)s") % {
            "file": source,
            "what": _counted(told.counts),
        }
    if len(told.deltas) == 1 and sum(count.rows for count in told.counts) == 1:
        return _single(told.deltas[0], names)
    return _counted(told.counts, _subjects(told.deltas, names))


def _says_all(told: Told, changes: Sequence[FieldChange]) -> bool:
    """Does the sentence already hold the only change there is, with both its values?"""
    return (
        len(told.deltas) == 1
        and len(changes) == 1
        and max(len(changes[0].before), len(changes[0].after)) <= _LONGEST_IN_SENTENCE
    )


def people(told: Iterable[Told]) -> list[str]:
    """Who did it all, each once, the latest first."""
    return list(dict.fromkeys(one.entry.by for one in told if one.entry.by))


def _single(delta: Delta, names: Mapping[int, str]) -> str:
    name = _name(delta, names)
    noun = words.noun(delta.table, 1)
    subject = _("%(noun)s “%(name)s”") % {"noun": noun, "name": name} if name else noun
    if delta.kind == "+":
        return _("added %(subject)s") % {"subject": subject}
    if delta.kind == "-":
        return _("removed %(subject)s") % {"subject": subject}
    shown = [field for field in delta.fields if field not in words.INNER]
    if not shown:
        return _("moved %(subject)s") % {"subject": subject}
    said = present.listed([words.field(field) for field in shown[:3]])
    if len(shown) > 1:
        return _("changed %(fields)s of %(subject)s") % {"fields": said, "subject": subject}
    before, after = (value_text(shown[0], value) for value in delta.fields[shown[0]])
    if max(len(before), len(after)) > _LONGEST_IN_SENTENCE:
        return _("rewrote %(fields)s of %(subject)s") % {"fields": said, "subject": subject}
    return _("changed %(field)s of %(subject)s from %(before)s to %(after)s") % {
        "field": said,
        "subject": subject,
        "before": before,
        "after": after,
    }


def _counted(counts: Sequence[Count], subjects: str = "") -> str:
    verbs = {"+": _("added %(what)s"), "~": _("changed %(what)s"), "-": _("removed %(what)s")}
    parts = []
    for kind in ("+", "~", "-"):
        of_kind = [
            f"{present.number(count.rows, places=0)} {words.noun(count.table, count.rows)}"
            for count in sorted(counts, key=lambda one: -one.rows)
            if count.kind == kind and count.table != "schedule.baselinetask"
        ]
        if of_kind:
            parts.append(verbs[kind] % {"what": present.listed(of_kind[:4])})
    text = "; ".join(parts) or _("kept something")
    return f"{text} ({subjects})" if subjects else text


def _subjects(deltas: Sequence[Delta], names: Mapping[int, str]) -> str:
    tasks = [name for delta in deltas if delta.table == "schedule.task" and (name := _name(delta, names))]
    shown = list(dict.fromkeys(tasks))
    if not 0 < len(shown) <= 3:
        return ""
    return present.listed(shown)


def _changes(delta: Delta, names: Mapping[int, str]) -> list[FieldChange]:
    subject = _name(delta, names) or words.noun(delta.table, 1)
    if delta.kind == "~":
        return [
            FieldChange(subject, words.field(field), value_text(field, before), value_text(field, after))
            for field, (before, after) in delta.fields.items()
            if field not in words.INNER
        ]
    return []


def _name(delta: Delta, names: Mapping[int, str]) -> str:
    """What a row is called now, or was called when it was removed."""
    if delta.row in names:
        return names[delta.row]
    held = delta.fields.get("name") or delta.fields.get("title") or ""
    return str(held[1] if isinstance(held, list | tuple) else held)


def value_text(field: str, value: object) -> str:
    """A column's value as the history keeps it, in words."""
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.endswith(words.INSTANT) and isinstance(value, int):
        return present.day(moment(value).date()) + moment(value).strftime(" %H:%M")
    if field.endswith(words.LENGTH) and isinstance(value, int | float):
        return _("%(days)s d") % {"days": present.number(present.worked(int(value)), places=2)}
    if field == "percent_complete" and isinstance(value, int | float):
        return f"{present.number(value)} %"
    if isinstance(value, list | dict):
        return _("other values")
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"


def day_title(day: dt.date, today: dt.date) -> str:
    """ "Today, Tuesday 22 September", or the day alone."""
    if day == today:
        return _("Today, %(day)s") % {"day": present.long_day(day, today)}
    return present.long_day(day, today)
