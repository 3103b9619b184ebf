"""The nodes roles are held on, under the names people know them by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milepost.base.identity import THE_ORGANISATION, Actor, Scope, program_scope, project_scope
from milepost.base.permissions import may
from milepost.domain.accounts.queries import people
from milepost.domain.accounts.rows import GrantRow, RoleRow
from milepost.domain.programs.queries import programs


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the tree. `on` is how it is written at doors, `depth` how far it is indented."""

    on: str
    name: str
    scope: Scope
    depth: int = 0


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role as a screen prints it: "Project manager" on "Core ledger"."""

    number: int
    key: str
    role: str
    where: str
    may_take: bool


def tree(reader: Actor) -> tuple[Node, ...]:
    """Every node the reader may know of, parents before children; four queries for any number of programs."""
    return tuple(_nodes(reader))


def to_give_on(reader: Actor, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes on which the reader may give at least one role."""
    return tuple(node for node in nodes if people.roles_to_give(reader, on=node.scope))


def to_give(reader: Actor, nodes: tuple[Node, ...]) -> tuple[RoleRow, ...]:
    """The roles the reader may give on at least one of these nodes, in the order of the table."""
    given = {role.key for node in nodes for role in people.roles_to_give(reader, on=node.scope)}
    return tuple(role for role in people.roles(reader) if role.key in given)


def held(reader: Actor, grants: tuple[GrantRow, ...], nodes: tuple[Node, ...]) -> tuple[HeldRole, ...]:
    """Grants in words, with whether the reader may take each away."""
    names = {node.scope: node.name for node in nodes}
    takes = {row.key: row for row in people.roles(reader)}
    return tuple(
        HeldRole(
            number=grant.number,
            key=grant.role,
            role=grant.role_name,
            where=names.get(grant.scope, grant.on),
            may_take=may(reader, takes[grant.role].given_with, grant.scope),
        )
        for grant in grants
    )


def _nodes(reader: Actor) -> Iterator[Node]:
    organisation = people.organisation(reader)
    name = organisation.name if organisation and organisation.name else _("the whole organisation")
    yield Node("organisation", name, THE_ORGANISATION)
    for portfolio in programs.portfolios(reader):
        yield Node(
            f"portfolio/{portfolio.number}", portfolio.name, Scope("portfolio", number=portfolio.number), 1
        )
    projects = programs.every_project(reader)
    for program in programs.programs(reader):
        yield Node(program.slug, program.name, program_scope(program.ledger), 1)
        for project in projects.get(program.ledger, ()):
            scope = project_scope(program.ledger, project.number)
            yield Node(f"{program.slug}/{project.number}", project.name, scope, 2)
