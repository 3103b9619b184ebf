"""The outline of tasks: their order and their outline numbers, and what "3d" means beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from milepost.domain.programs.rows import ProjectRow
from milepost.domain.schedule.rows import LinkRow, TaskRow, Units
from milepost.domain.schedule.rules import durations, outline, predecessors

Families = outline.Families


def families(tasks: Mapping[int, TaskRow]) -> Families:
    """The tasks under each (project, parent), siblings by rank; parent 0 is the top of the project."""
    return outline.children(tasks)


def families_since(
    families: Families, before: Mapping[int, TaskRow], now: Mapping[int, TaskRow], anew: Iterable[int]
) -> Families:
    """The families of tasks now, given those of the tasks before, of which some were stated anew or went."""
    return outline.brought_forward(families, before, now, anew)


def order(families: Families, projects: Sequence[int]) -> list[int]:
    """The tasks in outline order: projects as given, parents before their children, siblings by rank."""
    return outline.order(families, projects)


def codes(families: Families, projects: Sequence[int]) -> dict[int, str]:
    """The outline number of every task, `2.1.3` for the third under 2.1."""
    return outline.codes(families, projects)


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
