"""Saying what was just saved, with the way back beside it where there is one.

Undo is offered only if it would be accepted: the reader holds the right the operation took, it is one that
can be undone, and nothing came later that stands on it. The offer travels with the message to the next page.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from milepost.base import journal, undoable
from milepost.base.identity import ORGANISATION
from milepost.base.operation import Written
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.frame import actor_of

_MARK = "back:"
_ORGANISATION = "organisation"
"""What stands for the organisation where a program has its slug; no program can be called so."""


@dataclass(frozen=True, slots=True)
class WayBack:
    """Where a press takes an entry back, and what that is called ("Undo", or "Redo" of an undo)."""

    label: str
    action: str


def done(request: HttpRequest, about: About, written: object, said: str) -> None:
    """Tell the next page what an operation did, `written` being its answer; nothing where nothing changed."""
    _tell(request, about.ledger, about.slug, written, said)


def done_here(request: HttpRequest, written: object, said: str) -> None:
    """The same of an operation on the organisation: people, roles, settings."""
    _tell(request, ORGANISATION, _ORGANISATION, written, said)


def _tell(request: HttpRequest, ledger: int, slug: str, written: object, said: str) -> None:
    if not isinstance(written, Written) or written.entry is None:
        return
    entry = journal.entry(ledger, written.entry)
    tags = ""
    if entry is not None and entry.seq in undoable.acceptable(actor_of(request), ledger, [entry]):
        tags = f"{_MARK}{slug}:{entry.seq}:{'redo' if entry.undoes is not None else 'undo'}"
    messages.success(request, said, extra_tags=tags)


def way_back(message: Message) -> WayBack | None:
    """The way back a message carries."""
    for tag in (message.extra_tags or "").split():
        if tag.startswith(_MARK):
            slug, seq, kind = tag.removeprefix(_MARK).split(":")
            label = _("Redo") if kind == "redo" else _("Undo")
            if slug == _ORGANISATION:
                return WayBack(label, reverse("web:take-back-here", args=[int(seq)]))
            return WayBack(label, reverse("web:take-back", args=[slug, int(seq)]))
    return None


def page_before(request: HttpRequest, otherwise: str) -> str:
    """The page a form stood on, as it says itself; never one of another host."""
    back = request.POST.get("back", "")
    return back if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else otherwise
