"""The organisation: founding it, setting it up, and what every program starts with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from zoneinfo import available_timezones

from milepost.base.identity import THE_ORGANISATION
from milepost.base.operation import UNSET, NotFound, Refusal, Unset, Write, operation
from milepost.domain.accounts import rules
from milepost.domain.accounts.models import Grant, Organisation
from milepost.domain.accounts.operations import grants, people

Week = Sequence[Sequence[Sequence[str]]]

EIGHT_HOURS = (("08:00", "12:00"), ("13:00", "17:00"))
USUAL_WEEK: Week = (EIGHT_HOURS,) * 5 + ((),) * 2


class FoundedAlready(Refusal):
    """There is an owner; the next people are invited."""


@operation(
    "organisation.found",
    needs="system.operate",
    instead_of_undo="The owner is not undone: give the roles to somebody else.",
)
def found(write: Write, *, name: str, email: str) -> int:
    """Make the first person the owner: system administrator and portfolio administrator, two roles
    that can be parted later. Answers their number.

    Raises: FoundedAlready.
    """
    if any(row.role == rules.SYSTEM_ADMINISTRATOR for row in write.rows(Grant)):
        raise FoundedAlready("This Milepost has an owner already. Ask them for an invitation.")
    if not write.rows(Organisation):
        write.add(Organisation, name="", week=_plain(USUAL_WEEK))
    person = people.known_or_added(write, name=name, email=email)
    for role in grants.ADMINISTRATORS:
        grants.give(write, person, rules.ROLES[role], THE_ORGANISATION)
    write.change(person, joined_at=write.at)
    return person.number


@operation("organisation.set_up", needs="organisation.edit")
def set_up(write: Write, *, name: str, currency: str, time_zone: str, week: Week = USUAL_WEEK) -> None:
    """Say what the organisation is called, what it counts in and when it works.

    `week` is seven days, Monday first, each a list of `["08:00", "12:00"]` spans; a free day is empty.
    """
    row = _the_organisation(write)
    edit.body(write, name=name, currency=currency, time_zone=time_zone, week=week)
    if row.set_up_at is None:
        write.change(row, set_up_at=write.at)


@operation("organisation.edit", needs="organisation.edit")
def edit(
    write: Write,
    *,
    name: str | Unset = UNSET,
    currency: str | Unset = UNSET,
    time_zone: str | Unset = UNSET,
    week: Week | Unset = UNSET,
    requires_mfa: bool | Unset = UNSET,
) -> None:
    """Rename the organisation, or change what new programs start with. Programs that exist keep theirs.

    With `requires_mfa` everybody must set up a second factor at their next request.
    """
    write.change(
        _the_organisation(write),
        name=name if isinstance(name, Unset) else _named(name),
        currency=currency if isinstance(currency, Unset) else _currency(currency),
        time_zone=time_zone if isinstance(time_zone, Unset) else _zone(time_zone),
        week=week if isinstance(week, Unset) else _plain(_checked(week)),
        requires_mfa=requires_mfa,
    )


def _the_organisation(write: Write) -> Organisation:
    found = write.rows(Organisation)
    if not found:
        raise NotFound("This Milepost has no owner yet. Open the link that `milepost init` prints.")
    return write.lock(Organisation, found[0].number)


def _named(name: str) -> str:
    told = " ".join(name.split())
    if not told:
        raise Refusal("The organisation needs a name.")
    return told


def _currency(code: str) -> str:
    told = code.strip().upper()
    if len(told) != 3 or not (told.isascii() and told.isalpha()):
        raise Refusal(f"'{code}' is not a currency. Use its three letters, for example EUR.")
    return told


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise Refusal(f"'{name}' is not a time zone. Use a name like Europe/Oslo.")
    return name


def _checked(week: Week) -> Week:
    """The week, if it can be worked in. Raises: Refusal."""
    if len(week) != 7:
        raise Refusal("A week has seven days, Monday first.")
    if not any(week):
        raise Refusal("A week needs at least one working day.")
    for day in week:
        last = time.min
        for span in day:
            starts, ends = _times(span)
            if not last <= starts < ends:
                raise Refusal(f"Working time {span[0]} to {span[1]} is empty or overlaps another.")
            last = ends
    return week


def _times(span: Sequence[str]) -> tuple[time, time]:
    """A span's two times; `24:00` ends a day. Raises: Refusal."""
    try:
        starts, ends = (time.max if word == "24:00" else time.fromisoformat(word) for word in span)
    except ValueError:
        raise Refusal(f"Working time is written like 08:00 to 12:00, not '{' to '.join(span)}'.") from None
    return starts, ends


def _plain(week: Week) -> list[list[list[str]]]:
    return [[list(span) for span in day] for day in week]
