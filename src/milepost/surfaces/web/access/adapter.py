"""How allauth behaves in this house: its words, its mail, and what goes into the security log."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from milepost.base.identity import SYSTEM
from milepost.domain.accounts.models import Account
from milepost.domain.accounts.operations import security
from milepost.domain.accounts.queries import people
from milepost.surfaces.web.access import mail

_NOWHERE = "0.0.0.0"  # noqa: S104 - an address that is none: a local socket has no other

TRIES = 5
"""Wrong passwords on one account before a pause, as `ACCOUNT_RATE_LIMITS` says."""

_KINDS = {
    "account/email/password_changed": "password.changed",
    "account/email/password_reset": "password.reset",
    "mfa/email/totp_activated": "mfa.activated",
    "mfa/email/totp_deactivated": "mfa.deactivated",
    "mfa/email/recovery_codes_generated": "mfa.recovery_codes",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in with a password: closed to strangers, alike for known and unknown addresses."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("E-mail and password do not match."),
        "email_password_mismatch": _("E-mail and password do not match."),
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Wait five minutes, then try again."),
        "invalid_password_reset": _("This link has been used or has expired. Ask for a new one."),
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Whether somebody who signed in may be led there: to a page of ours, named without a host."""
        return url_has_allowed_host_and_scheme(url or "", allowed_hosts=None)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """A refusal in our words; a wrong password says how many tries are left, whoever it was for."""
        error: ValidationError = super().validation_error(code, *args)
        if code == "email_password_mismatch" and (left := self._tries_left()) is not None:
            return ValidationError(f"{error.message} {_sentence(left)}", code=code)
        return error

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs themselves up: people are invited."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address, as far as the configured number of proxies can be trusted."""
        return get_client_ip(request) or _NOWHERE

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Somebody let go is told what a stranger is told, and it costs them a try too."""
        account: Account | None = super().authenticate(request, **credentials)
        if account is None or account.is_active:
            return account
        self.pre_authenticate(request, **credentials)
        self.authentication_failed(request, **credentials)
        return None

    def login(self, request: HttpRequest, user: Account) -> None:
        """Sign in: with a fresh session, which allauth lists among the person's browsers."""
        super().login(request, user)
        self._note("signed_in", user)

    def logout(self, request: HttpRequest) -> None:
        """Sign out: the session is gone from the database, not only from the browser."""
        if request.user.is_authenticated:
            self._note("signed_out", request.user)
            UserSession.objects.filter(session_key=request.session.session_key).delete()
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log the failure against the account it aimed at; the address typed in is not kept."""
        account = Account.objects.filter(email__iexact=credentials.get("email", "")).first()
        self._note("sign_in_failed", account)

    def send_notification_mail(self, template_prefix: str, user: Account, *args: Any, **named: Any) -> None:
        """Tell somebody that their way in changed, and the security log with them."""
        if kind := _KINDS.get(template_prefix):
            self._note(kind, user)
        super().send_notification_mail(template_prefix, user, *args, **named)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post a mail in the organisation's name; the page does not wait for the mail server."""
        organisation = people.organisation(SYSTEM)
        told = {**context, "organisation": organisation.name if organisation else ""}
        drawn = self.render_mail(template_prefix, email, told)
        mail.post(template_prefix.rpartition("/")[2], email, drawn.subject, drawn.body)

    def _tries_left(self) -> int | None:
        """How many tries are left on the address typed in, known or not, before a pause."""
        usage = getattr(self, "_login_failed_rl_usage", None)
        if not usage:
            return None
        per_account = usage.usage[-1]
        return max(0, TRIES - len(cache.get(per_account.cache_key, [])))

    def _note(self, kind: str, account: Account | None) -> None:
        request = context.request
        security.note(
            kind,
            person=account.person if account else None,
            address=self.get_client_ip(request),
            browser=self.get_http_user_agent(request),
        )


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are unreadable in the database and in its backups."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _sentence(left: int) -> str:
    if left == 0:
        return gettext("Wait five minutes, then try again.")
    return ngettext(
        "One try left before a five-minute pause.", "%(left)d tries left before a five-minute pause.", left
    ) % {"left": left}


def _cipher() -> Fernet:
    """Bound to the secret key, which lives beside the database and not in it."""
    digest = hashlib.sha256(b"milepost second factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
