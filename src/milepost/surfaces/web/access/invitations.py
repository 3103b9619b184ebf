"""One-time links at the door: accepting an invitation, signing in with a link, making new ones.

Reading a link's page changes nothing; the button on it does.
"""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from milepost.base.identity import SYSTEM, THE_ORGANISATION, Actor
from milepost.base.permissions import may, may_anywhere
from milepost.base.refusal import NotAllowed, Refusal
from milepost.domain.accounts.models import Account
from milepost.domain.accounts.operations import joining, links
from milepost.domain.accounts.operations.accounts import PasswordTooWeak
from milepost.domain.accounts.queries import people
from milepost.surfaces.web.access import mail, nodes
from milepost.surfaces.web.access.asking import found, reader, told
from milepost.surfaces.web.access.forms import Join
from milepost.surfaces.web.access.refusals import too_many


@login_not_required
@require_http_methods(["GET", "POST"])
def join_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation: a name, a password, and in."""
    if limited := _limited(request):
        return limited
    try:
        person = people.person(SYSTEM, person=links.look_at(secret, "invitation") or 0)
    except Refusal as spent:
        return _spent(request, str(spent))
    form = Join(request.POST or None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        account = _joined(secret, form)
        if account is not None:
            return let_in(request, account)
    roles = nodes.held(SYSTEM, person.grants, nodes.tree(SYSTEM))
    return render(
        request,
        "access/join.html",
        {"form": form, "person": person, "roles": roles, "organisation": people.organisation(SYSTEM)},
    )


@login_not_required
@require_http_methods(["GET", "POST"])
def enter_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign in with a link somebody was given."""
    if limited := _limited(request):
        return limited
    try:
        person = people.person(SYSTEM, person=links.look_at(secret, "sign_in") or 0)
        if request.method == "POST":
            return let_in(request, joining.sign_in(secret))
    except Refusal as spent:
        return _spent(request, str(spent))
    return render(
        request, "access/enter.html", {"person": person, "organisation": people.organisation(SYSTEM)}
    )


@require_POST
def new_link(request: HttpRequest, person: int) -> HttpResponse:
    """A new link for somebody: an invitation if they never came, else one that signs them in."""
    with found():
        row = people.person(reader(request), person=person)
    with told(request):
        _refuse_unless_welcome(reader(request), joined=row.joined_at is not None)
        link = send(request, person)
        return render(request, "access/link.html", {"link": link, "person": row})
    return HttpResponseRedirect(f"{reverse('web:people')}?person={person}")


def send(request: HttpRequest, person: int) -> str:
    """Make somebody's link, mail it to them and answer it: mail may not be set up, or not arrive."""
    row = people.person(SYSTEM, person=person)
    purpose: links.Purpose = "sign_in" if row.joined_at else "invitation"
    secret = links.make(purpose, person=person, by=reader(request))
    url = request.build_absolute_uri(reverse("web:enter" if row.joined_at else "web:join", args=[secret]))
    _mail(row.email, purpose, {"person": row, "url": url, "by": reader(request).name})
    return url


def let_in(request: HttpRequest, account: Account) -> HttpResponse:
    """Sign somebody in; a second factor they set up is still asked for."""
    answer: HttpResponse = perform_login(request, Login(user=account, redirect_url=reverse("web:today")))
    return answer


def _joined(secret: str, form: Join) -> Account | None:
    """The new account; None when it was refused, with the reason in the form."""
    try:
        return joining.accept(secret, name=form.cleaned_data["name"], password=form.cleaned_data["password"])
    except PasswordTooWeak as weak:
        for reason in weak.reasons:
            form.add_error("password", reason)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


def _refuse_unless_welcome(actor: Actor, *, joined: bool) -> None:
    """A sign-in link for somebody with an account is as good as their password: for the system's keepers.

    Raises: NotAllowed.
    """
    if joined and not may(actor, "system.operate", THE_ORGANISATION):
        raise NotAllowed(_("Only a system administrator makes sign-in links for people with an account."))
    if not joined and not may_anywhere(actor, "people.invite"):
        raise NotAllowed(_("That takes the right to invite people, which you do not hold."))


def _mail(address: str, purpose: links.Purpose, told: dict[str, object]) -> None:
    organisation = people.organisation(SYSTEM)
    name = organisation.name if organisation and organisation.name else "Milepost"
    body = render_to_string(f"access/mail/{purpose}.txt", {**told, "organisation": name})
    subject = _("%(name)s: your way into Milepost") % {"name": name}
    mail.post(purpose, address, subject, body)


def _limited(request: HttpRequest) -> HttpResponse | None:
    """Too many links tried from one address."""
    if ratelimit.consume(request, action="one_time_link"):
        return None
    return too_many(request)


def _spent(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "access/spent.html", {"why": why}, status=410)
