"""The documents and lists of a program in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milepost.domain.programs.rows import BriefRow, EditionRow, ScopeRow
from milepost.surfaces.web.brief.forms import BriefForm, ScopeForm
from milepost.surfaces.web.shell import present
from milepost.surfaces.web.shell.prose import prose

FORMS: Mapping[str, type[BriefForm] | type[ScopeForm]] = {"brief": BriefForm, "scope": ScopeForm}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document under its heading."""

    name: str
    label: str
    text: SafeString


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition in the list of editions."""

    edition: int
    line: str
    note: str


@dataclass(frozen=True, slots=True)
class Document:
    """The brief or the scope statement. `standing` says whether what is read was agreed."""

    key: str
    title: str
    standing: str
    is_agreed: bool
    is_empty: bool
    parts: tuple[Part, ...]
    editions: tuple[Edition, ...]

    @property
    def agreeing(self) -> str:
        """What `?edit=` says when the form to agree is open."""
        return f"agree-{self.key}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its title, what explains it, and the date at its end."""

    number: int
    title: str
    evidence: str
    day: str
    is_headline: bool = False


def document(key: str, row: BriefRow | ScopeRow | None, editions: Sequence[EditionRow]) -> Document:
    """A document with its parts, its standing and its editions."""
    fields = FORMS[key].base_fields
    content = {name: getattr(row, name) if row else "" for name in fields}
    newest = editions[0] if editions else None
    is_agreed = newest is not None and dict(newest.content) == content
    return Document(
        key=key,
        title=_("Brief") if key == "brief" else _("Scope"),
        standing=_standing(newest, is_agreed=is_agreed, is_empty=not any(content.values())),
        is_agreed=is_agreed,
        is_empty=not any(content.values()),
        parts=parts(key, content),
        editions=tuple(Edition(row.edition, _agreed(row), row.note) for row in editions),
    )


def parts(key: str, content: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts of a document that hold words, in the order of its form."""
    return tuple(
        Part(name, str(field.label), prose(content[name]))
        for name, field in FORMS[key].base_fields.items()
        if content.get(name, "").strip()
    )


def lines(
    key: str, rows: Sequence[Any], names: Mapping[int, str], tasks: Mapping[int, str], today: dt.date
) -> tuple[Line, ...]:
    """The lines of one of the lists; `names` are those of owners, `tasks` those of tasks that keep a date."""
    return tuple(
        Line(
            number=row.number,
            title=row.name if key == "dates" else row.title,
            evidence=(", " if key == "dates" else ". ").join(_evidence(key, row, names, tasks)),
            day=present.near_day(row.due_on, today) if getattr(row, "due_on", None) else "",
            is_headline=getattr(row, "is_headline", False),
        )
        for row in rows
    )


def _standing(newest: EditionRow | None, *, is_agreed: bool, is_empty: bool) -> str:
    if newest is None:
        return _("not written yet") if is_empty else _("a draft, not agreed yet")
    if is_agreed:
        return _("edition %(edition)s, %(agreed)s") % {"edition": newest.edition, "agreed": _agreed(newest)}
    return _("changed since edition %(edition)s, %(agreed)s") % {
        "edition": newest.edition,
        "agreed": _agreed(newest),
    }


def _agreed(row: EditionRow) -> str:
    day = present.day(present.recorded_day(row.agreed_at))
    return _("agreed %(day)s by %(name)s") % {"day": day, "name": row.agreed_by}


def _evidence(key: str, row: Any, names: Mapping[int, str], tasks: Mapping[int, str]) -> list[str]:
    if key == "objectives":
        said = [row.measure, row.target]
    elif key == "criteria":
        said = [row.measure, row.threshold]
    elif key == "deliverables":
        said = [row.acceptance, str(_STATUS.get(row.status, row.status))]
    else:
        said = [
            _("to %(whom)s") % {"whom": row.promised_to} if row.promised_to else "",
            _kept_by(row.task, row.name, tasks) if row.task else "",
        ]
    owner = names.get(getattr(row, "owner", None) or 0, "")
    return [text.strip().rstrip(".") for text in (*said, owner) if text.strip()]


def _kept_by(task: int, name: str, tasks: Mapping[int, str]) -> str:
    """Which task keeps a date; nothing more to say of one that is called like the date itself."""
    if task not in tasks:
        return _("kept by a task of another project")
    if tasks[task].casefold() == name.casefold():
        return _("kept by the task of this name")
    return _("kept by “%(task)s”") % {"task": tasks[task]}


_STATUS = {
    "planned": "",
    "started": gettext_lazy("started"),
    "delivered": gettext_lazy("delivered"),
    "accepted": gettext_lazy("accepted"),
    "dropped": gettext_lazy("dropped"),
}
