"""What base is told at start: the rights, the roles, and where rows of this room stand.

Base checks and accounts knows: after `register` base decides on any stored row without asking here.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from milepost.base import permissions, undo
from milepost.base.identity import Actor, Scope
from milepost.domain.accounts import rules
from milepost.domain.accounts.models import Grant, Person
from milepost.domain.accounts.operations import accounts, reads
from milepost.domain.accounts.operations.grants import stands_at

_ENFORCED = {
    rules.Reach.ALL: permissions.Reach.ALL,
    # What is published is a present state, and reading that is whole; the past of it takes
    # `history.read`, which nobody holds as `published`.
    rules.Reach.PUBLISHED: permissions.Reach.ALL,
    rules.Reach.OWN: permissions.Reach.OWN,
    rules.Reach.MONEY: permissions.Reach.MONEY,
    rules.Reach.LOGGED: permissions.Reach.ALL,
}


def register() -> None:
    """Hand over the table of roles, and where grants stand."""
    permissions.register_rights(rules.MEANINGS)
    permissions.use_roles(
        (
            permissions.Role(role, _enforced(rights), _classes(rights, "all"), _classes(rights, "logged"))
            for role, rights in rules.RIGHTS_OF.items()
        ),
        system_rights=rules.SYSTEM_RIGHTS,
        class_rights=rules.FIELD_RIGHTS,
        note_read=reads.note,
    )
    undo.register_follow(Person, _sign_in_follows)
    permissions.register_scope(Grant, stands_at=stands_at, below=_grants_below)


def _sign_in_follows(by: Actor, person: Person) -> None:
    """The address somebody signs in with is put back with the one they are known by."""
    if person.email:
        accounts.move(person.number, email=person.email, by=by)


def _enforced(rights: Mapping[str, rules.Reach]) -> dict[str, permissions.Reach]:
    """The reaches base can check on a row. Sums and need-to-know lists are for the rooms that keep
    them: until such a room says otherwise they grant nothing."""
    return {right: _ENFORCED[reach] for right, reach in rights.items() if reach in _ENFORCED}


def _classes(rights: Mapping[str, rules.Reach], reach: str) -> frozenset[str]:
    """The classes of fields a role reads everywhere on its node, freely ("all") or on record ("logged")."""
    return frozenset(kept for kept, right in rules.FIELD_RIGHTS.items() if rights.get(right) == reach)


def _grants_below(scope: Scope) -> Q:
    """The condition that a grant is held on this node or one below it."""
    if scope.kind == "organisation":
        return Q(pk__isnull=False)
    if scope.kind == "portfolio":
        programs = permissions.programs_in([scope.number])
        held_here = Q(scope_kind="portfolio", scope_number=scope.number)
        return held_here | Q(scope_kind__in=("program", "project"), scope_ledger__in=programs)
    if scope.kind == "program":
        return Q(scope_kind__in=("program", "project"), scope_ledger=scope.ledger)
    return Q(scope_kind="project", scope_ledger=scope.ledger, scope_number=scope.number)
