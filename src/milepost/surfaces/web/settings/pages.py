"""The settings of a program and of its projects."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from milepost.base.refusal import NotFound
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.programs.operations import programs as operations
from milepost.domain.programs.operations import projects as project_operations
from milepost.domain.programs.queries import programs as program_queries
from milepost.domain.programs.rows import ProjectRow
from milepost.domain.schedule.queries import calendars as calendar_queries
from milepost.surfaces.web.settings import forms
from milepost.surfaces.web.shell import asking, frames, present, undoing
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.forms import Form
from milepost.surfaces.web.shell.frame import page
from milepost.surfaces.web.shell.saving import saved


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in the list of projects."""

    number: int
    name: str
    stage: str
    manager: str
    start: str
    finish_by: str
    colour: str
    may_edit: bool


@require_GET
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that can be set, with the form `?edit=` asks for open."""
    about = asking.about(request, slug)
    return _page(request, about, _empty_form(about, request.GET.get("edit", "")))


@require_POST
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what the program is called, what it is for, who answers for it."""
    about = asking.about(request, slug)
    form = forms.ProgramForm(request.POST, offered=_offered(about))
    acting = asking.acting(request, about.ledger)
    if saved(form, lambda: operations.edit(acting, **form.cleaned_data)):
        undoing.done(request, about, form.written, _("The program is changed."))
        return _done(about, "program")
    return _page(request, about, ("program", form), status=422)


@require_POST
def set_stage(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the program a stage further, or back."""
    about = asking.about(request, slug)
    form = forms.StageForm(request.POST)
    acting = asking.acting(request, about.ledger)
    if saved(form, lambda: operations.set_stage(acting, **form.cleaned_data)):
        undoing.done(request, about, form.written, _("The stage is changed."))
        return _done(about, "stage")
    return _page(request, about, ("stage", form), status=422)


@require_POST
def set_status_date(request: HttpRequest, slug: str) -> HttpResponse:
    """Say to which day progress is reported."""
    about = asking.about(request, slug)
    form = forms.StatusDateForm(request.POST)
    acting = asking.acting(request, about.ledger)
    if saved(form, lambda: operations.set_status_date(acting, **form.cleaned_data)):
        undoing.done(
            request,
            about,
            form.written,
            _("The status date is set; what was not done by then moves behind it."),
        )
        return _done(about, "status")
    return _page(request, about, ("status", form), status=422)


@require_POST
def add_project(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a project."""
    about = asking.about(request, slug)
    form = forms.NewProjectForm(request.POST, offered=_offered(about))
    acting = asking.acting(request, about.ledger)
    if saved(form, lambda: project_operations.add(acting, **form.cleaned_data)):
        undoing.done(request, about, form.written, _("The project is added."))
        return _done(about, "projects")
    return _page(request, about, ("project-new", form), status=422)


@require_POST
def edit_project(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change a project."""
    about = asking.about(request, slug)
    form = forms.ProjectForm(request.POST, offered=_offered(about))
    acting = asking.acting(request, about.ledger)
    if saved(form, lambda: project_operations.edit(acting, project=number, **form.cleaned_data)):
        undoing.done(request, about, form.written, _("The project is changed."))
        return _done(about, "projects")
    return _page(request, about, (f"project-{number}", form), status=422)


@require_POST
def remove_project(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Remove a project with its tasks; undo brings all of it back."""
    about = asking.about(request, slug)
    written = project_operations.remove(asking.acting(request, about.ledger), project=number)
    undoing.done(request, about, written, _("The project is removed with its tasks and links."))
    return _done(about, "projects")


def _page(
    request: HttpRequest, about: About, opened: tuple[str, Form] | None, *, status: int = 200
) -> HttpResponse:
    row = about.program
    managers = {
        number for number in (row.manager, row.sponsor, *(p.manager for p in about.projects)) if number
    }
    names = people_queries.names(about.reader, people=managers, program=about.ledger, as_of=about.revision)
    here = reverse("web:settings", args=[about.slug])
    return page(
        request,
        "settings/page.html",
        frames.of_program(request, about, title=_("Settings"), here="settings", has_projects=False),
        status=status,
        program=row,
        stage=forms.STAGES.get(row.stage, row.stage),
        status_day=present.day(day) if (day := forms.day_of(row.status)) else "",
        manager=names.get(row.manager or 0, ""),
        sponsor=names.get(row.sponsor or 0, ""),
        projects=[_line(about, project, names) for project in about.projects],
        opened=opened[0] if opened else "",
        form=opened[1] if opened else None,
        number=int(opened[0].partition("-")[2])
        if opened and opened[0].startswith("project-") and opened[0][8:].isdigit()
        else 0,
        may_edit=about.may("program.edit"),
        may_plan=about.may("plan.edit"),
        may_add=about.may("project.add"),
        revision=row.revision,
        here=here,
        edit_with=f"{here}?edit=",
        slug=about.slug,
    )


def _line(about: About, row: ProjectRow, names: dict[int, str]) -> ProjectLine:
    promised = forms.day_of(row.finish_by)
    start = forms.day_of(row.start)
    return ProjectLine(
        number=row.number,
        name=row.name,
        stage=str(forms.PROJECT_STAGES.get(row.stage, row.stage)),
        manager=names.get(row.manager or 0, ""),
        start=present.near_day(start, about.today) if start else "",
        finish_by=present.near_day(promised, about.today) if promised else "",
        colour=row.colour,
        may_edit=about.may("project.edit", row.number),
    )


def _empty_form(about: About, wanted: str) -> tuple[str, Form] | None:
    row = about.program
    if wanted == "program":
        values = {name: getattr(row, name) for name in forms.ProgramForm.base_fields}
        return wanted, forms.ProgramForm(initial=values, offered=_offered(about))
    if wanted == "stage":
        return wanted, forms.StageForm(initial={"stage": row.stage})
    if wanted == "status":
        return wanted, forms.StatusDateForm(initial={"status_date": forms.day_of(row.status)})
    if wanted == "project-new":
        return wanted, forms.NewProjectForm(initial={"start": about.today}, offered=_offered(about))
    for project in about.projects:
        if wanted == f"project-{project.number}":
            return wanted, forms.ProjectForm(initial=forms.project_values(project), offered=_offered(about))
    if wanted:
        raise NotFound(f"There is nothing called '{wanted}' to set.")
    return None


def _offered(about: About) -> dict[str, forms.Choices]:
    people = [(row.number, row.name) for row in people_queries.people(about.reader)]
    calendars = calendar_queries.calendars(about.reader, program=about.ledger)
    return {
        "manager": people,
        "sponsor": people,
        "calendar": [(row.number, row.name) for row in calendars if not row.is_personal],
        "portfolio": [(row.number, row.name) for row in program_queries.portfolios(about.reader)],
    }


def _done(about: About, section: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('web:settings', args=[about.slug])}#{section}")
