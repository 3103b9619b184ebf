"""Whatever is given and taken, in whatever order, counts from the next request on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from milepost.base import clock
from milepost.base.identity import SYSTEM, Actor, program_scope, project_scope
from milepost.base.operation import Acting
from milepost.base.permissions import may, visible_ledgers
from milepost.domain.accounts.operations import grants, organisation, people, recognition, tokens
from milepost.domain.programs.operations import portfolios, programs
from tests.domain.accounts.conftest import a_program, a_project, at, signed_in

ROLES = ("program_manager", "project_manager", "viewer")


class Access(RuleBasedStateMachine):
    """One person, two programs, and everything that gives them sight of these or takes it away.

    `held` is what they should hold: grant number -> (role, place). The model is a few lines; the house
    must agree with it at every step, through a browser's actor and through a token's.
    """

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        organisation.found(at(SYSTEM), name="Olga", email="olga@x.example")
        self.programs = {slug: a_program(slug) for slug in ("atlas", "borealis")}
        self.project = a_project(self.programs["atlas"])
        self.portfolio = portfolios.add(at(SYSTEM), name="Digital").value
        self.person = people.add(at(SYSTEM), name="Pat", email="pat@x.example").value
        self.held: dict[int, tuple[str, str]] = {}
        self.in_portfolio: set[str] = set()
        self.is_here = True
        self.stream: Actor | None = signed_in(self.person)
        self.token, self.secret = self._token()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @precondition(lambda self: self.is_here)
    @rule(
        role=st.sampled_from(ROLES), on=st.sampled_from(["atlas", "borealis", "atlas/project", "portfolio"])
    )
    def give(self, role: str, on: str) -> None:
        place = {"atlas/project": f"atlas/{self.project}", "portfolio": f"portfolio/{self.portfolio}"}.get(
            on, on
        )
        if (role, on) in self.held.values() or (role == "program_manager" and on == "atlas/project"):
            return
        if role == "project_manager" and on == "portfolio":
            return
        number = grants.grant(at(SYSTEM), person=self.person, role=role, on=place).value
        self.held[number] = (role, on)

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def take(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.held)))
        grants.revoke(at(SYSTEM), grant=number)
        del self.held[number]

    @rule(slug=st.sampled_from(["atlas", "borealis"]))
    def move_into_the_portfolio_or_out(self, slug: str) -> None:
        goes_in = slug not in self.in_portfolio
        acting = Acting(SYSTEM, self.programs[slug].pk)
        programs.edit(acting, portfolio=self.portfolio if goes_in else None)
        self.in_portfolio ^= {slug}

    @rule()
    def let_go_or_take_back(self) -> None:
        if self.is_here:
            people.deactivate(at(SYSTEM), person=self.person)
            self.held.clear()
            self.token = 0
        else:
            people.reactivate(at(SYSTEM), person=self.person)
        self.is_here = not self.is_here

    @precondition(lambda self: self.is_here and self.token)
    @rule()
    def revoke_the_token(self) -> None:
        tokens.revoke(signed_in(self.person), token=self.token)
        self.token = 0

    @invariant()
    def a_browser_sees_what_is_held_and_nothing_else(self) -> None:
        actor = recognition.acting_as(self.person, session="cli", door="web")
        assert (actor is not None) == self.is_here
        if actor is not None:
            self._agrees(actor)

    @invariant()
    def a_token_sees_no_more(self) -> None:
        try:
            actor = recognition.with_token(self.secret, door="api")
        except tokens.NoSuchToken:
            assert not (self.is_here and self.token and self._may_have_tokens())
            return
        assert self.is_here
        assert self.token
        assert self._may_have_tokens()
        assert set(visible_ledgers(actor, "program.read").values_list("slug", flat=True)) == self._seen()
        assert not may(actor, "plan.edit", program_scope(self.programs["atlas"].pk))

    @invariant()
    def an_open_stream_notices(self) -> None:
        fresh = recognition.still(Actor(self.person, "Pat", "cli", "web"))
        assert (fresh is not None) == self.is_here
        if fresh is not None:
            self._agrees(fresh)

    def _agrees(self, actor: Actor) -> None:
        assert set(visible_ledgers(actor, "program.read").values_list("slug", flat=True)) == self._seen()
        atlas = self.programs["atlas"].pk
        on_program = any(
            role == "program_manager"
            and (on == "atlas" or (on == "portfolio" and "atlas" in self.in_portfolio))
            for role, on in self.held.values()
        )
        plans_all = on_program or ("project_manager", "atlas") in self.held.values()
        assert may(actor, "plan.edit", program_scope(atlas)) == plans_all
        plans_one = plans_all or ("project_manager", "atlas/project") in self.held.values()
        assert may(actor, "plan.edit", project_scope(atlas, self.project)) == plans_one

    def _seen(self) -> set[str]:
        """The programs somebody with these roles may know of."""
        seen = {on.partition("/")[0] for _, on in self.held.values() if on != "portfolio"}
        through_portfolio = any(on == "portfolio" for _, on in self.held.values())
        return seen | (self.in_portfolio if through_portfolio else set())

    def _may_have_tokens(self) -> bool:
        """A viewer's role brings no token, and stops those somebody made in another role."""
        return any(role != "viewer" for role, _ in self.held.values())

    def _token(self) -> tuple[int, str]:
        """A token made while they managed a program."""
        expires_at = clock.now() + timedelta(days=30)
        number = grants.grant(at(SYSTEM), person=self.person, role="program_manager", on="borealis").value
        made = tokens.make(signed_in(self.person), name="t", scopes=["read"], expires_at=expires_at)
        grants.revoke(at(SYSTEM), grant=number)
        return made


@pytest.mark.django_db
def test_what_is_taken_is_gone_whatever_came_before() -> None:
    run_state_machine_as_test(
        Access,
        settings=settings(
            max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
