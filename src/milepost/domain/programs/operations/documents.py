"""The brief and the scope statement: written freely, agreed edition by edition.

`project` None means the program's own document. Every change is in the history; an edition keeps the
document word for word as it was agreed.
"""

from __future__ import annotations

from milepost.base.identity import number_of
from milepost.base.operation import UNSET, Refusal, Unset, Write, operation
from milepost.domain.programs.models import Brief, Edition, Project, ScopeStatement

_CONTENT: dict[type[Brief] | type[ScopeStatement], tuple[str, ...]] = {
    Brief: ("vision", "background", "outcome", "approach"),
    ScopeStatement: ("included", "excluded", "assumptions", "limits"),
}
_NAMES: dict[type[Brief] | type[ScopeStatement], str] = {Brief: "brief", ScopeStatement: "scope"}


class NothingToAgree(Refusal):
    """The document is empty, or says what its last edition says."""


@operation("programs.write_brief", needs="brief.edit")
def write_brief(
    write: Write,
    *,
    project: int | None = None,
    vision: str | Unset = UNSET,
    background: str | Unset = UNSET,
    outcome: str | Unset = UNSET,
    approach: str | Unset = UNSET,
) -> None:
    """Write the brief: the vision, the background, the outcome wanted and the approach."""
    row = _document(write, Brief, project)
    write.change(row, vision=vision, background=background, outcome=outcome, approach=approach)


@operation("programs.write_scope", needs="brief.edit")
def write_scope(
    write: Write,
    *,
    project: int | None = None,
    included: str | Unset = UNSET,
    excluded: str | Unset = UNSET,
    assumptions: str | Unset = UNSET,
    limits: str | Unset = UNSET,
) -> None:
    """Write the scope statement: what is in, what is out, what is assumed and what limits it."""
    row = _document(write, ScopeStatement, project)
    write.change(row, included=included, excluded=excluded, assumptions=assumptions, limits=limits)


@operation("programs.agree_brief", needs="brief.approve")
def agree_brief(write: Write, *, project: int | None = None, note: str = "") -> int:
    """Agree to the brief as it stands: it is kept word for word as a new edition, whose count is given.

    Raises: NothingToAgree.
    """
    return _agree(write, Brief, project, note)


@operation("programs.agree_scope", needs="brief.approve")
def agree_scope(write: Write, *, project: int | None = None, note: str = "") -> int:
    """Agree to the scope statement as it stands: it is kept as a new edition, whose count is given.

    Raises: NothingToAgree.
    """
    return _agree(write, ScopeStatement, project, note)


def _document(
    write: Write, model: type[Brief] | type[ScopeStatement], project: int | None
) -> Brief | ScopeStatement:
    """The one document of its kind, begun now if there is none yet."""
    if project is not None:
        write.find(Project, project)
    rows = [row for row in write.rows(model) if _project_of(row) == project]
    return rows[0] if rows else write.add(model, project=project)


def _agree(write: Write, model: type[Brief] | type[ScopeStatement], project: int | None, note: str) -> int:
    row = _document(write, model, project)
    content = {name: getattr(row, name) for name in _CONTENT[model]}
    earlier = [
        edition for edition in write.rows(Edition, document=_NAMES[model]) if _project_of(edition) == project
    ]
    if not any(content.values()):
        raise NothingToAgree(f"The {_NAMES[model]} is empty. Write it first.")
    if earlier and earlier[-1].content == content:
        raise NothingToAgree(f"The {_NAMES[model]} says what edition {earlier[-1].edition} says.")
    edition = len(earlier) + 1
    write.add(
        Edition,
        project=project,
        document=_NAMES[model],
        edition=edition,
        content=content,
        agreed_at=write.at,
        agreed_by=write.actor.name,
        note=note,
    )
    write.change(row, edition=edition)
    return edition


def _project_of(row: Brief | ScopeStatement | Edition) -> int | None:
    return None if row.project_id is None else number_of(row.project_id)
