"""The brief, the scope statement, their editions, and what a program aims at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from milepost.base import past, permissions
from milepost.base.identity import Actor, number_of
from milepost.base.models import Row
from milepost.domain.programs.models import (
    Brief,
    Deliverable,
    Edition,
    KeyDate,
    Objective,
    ScopeStatement,
    SuccessCriterion,
)
from milepost.domain.programs.rows import (
    BriefRow,
    CriterionRow,
    DeliverableRow,
    EditionRow,
    KeyDateRow,
    ObjectiveRow,
    ScopeRow,
)

AnyRow = TypeVar("AnyRow", bound=Row)


def brief(
    reader: Actor, *, program: int, project: int | None = None, as_of: int | None = None
) -> BriefRow | None:
    """The brief of a program or one of its projects; None before its first word."""
    for row in _visible(reader, Brief, program, as_of):
        if _number(row.project_id) == project:
            return BriefRow(
                project=project,
                vision=row.vision,
                background=row.background,
                outcome=row.outcome,
                approach=row.approach,
                edition=row.edition,
                version=row.version,
            )
    return None


def scope(
    reader: Actor, *, program: int, project: int | None = None, as_of: int | None = None
) -> ScopeRow | None:
    """The scope statement of a program or one of its projects; None before its first word."""
    for row in _visible(reader, ScopeStatement, program, as_of):
        if _number(row.project_id) == project:
            return ScopeRow(
                project=project,
                included=row.included,
                excluded=row.excluded,
                assumptions=row.assumptions,
                limits=row.limits,
                edition=row.edition,
                version=row.version,
            )
    return None


def editions(
    reader: Actor, *, program: int, document: str, project: int | None = None, as_of: int | None = None
) -> list[EditionRow]:
    """What was agreed, newest first; `document` is `brief` or `scope`."""
    found = [
        EditionRow(
            number=row.number,
            project=project,
            document=row.document,
            edition=row.edition,
            content=row.content,
            agreed_at=row.agreed_at,
            agreed_by=row.agreed_by,
            note=row.note,
        )
        for row in _visible(reader, Edition, program, as_of)
        if row.document == document and _number(row.project_id) == project
    ]
    return sorted(found, key=lambda row: -row.edition)


def objectives(reader: Actor, *, program: int, as_of: int | None = None) -> list[ObjectiveRow]:
    """What the program is to achieve, in the order it was written."""
    return [
        ObjectiveRow(
            number=row.number,
            title=row.title,
            measure=row.measure,
            target=row.target,
            due_on=row.due_on,
            owner=_number(row.owner_id),
            rank=row.rank,
            version=row.version,
        )
        for row in _ranked(_visible(reader, Objective, program, as_of))
    ]


def deliverables(
    reader: Actor, *, program: int, project: int | None = None, as_of: int | None = None
) -> list[DeliverableRow]:
    """What is handed over, in the order it was written; of one project where one is given."""
    return [
        DeliverableRow(
            number=row.number,
            project=_number(row.project_id),
            title=row.title,
            description=row.description,
            acceptance=row.acceptance,
            status=row.status,
            due_on=row.due_on,
            accepted_on=row.accepted_on,
            owner=_number(row.owner_id),
            rank=row.rank,
            version=row.version,
        )
        for row in _ranked(_visible(reader, Deliverable, program, as_of))
        if project is None or _number(row.project_id) == project
    ]


def criteria(reader: Actor, *, program: int, as_of: int | None = None) -> list[CriterionRow]:
    """The conditions under which the program counts as a success, in the order they were written."""
    return [
        CriterionRow(
            number=row.number,
            objective=_number(row.objective_id),
            title=row.title,
            measure=row.measure,
            threshold=row.threshold,
            rank=row.rank,
            version=row.version,
        )
        for row in _ranked(_visible(reader, SuccessCriterion, program, as_of))
    ]


def key_dates(reader: Actor, *, program: int, as_of: int | None = None) -> list[KeyDateRow]:
    """The promised dates, in the order they were written."""
    return [
        KeyDateRow(
            number=row.number,
            project=_number(row.project_id),
            name=row.name,
            due_on=row.due_on,
            promised_to=row.promised_to,
            task=row.task_number,
            is_headline=row.is_headline,
            rank=row.rank,
            version=row.version,
        )
        for row in _ranked(_visible(reader, KeyDate, program, as_of))
    ]


def _visible(reader: Actor, model: type[AnyRow], program: int, as_of: int | None) -> list[AnyRow]:
    """The rows of a table the reader may see: the program's own and those of projects within reach."""
    seen = permissions.projects_seen(reader, program, model.READ_RIGHT)
    if seen is not None and not seen:
        return []
    rows = past.rows(model, program, as_of)
    if seen is None:
        return rows
    return [
        row
        for row in rows
        if (project := _number(getattr(row, "project_id", None))) is None or project in seen
    ]


def _ranked(rows: Iterable[AnyRow]) -> Sequence[AnyRow]:
    return sorted(rows, key=lambda row: (row.rank, row.pk))  # type: ignore[attr-defined]


def _number(key: int | None) -> int | None:
    return None if key is None else number_of(key)
