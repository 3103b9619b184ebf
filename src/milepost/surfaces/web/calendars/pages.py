"""The calendars of a program: look, change a week, say which days differ."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from milepost.base.operation import Acting, Written
from milepost.base.refusal import NotFound
from milepost.domain.schedule.operations import calendars as operations
from milepost.domain.schedule.queries import calendars as queries
from milepost.domain.schedule.rows import CalendarRow
from milepost.surfaces.web.calendars import listing, present
from milepost.surfaces.web.calendars.forms import CalendarForm, ExceptionForm, NewCalendarForm
from milepost.surfaces.web.lists import shown as lists
from milepost.surfaces.web.shell import asking, frames, undoing
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.forms import Form
from milepost.surfaces.web.shell.frame import page
from milepost.surfaces.web.shell.saving import saved


@require_GET
def calendars(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """A calendar, and the list of all beside it; without a number the one the program goes by."""
    about = asking.about(request, slug)
    wanted = request.GET.get("edit", "") if about.may("calendar.edit") else ""
    return _page(request, about, number, wanted, _empty_form(about, number, wanted))


@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a calendar and go to it."""
    about = asking.about(request, slug)
    form = NewCalendarForm(request.POST, calendars=_choices(about))
    if saved(form, lambda: operations.add(_acting(request, about), **form.cleaned_data)):
        undoing.done(request, about, form.written, _("The calendar is added."))
        return HttpResponseRedirect(_address(about, _number(form)))
    return _page(request, about, None, "new", form, status=422)


@require_POST
def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change a calendar's name or week."""
    about = asking.about(request, slug)
    form = CalendarForm(request.POST)
    if saved(form, lambda: operations.edit(_acting(request, about), calendar=number, **form.cleaned_data)):
        undoing.done(request, about, form.written, _("The calendar is changed; the plan follows."))
        return HttpResponseRedirect(_address(about, number))
    return _page(request, about, number, "week", form, status=422)


@require_POST
def remove(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Remove a calendar nothing goes by."""
    about = asking.about(request, slug)
    written = operations.remove(_acting(request, about), calendar=number)
    undoing.done(request, about, written, _("The calendar is removed."))
    return HttpResponseRedirect(_address(about, None))


@require_POST
def add_days(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say on which days a calendar differs."""
    about = asking.about(request, slug)
    form = ExceptionForm(request.POST)
    if saved(
        form, lambda: operations.add_exception(_acting(request, about), calendar=number, **form.cleaned_data)
    ):
        undoing.done(request, about, form.written, _("The days are added; the plan follows."))
        return HttpResponseRedirect(_address(about, number) + "#days")
    return _page(request, about, number, "days", form, status=422)


@require_POST
def remove_days(request: HttpRequest, slug: str, number: int, exception: int) -> HttpResponse:
    """Make differing days ordinary again."""
    about = asking.about(request, slug)
    written = operations.remove_exception(_acting(request, about), exception=exception)
    undoing.done(request, about, written, _("These days are ordinary again."))
    return HttpResponseRedirect(_address(about, number) + "#days")


def _page(
    request: HttpRequest,
    about: About,
    number: int | None,
    opened: str,
    form: Form | None,
    *,
    status: int = 200,
) -> HttpResponse:
    rows = {row.number: row for row in _rows(about)}
    chosen = _chosen(about, rows, number)
    where: dict[str, Any] = {"program": about.ledger, "as_of": about.revision}
    shown = chosen and present.calendar(
        chosen,
        rows,
        queries.exceptions(about.reader, **where),
        queries.work_weeks(about.reader, **where),
        about.today,
    )
    lines = _lines(about, rows, chosen)
    listed = lists.shown(request, lines, listing.of(lines), keep=("as_of",), of=about.slug)
    return page(
        request,
        "calendars/page.html",
        frames.of_program(request, about, title=_("Calendars"), here="calendars", has_projects=False),
        status=status,
        calendar=shown,
        groups=listed.groups,
        tools=listed.tools if len(lines) > 1 else None,
        opened=opened,
        form=form,
        revision=about.program.revision,
        may_edit=about.may("calendar.edit"),
        here=_address(about, chosen.number if chosen else None),
        edit_with=f"{_address(about, chosen.number if chosen else None)}{'&' if about.query else '?'}edit=",
        slug=about.slug,
        query=about.query,
    )


def _number(form: Form) -> int:
    """The number of the calendar a form added."""
    assert isinstance(form.written, Written)
    return int(form.written.value)


def _lines(about: About, rows: dict[int, CalendarRow], chosen: CalendarRow | None) -> list[present.Line]:
    weeks = {number: present.resolved(row, rows) for number, row in rows.items()}
    return [
        present.Line(
            row.number,
            row.name,
            present.hours(weeks[row.number]),
            _address(about, row.number),
            chosen is not None and row.number == chosen.number,
            present.minutes(weeks[row.number]),
            row.is_personal,
        )
        for row in rows.values()
    ]


def _rows(about: About) -> list[CalendarRow]:
    return queries.calendars(about.reader, program=about.ledger, as_of=about.revision)


def _chosen(about: About, rows: dict[int, CalendarRow], number: int | None) -> CalendarRow | None:
    if number is not None:
        if number not in rows:
            raise NotFound(f"There is no calendar {number}.")
        return rows[number]
    default = next((project.calendar for project in about.projects if project.calendar in rows), None)
    wanted = about.program.calendar if about.program.calendar in rows else default
    return rows[wanted] if wanted is not None else next(iter(rows.values()), None)


def _empty_form(about: About, number: int | None, wanted: str) -> Form | None:
    if wanted == "new":
        return NewCalendarForm(calendars=_choices(about))
    if wanted == "days":
        return ExceptionForm()
    if wanted != "week":
        return None
    chosen = _chosen(about, {row.number: row for row in _rows(about)}, number)
    return None if chosen is None else CalendarForm(initial=present.typed_week(chosen))


def _choices(about: About) -> list[tuple[int, str]]:
    return [(row.number, row.name) for row in _rows(about) if not row.is_personal]


def _acting(request: HttpRequest, about: About) -> Acting:
    return asking.acting(request, about.ledger)


def _address(about: About, number: int | None) -> str:
    if number is None:
        return reverse("web:calendars", args=[about.slug]) + about.query
    return reverse("web:calendar", args=[about.slug, number]) + about.query
