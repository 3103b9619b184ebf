"""Who may see and do what: base checks, the accounts room knows.

A right ("plan.edit") is held through a role granted on a node of the tree organisation > portfolio >
program > project and holds for everything below that node. It is narrowed by a token's limits. The accounts
room hands over the table of roles at start (`use_roles`); a room says by its tables' SCOPE (or
`register_scope`) where a row stands, and by `register_owners` whose own a row is. Deny by default; what may
not be seen is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet

from milepost.base.identity import ORGANISATION, Actor, Grant, Scope, key, program_scope, project_scope
from milepost.base.models import ANYWHERE, SELF, WHOLE, Ledger, Row

AnyRow = TypeVar("AnyRow", bound=Row)


class FieldClass(StrEnum):
    """How confidential a field is. Most are public to everybody who may see the row."""

    PUBLIC = "public"
    FINANCE = "finance"
    PEOPLE_COST = "people_cost"
    CONTRACT = "contract"
    SENSITIVE = "sensitive"


class Reach(IntEnum):
    """How far a right goes in its scope; `MONEY` of history: confidential figures and one's own deeds."""

    OWN = 1
    MONEY = 2
    ALL = 3


@dataclass(frozen=True, slots=True)
class Role:
    """What holding a role means: rights with their reach, and the field classes it may read and write.

    Those in `logged` it reads on record.
    """

    name: str
    rights: Mapping[str, Reach]
    reads: frozenset[str] = frozenset()
    logged: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Knowledge:
    """What the rooms told base at start."""

    roles: dict[str, Role] = field(default_factory=dict)
    system_rights: frozenset[str] = frozenset()
    class_rights: Mapping[str, str] = field(default_factory=dict)
    note_read: Callable[[Actor, str, Scope], None] | None = None
    programs_in: Callable[[Collection[int]], QuerySet[Any, Any]] | None = None
    stands_at: dict[type[Row], Callable[[Any], Scope]] = field(default_factory=dict)
    below: dict[type[Row], Callable[[Scope], Q]] = field(default_factory=dict)
    owners: dict[type[Row], Callable[[Any], Collection[int]]] = field(default_factory=dict)
    own_rows: dict[type[Row], Callable[[int], Q]] = field(default_factory=dict)


_known = _Knowledge()
RIGHTS: dict[str, str] = {}
"""Every right with what it lets a person do; filled by `register_rights`."""


def register_rights(meanings: Mapping[str, str]) -> None:
    """Declare rights, each with a phrase that says what it allows ("change the plan")."""
    RIGHTS.update(meanings)


def use_roles(
    roles: Iterable[Role],
    *,
    system_rights: Collection[str] = (),
    class_rights: Mapping[str, str] | None = None,
    note_read: Callable[[Actor, str, Scope], None] | None = None,
) -> None:
    """Hand over the table of roles. `system_rights` belong to system administrators and to nobody else.

    `class_rights` names the right that opens a class of fields, which a token may have been denied;
    `note_read` writes down that somebody read a class on a node, where his role reads it on record only.
    """
    _known.roles = {role.name: role for role in roles}
    _known.system_rights = frozenset(system_rights)
    _known.class_rights = class_rights or {}
    _known.note_read = note_read


def register_portfolios(programs_in: Callable[[Collection[int]], QuerySet[Any, Any]]) -> None:
    """Say how programs are found: portfolio numbers -> one-column queryset of program ledger ids."""
    _known.programs_in = programs_in


def programs_in(portfolios: Collection[int]) -> QuerySet[Any, Any]:
    """The ledger ids of the programs in these portfolios, as a one-column queryset."""
    if _known.programs_in is None:
        return Ledger.objects.none().values_list("pk")
    return _known.programs_in(portfolios)


def register_scope(
    model: type[AnyRow], *, stands_at: Callable[[AnyRow], Scope], below: Callable[[Scope], Q]
) -> None:
    """Say where rows stand that no SCOPE path finds: organisation rows that belong to a portfolio or program.

    `stands_at(row)` is its node; `below(scope)` the condition that a row stands at or below a node.
    """
    _known.stands_at[model] = stands_at
    _known.below[model] = below


def register_owners(
    model: type[AnyRow],
    *,
    owners: Callable[[AnyRow], Collection[int]],
    own_rows: Callable[[int], Q],
) -> None:
    """Say whose own a row is: `owners(row)` as person numbers, `own_rows(person)` as a filter."""
    _known.owners[model] = owners
    _known.own_rows[model] = own_rows


def may(actor: Actor, right: str, scope: Scope) -> bool:
    """Does the actor hold `right`, for everything there, on this node?"""
    return reach(actor, right, scope) is Reach.ALL


def may_anywhere(actor: Actor, right: str) -> bool:
    """Does the actor hold `right` on any node, however small?"""
    if not _within_limits(actor, right):
        return False
    if actor.is_house or right in _known.system_rights:
        return actor.is_house or actor.is_system_admin
    return any(_reach_of(grant, right) for grant in actor.grants)


def may_in_program(actor: Actor, right: str, ledger: int) -> bool:
    """Does the actor hold `right` on this program, above it, or on any project in it? Own rows count."""
    if reach(actor, right, program_scope(ledger)) is not None:
        return True
    return _within_limits(actor, right) and any(
        grant.scope.kind == "project" and grant.scope.ledger == ledger and _reach_of(grant, right)
        for grant in actor.grants
    )


def may_see_program(actor: Actor, ledger: int) -> bool:
    """May the actor know that this program exists? Whoever holds any right in it may."""
    rights = {
        right for grant in actor.grants if (role := _known.roles.get(grant.role)) for right in role.rights
    }
    return actor.is_house or any(may_in_program(actor, right, ledger) for right in rights)


def stands_by_its_fields(model: type[Row]) -> bool:
    """Was it registered where rows of this table stand?"""
    return model in _known.stands_at


def reach(actor: Actor, right: str, scope: Scope) -> Reach | None:
    """How far the actor's `right` goes on this node: everything, own rows only, or None."""
    if not _within_limits(actor, right):
        return None
    if actor.is_house:
        return Reach.ALL
    if right in _known.system_rights:
        return Reach.ALL if actor.is_system_admin else None
    held = [
        r for grant in actor.grants if (r := _reach_of(grant, right)) and _covers(actor, grant.scope, scope)
    ]
    return max(held, default=None)


def may_read_class(actor: Actor, field_class: str, scope: Scope) -> bool:
    """May the actor see (and set) fields of this class on this node?"""
    if not _within_limits(actor, _known.class_rights.get(field_class, "")):
        return field_class == FieldClass.PUBLIC
    if field_class == FieldClass.PUBLIC or actor.is_house:
        return True
    held = [
        role
        for grant in actor.grants
        if (role := _known.roles.get(grant.role)) and _covers(actor, grant.scope, scope)
    ]
    if any(field_class in role.reads for role in held):
        return True
    if not any(field_class in role.logged for role in held):
        return False
    _note_read(actor, field_class, scope)
    return True


def hidden_fields(actor: Actor, model: type[Row], scope: Scope) -> frozenset[str]:
    """The fields of a table this actor may not see on this node."""
    return frozenset(
        name for name, kept in model.FIELD_CLASSES.items() if not may_read_class(actor, kept, scope)
    )


def may_do(actor: Actor, right: str, row: Row, scope: Scope) -> bool:
    """Does the actor hold `right` on this stored row, which stands at `scope`?"""
    is_shared = type(row).SCOPE == ANYWHERE and row.ledger_id == ORGANISATION
    if is_shared and right in (type(row).READ_RIGHT, type(row).ADD_RIGHT):
        return may_anywhere(actor, right)
    if right == type(row).READ_RIGHT and scope.kind == "program" and type(row).SCOPE in (WHOLE, ANYWHERE):
        # A program's calendars are needed to read any of its projects.
        return may_in_program(actor, right, scope.ledger)
    held = reach(actor, right, scope)
    if held is not Reach.OWN:
        return held is Reach.ALL
    owners = _known.owners.get(type(row))
    return owners is not None and actor.person is not None and actor.person in owners(row)


def refused(actor: Actor, right: str, placed: Iterable[tuple[Row, Scope]]) -> list[Row]:
    """Of rows with their scopes, those `may_do` says no to; one query a table whose rows have owners."""
    no: list[Row] = []
    unclear: dict[type[Row], dict[int, Row]] = {}
    for row, scope in placed:
        if type(row) in _known.own_rows and reach(actor, right, scope) is Reach.OWN:
            unclear.setdefault(type(row), {})[row.pk] = row
        elif not may_do(actor, right, row, scope):
            no.append(row)
    for model, rows in unclear.items():
        mine = _known.own_rows[model](actor.person or 0)
        own = set(model._default_manager.filter(mine, pk__in=rows).values_list("pk", flat=True))
        no += [row for pk, row in rows.items() if pk not in own]
    return no


def visible_to(actor: Actor, rows: QuerySet[AnyRow], right: str | None = None) -> QuerySet[AnyRow]:
    """Only the rows this actor may see (or, with `right`, may do that with); no query, only conditions.

    Scenarios and copies of the past hold rows too: a query over several programs asks `in_programs` as well.
    """
    model = rows.model
    wanted = right or model.READ_RIGHT
    if not _within_limits(actor, wanted):
        return rows.none()
    if actor.is_house:
        return rows
    if wanted in _known.system_rights:
        return rows if actor.is_system_admin else rows.none()
    is_shared = model.SCOPE == ANYWHERE and may_anywhere(actor, wanted)
    condition = Q(ledger=ORGANISATION) if is_shared else Q(pk__in=())
    for grant in actor.grants:
        held = _reach_of(grant, wanted)
        if held is Reach.ALL:
            condition |= _below(grant.scope, model)
        elif held is Reach.OWN and actor.person is not None and model in _known.own_rows:
            condition |= _below(grant.scope, model) & _known.own_rows[model](actor.person)
    return rows.filter(condition)


def in_programs(rows: QuerySet[AnyRow]) -> QuerySet[AnyRow]:
    """Only rows of programs as they are, not of their scenarios and not of copies of the past."""
    return rows.filter(ledger__kind=Ledger.Kind.PROGRAM)


def visible_ledgers(actor: Actor, right: str = "plan.read") -> QuerySet[Ledger]:
    """The programs (and their forks) in which the actor holds `right` on at least one project."""
    ledgers = Ledger.objects.filter(kind__in=(Ledger.Kind.PROGRAM, Ledger.Kind.SCENARIO))
    if actor.is_house and _within_limits(actor, right):
        return ledgers
    condition = Q(pk__in=())
    if _within_limits(actor, right):
        for grant in actor.grants:
            if _reach_of(grant, right):
                condition |= _programs_below(grant.scope, "")
    return ledgers.filter(condition)


def projects_seen(actor: Actor, ledger: int, right: str = "plan.read") -> frozenset[int] | None:
    """The numbers of the projects of a program the actor holds `right` on; None means the whole program.

    A right to one's own rows counts for none: those rows are found with `visible_to`.
    """
    if may(actor, right, program_scope(ledger)):
        return None
    if not _within_limits(actor, right):
        return frozenset()
    return frozenset(
        grant.scope.number
        for grant in actor.grants
        if grant.scope.kind == "project"
        and grant.scope.ledger == ledger
        and _reach_of(grant, right) is Reach.ALL
    )


def may_see_own(actor: Actor, ledger: int, right: str = "plan.read") -> bool:
    """Does some role reach the actor's own rows, and no others, somewhere in this program?"""
    return _within_limits(actor, right) and any(
        _reach_of(grant, right) is Reach.OWN
        and (_covers(actor, grant.scope, program_scope(ledger)) or grant.scope.ledger == ledger)
        for grant in actor.grants
    )


def sees_only_own(actor: Actor, ledger: int, right: str = "plan.read") -> bool:
    """Does the right go no further than the actor's own rows, wherever in this program he holds it?"""
    return may_in_program(actor, right, ledger) and projects_seen(actor, ledger, right) == frozenset()


def scope_of(row: Row, program: int, project: int | None) -> Scope:
    """The node a row stands at, given its program's ledger and its project's number."""
    if found := _known.stands_at.get(type(row)):
        return found(row)
    if project is None or program == ORGANISATION:
        return program_scope(program)
    return project_scope(program, project)


def _note_read(actor: Actor, field_class: str, scope: Scope) -> None:
    """Write down, once for each request, that fields were opened; what cannot be is not read either."""
    if (field_class, scope) not in actor.noted and _known.note_read is not None:
        _known.note_read(actor, field_class, scope)
        actor.noted.add((field_class, scope))


def _within_limits(actor: Actor, right: str) -> bool:
    return actor.limits is None or right in actor.limits


def _reach_of(grant: Grant, right: str) -> Reach | None:
    role = _known.roles.get(grant.role)
    return role.rights.get(right) if role else None


def _covers(actor: Actor, held: Scope, wanted: Scope) -> bool:
    """Is `wanted` the node `held`, or below it?"""
    if held.kind == "organisation" or held == wanted:
        return True
    if wanted.kind in ("organisation", "portfolio") and held.kind != "portfolio":
        return False
    if held.kind == "portfolio":
        return wanted.kind in ("program", "project") and wanted.ledger in _programs_in(actor, held.number)
    return held.kind == "program" and wanted.kind == "project" and held.ledger == wanted.ledger


def _programs_in(actor: Actor, portfolio: int) -> frozenset[int]:
    """The programs of a portfolio, looked up once for each actor: he lives as long as a request."""
    if portfolio not in actor.looked_up:
        found = _known.programs_in([portfolio]) if _known.programs_in else ()
        actor.looked_up[portfolio] = frozenset(int(ledger) for ledger in _flat(found))
    return actor.looked_up[portfolio]


def _flat(rows: Iterable[Any]) -> Iterable[Any]:
    """One-column rows as their values."""
    return (row[0] if isinstance(row, tuple) else row for row in rows)


def _below(scope: Scope, model: type[Row]) -> Q:
    """The condition that a row of `model` stands at or below `scope`."""
    if found := _known.below.get(model):
        return found(scope)
    if scope.kind != "project":
        return _programs_below(scope, "ledger__")
    if model.SCOPE in (WHOLE, ANYWHERE):
        return _in_program(scope.ledger, "ledger__")
    path = "pk" if model.SCOPE == SELF else model.SCOPE
    return Q(**{path: key(scope.ledger, scope.number)}) | _in_fork(scope, path)


def _in_fork(scope: Scope, path: str) -> Q:
    """A project keeps its number in every fork of its program; there the key's ledger differs."""
    forks = Ledger.objects.filter(root=scope.ledger).values("pk")
    return Q(ledger__in=forks) & Q(**{f"{path}__in": _keys_in_forks(scope)})


def _keys_in_forks(scope: Scope) -> QuerySet[Ledger, Any]:
    shifted = F("pk") * (1 << 32) + scope.number
    return Ledger.objects.filter(root=scope.ledger).annotate(project_key=shifted).values("project_key")


def _programs_below(scope: Scope, prefix: str) -> Q:
    """The condition on a ledger, reached by `prefix`: it is, or is a fork of, a program below `scope`."""
    if scope.kind == "organisation":
        return Q(pk__isnull=False)
    if scope.kind == "portfolio":
        programs = programs_in([scope.number])
        return Q(**{f"{prefix}pk__in": programs}) | Q(**{f"{prefix}root__in": programs})
    return _in_program(scope.ledger, prefix)


def _in_program(ledger: int, prefix: str) -> Q:
    return Q(**{f"{prefix}pk": ledger}) | Q(**{f"{prefix}root": ledger})
