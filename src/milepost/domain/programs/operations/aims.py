"""Objectives, deliverables, success criteria and key dates."""

from __future__ import annotations

import datetime as dt

from milepost.base.operation import UNSET, Refusal, Unset, Write, operation
from milepost.domain.programs import rules
from milepost.domain.programs.models import Deliverable, KeyDate, Objective, SuccessCriterion


class NoSuchStatus(Refusal):
    """A deliverable has other statuses than the one asked for."""


@operation("programs.add_objective", needs="brief.edit")
def add_objective(
    write: Write,
    *,
    title: str,
    measure: str = "",
    target: str = "",
    due_on: dt.date | None = None,
    owner: int | None = None,
) -> int:
    """Add an objective with its measure and target; gives its number."""
    rank = rules.next_rank([row.rank for row in write.rows(Objective)])
    row = write.add(
        Objective, title=title, measure=measure, target=target, due_on=due_on, owner=owner, rank=rank
    )
    return row.number


@operation("programs.edit_objective", needs="brief.edit")
def edit_objective(
    write: Write,
    *,
    objective: int,
    title: str | Unset = UNSET,
    measure: str | Unset = UNSET,
    target: str | Unset = UNSET,
    due_on: dt.date | Unset | None = UNSET,
    owner: int | Unset | None = UNSET,
) -> None:
    """Change an objective's words, measure, target, date or owner."""
    write.change(
        write.lock(Objective, objective),
        title=title,
        measure=measure,
        target=target,
        due_on=due_on,
        owner=owner,
    )


@operation("programs.remove_objective", needs="brief.edit")
def remove_objective(write: Write, *, objective: int) -> None:
    """Remove an objective with the success criteria that measure it."""
    write.remove([write.lock(Objective, objective)])


@operation("programs.add_deliverable", needs="brief.edit")
def add_deliverable(
    write: Write,
    *,
    title: str,
    project: int | None = None,
    description: str = "",
    acceptance: str = "",
    due_on: dt.date | None = None,
    owner: int | None = None,
) -> int:
    """Add a deliverable and the conditions under which it is accepted; gives its number."""
    rank = rules.next_rank([row.rank for row in write.rows(Deliverable)])
    row = write.add(
        Deliverable,
        title=title,
        project=project,
        description=description,
        acceptance=acceptance,
        due_on=due_on,
        owner=owner,
        rank=rank,
    )
    return row.number


@operation("programs.edit_deliverable", needs="brief.edit")
def edit_deliverable(
    write: Write,
    *,
    deliverable: int,
    title: str | Unset = UNSET,
    project: int | Unset | None = UNSET,
    description: str | Unset = UNSET,
    acceptance: str | Unset = UNSET,
    due_on: dt.date | Unset | None = UNSET,
    owner: int | Unset | None = UNSET,
    status: str | Unset = UNSET,
) -> None:
    """Change a deliverable, or say how far it is: planned, started, delivered, accepted or dropped.

    Raises: NoSuchStatus.
    """
    row = write.lock(Deliverable, deliverable)
    if isinstance(status, str) and status not in rules.DELIVERABLE_STATUSES:
        raise NoSuchStatus(f"'{status}' is none of {', '.join(rules.DELIVERABLE_STATUSES)}.")
    accepted_on: dt.date | Unset | None = UNSET
    if isinstance(status, str) and status != row.status:
        accepted_on = write.at.date() if status == "accepted" else None
    write.change(
        row,
        title=title,
        project=project,
        description=description,
        acceptance=acceptance,
        due_on=due_on,
        owner=owner,
        status=status,
        accepted_on=accepted_on,
    )


@operation("programs.remove_deliverable", needs="brief.edit")
def remove_deliverable(write: Write, *, deliverable: int) -> None:
    """Remove a deliverable."""
    write.remove([write.lock(Deliverable, deliverable)])


@operation("programs.add_criterion", needs="brief.edit")
def add_criterion(
    write: Write, *, title: str, measure: str = "", threshold: str = "", objective: int | None = None
) -> int:
    """Add a success criterion, perhaps of one objective; gives its number."""
    if objective is not None:
        write.find(Objective, objective)
    rank = rules.next_rank([row.rank for row in write.rows(SuccessCriterion)])
    row = write.add(
        SuccessCriterion, title=title, measure=measure, threshold=threshold, objective=objective, rank=rank
    )
    return row.number


@operation("programs.edit_criterion", needs="brief.edit")
def edit_criterion(
    write: Write,
    *,
    criterion: int,
    title: str | Unset = UNSET,
    measure: str | Unset = UNSET,
    threshold: str | Unset = UNSET,
    objective: int | Unset | None = UNSET,
) -> None:
    """Change a success criterion."""
    write.change(
        write.lock(SuccessCriterion, criterion),
        title=title,
        measure=measure,
        threshold=threshold,
        objective=objective,
    )


@operation("programs.remove_criterion", needs="brief.edit")
def remove_criterion(write: Write, *, criterion: int) -> None:
    """Remove a success criterion."""
    write.remove([write.lock(SuccessCriterion, criterion)])


@operation("programs.add_key_date", needs="brief.edit")
def add_key_date(
    write: Write,
    *,
    name: str,
    due_on: dt.date | None = None,
    task: int | None = None,
    project: int | None = None,
    promised_to: str = "",
    is_headline: bool = False,
) -> int:
    """Add a promised date and the task (by number) that stands for it; gives its number.

    `is_headline` makes it the date the program's headline speaks of, instead of any other.
    """
    others = write.rows(KeyDate)
    if is_headline:
        write.change_many([(row, {"is_headline": False}) for row in others if row.is_headline])
    row = write.add(
        KeyDate,
        name=name,
        due_on=due_on,
        task_number=task,
        project=project,
        promised_to=promised_to,
        is_headline=is_headline,
        rank=rules.next_rank([other.rank for other in others]),
    )
    return row.number


@operation("programs.edit_key_date", needs="brief.edit")
def edit_key_date(
    write: Write,
    *,
    key_date: int,
    name: str | Unset = UNSET,
    due_on: dt.date | Unset | None = UNSET,
    task: int | Unset | None = UNSET,
    project: int | Unset | None = UNSET,
    promised_to: str | Unset = UNSET,
    is_headline: bool | Unset = UNSET,
) -> None:
    """Change a key date, or make it the one the headline speaks of."""
    row = write.lock(KeyDate, key_date)
    if is_headline is True:
        others = [other for other in write.rows(KeyDate) if other.is_headline and other.pk != row.pk]
        write.change_many([(other, {"is_headline": False}) for other in others])
    write.change(
        row,
        name=name,
        due_on=due_on,
        task_number=task,
        project=project,
        promised_to=promised_to,
        is_headline=is_headline,
    )


@operation("programs.remove_key_date", needs="brief.edit")
def remove_key_date(write: Write, *, key_date: int) -> None:
    """Remove a key date; the task that stands for it stays."""
    write.remove([write.lock(KeyDate, key_date)])
