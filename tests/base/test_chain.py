"""Whatever is altered in the journal behind its back is found; what is rightly erased is not missed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from milepost.base import anchor, chain, clock, erasure, export, fork, journal, outbox, seals, verification
from milepost.base.identity import SYSTEM
from milepost.base.models import Change, Entry, Ledger, Message
from milepost.base.operation import Acting
from milepost.base.outbox import Content
from tests.base.conftest import Program
from tests.base.states import do_something
from tests.database import drop_triggers
from tests.workshop import operations as workshop
from tests.workshop.models import Job


class Undone(Exception):
    """Ends a trial; nothing of it stays."""


@contextmanager
def trial() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise Undone
    except Undone:
        pass


@pytest.fixture
def lived(program: Program) -> Program:
    """A program with some history, an import among it, and no triggers to protect it."""
    dice = random.Random(1)
    for _ in range(30):
        do_something(program, dice)
    workshop.bring_in(program.by(), site="Quarry", jobs=[{"name": f"job {n}"} for n in range(250)])
    for _ in range(10):
        do_something(program, dice)
    drop_triggers(connection)
    return program


def flip(value: Any, dice: random.Random) -> Any:
    """The value with one byte, digit or letter of it altered."""
    if isinstance(value, bytes | memoryview):
        raw = bytearray(value)
        raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        return bytes(raw)
    if isinstance(value, str):
        at = dice.randrange(len(value))
        return value[:at] + ("x" if value[at] != "x" else "y") + value[at + 1 :]
    if isinstance(value, int):
        return value ^ (1 << dice.randrange(8))
    return value + (value - value.replace(microsecond=(value.microsecond + 1) % 10**6))


ENTRY = ("at", "session", "door", "operation", "said", "salt", "seal", "hash")
CHANGE = (
    "table",
    "project",
    "row",
    "kind",
    "shape",
    "facts",
    "words",
    "salt",
    "seal",
    "packed",
    "packed_words",
)


def tamper(program: Program, dice: random.Random) -> str:
    """Alter, drop or reorder something in one random place; what was done."""
    model, fields = dice.choice([(Entry, ENTRY), (Change, CHANGE)])
    field = "ledger" if model is Entry else "entry__ledger"
    rows: list[Any] = list(model.objects.filter(**{field: program.ledger}).order_by("pk"))
    row = dice.choice(rows)
    way = dice.randrange(10)
    if way == 0:
        model.objects.filter(pk=row.pk).delete()
        return f"dropped {model.__name__} {row.pk}"
    if way == 1 and len(rows) > 1:
        other = dice.choice([one for one in rows if one.pk != row.pk])
        if model is Entry:
            names = ("said", "salt", "seal")
        else:
            names = (
                "table",
                "row",
                "kind",
                "facts",
                "seal",
                "salt",
                "words",
                "packed",
                "packed_words",
                "last",
            )
        mine, theirs = ({n: getattr(x, n) for n in names} for x in (row, other))
        if mine == theirs:
            return tamper(program, dice)
        model.objects.filter(pk=row.pk).update(**theirs)
        model.objects.filter(pk=other.pk).update(**mine)
        return f"swapped {model.__name__} {row.pk} and {other.pk}"
    if way == 2:
        Ledger.objects.filter(pk=program.ledger).update(head=flip(bytes(32), dice))
        return "forged the head"
    name = dice.choice([name for name in fields if getattr(row, name) not in (None, "")])
    model.objects.filter(pk=row.pk).update(**{name: flip(getattr(row, name), dice)})
    return f"altered {name} of {model.__name__} {row.pk}"


def test_a_thousand_random_alterations_are_all_found(lived: Program) -> None:
    dice = random.Random(20260101)
    assert chain.verify(lived.ledger) is None
    missed = []
    for _ in range(1000):
        with trial():
            done = tamper(lived, dice)
            if chain.verify(lived.ledger) is None:
                missed.append(done)

    assert missed == []


def test_an_end_cut_off_with_its_head_is_found_by_the_anchor(lived: Program) -> None:
    assert anchor.drop_anchor()
    assert not anchor.drop_anchor()
    assert anchor.disagreements() == []

    last, before = Entry.objects.filter(ledger=lived.ledger).order_by("-pk")[:2]
    Change.objects.filter(entry=last).delete()
    Entry.objects.filter(pk=last.pk).delete()
    Ledger.objects.filter(pk=lived.ledger).update(revision=before.pk % 2**32, head=before.hash)

    assert chain.verify(lived.ledger) is None
    [found] = anchor.disagreements()
    assert found.ledger == lived.ledger


def test_an_anchor_can_neither_be_forged_nor_taken_out(program: Program) -> None:
    for days in range(3):
        with clock.at(clock.now() + timedelta(days=days)):
            anchor.drop_anchor()
    lines = anchor.path().read_text().splitlines()

    anchor.path().write_text("\n".join([lines[0], lines[2]]))
    assert len(anchor.disagreements()) == 1
    anchor.path().write_text("\n".join([lines[0].replace('"at":"20', '"at":"19'), *lines[1:]]))
    assert len(anchor.disagreements()) == 2


def test_erased_words_are_gone_and_the_chain_still_holds(program: Program) -> None:
    job = program.job("Call Ana Silva", notes="Ana Silva is ill")
    workshop.edit(program.by(reason="Ana Silva asked"), number=job, name="Call somebody", notes="")
    workshop.bring_in(
        program.by(), site="Quarry", jobs=[{"name": f"Ana Silva {n}" if n == 7 else "x"} for n in range(250)]
    )

    done = erasure.erase(program.ledger, "Ana Silva")

    # Adding the job (its entry tells the parameters), editing it, and the pack of the import.
    assert (done.entries, done.changes) == (2, 3)
    assert chain.verify(program.ledger) is None
    assert all("Ana Silva" not in str(delta.fields) for delta in journal.changes(program.ledger))
    assert journal.entries(program.ledger)[1].reason == seals.ERASED


def test_being_forgotten_reaches_every_ledger_message_and_copy(program: Program) -> None:
    job = program.job("Call Ana Silva")
    scenario = fork.fork(program.ledger, slug="what-if", name="What if")
    here = Acting(SYSTEM, scenario, reason="for Ana Silva", idempotency_key="k")
    workshop.edit(here, number=job, name="Call Ana Silva again")
    fork.as_of_ledger(program.ledger, 2)
    outbox.post(
        event="e", recipient="x@example.org", channel="mail", content=Content(text="Ana Silva called")
    )
    for ledger in (program.ledger, scenario):
        workshop.edit(Acting(SYSTEM, ledger), number=job, name="Call")

    erasure.erase_everywhere("Ana Silva")

    told = "".join(line for ledger in (program.ledger, scenario) for line in export.export_ledger(ledger))
    assert "Ana Silva" not in told
    assert not Message.objects.exists()
    assert chain.verify(program.ledger) is None
    assert chain.verify(scenario) is None


def test_a_row_changed_behind_the_journal_is_told(program: Program) -> None:
    job = program.job("dig", length=480)
    assert [wrong for checked in verification.verify() for wrong in checked.wrong] == []

    Job.objects.filter(ledger=program.ledger).update(length=1)

    told = [wrong for checked in verification.verify() for wrong in checked.wrong]
    assert told == [f"workshop.job {job} is not what entry 2 made it: length"]


def test_random_histories_explain_every_row(program: Program) -> None:
    dice = random.Random(7)
    for _ in range(80):
        do_something(program, dice)
    workshop.hire(Acting(SYSTEM, 1), name="Bo")

    assert [wrong for checked in verification.verify() for wrong in checked.wrong] == []
