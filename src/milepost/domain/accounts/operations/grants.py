"""Roles: giving them on a node, and taking them away."""

from __future__ import annotations

from collections.abc import Iterable

from milepost.base import permissions, tables
from milepost.base.identity import THE_ORGANISATION, Actor, Scope, key, project_scope
from milepost.base.models import SELF, Ledger
from milepost.base.operation import NotFound, Refusal, Write, operation
from milepost.domain.accounts import rules
from milepost.domain.accounts.models import Grant, Person

ADMINISTRATORS = (rules.SYSTEM_ADMINISTRATOR, rules.PORTFOLIO_ADMINISTRATOR)


class RoleHeldAlready(Refusal):
    """The person holds just this role on just this node."""


class LastAdministrator(Refusal):
    """Taking this role away would leave nobody who could give it back."""


@operation(
    "people.grant",
    needs="role.grant",
    instead_of_undo="A role is not undone: take it away.",
)
def grant(write: Write, *, person: int, role: str, on: str) -> int:
    """Give somebody a role on a node; it reaches everything below. Answers the grant's number.

    `on` is `organisation`, `portfolio/2`, a program (`atlas`) or a project of one (`atlas/3`).

    Raises: RoleHeldAlready.
    """
    kind = role_named(role)
    if kind.key == rules.SYSTEM_ADMINISTRATOR:
        raise Refusal("System administrators are made by system administrators: use make_administrator.")
    scope = node(on)
    if not _is_known_to(write.actor, scope):
        raise NotFound(f"There is no '{on}' to hold a role on.")
    if scope.kind not in kind.scopes:
        raise Refusal(f"'{kind.name}' is held on a {_or(kind.scopes)}, not on a {scope.kind}.")
    write.require(kind.given_with, scope)
    return give(write, write.find(Person, person), kind, scope)


@operation(
    "people.revoke",
    needs="role.grant",
    instead_of_undo="A role taken away stays away until somebody gives it again.",
)
def revoke(write: Write, *, grant: int) -> None:
    """Take a role away. It counts from the person's next request on, wherever they are signed in.

    Raises: LastAdministrator.
    """
    row = write.lock(Grant, grant)
    kind = role_named(row.role)
    write.require(kind.given_with, stands_at(row))
    keep_one([row])
    write.remove([row])


@operation(
    "people.make_administrator",
    needs="system.operate",
    instead_of_undo="A role is not undone: take it away.",
)
def make_administrator(write: Write, *, person: int) -> int:
    """Make somebody a system administrator: accounts, sign-in and backups, and no program.

    Raises: RoleHeldAlready.
    """
    return give(write, write.find(Person, person), rules.ROLES[rules.SYSTEM_ADMINISTRATOR], THE_ORGANISATION)


@operation(
    "people.retire_administrator",
    needs="system.operate",
    instead_of_undo="A role taken away stays away until somebody gives it again.",
)
def retire_administrator(write: Write, *, person: int) -> None:
    """Take system administration away from somebody, yourself included, while somebody else has it.

    Raises: LastAdministrator.
    """
    held = write.rows(Grant, person=write.find(Person, person), role=rules.SYSTEM_ADMINISTRATOR)
    if not held:
        raise Refusal("That person is not a system administrator.")
    keep_one(held)
    write.remove(held)


def give(write: Write, person: Person, kind: rules.Role, scope: Scope) -> int:
    """Add the grant, whoever may give it. Raises: RoleHeldAlready, Refusal for somebody who left."""
    if person.left_on is not None:
        raise Refusal(f"{person.name} left on {person.left_on:%d %b %Y}. Reactivate them first.")
    held = {"scope_kind": scope.kind, "scope_ledger": scope.ledger, "scope_number": scope.number}
    if write.rows(Grant, person=person, role=kind.key, **held):
        raise RoleHeldAlready(f"{person.name} is {kind.name.lower()} there already.")
    return write.add(Grant, person=person, role=kind.key, **held).number


def answer_for(write: Write, scope: Scope) -> None:
    """Make whoever opened a program its program manager: somebody must be able to set its baseline.

    Part of opening a program. Milepost itself, and who manages all programs already, are left as they are.
    """
    person, kind = write.actor.person, rules.ROLES[rules.PROGRAM_MANAGER]
    manages_all = any(held.role == kind.key and held.scope == THE_ORGANISATION for held in write.actor.grants)
    if person is not None and not manages_all:
        give(write, write.find_shared(Person, person), kind, scope)


def role_named(role: str) -> rules.Role:
    """The role with this key. Raises: Refusal, listing the roles there are."""
    if role not in rules.ROLES:
        raise Refusal(f"There is no role '{role}'. There are: {', '.join(rules.ROLES)}.")
    return rules.ROLES[role]


def node(on: str) -> Scope:
    """The node written as `organisation`, `portfolio/2`, `atlas` or `atlas/3`. Raises: NotFound."""
    place, _, number = on.partition("/")
    if on == "organisation":
        return THE_ORGANISATION
    if place == "portfolio" and number.isascii() and number.isdecimal():
        return Scope("portfolio", number=int(number))
    program = Ledger.objects.filter(slug=place, kind=Ledger.Kind.PROGRAM).first()
    if program is not None and not number:
        return Scope("program", program.pk)
    if (
        program is not None
        and number.isascii()
        and number.isdecimal()
        and _is_project(program.pk, int(number))
    ):
        return project_scope(program.pk, int(number))
    raise NotFound(f"There is no '{on}' to hold a role on.")


def stands_at(row: Grant) -> Scope:
    """The node a grant is held on."""
    return rules.scope(row.scope_kind, row.scope_ledger, row.scope_number)


def keep_one(going: Iterable[Grant]) -> None:
    """Refuse unless somebody is left who can give an administrator's role on the whole organisation.

    Raises: LastAdministrator.
    """
    for row in going:
        if row.role not in ADMINISTRATORS or row.scope_kind != "organisation":
            continue
        others = Grant.objects.filter(role=row.role, scope_kind="organisation", person__left_on=None)
        if not others.exclude(pk=row.pk).exists():
            name = rules.ROLES[row.role].name.lower()
            raise LastAdministrator(f"This is the last {name}. Give the role to somebody else first.")


def _is_known_to(actor: Actor, scope: Scope) -> bool:
    """May the actor know that there is such a node? What may not be seen is not found."""
    if actor.is_house or scope.kind == "organisation":
        return True
    if scope.kind == "program":
        return permissions.may_see_program(actor, scope.ledger)
    return permissions.reach(actor, "program.read", scope) is not None


def _is_project(ledger: int, number: int) -> bool:
    return any(
        table._default_manager.filter(pk=key(ledger, number)).exists()
        for table in tables.tables().values()
        if table.SCOPE == SELF
    )


def _or(words: tuple[str, ...]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
