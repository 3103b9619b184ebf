"""The history of a program: since when, by whom, of what; and taking an entry back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

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
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.surfaces.web.history import listing, present
from milepost.surfaces.web.lists import asked as lists
from milepost.surfaces.web.lists import shown
from milepost.surfaces.web.shell import asking, frames, undoing
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.frame import page
from milepost.surfaces.web.shell.present import day, listed

_PAGE = 50
_LAST = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What part of the history is wanted: since a day, of one task, before an entry."""

    since: dt.date | None
    task: int | None
    before: int | None


@require_GET
def entries(request: HttpRequest, slug: str) -> HttpResponse:
    """What was done, newest first, fifty entries at a time."""
    about = asking.about(request, slug)
    if not about.has_history:
        raise NotAllowed(_("Your roles read this program as it stands, not how it came to be so."))
    wanted = _wanted(request)
    tasks = task_queries.names_seen(about.reader, program=about.ledger, tasks=[wanted.task or 0])
    asked = lists.asked(
        request.GET,
        listing.of(_people(about), wanted.since, wanted.task, tasks, about.today),
        keep=("as_of",),
    )
    found = _found(about, wanted, asked.filters.get("by", ""))
    names = history.names(about.reader, (delta for one in found for delta in one.deltas))
    told = [] if about.as_of.is_past else [one.entry for one in found]
    may_undo = undoable.acceptable(about.reader, about.ledger, told)
    lines = [present.line(one, names, may_undo=one.entry.seq in may_undo) for one in found]
    listed = shown.as_asked(request, lines, asked, of=about.slug)
    return page(
        request,
        "history/page.html",
        frames.of_program(
            request, about, title=_("History"), here="history", layout="listing", has_projects=False
        ),
        groups=listed.groups,
        tools=listed.tools,
        sentence=_sentence(found, wanted.since),
        since=wanted.since,
        older=asked.query() + f"&before={found[-1].entry.seq}" if len(found) == _PAGE else "",
        slug=about.slug,
        may_see_reads=about.may("access.read"),
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
        undoing.done(request, about, done, text % {"rows": done.value})
    return HttpResponseRedirect(undoing.page_before(request, reverse("web:history", args=[about.slug])))


def _wanted(request: HttpRequest) -> Wanted:
    def number(name: str) -> int | None:
        text = request.GET.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    try:
        since = dt.date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        since = None
    return Wanted(since, number("task"), number("before"))


def _found(about: About, wanted: Wanted, by: str) -> list[Told]:
    after = 0
    if wanted.since is not None:
        start = timezone.make_aware(dt.datetime.combine(wanted.since, dt.time.min))
        after = journal.revision_at(about.ledger, start)
    return history.told(
        about.reader,
        about.ledger,
        after=after,
        upto=min(about.revision or _LAST, wanted.before - 1 if wanted.before else _LAST),
        person=int(by) if by else None,
        row=key(about.ledger, wanted.task) if wanted.task else None,
        limit=_PAGE,
    )


def _people(about: About) -> list[tuple[str, str]]:
    """Everybody the history names, by name, as choices."""
    numbers = history.people(about.reader, about.ledger)
    names = people_queries.names(about.reader, people=numbers)
    return sorted(((str(number), name) for number, name in names.items()), key=lambda pair: pair[1])


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
