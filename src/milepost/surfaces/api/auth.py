"""Who is asking: a personal token, or a signed-in browser that proves it is on our own page."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from milepost.base.identity import Actor, Door
from milepost.domain.accounts.operations import pace, recognition, tokens
from milepost.surfaces.api.problems import Wrong

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def actor(request: HttpRequest, door: Door = "api") -> Actor:
    """The actor of a request, with the roles and the token limits of this moment.

    A token in `Authorization: Bearer` needs no CSRF token, because no other site can make a browser send
    it; a session cookie does, for everything that changes something.

    Raises: Wrong, 401 for nobody or a dead token, 403 for a forged request.
    """
    header = request.headers.get("Authorization", "")
    if header:
        return _bearer(request, header, door)
    found = _in_session(request)
    if request.method not in SAFE:
        _refuse_forgery(request)
    return found


def _in_session(request: HttpRequest) -> Actor:
    """The actor of the browser's session.

    Raises: Wrong, also for an account that must be protected by a second factor first.
    """
    account, key = get_user(request), request.session.session_key
    found = None
    if account.is_authenticated and key is not None:
        found = recognition.in_browser(account, session_key=key)
    if found is None or not account.is_authenticated:
        raise _unknown("Nobody is signed in.")
    if recognition.must_protect(account):
        raise Wrong(
            403, "unprotected", "This account needs a second factor first.", "Set one up under Account."
        )
    return found


def _bearer(request: HttpRequest, header: str, door: Door) -> Actor:
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer":
        raise _unknown("The 'Authorization' header is not a bearer token.")
    try:
        return recognition.with_token(secret.strip(), door=door)
    except pace.TooFast as refusal:
        raise _too_fast(str(refusal), refusal.seconds) from None
    except tokens.NoSuchToken as refusal:
        _refuse_guessing(request)
        raise _unknown(str(refusal)) from None


def _refuse_guessing(request: HttpRequest) -> None:
    try:
        pace.note_guess(get_adapter().get_client_ip(request))
    except pace.TooFast as refusal:
        raise _too_fast(str(refusal), refusal.seconds) from None


def _too_fast(detail: str, seconds: int) -> Wrong:
    return Wrong(
        429,
        "too-many-requests",
        detail,
        f"Wait {seconds} seconds; ask for more in one request (lists, tasks:edit) instead of more often.",
        headers={"Retry-After": str(seconds)},
    )


def _unknown(detail: str) -> Wrong:
    return Wrong(
        401,
        "not-signed-in",
        detail,
        "Send 'Authorization: Bearer mp_…' with a personal token, or sign in.",
        headers={"WWW-Authenticate": 'Bearer realm="Milepost"'},
    )


class _Forgery(CsrfViewMiddleware):
    """Django's check, told to say why instead of drawing a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        raise Wrong(
            403,
            "forged",
            "The request does not prove that it comes from a page of this Milepost.",
            "Send the CSRF token in 'X-CSRFToken', or use a personal token.",
        )


def _refuse_forgery(request: HttpRequest) -> None:
    check = _Forgery(lambda _: HttpResponse())
    check.process_request(request)
    check.process_view(request, lambda _: HttpResponse(), (), {})
