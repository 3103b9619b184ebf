"""The plan page: frame, sheet, and the panel of the task `?task=` names."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.base.refusal import NotFound
from milepost.domain.accounts.queries import views as view_queries
from milepost.domain.analysis.queries import current as analysis
from milepost.domain.analysis.queries import quality as checks
from milepost.domain.analysis.rows.quality import QualityCheck
from milepost.surfaces.web.plan import paper
from milepost.surfaces.web.plan.panel import panel
from milepost.surfaces.web.shell import asking, frames
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.frame import page


@require_GET
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet draws itself from `/api/v1/programs/…/sheet`; the page brings everything around it."""
    about = asking.about(request, slug)
    task = request.GET.get("task", "")
    check = request.GET.get("check", "")
    is_task = task.isascii() and task.isdigit() and len(task) < 10
    return page(
        request,
        "plan/page.html",
        frames.of_program(request, about, title=_("Plan"), here="plan", layout="still"),
        about=about,
        panel=panel(about, int(task), request.GET.get("tab", ""), request.GET) if is_task else None,
        check=_check(request, about, check) if check else None,
        may_edit=about.may_somewhere("plan.edit"),
        columns=_columns(about),
    )


def _columns(about: About) -> str:
    """The columns the reader last saw in this plan, in whatever browser, as JSON; "" before any were set."""
    kept = view_queries.views(about.reader, screen="plan-columns", of=about.slug)
    return next((json.dumps(view.look) for view in kept if view.is_mine), "")


def _check(request: HttpRequest, about: About, wanted: str) -> QualityCheck:
    """The check whose offenders alone are to be shown.

    Raises: NotFound.
    """
    found = checks.quality(
        about.reader,
        program=about.ledger,
        project=about.project,
        baseline=asking.slot(request),
        as_of=about.revision,
    )
    for check in found.checks:
        if check.id == wanted:
            return check
    raise NotFound(f"There is no check '{wanted}'.")


@require_GET
def on_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Every task with its bar on one page, to be printed."""
    about = asking.about(request, slug)
    rows = analysis.planned_tasks(
        about.reader, program=about.ledger, project=about.project, as_of=about.revision
    )
    result = analysis.current(about.reader, program=about.ledger, as_of=about.revision)
    return page(
        request,
        "plan/paper.html",
        frames.of_program(request, about, title=_("Plan on paper"), here="plan"),
        about=about,
        sentence=result.headline.sentence,
        sheet=paper.sheet(rows, result.projects, about.today),
    )
