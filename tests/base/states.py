"""Whole states of a ledger, compared by tests: every row of every table, by public names."""

from __future__ import annotations

import contextlib
import random
from typing import Any

from milepost.base import tables, undo
from milepost.base.operation import Refusal
from tests.base.conftest import Program
from tests.workshop import operations as workshop
from tests.workshop.models import Job

State = dict[tuple[str, int], dict[str, Any]]


def state(ledger: int) -> State:
    """Everything in a ledger now."""
    return {
        (table, row.number): tables.image(row)
        for table, model in tables.tables().items()
        for row in model._default_manager.filter(ledger=ledger)
    }


def do_something(program: Program, dice: random.Random) -> None:
    """One random step of work; some are refused, which is part of the work."""
    jobs = list(Job.objects.filter(ledger=program.ledger).order_by("pk").values_list("pk", flat=True))
    numbers = [pk & 0xFFFFFFFF for pk in jobs] or [1]
    one, other = dice.choice(numbers), dice.choice(numbers)
    steps = [
        lambda: program.job(f"job {dice.random():.3f}", length=dice.randrange(1, 999)),
        lambda: workshop.edit(program.by(), number=one, length=dice.randrange(1, 999)),
        lambda: workshop.edit(program.by(), number=one, name=f"named {dice.random():.3f}", notes="x"),
        lambda: workshop.edit(program.by(), number=one, parent=other, rank=dice.randrange(9)),
        lambda: workshop.edit(program.by(), number=one, rule_on="2026-01-01", cost=None, custom={"k": one}),
        lambda: workshop.split(program.by(), number=one),
        lambda: workshop.join(program.by(), before=one, after=other),
        lambda: workshop.remove(program.by(), table="job", number=one),
        lambda: undo.undo_last(program.by()),
        lambda: undo.redo(program.by()),
    ]
    with contextlib.suppress(Refusal):
        dice.choices(steps, weights=[4, 4, 2, 2, 2, 2, 3, 1, 2, 1])[0]()
