"""The sign-in page and its second step, as allauth's views with our words around them."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.forms import AuthenticateForm
from django.core.exceptions import ValidationError

from milepost.base.identity import SYSTEM
from milepost.domain.accounts.operations import security
from milepost.domain.accounts.queries import people


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


sign_in = SignInView.as_view()
