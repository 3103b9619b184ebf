"""The history of a program: since when, by whom, of what; and taking an entry back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from milepost.base import history, journal, undo, undoable
from milepost.base.history import Told
from milepost.base.identity import key
from milepost.base.refusal import NotAllowed, NotFound, Refusal
from milepost.surfaces.web.history import present
from milepost.surfaces.web.shell import asking, frames
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.frame import Choice, page
from milepost.surfaces.web.shell.present import day, listed

_PAGE = 50
_LAST = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What part of the history is wanted: since a day, by a person, of one task, before an entry."""

    since: str
    by: int | None
    task: int | None
    before: int | None

    def address(self, about: About, **other: object) -> str:
        """The same page with something else asked."""
        asked = {"since": self.since, "by": self.by, "task": self.task, **other}
        text = urlencode({name: value for name, value in asked.items() if value})
        return reverse("web:history", args=[about.slug]) + (f"?{text}" if text else "")


@require_GET
def entries(request: HttpRequest, slug: str) -> HttpResponse:
    """What was done, newest first, fifty entries at a time."""
    about = asking.about(request, slug)
    if not about.has_history:
        raise NotAllowed(_("Your roles read this program as it stands, not how it came to be so."))
    asked = _asked(request)
    after, since = _after(asked, about)
    found = history.told(
        about.reader,
        about.ledger,
        after=after,
        upto=min(about.revision or _LAST, asked.before - 1 if asked.before else _LAST),
        person=asked.by,
        row=key(about.ledger, asked.task) if asked.task else None,
        limit=_PAGE,
    )
    names = history.names(delta for one in found for delta in one.deltas)
    told = [] if about.as_of.is_past else [one.entry for one in found]
    return page(
        request,
        "history/page.html",
        frames.of_program(
            request, about, title=_("History"), here="history", layout="listing", has_projects=False
        ),
        days=present.days(found, names, about.today, undoable.acceptable(about.reader, about.ledger, told)),
        sentence=_sentence(found, since),
        since_choices=_since_choices(about, asked),
        since=since,
        people=_people(about, asked, found),
        asked=asked,
        plain=reverse("web:history", args=[about.slug]),
        task=names.get(key(about.ledger, asked.task), "") if asked.task else "",
        older=asked.address(about, before=found[-1].entry.seq) if len(found) == _PAGE else "",
        slug=about.slug,
        revision=about.program.revision,
    )


@require_POST
def take_back(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """Undo one entry, an import too: a new entry puts the former values back."""
    about = asking.about(request, slug)
    told = history.one(about.reader, about.ledger, seq=seq)
    if told is None:
        raise NotFound(f"There is no entry {seq}.")
    try:
        done = undo.undo(asking.acting(request, about.ledger), entry=seq)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext(
            "Taken back: %(rows)s row is as before.", "Taken back: %(rows)s rows are as before.", done.value
        )
        messages.success(request, text % {"rows": done.value})
    return HttpResponseRedirect(reverse("web:history", args=[about.slug]))


def _asked(request: HttpRequest) -> Asked:
    def number(name: str) -> int | None:
        text = request.GET.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    return Asked(request.GET.get("since", ""), number("by"), number("task"), number("before"))


def _after(asked: Asked, about: About) -> tuple[int, dt.date | None]:
    """The revision and the day after which entries are wanted; all of them without a day."""
    try:
        since = dt.date.fromisoformat(asked.since)
    except ValueError:
        return 0, None
    start = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    return journal.revision_at(about.ledger, start), since


def _since_choices(about: About, asked: Asked) -> list[Choice]:
    monday = about.today - dt.timedelta(days=about.today.weekday())
    first = about.today.replace(day=1)
    offered = (
        (_("Since today's start"), about.today),
        (_("Since Monday, %(day)s") % {"day": day(monday, year=False)}, monday),
        (_("Since the Monday before"), monday - dt.timedelta(days=7)),
        (_("Since the first of the month"), first),
    )
    return [
        Choice(_("All of it"), asked.address(about, since=""), not asked.since),
        *(
            Choice(label, asked.address(about, since=when.isoformat()), asked.since == when.isoformat())
            for label, when in offered
        ),
    ]


def _people(about: About, asked: Asked, found: list[Told]) -> list[Choice]:
    known = {one.entry.person: one.entry.by for one in found if one.entry.person is not None}
    return [
        Choice(_("Everybody"), asked.address(about, by=None), asked.by is None),
        *(
            Choice(name, asked.address(about, by=person), asked.by == person)
            for person, name in sorted(known.items(), key=lambda item: item[1])
        ),
    ]


def _sentence(found: list[Told], since: dt.date | None) -> str:
    if not found:
        return ""
    who = present.people(found)
    is_cut = since is not None and len(found) == _PAGE
    count = f"{len(found)}+" if is_cut else str(len(found))
    what = ngettext("%(count)s change", "%(count)s changes", len(found)) % {"count": count}
    by = listed(who) if len(who) <= 3 else _("%(count)s people") % {"count": len(who)}
    if since is None:
        return _("The latest %(what)s, by %(who)s.") % {"what": what, "who": by}
    return _("Since %(day)s: %(what)s by %(who)s.") % {"day": day(since), "what": what, "who": by}
