"""People and roles: who there is, what they may do, and changing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milepost.base import undo
from milepost.base.identity import THE_ORGANISATION, Actor
from milepost.base.permissions import may, may_anywhere
from milepost.base.refusal import Refusal
from milepost.domain.accounts.operations import grants
from milepost.domain.accounts.operations import people as people_operations
from milepost.domain.accounts.queries import people, ways_in
from milepost.surfaces.web.access import forms, invitations, listing, nodes, present
from milepost.surfaces.web.access.asking import acting, found, reader, told
from milepost.surfaces.web.lists import shown as lists
from milepost.surfaces.web.shell import frames, undoing
from milepost.surfaces.web.shell.frame import page


@require_GET
def people_page(request: HttpRequest) -> HttpResponse:
    """The directory, narrowed by a word or a role; `?person=5` opens somebody beside it."""
    me, chosen = reader(request), _number(request.GET.get("person"))
    tree = nodes.tree(me)
    everyone = "left" in request.GET
    everybody = present.directory(me, people.people(me, everyone=everyone), tree)
    listed = lists.shown(request, everybody, listing.of_people(everybody), keep=("left", "person"))
    return page(
        request,
        "access/people.html",
        frames.plain(request, title=_("People & roles"), here="people", layout="listing"),
        groups=listed.groups,
        tools=listed.tools,
        sentence=present.sentence(everybody),
        may_invite=may_anywhere(me, "people.invite"),
        may_watch=may(me, "security.read", THE_ORGANISATION),
        everyone=everyone,
        beside=None if chosen is None else _beside(me, chosen, tree),
    )


@require_http_methods(["GET", "POST"])
def invite_page(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the answer shows the link that was mailed, for when mail is not set up."""
    me = reader(request)
    giveable = nodes.to_give_on(me, nodes.tree(me))
    form = forms.Invite(request.POST or None, roles=nodes.to_give(me, giveable), nodes=giveable)
    link = ""
    if request.method == "POST" and form.is_valid():
        link = _invited(request, form)
    return page(
        request,
        "access/invite.html",
        frames.plain(request, title=_("Invite somebody"), here="people"),
        form=form,
        link=link,
        name=form.cleaned_data.get("name", "") if link else "",
        may_invite=may_anywhere(me, "people.invite"),
        roles=people.roles(me),
    )


@require_POST
def give_role(request: HttpRequest, person: int) -> HttpResponse:
    """Give somebody a role."""
    with told(request, _("The role counts from now on.")):
        if request.POST.get("role") == "system_administrator":
            grants.make_administrator(acting(request), person=person)
        else:
            grants.grant(
                acting(request),
                person=person,
                role=request.POST.get("role", ""),
                on=request.POST.get("on", "organisation"),
            )
    return _back_to(person)


@require_POST
def take_role(request: HttpRequest, person: int, grant: int) -> HttpResponse:
    """Take a role away, at once and everywhere."""
    with told(request, _("The role is gone, wherever they are signed in.")):
        if request.POST.get("role") == "system_administrator":
            grants.retire_administrator(acting(request), person=person)
        else:
            grants.revoke(acting(request), grant=grant)
    return _back_to(person)


@require_POST
def edit_person(request: HttpRequest, person: int) -> HttpResponse:
    """Correct what is known of somebody."""
    form = forms.Person(request.POST)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        messages.error(request, str(first), extra_tags="bad")
        return _back_to(person)
    with told(request):
        written = people_operations.edit(acting(request), person=person, **form.cleaned_data)
        undoing.done_here(request, written, _("Saved."))
    return _back_to(person)


@require_POST
def take_back(request: HttpRequest, seq: int) -> HttpResponse:
    """Undo an entry of the organisation, one offered beside what was just saved."""
    with told(request):
        written = undo.undo(acting(request), entry=seq)
        undoing.done_here(request, written, _("Taken back."))
    return HttpResponseRedirect(undoing.page_before(request, reverse("web:people")))


@require_POST
def deactivate(request: HttpRequest, person: int) -> HttpResponse:
    """Let somebody go."""
    with told(request, _("They are signed out everywhere and hold no role any more.")):
        people_operations.deactivate(acting(request), person=person)
    return _back_to(person)


@require_POST
def reactivate(request: HttpRequest, person: int) -> HttpResponse:
    """Take somebody back."""
    with told(request, _("They can sign in again. Give them a role.")):
        people_operations.reactivate(acting(request), person=person)
    return _back_to(person)


@require_GET
def roles_page(request: HttpRequest) -> HttpResponse:
    """What each role may do: the table the house decides by."""
    me = reader(request)
    return page(
        request,
        "access/roles.html",
        frames.plain(request, title=_("What roles may do"), here="people"),
        roles=people.roles(me),
        rights=present.rights(people.roles(me)),
    )


@require_GET
def security_page(request: HttpRequest) -> HttpResponse:
    """The security log, newest first."""
    with found():
        before = _number(request.GET.get("before"))
        rows = ways_in.security_log(reader(request), before=before)
    return page(
        request,
        "access/security.html",
        frames.plain(request, title=_("Security log"), here="people", layout="listing"),
        events=present.events(rows),
        last=rows[-1].number if len(rows) == ways_in.PAGE else None,
    )


def _invited(request: HttpRequest, form: forms.Invite) -> str:
    """The link for somebody just invited; "" when it was refused, with the reason in the form."""
    told = {name: value for name, value in form.cleaned_data.items() if value}
    if "role" not in told:
        told.pop("on", None)
    try:
        person = people_operations.invite(acting(request), **told).value
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return ""
    return invitations.send(request, person)


def _beside(me: Actor, person: int, tree: tuple[nodes.Node, ...]) -> dict[str, object]:
    """The panel on one person: what is known, what they may do, and what the reader may change."""
    with found():
        row = people.person(me, person=person)
    giveable = nodes.to_give_on(me, tree)
    given = nodes.to_give(me, giveable)
    return {
        "person": present.directory(me, (row,), tree)[0],
        "row": row,
        "form": forms.Person(
            initial={"name": row.name, "email": row.email, "title": row.title, "team": row.team}
        ),
        "give": forms.GiveRole(roles=given, nodes=giveable) if given and row.is_active else None,
        "may_edit": may(me, "people.edit", THE_ORGANISATION),
        "may_invite": may_anywhere(me, "people.invite"),
        "is_me": row.number == me.person,
    }


def _back_to(person: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('web:people')}?person={person}")


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None
