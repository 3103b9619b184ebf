"""Opening a program, saying what it is, and taking it through its stages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from milepost.base.identity import ORGANISATION, Scope, program_scope
from milepost.base.operation import UNSET, Acting, Refusal, Unset, Write, operation
from milepost.domain.accounts.operations import grants
from milepost.domain.programs import rules
from milepost.domain.programs.models import Portfolio, Program
from milepost.engine.instants import instant


class NoSuchStage(Refusal):
    """A program cannot go from its stage to the one asked for."""


@operation(
    "programs.open_program",
    needs="program.add",
    instead_of_undo="Opening a program is not undone: set its stage to cancelled.",
)
def open_program(
    write: Write,
    *,
    name: str,
    slug: str = "",
    code: str = "",
    purpose: str = "",
    portfolio: int | None = None,
    manager: int | None = None,
    sponsor: int | None = None,
    currency: str = "EUR",
) -> str:
    """Open a program with a ledger of its own; gives the name it has in addresses (`atlas`).

    Called on the organisation's ledger. The slug is made from the name where none is given. Whoever opens it
    is its program manager until the role is taken away.
    """
    if not name.strip():
        raise Refusal("A program needs a name.")
    _check_place(write, portfolio)
    ledger = write.open_ledger(slug=slug or code or name.partition(":")[0], name=name)
    # The right was checked where the program is to stand. In its own ledger nobody can hold one
    # before its first row says which portfolio it belongs to.
    opener = replace(write.actor, is_house=True)
    begin(
        Acting(opener, ledger.pk),
        name=name,
        code=code,
        purpose=purpose,
        portfolio=portfolio,
        manager=manager,
        sponsor=sponsor,
        currency=currency,
    )
    grants.answer_for(write, program_scope(ledger.pk))
    return ledger.slug


@operation("programs.begin", needs="program.add")
def begin(
    write: Write,
    *,
    name: str,
    code: str,
    purpose: str,
    portfolio: int | None,
    manager: int | None,
    sponsor: int | None,
    currency: str,
) -> int:
    """Write the first row of a program's ledger. Part of opening a program, not offered by itself."""
    if write.rows(Program):
        raise Refusal("This program has begun already.")
    row = write.add(
        Program,
        name=name,
        code=code,
        purpose=purpose,
        portfolio=portfolio,
        manager=manager,
        sponsor=sponsor,
        currency=currency.upper(),
    )
    return row.number


@operation("programs.edit_program", needs="program.edit")
def edit(
    write: Write,
    *,
    name: str | Unset = UNSET,
    code: str | Unset = UNSET,
    purpose: str | Unset = UNSET,
    portfolio: int | Unset | None = UNSET,
    manager: int | Unset | None = UNSET,
    sponsor: int | Unset | None = UNSET,
    currency: str | Unset = UNSET,
    calendar: int | Unset | None = UNSET,
) -> None:
    """Change what a program is called, what it is for, who answers for it or which calendar it works by."""
    row = _the_program(write)
    if isinstance(portfolio, int):
        _check_place(write, portfolio)
    write.change(
        row,
        name=name,
        code=code,
        purpose=purpose,
        portfolio=portfolio,
        manager=manager,
        sponsor=sponsor,
        currency=currency,
        calendar=calendar,
    )


@operation("programs.set_stage", needs="program.edit")
def set_stage(write: Write, *, stage: str) -> None:
    """Take a program to its next stage (defining, delivering, closing, closed), or back by one.

    Raises: NoSuchStage.
    """
    row = _the_program(write)
    if not rules.may_move(rules.STAGES, row.stage, stage):
        raise NoSuchStage(
            f"'{row.name}' is {row.stage}. From there it goes one step: {', '.join(rules.STAGES)}."
        )
    write.change(row, stage=stage, closed_at=write.at if stage == "closed" else None)


@operation("programs.set_status_date", needs="plan.edit")
def set_status_date(write: Write, *, status_date: dt.datetime | None) -> None:
    """Say to which date progress is reported; work not done by then moves behind it. None takes it away."""
    row = _the_program(write)
    write.change(row, status_tick=None if status_date is None else instant(status_date))


def _the_program(write: Write) -> Program:
    rows = write.rows(Program)
    if not rows:
        raise Refusal("This ledger holds no program.")
    return rows[0]


def _check_place(write: Write, portfolio: int | None) -> None:
    """The actor may put a program into this portfolio (None: straight under the organisation)."""
    if portfolio is None:
        write.require("program.add", Scope("organisation"))
        return
    write.find(Portfolio, portfolio)
    write.require("program.add", Scope("portfolio", ORGANISATION, portfolio))
