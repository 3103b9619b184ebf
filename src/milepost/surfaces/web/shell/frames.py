"""The frames of screens: which places a reader has, where he is, what the bar offers."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milepost.base.permissions import may_anywhere
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.programs.rows import ProgramRow
from milepost.surfaces.web.shell import frame as shell
from milepost.surfaces.web.shell.asking import About

_PINNED_AT_MOST = 8


def plain(request: HttpRequest, *, title: str, here: str = "", layout: shell.Layout = "page") -> shell.Frame:
    """The frame of a screen outside any program."""
    return _frame(request, title=title, here=here, layout=layout, about=None)


def of_program(
    request: HttpRequest,
    about: About,
    *,
    title: str,
    here: str,
    layout: shell.Layout = "page",
    has_as_of: bool = True,
    has_projects: bool = True,
) -> shell.Frame:
    """The frame of a program's screen; the home's title is the program itself and stands alone."""
    return _frame(
        request,
        title=title,
        here=here,
        layout=layout,
        about=about,
        has_as_of=has_as_of,
        has_projects=has_projects,
    )


def _frame(
    request: HttpRequest,
    *,
    title: str,
    here: str,
    layout: shell.Layout,
    about: About | None,
    has_as_of: bool = False,
    has_projects: bool = False,
) -> shell.Frame:
    actor = shell.actor_of(request)
    is_home = here == "home"
    return shell.Frame(
        title=title,
        crumb="" if about is None or is_home else _short(about.program),
        crumb_url="" if about is None else reverse("web:home", args=[about.slug]) + about.query,
        places=shell.top_places(here),
        program="" if about is None else _short(about.program),
        pages=()
        if about is None
        else pages_of(about.slug, query=about.query, here=here, has_history=about.has_history),
        pinned=_programs(request, None if about is None else about.slug),
        organisation=_organisation(request, here),
        person=actor.name,
        initials=shell.initials_of(actor.name),
        person_places=_own_places(),
        projects=_projects(request, about) if about is not None and has_projects else (),
        project="" if about is None else _project_label(about),
        as_of=about.as_of if about is not None and has_as_of and about.has_history else None,
        now_url=request.path
        + ("" if about is None or about.project is None else f"?project={about.project}"),
        narrowed="" if about is None or about.project is None else str(about.project),
        layout=layout,
        theme=shell.theme_of(request),
        is_folded=request.COOKIES.get(shell.FOLD_COOKIE, "1" if layout == "still" else "0") == "1",
        has_single_keys=request.COOKIES.get(shell.KEYS_COOKIE) != "0",
        slug="" if about is None else about.slug,
    )


def _short(program: ProgramRow) -> str:
    """ "Atlas" of "Atlas: core banking to cloud"."""
    return program.name.partition(":")[0]


def pages_of(
    slug: str, *, query: str = "", here: str = "", has_history: bool = True
) -> tuple[shell.Place, ...]:
    """The pages of a program, each with what the address of the present one carries on."""
    pages = [
        ("home", _("Home"), "home", "home"),
        ("plan", _("Plan"), "plan", "plan"),
        ("brief", _("Brief & scope"), "brief", "brief"),
        ("calendars", _("Calendars"), "calendars", "calendar"),
        ("analytics", _("Analytics"), "moves" if has_history else "quality", "chart"),
        ("history", _("History"), "history", "history"),
        ("settings", _("Settings"), "settings", "settings"),
    ]
    return tuple(
        shell.Place(name, label, reverse(f"web:{route}", args=[slug]) + query, icon, name == here)
        for name, label, route, icon in pages
        if has_history or name != "history"
    )


def _programs(request: HttpRequest, but: str | None) -> tuple[shell.Place, ...]:
    rows = program_queries.programs(shell.actor_of(request))
    return tuple(
        shell.Place(f"program-{row.slug}", _short(row), reverse("web:home", args=[row.slug]), "program")
        for row in rows
        if row.slug != but and row.closed_at is None
    )[:_PINNED_AT_MOST]


def _organisation(request: HttpRequest, here: str) -> tuple[shell.Place, ...]:
    if not may_anywhere(shell.actor_of(request), "people.read"):
        return ()
    return (shell.Place("people", _("People & roles"), reverse("web:people"), "people", here == "people"),)


def _own_places() -> tuple[shell.Place, ...]:
    places = (
        ("sessions", _("Sign-in and sessions"), "web:sessions", "device"),
        ("tokens", _("Personal tokens"), "web:tokens", "key"),
    )
    return tuple(shell.Place(name, label, reverse(route), icon) for name, label, route, icon in places)


def _projects(request: HttpRequest, about: About) -> tuple[shell.Choice, ...]:
    if len(about.projects) < 2:
        return ()
    every = shell.Choice(
        _all_projects(about), request.path + about.query_with(project=None), about.project is None
    )
    return (
        every,
        *(
            shell.Choice(
                project.name,
                request.path + about.query_with(project=project.number),
                about.project == project.number,
            )
            for project in about.projects
        ),
    )


def _project_label(about: About) -> str:
    names = {project.number: project.name for project in about.projects}
    return names[about.project] if about.project is not None else _all_projects(about)


def _all_projects(about: About) -> str:
    count = len(about.projects)
    return ngettext("%(count)s project", "All %(count)s projects", count) % {"count": count}
