"""People and programs for tests of what is under the rooms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from milepost.base import permissions
from milepost.base.identity import SYSTEM, Actor, Grant, Scope
from milepost.base.operation import Acting
from milepost.base.permissions import Reach, Role
from tests.workshop import operations as workshop

ROLES = (
    Role("manager", {"plan.read": Reach.ALL, "plan.edit": Reach.ALL}),
    Role("accountant", {"plan.read": Reach.ALL, "plan.edit": Reach.ALL}, frozenset({"finance"})),
    Role("viewer", {"plan.read": Reach.ALL}),
    Role("member", {"plan.read": Reach.ALL, "plan.edit": Reach.OWN}),
)


@pytest.fixture(autouse=True)
def roles() -> Iterator[None]:
    """The workshop's own table of roles, whatever the accounts room handed over."""
    known, permissions._known = permissions._known, permissions._Knowledge()
    permissions.use_roles(ROLES, system_rights={"people.edit", "program.create"})
    yield
    permissions._known = known


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: Any) -> None:
    """Anchors and attachments of each test lie apart."""
    settings.MILEPOST_ANCHORS = tmp_path / "anchors.jsonl"
    settings.MILEPOST_ATTACHMENTS = tmp_path / "attachments"


@pytest.fixture
def program(db: None) -> Program:
    return a_program()


class Program:
    """A program of the workshop with one site, and a short way to do things in it."""

    def __init__(self, ledger: int, site: int) -> None:
        self.ledger = ledger
        self.site = site

    def by(self, actor: Actor = SYSTEM, *, seen: int | None = None, reason: str = "") -> Acting:
        """Somebody acting on it."""
        return Acting(actor, self.ledger, seen=seen, reason=reason)

    def job(self, name: str = "job", **fields: object) -> int:
        """A new job on its site; its number."""
        return workshop.add(self.by(), table="job", site=self.site, name=name, **fields).value


def a_program(name: str = "Atlas") -> Program:
    ledger = workshop.open_program(Acting(SYSTEM, 1), name=name).value
    site = workshop.add(Acting(SYSTEM, ledger), table="site", name="Yard").value
    return Program(ledger, site)


def a_person(name: str, *grants: tuple[str, Scope]) -> Actor:
    """Somebody with these roles, in a session of their own."""
    held = tuple(Grant(role, scope) for role, scope in grants)
    return Actor(person=len(name), name=name, session=f"session of {name}", door="web", grants=held)


def in_another_session(actor: Actor) -> Actor:
    return replace(actor, session=f"another {actor.session}")
