"""People: inviting them, keeping what is known of them right, and letting them go."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from milepost.base.identity import THE_ORGANISATION
from milepost.base.operation import UNSET, Refusal, Unset, Write, operation
from milepost.domain.accounts import rules
from milepost.domain.accounts.models import Grant, Person
from milepost.domain.accounts.operations import accounts, grants


class AddressTaken(Refusal):
    """Somebody else is known under this e-mail address."""


class AlreadyGone(Refusal):
    """The person was deactivated before."""


@operation("people.add", needs="people.invite")
def add(write: Write, *, name: str, email: str = "", title: str = "", team: str = "") -> int:
    """Know somebody, so that work can be planned with them; invite them later. Answers their number.

    Raises: AddressTaken.
    """
    return _add(write, name, email, title, team).number


@operation(
    "people.invite",
    needs="people.invite",
    instead_of_undo="An invitation is not undone: deactivate the person.",
)
def invite(
    write: Write,
    *,
    name: str,
    email: str,
    title: str = "",
    team: str = "",
    role: str | Unset = UNSET,
    on: str | Unset = UNSET,
) -> int:
    """Invite somebody, with a first role if you name one. Answers their number.

    Somebody known already by that address is invited as they are. The link they need is made by
    whoever sends it (`links.make`).

    Raises: Refusal for somebody who joined before and needs no invitation.
    """
    if not email.strip():
        raise Refusal("An invitation needs an e-mail address.")
    person = known_or_added(write, name=name, email=email, title=title, team=team)
    if person.joined_at is not None:
        raise Refusal(f"{person.name} has an account already. Give them a role instead.")
    if not isinstance(role, Unset):
        write.nested(grants.grant, person=person.number, role=role, on=on or "organisation")
    return person.number


@operation("people.edit", needs="people.edit")
def edit(
    write: Write,
    *,
    person: int,
    name: str | Unset = UNSET,
    email: str | Unset = UNSET,
    title: str | Unset = UNSET,
    team: str | Unset = UNSET,
) -> None:
    """Correct somebody's name, address, title or team. A new address is also the one they sign in with.

    Raises: AddressTaken.
    """
    row = write.lock(Person, person)
    if not isinstance(name, Unset):
        name = _named(name)
    if not isinstance(email, Unset):
        email = _address(write, email, besides=row)
        if row.joined_at is not None and not email:
            raise Refusal(f"{row.name} signs in with this address; give another instead of none.")
        accounts.move(person, email=email, by=write.actor)
    write.change(row, name=name, email=email, title=title, team=team)


@operation(
    "people.deactivate",
    needs="people.edit",
    instead_of_undo="Letting somebody go is not undone: reactivate them, then give them their roles.",
)
def deactivate(write: Write, *, person: int) -> None:
    """Let somebody go: their roles end, and browsers, tokens and links stop working at once.

    What they did stays under their name.

    Raises: AlreadyGone, LastAdministrator.
    """
    row = write.lock(Person, person)
    if row.left_on is not None:
        raise AlreadyGone(f"{row.name} left on {row.left_on:%d %b %Y}.")
    held = write.rows(Grant, person=row)
    grants.keep_one(held)
    _refuse_to_fell_an_administrator(write, held)
    write.change(row, left_on=write.at.date())
    write.remove(held)
    accounts.close(person, by=write.actor)


@operation(
    "people.reactivate",
    needs="people.edit",
    instead_of_undo="Taking somebody back is not undone: deactivate them.",
)
def reactivate(write: Write, *, person: int) -> None:
    """Take somebody back. They sign in as before and hold no role until one is given."""
    row = write.lock(Person, person)
    if row.left_on is None:
        raise Refusal(f"{row.name} is active.")
    write.change(row, left_on=None)
    accounts.reopen(person, by=write.actor)


@operation(
    "people.join",
    needs="people.edit",
    instead_of_undo="An invitation was accepted; that is not undone.",
)
def join(write: Write, *, person: int, name: str | Unset = UNSET) -> None:
    """Note that an invitation was accepted, under the name the person gave."""
    row = write.lock(Person, person)
    write.change(row, joined_at=write.at, name=name if isinstance(name, Unset) else _named(name))


def known_or_added(write: Write, *, name: str, email: str, title: str = "", team: str = "") -> Person:
    """The person with this address, or a new one."""
    return _known_by(write, email) or _add(write, name, email, title, team)


def _add(write: Write, name: str, email: str, title: str, team: str) -> Person:
    address = _address(write, email)
    return write.add(Person, name=_named(name), email=address, title=title.strip(), team=team.strip())


def _named(name: str) -> str:
    """A name worth showing. Raises: Refusal for nothing but blanks and invisible letters."""
    told = " ".join(name.split())
    if not any(letter.isprintable() and not letter.isspace() for letter in told):
        raise Refusal("A person needs a name.")
    return told


def _address(write: Write, email: str, *, besides: Person | None = None) -> str:
    """An e-mail address nobody else has, or none. Raises: Refusal, AddressTaken."""
    address = email.strip().lower()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise Refusal(f"'{email}' is not an e-mail address.") from None
    other = _known_by(write, address)
    if other is not None and other != besides:
        raise AddressTaken(f"{other.name} is known under {address} already.")
    return address


def _known_by(write: Write, email: str) -> Person | None:
    return next(iter(write.rows(Person, email__iexact=email.strip())), None)


def _refuse_to_fell_an_administrator(write: Write, held: list[Grant]) -> None:
    """Portfolio administrators keep the directory, but do not lock the system's keepers out."""
    if any(row.role == rules.SYSTEM_ADMINISTRATOR for row in held):
        write.require("system.operate", THE_ORGANISATION)
