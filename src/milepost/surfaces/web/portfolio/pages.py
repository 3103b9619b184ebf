"""The portfolio, and opening a program."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from milepost.base import clock, journal
from milepost.base.identity import ORGANISATION
from milepost.base.permissions import may_anywhere
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.analysis.queries import current as analysis
from milepost.domain.programs.operations import programs as operations
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.programs.rows import ProgramRow
from milepost.surfaces.web.lists import shown as lists
from milepost.surfaces.web.portfolio import listing, present
from milepost.surfaces.web.settings.forms import Choices, NewProgramForm
from milepost.surfaces.web.shell import asking, frames
from milepost.surfaces.web.shell.frame import actor_of, page
from milepost.surfaces.web.shell.saving import saved


@require_GET
def programs(request: HttpRequest) -> HttpResponse:
    """Every program the reader may see: planned finish, slip, what changed."""
    reader = actor_of(request)
    rows = program_queries.programs(reader)
    today = timezone.localtime(clock.now()).date()
    headlines = analysis.headlines(reader)
    people = {person for row in rows for person in (row.manager, row.sponsor) if person is not None}
    board = present.board(
        rows,
        headlines,
        _changes(rows, today),
        people_queries.names(reader, people=people),
        program_queries.portfolios(reader),
        today,
    )
    listed = lists.shown(request, board.programs, listing.of(board))
    return page(
        request,
        "portfolio/page.html",
        frames.plain(request, title=_("Portfolio"), here="portfolio", layout="listing"),
        groups=listed.groups,
        tools=listed.tools if board.programs else None,
        sentence=present.sentence(rows, headlines),
        may_add=may_anywhere(reader, "program.add"),
    )


@require_http_methods(["GET", "POST"])
def new_program(request: HttpRequest) -> HttpResponse:
    """Open a program and go to it."""
    reader = actor_of(request)
    offered: dict[str, Choices] = {
        "portfolio": [(row.number, row.name) for row in program_queries.portfolios(reader)],
        "manager": [(row.number, row.name) for row in people_queries.people(reader)],
    }
    form = NewProgramForm(
        request.POST or None,
        offered=offered,
        initial={"manager": reader.person, "currency": _currency(request)},
    )
    made: list[str] = []
    acting = asking.acting(request, ORGANISATION)
    if request.method == "POST" and saved(
        form, lambda: made.append(operations.open_program(acting, **form.cleaned_data).value)
    ):
        messages.success(request, _("The program is open. Bring in its plans, or write the first."))
        return HttpResponseRedirect(reverse("web:home", args=made))
    return page(
        request,
        "portfolio/new.html",
        frames.plain(request, title=_("New program"), here="portfolio"),
        status=422 if request.method == "POST" else 200,
        form=form,
    )


def _changes(rows: list[ProgramRow], today: dt.date) -> dict[int, int]:
    """How many entries each program's history gained since Monday."""
    monday = today - dt.timedelta(days=today.weekday())
    start = timezone.make_aware(dt.datetime.combine(monday, dt.time.min))
    return journal.counts_since([row.ledger for row in rows], start)


def _currency(request: HttpRequest) -> str:
    organisation = people_queries.organisation(actor_of(request))
    return organisation.currency if organisation else "EUR"
