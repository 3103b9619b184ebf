"""My work: what waits for the reader, and reporting progress in the row it concerns.

The form of a task opens at `?update=atlas-17` of the page's own address; `left` there is what the stepper
offers. The line under it says what the plan would become, worked out and not saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from milepost.base import clock
from milepost.base.refusal import NotFound, Refusal
from milepost.domain.analysis.queries import mine, sheet
from milepost.domain.analysis.rows.plans import OwnTask
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.resources.rows import BookedEdit
from milepost.domain.schedule.operations import progress
from milepost.engine.instants import Instant, ticks
from milepost.surfaces.web.lists import shown as lists
from milepost.surfaces.web.lists.arranged import Group
from milepost.surfaces.web.shell import asking, frames, undoing
from milepost.surfaces.web.shell.frame import actor_of, page
from milepost.surfaces.web.shell.saving import saved
from milepost.surfaces.web.today import listing, present
from milepost.surfaces.web.today.forms import ProgressForm, left


@dataclass(frozen=True, slots=True)
class Update:
    """The form that is open, what it would do, and the addresses of its steps."""

    form: ProgressForm
    action: str
    revision: int
    less: str
    more: str
    then: str = ""
    difference: str = ""
    tone: str = ""


@require_GET
def my_work(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, by day."""
    rows = mine.own_tasks(actor_of(request))
    wanted = request.GET.get("update", "")
    update = None
    if wanted:
        row = _found(rows, wanted)
        form = ProgressForm.of(row, **_offered(request))
        update = _update(request, row, form, request.GET.get("left", ""))
    return _page(request, rows, wanted, update)


@require_POST
def report(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Report progress on one task."""
    rows = mine.own_tasks(actor_of(request))
    row = _found(rows, f"{slug}-{number}")
    form = ProgressForm.of(row, request.POST)
    ledger = program_queries.named(actor_of(request), slug=slug)
    if form.is_valid():
        acting = asking.acting(request, ledger, reason=form.cleaned_data["note"])
        if saved(form, lambda: progress.report(acting, task=number, **form.said)):
            said = _("%(task)s is updated.") % {"task": row.task.name}
            undoing.done(request, asking.about(request, slug), form.written, said)
            return HttpResponseRedirect(reverse("web:today"))
    return _page(request, rows, f"{slug}-{number}", _update(request, row, form, ""), status=422)


def _page(
    request: HttpRequest, rows: list[OwnTask], opened: str, update: Update | None, *, status: int = 200
) -> HttpResponse:
    today = timezone.localtime(clock.now()).date()
    listed = lists.shown(request, rows, listing.of(rows, today))
    return page(
        request,
        "today/page.html",
        frames.plain(request, title=_("My work"), here="today", layout="listing" if rows else "page"),
        status=status,
        groups=[
            Group(one.heading, tuple(present.item(row, today) for row in one.rows)) for one in listed.groups
        ],
        tools=listed.tools if rows else None,
        sentence=present.sentence(rows, today) if rows else (),
        critical=[present.item(row, today) for row in rows if row.task.is_critical],
        programs=sorted({(row.slug, row.program_name) for row in rows}),
        opened=opened,
        update=update,
    )


def _update(request: HttpRequest, row: OwnTask, form: ProgressForm, offered: str) -> Update:
    here = reverse("web:today")
    stepped = ProgressForm.base_fields["remaining"].clean(offered) if offered else ""
    days = _days(stepped) if stepped else None
    base = 0.0 if days is None else days - _days(left(row))
    bare = Update(
        form=form,
        action=reverse("web:report", args=[row.slug, row.task.number]),
        revision=program_queries.program(actor_of(request), program=row.program).revision,
        less=f"{here}?{urlencode({'update': present.key_of(row), 'left': left(row, base - 1)})}",
        more=f"{here}?{urlencode({'update': present.key_of(row), 'left': left(row, base + 1)})}",
    )
    if not stepped or form.is_bound:
        return bare
    return _with_preview(request, row, bare, {"task": row.task.number, "remaining": stepped})


def _with_preview(request: HttpRequest, row: OwnTask, bare: Update, edit: dict[str, Any]) -> Update:
    """The update with what the plan would become; a refusal stands in its place."""
    today = timezone.localtime(clock.now()).date()
    reader = actor_of(request)
    try:
        tried = sheet.preview(reader, program=row.program, edits=[cast(BookedEdit, edit)])
    except Refusal as refusal:
        return Update(bare.form, bare.action, bare.revision, bare.less, bare.more, str(refusal), "", "bad")
    now = sheet.headline(reader, program=row.program)
    finish = _finish_of(tried, row.task.number)
    days = _days_between(now.get("finish"), cast(dict[str, Any], tried["headline"]).get("finish"))
    then, difference, tone = present.then(finish or row.task.finish, row.task.finish, days, today)
    return Update(bare.form, bare.action, bare.revision, bare.less, bare.more, then, difference, tone)


def _offered(request: HttpRequest) -> dict[str, object]:
    """What the stepper of the open form stands at."""
    offered = request.GET.get("left", "")
    return {"remaining": offered[:20]} if offered else {}


def _found(rows: list[OwnTask], key: str) -> OwnTask:
    for row in rows:
        if present.key_of(row) == key:
            return row
    raise NotFound("This task does not wait for you.")


def _days(text: str) -> float:
    """The days in what the stepper shows; anything else counts as none."""
    number = text.strip().lower().removesuffix("d").replace(",", ".")
    try:
        return float(number)
    except ValueError:
        return 0.0


def _finish_of(tried: dict[str, Any], task: int) -> Instant | None:
    columns = tried["tasks"]
    if task not in columns["number"]:
        return None
    finish = columns["finish"][columns["number"].index(task)]
    return None if finish is None else ticks(finish)


def _days_between(before: Any, after: Any) -> int | None:
    if before is None or after is None:
        return None
    minutes: float = after - before
    return round(minutes / (24 * 60))
