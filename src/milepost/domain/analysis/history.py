"""Headlines as they were: one row for each revision somebody looked at, for trends and lists of programs.

Derived and unjournalled: a row is written beside the operations, and any of them can be worked out again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from milepost.base import storage
from milepost.domain.analysis.models import Headline
from milepost.engine.instants import Instant

ENGINE_VERSION = "2"
"""Raised when the engine answers differently than before: headlines of another version count as missing."""

Figures = Mapping[str, Any]
_MILESTONES = "milestones"
"""Where in the stored figures the milestones stand."""


@dataclass(frozen=True, slots=True)
class Held:
    """A headline kept: the revisions it stands on, the day of its revision, and its figures.

    `milestones` are the planned finishes of the milestones of that revision, by task number.
    """

    ledger: int
    revision: int
    organisation_revision: int
    reported_on: dt.date
    figures: Figures
    milestones: Mapping[int, Instant | None]


def record(held: Iterable[Held]) -> None:
    """Keep headlines; one kept of the same revision gives way.

    Else a program worked out anew because the organisation or the engine changed would be so at every visit.
    """
    rows = [
        Headline(
            ledger_id=one.ledger,
            revision=one.revision,
            organisation_revision=one.organisation_revision,
            engine_version=ENGINE_VERSION,
            reported_on=one.reported_on,
            figures={**one.figures, _MILESTONES: {str(task): at for task, at in one.milestones.items()}},
        )
        for one in held
    ]
    storage.perhaps(
        lambda: Headline._default_manager.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["ledger", "revision"],
            update_fields=["organisation_revision", "engine_version", "figures"],
        )
    )


def of_revisions(ledger: int, revisions: Collection[int]) -> dict[int, Held]:
    """The headlines kept of these revisions of a program, by revision."""
    found = Headline._default_manager.filter(
        ledger=ledger, revision__in=revisions, engine_version=ENGINE_VERSION
    )
    return {row.revision: _held(row) for row in found}


def newest(ledgers: Collection[int], revisions: Collection[int]) -> dict[int, Held]:
    """The headlines kept of any of these revisions, by ledger, the newest of each: for lists of programs."""
    found = Headline._default_manager.filter(
        ledger__in=ledgers, revision__in=revisions, engine_version=ENGINE_VERSION
    )
    return {row.ledger_id: _held(row) for row in found.order_by("revision")}


def _held(row: Headline) -> Held:
    figures = dict(row.figures)
    milestones = {int(task): at for task, at in figures.pop(_MILESTONES).items()}
    return Held(row.ledger_id, row.revision, row.organisation_revision, row.reported_on, figures, milestones)
