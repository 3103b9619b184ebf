"""Who acts, on what, and how things are numbered.

A row's key is arithmetic: its ledger in the high 32 bits, its public number in the low ones. The number is
what people see (`T-412`), and it stays the same in every fork of a program. Nothing here needs Django.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ORGANISATION = 1
"""The ledger of the organisation: people, shared calendars, rates, templates."""

_NUMBER_BITS = 32
_NUMBER_MASK = (1 << _NUMBER_BITS) - 1

Door = Literal["web", "api", "cli", "mcp", "job", "file"]
ScopeKind = Literal["organisation", "portfolio", "program", "project"]


def key(ledger: int, number: int) -> int:
    """The primary key of row `number` of a ledger."""
    return ledger << _NUMBER_BITS | number


def number_of(key: int) -> int:
    """The public number in a primary key."""
    return key & _NUMBER_MASK


def ledger_of(key: int) -> int:
    """The ledger in a primary key."""
    return key >> _NUMBER_BITS


@dataclass(frozen=True, slots=True)
class Scope:
    """A node of the tree organisation > portfolio > program > project.

    Portfolios are rows of the organisation's ledger. A program is a ledger of its own (`number` 0), a project
    a row of its program. A scenario is a fork of a program and has the program's scope.
    """

    kind: ScopeKind
    ledger: int = ORGANISATION
    number: int = 0


THE_ORGANISATION = Scope("organisation")


def program_scope(ledger: int) -> Scope:
    """The node of a whole program (or, for ledger 1, of the organisation)."""
    return THE_ORGANISATION if ledger == ORGANISATION else Scope("program", ledger)


def project_scope(ledger: int, number: int) -> Scope:
    """The node of one project of a program."""
    return Scope("project", ledger, number)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held on a scope, and on everything below it."""

    role: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody (or something) at a door.

    `person` is the public number in the organisation's ledger. `session` tells one browser or token from
    another: two edits of one session never conflict; it is a name, never a secret. `limits` are the rights a
    token was narrowed to, None when there is no such limit. `is_house` marks Milepost's own work, which no
    door can claim. `looked_up` keeps the programs of portfolios he holds a role on, so that asking about many
    rows asks the database once; `noted` the classes of fields, with their nodes, whose reading is on
    record.
    """

    person: int | None
    name: str
    session: str
    door: Door
    grants: tuple[Grant, ...] = ()
    limits: frozenset[str] | None = None
    is_system_admin: bool = False
    is_house: bool = False
    looked_up: dict[int, frozenset[int]] = field(default_factory=dict, compare=False, repr=False)
    noted: set[tuple[str, Scope]] = field(default_factory=set, compare=False, repr=False)


SYSTEM = Actor(person=None, name="Milepost", session="milepost", door="job", is_house=True)
"""Milepost itself: jobs, the sample program, upgrades."""
