"""The tasks that differ, as a list: what they are narrowed, parted and sorted by."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from milepost.domain.analysis.rows.comparison import TaskDifference
from milepost.surfaces.web.compare.present import kinds
from milepost.surfaces.web.lists.declared import Column, Filter, Grouping, Listing


def of(tasks: Sequence[TaskDifference], projects: Sequence[int], scale: str) -> Listing[TaskDifference]:
    """What can be asked of these tasks; only kinds of change there are can be chosen."""
    there = {kind for task in tasks for kind in kinds(task)}
    offered = tuple((kind, words) for kind, words in kind_words() if kind in there)
    places = {project: place for place, project in enumerate(projects)}
    said = dict(kind_words())
    order = [kind for kind, _words in kind_words()]
    return Listing(
        screen="compare",
        noun=(_("task"), _("tasks")),
        columns=(
            Column("task", _("Task"), lambda task: task.name, is_fixed=True, is_wide=False),
            Column("differs", _("What differs"), is_fixed=True, is_wide=False),
            Column(
                "days",
                _("Finish"),
                lambda task: task.days,
                _("Working days the task finishes later; a minus is sooner"),
                is_number=True,
                is_wide=False,
            ),
            Column("bars", _("Then and now"), head=scale, css="plot"),
        ),
        filters=(
            Filter("kind", _("Kind of change"), offered, lambda task, value: value in kinds(task)),
            Filter(
                "critical",
                _("Critical"),
                (
                    ("either", _("Critical in either")),
                    ("now", _("Critical in the later")),
                    ("became", _("Became critical")),
                ),
                _is_critical,
            ),
        ),
        groupings=(
            Grouping(
                "project",
                _("By project"),
                lambda task: (places.get(task.project, len(places)), task.project_name),
            ),
            Grouping(
                "change",
                _("By change"),
                lambda task: (order.index(task.change), said[task.change]),
            ),
        ),
        words_of=lambda task: f"{task.wbs} {task.name} {task.under} T-{task.number}",
        group="project",
    )


def kind_words() -> tuple[tuple[str, str], ...]:
    """The kinds of change, in the order they are offered."""
    return (
        ("added", _("Added")),
        ("removed", _("Removed")),
        ("changed", _("Changed")),
        ("moved", _("Only moved")),
        ("turned", _("Only critical, or not")),
        ("duration", _("Durations")),
        ("links", _("Links")),
        ("imposed", _("Dates imposed")),
        ("progress", _("Progress")),
        ("people", _("People")),
        ("calendar", _("Calendars")),
        ("place", _("Place in the outline")),
        ("words", _("Names and notes")),
    )


def _is_critical(task: TaskDifference, value: str) -> bool:
    if value == "became":
        return task.is_critical and not task.was_critical
    return task.is_critical or (value == "either" and task.was_critical)
