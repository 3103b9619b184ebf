"""Bringing a scenario back: cases with a known right answer, and random ones held against whole states."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pytest

from milepost.base import chain, fork, merge, tables, undo, verification
from milepost.base.identity import SYSTEM, key, number_of
from milepost.base.merge import Clash, Clashes
from milepost.base.models import Ledger
from milepost.base.operation import Acting, Refusal, Write, operation
from tests.base.conftest import Program, a_program
from tests.base.states import State, do_something, state
from tests.workshop import operations as workshop
from tests.workshop.models import Job, Step


def no_circles(write: Write) -> Iterator[Clash]:
    """Steps lead nowhere back, and no job is inside itself."""
    steps = [(step.before_id, step.after_id) for step in write.rows(Step)]
    inside = [(job.parent_id, job.pk) for job in write.rows(Job) if job.parent_id]
    for edges in (steps, inside):
        for stuck in in_circles(edges):
            yield Clash("workshop.job", number_of(stuck), "circle")


def in_circles(edges: list[tuple[int, int]]) -> set[int]:
    """What is left when everything nothing leads to is taken away, again and again."""
    nodes = {node for edge in edges for node in edge}
    while free := nodes - {after for before, after in edges if before in nodes}:
        nodes -= free
    return nodes


@operation("workshop.merge", needs="plan.edit")
def bring_over(
    write: Write,
    *,
    scenario: int,
    decisions: Mapping[str, Literal["mine", "theirs"]],
    circles_allowed: bool = False,
) -> int:
    """Bring a scenario's changes into its program."""
    rules = [] if circles_allowed else [no_circles]
    return merge.merge(write, scenario=scenario, decisions=decisions, rules=rules)


@dataclass
class Side:
    """One of the two ledgers, and a short way to do things in it."""

    ledger: int
    site: int
    a: int
    b: int
    c: int

    @property
    def by(self) -> Acting:
        return Acting(SYSTEM, self.ledger)

    def edit(self, number: int, **fields: Any) -> None:
        workshop.edit(self.by, number=number, **fields)

    def job(self, name: str, **fields: Any) -> int:
        return workshop.add(self.by, table="job", site=self.site, name=name, **fields).value

    def remove(self, number: int) -> None:
        workshop.remove(self.by, table="job", number=number)

    def join(self, before: int, after: int) -> None:
        workshop.join(self.by, before=before, after=after)

    def row(self, number: int) -> Job | None:
        return Job.objects.filter(pk=key(self.ledger, number)).first()

    def named(self, name: str) -> Job:
        return Job.objects.get(ledger=self.ledger, name=name)

    def undo(self) -> None:
        undo.undo_last(self.by)


@pytest.fixture
def program(program: Program) -> Program:
    """With three jobs."""
    for name in "abc":
        program.job(name, length=480)
    return program


def sides(program: Program) -> tuple[Side, Side]:
    """The scenario and its parent."""
    a, b, c = (Job.objects.get(ledger=program.ledger, name=name).number for name in "abc")
    scenario = fork.fork(program.ledger, slug="what-if", name="What if")
    return Side(scenario, program.site, a, b, c), Side(program.ledger, program.site, a, b, c)


Does = Callable[[Side], object]
Holds = Callable[[Side], object]
CONFLICT = "conflict"
# What it is, what the scenario does, what the parent does, and what must hold of the parent afterwards.
CASES: list[tuple[str, Does, Does, Holds | str]] = [
    (
        "same field, different values",
        lambda s: s.edit(s.a, length=1),
        lambda p: p.edit(p.a, length=2),
        CONFLICT,
    ),
    (
        "same field, same value",
        lambda s: s.edit(s.a, length=7),
        lambda p: p.edit(p.a, length=7),
        lambda p: p.row(p.a).length == 7,
    ),
    (
        "different fields of one row",
        lambda s: s.edit(s.a, length=7),
        lambda p: p.edit(p.a, name="new"),
        lambda p: (p.row(p.a).length, p.row(p.a).name) == (7, "new"),
    ),
    ("changed here, removed there", lambda s: s.edit(s.a, length=7), lambda p: p.remove(p.a), CONFLICT),
    ("removed here, changed there", lambda s: s.remove(s.a), lambda p: p.edit(p.a, length=7), CONFLICT),
    ("removed on both sides", lambda s: s.remove(s.a), lambda p: p.remove(p.a), lambda p: p.row(p.a) is None),
    (
        "created on both sides",
        lambda s: s.job("here"),
        lambda p: p.job("there"),
        lambda p: p.named("here").number > p.named("there").number,
    ),
    (
        "moved to two parents",
        lambda s: s.edit(s.c, parent=s.a, rank=1),
        lambda p: p.edit(p.c, parent=p.b, rank=1),
        CONFLICT,
    ),
    ("a into b, b into a", lambda s: s.edit(s.a, parent=s.b), lambda p: p.edit(p.b, parent=p.a), CONFLICT),
    ("steps a to b and b to a", lambda s: s.join(s.a, s.b), lambda p: p.join(p.b, p.a), CONFLICT),
    (
        "a step here to a job removed there",
        lambda s: s.join(s.a, s.b),
        lambda p: p.remove(p.a),
        CONFLICT,
    ),
    (
        "a job removed here, a step to it there",
        lambda s: s.remove(s.a),
        lambda p: p.join(p.a, p.b),
        CONFLICT,
    ),
    (
        "a rule here, its date there",
        lambda s: s.edit(s.a, rule="must_start_on"),
        lambda p: p.edit(p.a, rule_on="2027-01-01"),
        CONFLICT,
    ),
    (
        # Three-way by rows asks where adding up both would have been right.
        "100 longer here, 50 longer there",
        lambda s: workshop.lengthen(s.by, number=s.a, by=100),
        lambda p: workshop.lengthen(p.by, number=p.a, by=50),
        CONFLICT,
    ),
    (
        "changed and changed back here, changed there",
        lambda s: (s.edit(s.a, length=7), s.edit(s.a, length=480)),
        lambda p: p.edit(p.a, length=960),
        lambda p: p.row(p.a).length == 960,
    ),
    (
        "undone here, something else there",
        lambda s: (s.edit(s.a, length=7), s.undo()),
        lambda p: p.edit(p.b, length=960),
        lambda p: (p.row(p.a).length, p.row(p.b).length) == (480, 960),
    ),
    (
        "removed and put back here, changed there",
        lambda s: (s.remove(s.a), s.undo()),
        lambda p: p.edit(p.a, length=960),
        lambda p: p.row(p.a).length == 960,
    ),
    (
        "split here and the new half edited, another made there",
        lambda s: s.edit(workshop.split(s.by, number=s.a).value, length=77),
        lambda p: p.job("other"),
        lambda p: (
            (p.named("a (2)").length, p.row(p.a).length) == (77, 240)
            and Step.objects.get(ledger=p.ledger).after_id == p.named("a (2)").pk
        ),
    ),
    (
        "an import here",
        lambda s: workshop.bring_in(
            s.by, site="Quarry", jobs=[{"name": f"j{n}"} for n in range(250)], steps=[(0, 1)]
        ),
        lambda p: p.edit(p.a, length=960),
        lambda p: p.named("j249").site_id == p.named("j0").site_id != p.named("a").site_id,
    ),
    (
        "a new job under a new job here",
        lambda s: s.job("inner", parent=s.job("outer")),
        lambda p: p.job("other"),
        lambda p: p.named("inner").parent_id == p.named("outer").pk,
    ),
    (
        "progress here, length there",
        lambda s: s.edit(s.a, percent=50),
        lambda p: p.edit(p.a, length=960),
        lambda p: (p.row(p.a).percent, p.row(p.a).length) == (50, 960),
    ),
    (
        "a job of a removed job's own here, removed there",
        lambda s: s.job("inner", parent=s.a),
        lambda p: p.remove(p.a),
        CONFLICT,
    ),
]


@pytest.mark.parametrize(("here", "there", "holds"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_case_with_a_known_answer(program: Program, here: Does, there: Does, holds: Holds | str) -> None:
    scenario, parent = sides(program)
    here(scenario)
    there(parent)
    before = state(parent.ledger)

    if holds == CONFLICT:
        with pytest.raises(Clashes):
            bring_over(parent.by, scenario=scenario.ledger, decisions={})
        assert state(parent.ledger) == before
        return
    bring_over(parent.by, scenario=scenario.ledger, decisions={})
    assert holds(parent)  # type: ignore[operator]
    assert chain.verify(parent.ledger) is None
    assert all(number < fork.FIRST_BLOCK for _, number in state(parent.ledger))


def clashes(scenario: int, parent: int) -> list[Clash]:
    return merge.compared(scenario, parent, Ledger.objects.get(pk=scenario).parent_revision or 0)[1]


def decided(found: Iterable[Clash], side: Literal["mine", "theirs"]) -> dict[str, Literal["mine", "theirs"]]:
    return {clash.name: side for clash in found}


@pytest.mark.parametrize(
    ("here", "there", "mine", "theirs"),
    [
        (CASES[0][1], CASES[0][2], lambda p: p.row(p.a).length == 1, lambda p: p.row(p.a).length == 2),
        (CASES[3][1], CASES[3][2], lambda p: p.row(p.a).length == 7, lambda p: p.row(p.a) is None),
        (CASES[4][1], CASES[4][2], lambda p: p.row(p.a) is None, lambda p: p.row(p.a).length == 7),
        (
            CASES[10][1],
            CASES[10][2],
            lambda p: Step.objects.get(ledger=p.ledger).before_id == p.row(p.a).pk,
            lambda p: p.row(p.a) is None and not Step.objects.filter(ledger=p.ledger).exists(),
        ),
        (
            CASES[11][1],
            CASES[11][2],
            lambda p: p.row(p.a) is None and not Step.objects.filter(ledger=p.ledger).exists(),
            lambda p: Step.objects.get(ledger=p.ledger).before_id == p.row(p.a).pk,
        ),
    ],
    ids=[
        "field",
        "changed here, removed there",
        "removed here, changed there",
        "ground gone",
        "needed there",
    ],
)
@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_a_decision_is_carried_out(
    program: Program, here: Does, there: Does, mine: Holds, theirs: Holds, side: Literal["mine", "theirs"]
) -> None:
    scenario, parent = sides(program)
    here(scenario)
    there(parent)
    before = state(parent.ledger)

    merged = bring_over(
        parent.by,
        scenario=scenario.ledger,
        decisions=decided(clashes(scenario.ledger, parent.ledger), side),
    )

    assert mine(parent) if side == "mine" else theirs(parent)
    if merged.entry:
        undo.undo(parent.by, entry=merged.entry)
    assert state(parent.ledger) == before


def test_a_scenario_brought_in_is_closed(program: Program) -> None:
    scenario, parent = sides(program)
    scenario.edit(scenario.a, length=7)
    bring_over(parent.by, scenario=scenario.ledger, decisions={})

    with pytest.raises(Refusal, match="was closed"):
        scenario.edit(scenario.a, length=8)
    with pytest.raises(Refusal, match="no open scenario"):
        bring_over(parent.by, scenario=scenario.ledger, decisions={})
    with pytest.raises(Refusal, match="no open scenario"):
        bring_over(Acting(SYSTEM, a_program("Other").ledger), scenario=scenario.ledger, decisions={})


def expected(then: State, mine: State, theirs: State) -> set[tuple[str, int, str]]:
    """The clashes as three whole states show them, without the journal."""
    found: set[tuple[str, int, str]] = set()
    for at in {*then, *mine, *theirs}:
        b, m, t = then.get(at), mine.get(at), theirs.get(at)
        if b and m and t:
            found |= {(*at, what) for what in fields_in_conflict(at[0], b, m, t)}
        elif b and not m and t and t != b:
            found.add((*at, "removed here, changed there"))
        elif b and m and not t and m != b:
            found.add((*at, "changed here, removed there"))
        for field, target in tables.inner_references(at[0]):
            if m and (b or {}).get(field) != m.get(field) and lost(then, theirs, target, m.get(field)):
                found.add((*at, f"{field} is gone there"))
            if t and (b or {}).get(field) != t.get(field) and lost(then, mine, target, t.get(field)):
                found.add((target, t[field], f"removed here, {at[0]} {at[1]} there needs it"))
    return found


def lost(then: State, now: State, table: str, number: int | None) -> bool:
    return (table, number) in then and (table, number) not in now  # type: ignore[comparison-overlap]


def fields_in_conflict(table: str, b: Any, m: Any, t: Any) -> Iterator[str]:
    for group in merge._groups(table, set(tables.columns(tables.tables()[table]))):
        then, mine, theirs = ([side.get(name) for name in sorted(group)] for side in (b, m, t))
        if mine != then and theirs != then and mine != theirs:
            yield "/".join(sorted(group))


def diverged(program: Program, dice: random.Random) -> tuple[State, int]:
    """A program with some history, then forked and both sides worked on: its state then, and the scenario."""
    for _ in range(25):
        do_something(program, dice)
    then = state(program.ledger)
    scenario = fork.fork(program.ledger, slug="what-if", name="What if")
    for _ in range(25):
        do_something(Program(scenario, program.site), dice)
        do_something(program, dice)
    return then, scenario


@pytest.mark.parametrize("seed", range(8))
def test_random_histories_miss_no_clash_and_invent_none(program: Program, seed: int) -> None:
    then, scenario = diverged(program, random.Random(seed))
    mine, theirs = state(scenario), state(program.ledger)

    found = clashes(scenario, program.ledger)

    assert {(clash.table, clash.number, clash.what) for clash in found} == expected(then, mine, theirs)


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize("seed", range(6))
def test_whoever_is_preferred_everywhere_loses_nothing(
    program: Program, seed: int, side: Literal["mine", "theirs"]
) -> None:
    then, scenario = diverged(program, random.Random(seed))
    mine, theirs = state(scenario), state(program.ledger)
    decisions = decided(clashes(scenario, program.ledger), side)
    merged = bring_over(program.by(), scenario=scenario, decisions=decisions, circles_allowed=True)
    after = state(program.ledger)
    for at, fields in (mine if side == "mine" else theirs).items():
        changed = {n for n in fields if fields[n] != then.get(at, {}).get(n)}
        if at[1] < fork.FIRST_BLOCK:
            renumbered = {n for n in changed if isinstance(fields[n], int) and fields[n] >= fork.FIRST_BLOCK}
            assert {n: fields[n] for n in changed - renumbered} == {
                n: after[at][n] for n in changed - renumbered
            }
    assert [wrong for checked in verification.verify() for wrong in checked.wrong] == []
    if merged.entry:
        undo.undo(program.by(), entry=merged.entry)
    assert state(program.ledger) == theirs
