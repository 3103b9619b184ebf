"""One's own ways in: password and second factor, browsers, tokens."""

from __future__ import annotations

from datetime import UTC, datetime, time

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milepost.base import clock
from milepost.base.refusal import Refusal
from milepost.domain.accounts.operations import sessions, tokens
from milepost.domain.accounts.queries import people, ways_in
from milepost.surfaces.web.access import listing, present
from milepost.surfaces.web.access.asking import reader, told
from milepost.surfaces.web.access.forms import NewToken
from milepost.surfaces.web.lists import shown as lists
from milepost.surfaces.web.shell import frames
from milepost.surfaces.web.shell.frame import page


@require_GET
def sessions_page(request: HttpRequest) -> HttpResponse:
    """How the reader signs in, where they are signed in, and what happened lately."""
    me = reader(request)
    browsers = present.browsers(ways_in.my_sessions(me))
    listed = lists.shown(request, browsers, listing.of_browsers())
    factors = Authenticator.objects.filter(user=request.user.pk)
    return page(
        request,
        "access/sessions.html",
        frames.plain(request, title=_("Sign-in and sessions"), here="sessions"),
        me=people.person(me, person=me.person or 0),
        roles=present.roles(me, people.person(me, person=me.person or 0).grants),
        has_second_factor=factors.filter(type=Authenticator.Type.TOTP).exists(),
        sessions=browsers,
        groups=listed.groups,
        tools=listed.tools,
        events=present.events(ways_in.security_log(me, person=me.person, limit=12)),
    )


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """Sign one browser out."""
    with told(request, _("That browser is signed out.")):
        sessions.end(reader(request), session=request.POST.get("session", ""))
    return HttpResponseRedirect(reverse("web:sessions"))


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    count = sessions.end_others(reader(request))
    messages.success(
        request,
        ngettext("%(count)d other browser is signed out.", "%(count)d other browsers are signed out.", count)
        % {"count": count},
    )
    return HttpResponseRedirect(reverse("web:sessions"))


@require_http_methods(["GET", "POST"])
def tokens_page(request: HttpRequest) -> HttpResponse:
    """The reader's tokens; a new one shows its secret in this answer, once."""
    me = reader(request)
    form = NewToken(request.POST or None, scopes=ways_in.scopes(me), today=clock.today())
    secret = _made(request, form) if request.method == "POST" and form.is_valid() else ""
    if secret:
        form = NewToken(scopes=ways_in.scopes(me), today=clock.today())
    rows = present.tokens(ways_in.my_tokens(me))
    listed = lists.shown(request, rows, listing.of_tokens())
    return page(
        request,
        "access/tokens.html",
        frames.plain(request, title=_("Personal tokens"), here="tokens"),
        form=form,
        secret=secret,
        server=request.build_absolute_uri("/").rstrip("/"),
        groups=listed.groups,
        tools=listed.tools if rows else None,
        may_have=tokens.may_have(reader(request)),
    )


@require_POST
def revoke_token(request: HttpRequest, token: int) -> HttpResponse:
    """Make a token stop working."""
    with told(request, _("The token does not work any more.")):
        tokens.revoke(reader(request), token=token)
    return HttpResponseRedirect(reverse("web:tokens"))


def _made(request: HttpRequest, form: NewToken) -> str:
    """The secret of the token asked for; "" when it was refused, with the reason in the form."""
    expires_at = datetime.combine(form.cleaned_data["expires_on"], time.max, tzinfo=UTC)
    try:
        _number, secret = tokens.make(
            reader(request),
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=expires_at,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return ""
    return secret
