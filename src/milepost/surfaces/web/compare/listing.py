"""The tasks that differ, as a list: what they are narrowed, parted and sorted by."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from milepost.surfaces.web.compare.present import Line
from milepost.surfaces.web.lists.declared import Column, Filter, Grouping, Listing


def of(lines: Sequence[Line], scale: str) -> Listing[Line]:
    """What can be asked of these tasks; only kinds of change there are can be chosen."""
    there = {kind for line in lines for kind in line.kinds}
    kinds = tuple((kind, words) for kind, words in kind_words() if kind in there)
    said = dict(kind_words())
    order = [kind for kind, _words in kind_words()]
    return Listing(
        screen="compare",
        noun=(_("task"), _("tasks")),
        columns=(
            Column("task", _("Task"), lambda line: line.task.name, is_fixed=True, is_wide=False),
            Column("differs", _("What differs"), is_fixed=True, is_wide=False),
            Column(
                "days",
                _("Finish"),
                lambda line: line.task.days,
                _("Working days the task finishes later; a minus is sooner"),
                is_number=True,
                is_wide=False,
            ),
            Column("bars", _("Then and now"), head=scale, css="plot"),
        ),
        filters=(
            Filter("kind", _("Kind of change"), kinds, lambda line, value: value in line.kinds),
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
            Grouping("project", _("By project"), lambda line: (line.project_place, line.task.project_name)),
            Grouping(
                "change",
                _("By change"),
                lambda line: (order.index(line.task.change), said[line.task.change]),
            ),
        ),
        words_of=lambda line: f"{line.task.wbs} {line.task.name} {line.task.under} T-{line.task.number}",
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


def _is_critical(line: Line, value: str) -> bool:
    row = line.task
    if value == "became":
        return row.is_critical and not row.was_critical
    return row.is_critical or (value == "either" and row.was_critical)
