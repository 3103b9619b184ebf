"""Program home."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.base import journal
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.analysis.queries import changes, trends
from milepost.domain.analysis.queries import current as analysis
from milepost.domain.analysis.rows.plans import PlannedTask, Result
from milepost.domain.programs.queries import documents
from milepost.domain.schedule.queries import baselines as baseline_queries
from milepost.surfaces.web.home import present, tables, why
from milepost.surfaces.web.shell import asking, frames
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.frame import page
from milepost.surfaces.web.shell.present import day, day_of, long_day, recorded_day


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed since a day: the finding, the tasks that moved most, how much else there is."""

    title: str
    since: str
    shifts: tuple[tables.Shift, ...]
    entries: int
    moved: int
    url: str
    why_url: str


@require_GET
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the program stands: a sentence, its figures, what changed, what drives, what is odd."""
    about = asking.about(request, slug)
    frame = frames.of_program(request, about, title=about.program.name, here="home")
    if not about.projects:
        return page(request, "home/empty.html", frame, about=about, may_edit=about.may("project.add"))
    where: dict[str, Any] = {"program": about.ledger, "as_of": about.revision}
    result = analysis.current(about.reader, **where)
    names = {project.number: project.name for project in about.projects}
    baseline = _baseline(about, result)
    points = trends.trend(about.reader, **where)
    lines, scale, found = tables.milestones(about, analysis.milestones(about.reader, **where), names)
    wanted = request.GET.get("why", "")
    return page(
        request,
        "home/page.html",
        frame,
        about=about,
        sentence=present.sentence(about, result.headline, baseline, _drivers(about, result)),
        status_day=day(day_of(about.program.status)) if about.program.status is not None else "",
        keys=present.keys(about, result.headline, result.projects, points),
        finding=present.finding(result.headline, points),
        picture=present.picture(result.headline, points),
        milestones=lines,
        scale=scale,
        milestones_said=found,
        projects=tables.projects(about, result.projects, _managers(about)),
        path=tables.path(about, analysis.driving_path(about.reader, **where)),
        oddities=tables.oddities(about, result.problems),
        problems=len(result.problems),
        promises=_promises(about),
        changed=_changed(about, names),
        why=why.explain(about, result, baseline, wanted) if wanted else None,
        may_edit=about.may_somewhere("plan.edit"),
    )


def _baseline(about: About, result: Result) -> str:
    """The name of the baseline the figures are held against, as it stands in a sentence."""
    slot = result.headline.slot
    if slot is None:
        return ""
    held = baseline_queries.slots(about.reader, program=about.ledger, as_of=about.revision).get(slot)
    if held is None:
        return ""
    return _("the baseline") if held.name == "Baseline" else held.name


def _drivers(about: About, result: Result) -> list[PlannedTask]:
    """The task that drives the headline's date now, when the reader may see it."""
    number = result.headline.driver
    if number is None:
        return []
    return analysis.planned_tasks(about.reader, program=about.ledger, tasks=[number], as_of=about.revision)


def _managers(about: About) -> dict[int, str]:
    managers = {project.manager for project in about.projects if project.manager is not None}
    return people_queries.names(about.reader, people=managers, program=about.ledger, as_of=about.revision)


def _promises(about: About) -> list[tables.Promise]:
    dates = documents.key_dates(about.reader, program=about.ledger, as_of=about.revision)
    rows = [row for row in dates if row.due_on is not None]
    keepers = [row.task for row in rows if row.task is not None]
    planned = analysis.planned_tasks(about.reader, program=about.ledger, tasks=keepers, as_of=about.revision)
    return tables.promises(about, rows, {row.number: row for row in planned})


def _changed(about: About, names: dict[int, str]) -> Changed | None:
    """What changed since Monday, or in the last week in which anything did; None when looking at the past."""
    if about.as_of.is_past or not about.may_somewhere("history.read"):
        return None
    monday = about.today - dt.timedelta(days=about.today.weekday())
    newest = journal.entry(about.ledger, about.program.revision)
    if newest is not None and recorded_day(newest.at) < monday:
        monday = recorded_day(newest.at) - dt.timedelta(days=recorded_day(newest.at).weekday())
    since = journal.revision_at(about.ledger, timezone.make_aware(dt.datetime.combine(monday, dt.time.min)))
    if since in (0, about.program.revision):
        return None
    found = changes.what_changed(about.reader, program=about.ledger, since=since)
    return Changed(
        title=found.sentence.rstrip("."),
        since=long_day(monday, about.today),
        shifts=tuple(tables.shifts(about, found.moved, names)),
        entries=len(found.edits),
        moved=len(found.moved),
        url=f"{reverse('web:history', args=[about.slug])}?since={monday.isoformat()}",
        why_url=f"{reverse('web:moves', args=[about.slug])}?since={monday.isoformat()}",
    )
