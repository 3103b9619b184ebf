"""Two states of a program side by side: the screen, its table as a file, and what moved the finish."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.base.documents import tables
from milepost.domain.analysis.queries import comparison, moves
from milepost.domain.analysis.rows.comparison import Comparison, TaskDifference
from milepost.surfaces.web.compare import listing, present, sides
from milepost.surfaces.web.compare.sides import EARLIER, LATER, Place
from milepost.surfaces.web.lists import shown as lists
from milepost.surfaces.web.lists.arranged import Group, cut
from milepost.surfaces.web.shell import asking, frames, tabs
from milepost.surfaces.web.shell.frame import fragment, page

_KEPT = ("project", "as_of", EARLIER, LATER)
_ROWS = 200


@require_GET
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What differs between `?earlier=` and `?later=`, two hundred tasks at a time."""
    about = asking.about(request, slug)
    where = sides.place(request, about)
    found = _found(where)
    tasks = _tasks(where, found)
    scale = present.scale_of(tasks)
    of = listing.of(tasks, _projects(where), present.head(scale))
    listed = lists.shown(request, tasks, of, keep=_KEPT, of=slug)
    part = cut(listed.groups, _first(request), _ROWS)
    where = replace(where, rest=tuple(listed.asked.said().items()))
    return page(
        request,
        "compare/page.html",
        frames.of_program(request, about, title=_("Compare"), here="analytics", layout="listing"),
        about=about,
        tabs=tabs.analytics(slug, query=about.query, here="compare", has_history=about.has_history),
        told=present.told(where, found),
        earlier=sides.label(about, found.earlier),
        later=sides.label(about, found.later),
        earlier_choices=sides.choices(where, EARLIER),
        later_choices=sides.choices(where, LATER),
        place=where,
        tools=listed.tools,
        groups=[
            Group(group.heading, tuple(present.line(where, found, scale, task) for task in group.rows))
            for group in part.groups
        ],
        more=f"{listed.asked.query()}&from={part.next}" if part.next else "",
        file=where.url("web:compare-table"),
    )


@require_GET
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """The tasks the screen shows, every one of them, as CSV: a line for each field that differs."""
    about = asking.about(request, slug)
    where = sides.place(request, about)
    found = _found(where)
    tasks = _tasks(where, found)
    listed = lists.shown(request, tasks, listing.of(tasks, _projects(where), ""), keep=_KEPT, of=slug)
    answer = HttpResponse(
        tables.write_csv(present.cells(listed.rows), with_bom=True), content_type="text/csv; charset=utf-8"
    )
    name = f"{slug}-{found.earlier.text}-{found.later.text}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


@require_GET
def causes(request: HttpRequest, slug: str) -> HttpResponse:
    """What moved the finish between both sides, largest cause first: it takes longer than the table."""
    about = asking.about(request, slug)
    where = sides.place(request, about)
    found = _found(where)
    if not about.has_history or not present.is_forward(found):
        return fragment(request, "compare/causes.html", line=None)
    told = moves.why_moved(
        about.reader,
        program=about.ledger,
        since=found.earlier.revision,
        task=found.milestone,
        as_of=None if found.later.kind == "now" else found.later.revision,
    )
    return fragment(request, "compare/causes.html", line=present.causes(where, found, told))


def _found(where: Place) -> Comparison:
    about = where.about
    return comparison.compare(
        about.reader,
        program=about.ledger,
        earlier=where.earlier,
        later=where.later,
        as_of=about.revision,
    )


def _tasks(where: Place, found: Comparison) -> list[TaskDifference]:
    """Every task that differs, of the project the address names or of all."""
    project = where.about.project
    return [task for task in found.tasks if project is None or task.project == project]


def _projects(where: Place) -> list[int]:
    return [project.number for project in where.about.projects]


def _first(request: HttpRequest) -> int:
    text = request.GET.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
