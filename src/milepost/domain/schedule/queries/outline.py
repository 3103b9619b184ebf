"""The outline of tasks: their order and their outline numbers, and what "3d" means beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from milepost.domain.programs.rows import ProjectRow
from milepost.domain.schedule.rows import LinkRow, TaskRow, Units
from milepost.domain.schedule.rules import durations, outline, predecessors


def order(tasks: Iterable[TaskRow], projects: Sequence[int]) -> list[int]:
    """The tasks in outline order: projects as given, parents before their children, siblings by rank."""
    return outline.outline(_places(tasks), projects)


def codes(tasks: Iterable[TaskRow], projects: Sequence[int]) -> dict[int, str]:
    """The outline number of every task, `2.1.3` for the third under 2.1."""
    places = _places(tasks)
    return outline.codes(outline.outline(places, projects), places, projects)


def units_of(project: ProjectRow) -> Units:
    """What a day, a week and a month typed into a project mean."""
    return durations.units_of(project)


def duration_text(task: TaskRow, units: Units) -> str:
    """A task's duration as it is typed: `3d`, `2w`, `5ed?`."""
    return durations.text(durations.Duration(task.duration, task.duration_unit, task.is_estimated), units)


def predecessor_text(links: Iterable[LinkRow], units: Units) -> str:
    """The predecessor column of a task: `12FS+2d;15SS`."""
    return predecessors.text(links, units)


def lag_text(link: LinkRow, units: Units) -> str:
    """A link's lag as it is typed, with its sign; empty for none."""
    return predecessors.lag_text(link.lag, link.lag_unit, units)


def _places(tasks: Iterable[TaskRow]) -> dict[int, outline.Place]:
    return {task.number: outline.Place(task.project, task.parent, task.rank) for task in tasks}
