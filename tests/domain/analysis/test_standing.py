"""Operations that use the rows somebody left decide what they would decide by reading all of them."""

from __future__ import annotations

import random

import pytest
from django.db import transaction

from milepost.base.operation import Refusal
from milepost.domain.analysis.queries import keeping
from milepost.domain.schedule.operations import links, outline, tasks
from milepost.domain.schedule.queries import standing
from milepost.domain.schedule.queries import tasks as task_queries
from tests.builders import Program, a_plan
from tests.domain.analysis.test_kept import Step, some

pytestmark = pytest.mark.django_db

STEPS: tuple[Step, ...] = (
    lambda p, c: links.link(p.by(), tasks=some(p, c, 3), type=c.choice(("FS", "SS"))),
    lambda p, c: links.unlink(p.by(), tasks=some(p, c)),
    lambda p, c: tasks.edit(p.by(), task=some(p, c)[0], predecessors=";".join(map(str, some(p, c, 2)))),
    lambda p, c: tasks.remove(p.by(), tasks=some(p, c)),
    lambda p, c: outline.indent(p.by(), tasks=some(p, c, 2)),
    lambda p, c: outline.outdent(p.by(), tasks=some(p, c)),
    lambda p, c: outline.move(p.by(), tasks=some(p, c), after=some(p, c)[0]),
    lambda p, c: outline.paste(
        p.by(),
        after=some(p, c)[0],
        rows=[{"name": f"row {n}", "level": 1 + n % 2, "predecessors": str(some(p, c)[0])} for n in range(3)],
    ),
)


class _Undone(Exception):
    """Takes a transaction back."""


def outcome(program: Program, step: Step, seed: int) -> object:
    """What an operation refuses, or the outline and the links it leaves."""
    try:
        step(program, random.Random(seed))
    except Refusal as refusal:
        return str(refusal)
    places = task_queries.places(program.ledger)
    ends = {(link.predecessor, link.successor) for link in task_queries.all_links(program.ledger)}
    return places, ends


def without_what_was_left(program: Program, step: Step, seed: int) -> object:
    """The same, from the tables alone, and taken back."""
    found: object = None
    try:
        with transaction.atomic():
            standing.forget(program.ledger)
            found = outcome(program, step, seed)
            raise _Undone
    except _Undone:
        keeping.forget()
    return found


@pytest.mark.parametrize("seed", range(4))
def test_what_somebody_left_says_what_the_tables_say(seed: int) -> None:
    program = a_plan(
        """
        phase
          design  5d
          build  9d  design
          test   4d  build
        trade
          buy  3d
          wire   2d  buy, build
        launch   0d  test, wire
        """
    )
    chance = random.Random(seed)
    for round_ in range(25):
        step = chance.choice(STEPS)
        expected = without_what_was_left(program, step, round_)
        keeping.computed(program.ledger)
        assert standing.at(program.ledger, keeping.computed(program.ledger).head) is not None
        assert outcome(program, step, round_) == expected


def test_what_was_left_at_another_head_is_not_used() -> None:
    program = a_plan("design  5d\nbuild  9d  design")
    kept = keeping.computed(program.ledger)
    tasks.add(program.by(), name="test")

    assert standing.at(program.ledger, kept.head) is not None
    assert standing.at(program.ledger, b"another") is None
