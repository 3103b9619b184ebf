"""Coming in for the first time: as the owner, or by an invitation.

Both happen before the person can do anything, so the house acts for them, under their name.
Link, person and account are one transaction: a link is used up only if it led somewhere.
"""

from __future__ import annotations

from django.db import transaction

from milepost.base.identity import ORGANISATION, SYSTEM, Actor, key
from milepost.base.operation import Acting
from milepost.domain.accounts.models import Account, Person
from milepost.domain.accounts.operations import accounts, links, organisation, people, security


@transaction.atomic
def found(secret: str, *, name: str, email: str, password: str) -> Account:
    """Make whoever opened the owner's link the owner.

    Raises: LinkSpent, FoundedAlready, PasswordTooWeak.
    """
    links.use(secret, "owner")
    person = organisation.found(Acting(SYSTEM, ORGANISATION), name=name, email=email).value
    security.note("owner.made", person=person)
    return accounts.open_account(person, email=email, password=password)


@transaction.atomic
def accept(secret: str, *, name: str, password: str) -> Account:
    """Accept an invitation: take a name and a password, and be let in.

    Raises: LinkSpent, PasswordTooWeak.
    """
    row = _active(links.use(secret, "invitation"))
    themselves = Actor(row.number, row.name, session="invitation", door="web", is_house=True)
    people.join(Acting(themselves, ORGANISATION), person=row.number, name=name)
    return accounts.open_account(row.number, email=row.email, password=password)


@transaction.atomic
def sign_in(secret: str) -> Account:
    """The account a sign-in link lets into; one is opened for somebody who had none.

    Raises: LinkSpent.
    """
    row = _active(links.use(secret, "sign_in"))
    return accounts.account_of(row.number) or accounts.open_account(
        row.number, email=row.email, password=None
    )


def _active(person: int | None) -> Person:
    """Raises: LinkSpent when the person was let go, or their invitation was undone."""
    row = Person.objects.filter(pk=key(ORGANISATION, person or 0), left_on=None).first()
    if row is None:
        raise links.LinkSpent
    return row
