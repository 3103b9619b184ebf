"""Plan quality: every check with its value, its limit and who offends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from milepost.base.refusal import NotFound
from milepost.domain.analysis.queries import current as analysis
from milepost.domain.analysis.queries import quality as checks
from milepost.domain.analysis.rows.quality import Quality, QualityCheck
from milepost.domain.schedule.queries import baselines as baseline_queries
from milepost.domain.schedule.rows import BaselineRow
from milepost.surfaces.web.quality import beside, present
from milepost.surfaces.web.shell import asking, frames, tabs
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.frame import Choice, Frame, page


@require_GET
def quality(request: HttpRequest, slug: str) -> HttpResponse:
    """DCMA's 14 points, the other checks and GAO's evidence; `?check=` opens one beside them.

    `?by=project` lays the projects side by side instead.
    """
    about = asking.about(request, slug)
    wanted = asking.slot(request)
    if request.GET.get("by") == "project" and about.project is None:
        return _beside(request, about, wanted)
    found = checks.quality(
        about.reader,
        program=about.ledger,
        project=about.project,
        baseline=wanted,
        as_of=about.revision,
    )
    place = present.Place(about, wanted)
    opened = request.GET.get("check", "")
    return page(
        request,
        "quality/page.html",
        _frame(request, about),
        **_around(place, found.slot),
        sentence=present.sentence(place, found),
        groups=present.groups(place, found),
        practices=present.practices(place, found),
        panel=_panel(place, found, opened) if opened else None,
    )


def _beside(request: HttpRequest, about: About, wanted: int | None) -> HttpResponse:
    found = checks.quality_by_project(
        about.reader, program=about.ledger, baseline=wanted, as_of=about.revision
    )
    place = present.Place(about, wanted, by="project")
    return page(
        request,
        "quality/beside.html",
        _frame(request, about),
        **_around(place, wanted),
        beside=beside.beside(place, found),
    )


def _frame(request: HttpRequest, about: About) -> Frame:
    return frames.of_program(request, about, title=_("Plan quality"), here="analytics", layout="listing")


def _around(place: present.Place, slot: int | None) -> dict[str, Any]:
    """What stands above either layout: tabs, both layouts, and the baselines to hold the plan against."""
    about = place.about
    slots = baseline_queries.slots(about.reader, program=about.ledger, as_of=about.revision)
    newest = max(slots, key=lambda each: (slots[each].taken_at, each), default=None)
    chosen = newest if slot is None else slot
    return {
        "about": about,
        "tabs": tabs.analytics(
            about.slug,
            query=about.query,
            here="quality",
            has_history=about.has_history,
            has_baselines=about.has_baselines,
        ),
        "layouts": _layouts(place),
        "baseline": slots[chosen].name if chosen in slots else "",
        "baselines": _baselines(place, slots, chosen),
    }


def _layouts(place: present.Place) -> list[Choice]:
    """One check after the other, or the projects side by side, where there are several."""
    if len(place.about.projects) < 2:
        return []
    whole = replace(place, about=replace(place.about, project=None))
    return [
        Choice(_("Check by check"), replace(place, by="").plain, not place.by),
        Choice(_("Project by project"), replace(whole, by="project").plain, bool(place.by)),
    ]


def _baselines(place: present.Place, slots: dict[int, BaselineRow], chosen: int | None) -> list[Choice]:
    """The menu of baselines the plan may be held against."""
    return [
        Choice(row.name, replace(place, baseline=slot).plain, slot == chosen) for slot, row in slots.items()
    ]


def _panel(place: present.Place, found: Quality, wanted: str) -> present.Panel:
    """The check beside the page, with who offends.

    Raises: NotFound.
    """
    check = next((one for one in found.checks if one.id == wanted), None)
    if check is None:
        raise NotFound(f"There is no check '{wanted}'.")
    return present.panel(place, check, _offenders(place.about, check), found.revision)


def _offenders(about: About, check: QualityCheck) -> list[present.Offending]:
    rows = analysis.planned_tasks(
        about.reader,
        program=about.ledger,
        tasks=check.offenders[: present.LISTED_AT_MOST],
        as_of=about.revision,
    )
    return [present.offending(about, check.id, row) for row in rows]
