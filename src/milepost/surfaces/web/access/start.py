"""First run: the owner, the organisation, then a plan. Everything can be changed later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from milepost.base.identity import SYSTEM, THE_ORGANISATION
from milepost.base.permissions import may
from milepost.base.refusal import Refusal
from milepost.domain.accounts.operations import joining, links
from milepost.domain.accounts.operations import organisation as organisation_operations
from milepost.domain.accounts.operations.accounts import PasswordTooWeak
from milepost.domain.accounts.queries import people
from milepost.domain.accounts.rows import OrganisationRow
from milepost.surfaces.web.access import invitations
from milepost.surfaces.web.access.asking import acting, reader
from milepost.surfaces.web.access.forms import Organisation, Owner
from milepost.surfaces.web.shell.frame import theme_of


@dataclass(frozen=True, slots=True)
class Step:
    """One step of set-up at the left of the page: done, now, or to come."""

    title: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way to begin: what one has, and where to bring it."""

    title: str
    note: str
    icon: str
    url: str


@login_not_required
@require_GET
def start_page(request: HttpRequest) -> HttpResponse:
    """Where set-up goes on, for whoever comes here without a link."""
    if not people.has_owner(SYSTEM):
        return render(request, "access/ownerless.html")
    organisation = people.organisation(SYSTEM)
    if organisation is None or organisation.set_up_at is None:
        return HttpResponseRedirect(reverse("web:start_organisation"))
    return HttpResponseRedirect(reverse("web:start_plan"))


@login_not_required
@require_http_methods(["GET", "POST"])
def owner_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Step one: whoever holds the owner's link becomes the owner."""
    try:
        links.look_at(secret, "owner")
    except Refusal as spent:
        return render(request, "access/spent.html", {"why": str(spent), "is_owner": True}, status=410)
    form = Owner(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _founded(request, secret, form)
        if answer is not None:
            return answer
    return _step(request, "access/start_owner.html", 1, form=form)


@require_http_methods(["GET", "POST"])
def organisation_page(request: HttpRequest) -> HttpResponse:
    """Step two: what the organisation is called, counts in, and when it works."""
    if not may(reader(request), "organisation.edit", THE_ORGANISATION):
        return HttpResponseRedirect(reverse("web:today"))
    organisation = people.organisation(reader(request))
    form = Organisation(request.POST or None, initial=_initial(organisation))
    if request.method == "POST" and form.is_valid():
        try:
            organisation_operations.set_up(
                acting(request),
                name=form.cleaned_data["name"],
                currency=form.cleaned_data["currency"],
                time_zone=form.cleaned_data["time_zone"],
                week=form.week(),
            )
            return HttpResponseRedirect(reverse("web:start_plan"))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _step(request, "access/start_organisation.html", 2, form=form)


@require_GET
def plan_page(request: HttpRequest) -> HttpResponse:
    """Step three: bring in a plan, begin with an empty program, or look around the sample."""
    ways = (
        Way(_("A plan file"), _("MS Project, Primavera P6, Planner and others"), "plan", "web:import"),
        Way(_("A template"), _("a release, a migration, a package, a roll-out"), "view", "web:import"),
        Way(_("The sample program"), _("Atlas, with half a year of history"), "sample", "web:sample"),
        Way(_("Start empty"), _("a program with one project"), "plus", "web:new-program"),
        Way(_("Invite people"), _("let a project manager bring theirs"), "people", "web:invite"),
    )
    offered = tuple(replace(way, url=url) for way in ways if (url := _reversed(way.url)))
    return _step(request, "access/start_plan.html", 3, ways=offered)


@require_http_methods(["GET", "POST"])
def sample_page(request: HttpRequest) -> HttpResponse:
    """What the sample is, and bringing it in: only where nothing of anybody's own could be mixed with it."""
    if not may(reader(request), "program.add", THE_ORGANISATION):
        return HttpResponseRedirect(reverse("web:today"))
    # It is named by text because it stands a floor above: it does what people would do at the doors.
    sample = import_module("milepost.config.sample.loading")
    if sample.is_loaded():
        return HttpResponseRedirect(reverse("web:portfolio"))
    if request.method == "POST":
        sample.load()
        return HttpResponseRedirect(reverse("web:home", args=[sample.SLUG]))
    return _step(request, "access/start_sample.html", 3)


def _founded(request: HttpRequest, secret: str, form: Owner) -> HttpResponse | None:
    """Signed in as the owner; None when it was refused, with the reason in the form."""
    try:
        account = joining.found(secret, **form.cleaned_data)
    except PasswordTooWeak as weak:
        for reason in weak.reasons:
            form.add_error("password", reason)
        return None
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    invitations.let_in(request, account)
    return HttpResponseRedirect(reverse("web:start_organisation"))


def _step(request: HttpRequest, template: str, now: int, **rows: Any) -> HttpResponse:
    organisation = people.organisation(SYSTEM)
    notes = (
        _("who answers for this Milepost"),
        f"{organisation.name}, {organisation.currency}" if organisation and organisation.name else "",
        "",
    )
    titles = (_("You"), _("Your organisation"), _("A plan"))
    steps = tuple(
        Step(title, note, "done" if number < now else "now" if number == now else "")
        for number, (title, note) in enumerate(zip(titles, notes, strict=True), start=1)
    )
    frame = {"theme": theme_of(request)}
    return render(
        request, template, {"steps": steps, "number": now, "count": len(steps), "frame": frame, **rows}
    )


def _reversed(route: str) -> str:
    """The address of a route, "" where this installation does not serve it."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _initial(organisation: OrganisationRow | None) -> dict[str, object]:
    """What the form starts with: what is known, else the usual week."""
    if organisation is None or not organisation.name:
        return {"currency": "EUR", "time_zone": "UTC"}
    days = [str(day) for day, spans in enumerate(organisation.week) if spans]
    spans = next(spans for spans in organisation.week if spans)
    return {
        "name": organisation.name,
        "currency": organisation.currency,
        "time_zone": organisation.time_zone,
        "days": days,
        "starts": spans[0][0],
        "pause_starts": spans[0][1] if len(spans) > 1 else "",
        "pause_ends": spans[1][0] if len(spans) > 1 else "",
        "ends": spans[-1][1],
    }
