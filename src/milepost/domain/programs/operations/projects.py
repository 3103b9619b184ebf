"""Projects: the branches of a program's plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from milepost.base.operation import UNSET, Refusal, Unset, Write, operation
from milepost.domain.programs import rules
from milepost.domain.programs.models import Project
from milepost.engine.instants import TICKS_PER_HOUR, Instant, instant


class NoSuchProjectStage(Refusal):
    """A project has other stages than the one asked for."""


@operation("programs.add_project", needs="project.add")
def add(
    write: Write,
    *,
    name: str,
    code: str = "",
    purpose: str = "",
    manager: int | None = None,
    start: dt.datetime | None = None,
    calendar: int | None = None,
    colour: str = "",
    priority: int = 500,
) -> int:
    """Add a project to a program; gives its number. Without a start it begins on the day it is added."""
    return _added(
        write,
        name=name,
        code=code,
        purpose=purpose,
        manager=manager,
        start_tick=_morning(start or write.at.replace(tzinfo=None)),
        calendar=calendar,
        colour=colour,
        priority=priority,
    )


@operation("programs.add_imported_project", needs="project.add", unrecorded=["settings"])
def add_imported(write: Write, *, name: str, settings: Mapping[str, object]) -> int:
    """Add a project as a plan file describes it; gives its number. Part of an import."""
    return _added(write, name=name, **settings)


@operation("programs.renew_project", needs="project.edit", unrecorded=["settings"])
def renew(write: Write, *, project: int, settings: Mapping[str, object]) -> None:
    """Change a project's settings as a newer version of its file has them. Part of a renewal."""
    write.change(write.lock(Project, project), **settings)


@operation("programs.edit_project", needs="project.edit")
def edit(
    write: Write,
    *,
    project: int,
    name: str | Unset = UNSET,
    code: str | Unset = UNSET,
    purpose: str | Unset = UNSET,
    manager: int | Unset | None = UNSET,
    start: dt.datetime | Unset = UNSET,
    finish_by: dt.datetime | Unset | None = UNSET,
    calendar: int | Unset | None = UNSET,
    colour: str | Unset = UNSET,
    priority: int | Unset = UNSET,
    stage: str | Unset = UNSET,
) -> None:
    """Change a project: its name, manager, start, promised finish, calendar, colour, priority or stage.

    Raises: NoSuchProjectStage.
    """
    if isinstance(stage, str) and stage not in rules.PROJECT_STAGES:
        raise NoSuchProjectStage(f"'{stage}' is no stage of a project: {', '.join(rules.PROJECT_STAGES)}.")
    write.change(
        write.lock(Project, project),
        name=name,
        code=code,
        purpose=purpose,
        manager=manager,
        start_tick=_morning(start) if isinstance(start, dt.datetime) else UNSET,
        finish_by_tick=instant(finish_by) if isinstance(finish_by, dt.datetime) else finish_by,
        calendar=calendar,
        colour=colour,
        priority=priority,
        stage=stage,
    )


@operation("programs.order_projects", needs="program.edit")
def order(write: Write, *, projects: Sequence[int]) -> None:
    """Put the projects of a program in this order; those not named keep their order behind them."""
    known = {row.number: row for row in write.rows(Project)}
    unknown = [number for number in projects if number not in known]
    if unknown:
        raise Refusal(f"There is no project {unknown[0]} in this program.")
    rest = sorted(known.keys() - set(projects), key=lambda number: known[number].rank)
    ordered = [*dict.fromkeys(projects), *rest]
    write.change_many(
        [(known[number], {"rank": rules.RANK_GAP * place}) for place, number in enumerate(ordered, 1)]
    )


@operation("programs.remove_project", needs="program.edit")
def remove(write: Write, *, project: int) -> None:
    """Remove a project with its tasks, links and documents. Undo brings all of it back."""
    write.remove([write.lock(Project, project)])


def _added(write: Write, **fields: object) -> int:
    others = write.rows(Project)
    row = write.add(
        Project,
        **{
            "rank": rules.next_rank([other.rank for other in others]),
            **fields,
            "colour": fields.get("colour") or rules.next_colour([other.colour for other in others]),
        },
    )
    return row.number


def _morning(start: dt.datetime) -> Instant:
    """The start meant: a date alone means eight in the morning of it."""
    if start.time() == dt.time():
        return instant(start) + 8 * TICKS_PER_HOUR
    return instant(start)
