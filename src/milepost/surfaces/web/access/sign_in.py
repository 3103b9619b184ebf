"""The sign-in page and its second step, as allauth's views with our words around them."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.views import LoginView, PasswordResetView
from allauth.mfa.base.forms import AuthenticateForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from milepost.base.identity import SYSTEM
from milepost.domain.accounts.operations import security
from milepost.domain.accounts.queries import people

ANSWERS_AFTER = 0.3
"""Seconds. Making and posting a reset link takes some hundredths; a stranger must not be able to tell."""


class SignInView(LoginView):  # type: ignore[misc]
    """Sign in to the organisation by name; a stranger learns nothing else from it."""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """The form, the organisation's name, and whether anybody could sign in at all yet."""
        context: dict[str, Any] = super().get_context_data(**named)
        context.update(organisation=people.organisation(SYSTEM), has_owner=people.has_owner(SYSTEM))
        return context


class SecondStep(AuthenticateForm):  # type: ignore[misc]
    """The code from an authenticator app; a wrong one is worth a line in the security log."""

    def clean_code(self) -> str:
        """Raises: ValidationError."""
        try:
            return str(super().clean_code())
        except ValidationError:
            security.note("mfa.failed", person=self.user.person)
            raise


class ForgottenView(PasswordResetView):  # type: ignore[misc]
    """Ask for a new password. Known and unknown addresses take equally long."""

    def post(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """Answer no sooner than after `ANSWERS_AFTER` seconds, whatever there was to do."""
        began = time.perf_counter()
        answer: HttpResponse = super().post(request, *args, **named)
        time.sleep(max(0.0, ANSWERS_AFTER - (time.perf_counter() - began)))
        return answer


sign_in = SignInView.as_view()
forgotten = ForgottenView.as_view()
