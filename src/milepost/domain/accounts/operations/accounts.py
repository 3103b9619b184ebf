"""Accounts: the password and address somebody signs in with, apart from what they may do."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from milepost.base import clock
from milepost.base.identity import Actor
from milepost.base.refusal import Refusal
from milepost.domain.accounts.models import Account
from milepost.domain.accounts.operations import links, security, sessions, tokens


class PasswordTooWeak(Refusal):
    """The password breaks the policy; `reasons` says how, one sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def open_account(person: int, *, email: str, password: str | None) -> Account:
    """Let somebody sign in with this address; without a password, by one-time links only.

    Raises: PasswordTooWeak, Refusal when the address already signs somebody in.
    """
    account = Account(email=email.strip().lower(), person=person, created_at=clock.now())
    if password is None:
        account.set_unusable_password()
    else:
        _set_password(account, password)
    if Account.objects.filter(email=account.email).exclude(person=person).exists():
        raise Refusal(f"{account.email} already signs somebody in. Use another address.")
    Account.objects.filter(person=person).delete()
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    security.note("account.opened", person=person)
    return account


def account_of(person: int) -> Account | None:
    """The account somebody signs in with, if they have one that is open."""
    return Account.objects.filter(person=person, is_active=True).first()


def move(person: int, *, email: str, by: Actor) -> None:
    """Sign in with another address from now on.

    Raises: Refusal when the address already signs somebody in.
    """
    account = Account.objects.filter(person=person).first()
    address = email.strip().lower()
    if account is None or account.email == address:
        return
    if Account.objects.filter(email=address).exists():
        raise Refusal(f"{address} already signs somebody in. Use another address.")
    Account.objects.filter(pk=account.pk).update(email=address)
    EmailAddress.objects.filter(user=account).update(email=address)
    security.note("account.moved", person=person, by=by)


def close(person: int, *, by: Actor) -> None:
    """Shut somebody out now: password, browsers, tokens and links all stop working."""
    Account.objects.filter(person=person).update(is_active=False)
    sessions.end_all(person, by=by)
    tokens.revoke_all(person, by=by)
    for purpose in links.LASTS:
        links.withdraw(purpose, person=person)
    security.note("account.closed", person=person, by=by)


def reopen(person: int, *, by: Actor) -> None:
    """Let somebody sign in again with the password they had. Tokens and links stay dead."""
    if Account.objects.filter(person=person).update(is_active=True):
        security.note("account.reopened", person=person, by=by)


def _set_password(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise PasswordTooWeak(list(weak.messages)) from None
    account.set_password(password)
