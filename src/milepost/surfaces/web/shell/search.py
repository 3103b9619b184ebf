"""Ctrl-K: what can be gone to, found and done, as one list. Without scripts the list is a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.base.identity import Actor
from milepost.base.permissions import may_anywhere, may_in_program
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.programs.rows import ProgramRow
from milepost.domain.schedule.queries import search as task_search
from milepost.surfaces.web.shell import frame as shell
from milepost.surfaces.web.shell import frames, tabs

_AT_MOST = 20
_SHORTEST = 2
"""A word of one letter fits nearly every task: it searches pages and programs only."""


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the palette: where it leads, what it is, and a word on the right."""

    label: str
    url: str
    icon: str
    kind: str


@require_GET
def palette(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The lines that fit `q`, as JSON for the palette; the program that is open comes first."""
    return JsonResponse({"items": [asdict(one) for one in matches(request, request.GET.get("q", ""), slug)]})


@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """The lines that fit `q`, as a page."""
    words = request.GET.get("q", "")
    return shell.page(
        request,
        "shell/search.html",
        frames.plain(request, title=_("Search")),
        words=words,
        found=matches(request, words) if words else (),
    )


def matches(request: HttpRequest, words: str, slug: str = "") -> tuple[Found, ...]:
    """At most twenty lines whose label has all the words: pages, then programs, then tasks."""
    wanted = words.casefold().split()
    reader = shell.actor_of(request)
    rows = program_queries.programs(reader)
    rows.sort(key=lambda row: row.slug != slug)
    lines = [
        *_pages(reader, rows[0] if rows and rows[0].slug == slug else None),
        *_actions(request),
        *_programs(rows),
    ]
    found = [one for one in lines if _fits(one.label, wanted)]
    if any(len(word) >= _SHORTEST for word in wanted):
        found += _tasks(request, wanted, rows)
    return tuple(found[:_AT_MOST])


def _pages(reader: Actor, program: ProgramRow | None) -> Iterable[Found]:
    page = _("page")
    if program is not None:
        has_history = may_in_program(reader, "history.read", program.ledger)
        for place in frames.pages_of(program.slug, has_history=has_history):
            yield Found(place.label, place.url, place.icon, program.name.partition(":")[0])
        for tab in tabs.analytics(
            program.slug,
            has_history=has_history,
            has_baselines=may_in_program(reader, "baseline.read", program.ledger),
        ):
            yield Found(tab.label, tab.url, "chart", program.name.partition(":")[0])
    yield Found(_("My work"), reverse("web:today"), "mywork", page)
    yield Found(_("Portfolio"), reverse("web:portfolio"), "portfolio", page)
    yield Found(_("People & roles"), reverse("web:people"), "people", page)
    yield Found(_("Personal tokens"), reverse("web:tokens"), "key", page)
    yield Found(_("Sign-in and sessions"), reverse("web:sessions"), "device", page)
    yield Found(_("Help and keys"), reverse("web:help"), "keyboard", page)


def _actions(request: HttpRequest) -> Iterable[Found]:
    if may_anywhere(shell.actor_of(request), "program.add"):
        yield Found(_("New program"), reverse("web:new-program"), "plus", _("do"))
        yield Found(_("Import a plan"), reverse("web:import"), "upload", _("do"))


def _programs(rows: Iterable[ProgramRow]) -> Iterable[Found]:
    for row in rows:
        yield Found(row.name, reverse("web:home", args=[row.slug]), "program", _("program"))


def _tasks(request: HttpRequest, wanted: list[str], rows: list[ProgramRow]) -> Iterable[Found]:
    slugs = {row.ledger: row.slug for row in rows}
    names = {row.ledger: row.name.partition(":")[0] for row in rows}
    for task in task_search.tasks(
        shell.actor_of(request), words=wanted, programs=list(slugs), limit=_AT_MOST
    ):
        plan = reverse("web:plan", args=[slugs[task.program]])
        kind = f"{names[task.program]} T-{task.number}"
        yield Found(task.name or _("unnamed"), f"{plan}?task={task.number}", "plan", kind)


def _fits(label: str, wanted: list[str]) -> bool:
    text = label.casefold()
    return all(word in text for word in wanted)
