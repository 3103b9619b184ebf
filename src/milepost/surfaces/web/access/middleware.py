"""The doorkeeper of the screens: who asks, and whether they may come in at all.

Every page is closed unless its view says `login_not_required`. The doors for machines recognise
their callers themselves (a token, or this browser's session with proof of origin).
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from milepost.base.identity import Actor
from milepost.domain.accounts.operations import recognition, sessions

RECOGNISE_THEMSELVES = ("/api/", "/mcp", "/healthz", "/readyz", "/static/")
# What somebody may reach who must set up a second factor first: that, and the way out.
_BEFORE_MFA = frozenset(
    {
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "account_logout",
        "account_reauthenticate",
        "prefer",
    }
)


class Doorkeeper:
    """Middleware: puts the `Actor` on `request.actor` (None for a stranger) and closes what is not open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _named: object
    ) -> HttpResponse | None:
        """Recognise who asks; send strangers to sign in, and the unprotected to protect themselves."""
        if request.path.startswith(RECOGNISE_THEMSELVES):
            return None
        actor = _recognised(request)
        request.actor = actor  # type: ignore[attr-defined]
        if not getattr(view, "login_required", True):
            return None
        if actor is None:
            return _to_sign_in(request)
        account = request.user
        if (
            account.is_authenticated
            and _here(request) not in _BEFORE_MFA
            and recognition.must_protect(account)
        ):
            return _elsewhere(request, reverse("mfa_activate_totp"))
        return None


def _recognised(request: HttpRequest) -> Actor | None:
    """The actor of a signed-in browser. A session that lets nobody in any more is ended."""
    if not request.user.is_authenticated:
        return None
    key = request.session.session_key
    actor = recognition.in_browser(request.user, session_key=key or "")
    if actor is None or key is None:
        logout(request)
        return None
    sessions.seen(key)
    return actor


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if "HX-Request" in request.headers:
        return _elsewhere(request, reverse("account_login"))
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def _elsewhere(request: HttpRequest, url: str) -> HttpResponse:
    """Go there with the whole page, also when HTMX asked for a fragment only."""
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(url)
    return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": url})


def _here(request: HttpRequest) -> str | None:
    return request.resolver_match.url_name if request.resolver_match else None
