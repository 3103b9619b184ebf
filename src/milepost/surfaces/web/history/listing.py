"""The history as a list. The query keeps what fits, fifty entries at a time; filters here only say it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from milepost.surfaces.web.history.present import Line, day_title
from milepost.surfaces.web.lists.declared import Filter, Grouping, Listing, by_value
from milepost.surfaces.web.shell.present import day


def of(
    people: Sequence[tuple[str, str]],
    since: dt.date | None,
    task: int | None,
    names: Mapping[int, str],
    today: dt.date,
) -> Listing[Line]:
    """What can be asked of a history these people made; a day or a task that is asked for is a choice."""
    return Listing(
        screen="history",
        noun=(_("entry"), _("entries")),
        filters=(
            Filter("since", _("Since"), _days(since, today), _fits),
            Filter("by", _("By"), tuple(people), _fits),
            Filter("task", _("Task"), ((str(task), names.get(task) or str(task)),) if task else (), _fits),
        ),
        groupings=(
            Grouping("day", _("By day"), lambda line: (-line.on.toordinal(), day_title(line.on, today))),
            by_value("person", _("By person"), lambda line: line.who),
        ),
        group="day",
        is_table=False,
    )


def _days(since: dt.date | None, today: dt.date) -> tuple[tuple[str, str], ...]:
    monday = today - dt.timedelta(days=today.weekday())
    offered = {
        today: _("Today's start"),
        monday: _("Monday, %(day)s") % {"day": day(monday, year=False)},
        monday - dt.timedelta(days=7): _("The Monday before"),
        today.replace(day=1): _("The first of the month"),
    }
    if since is not None:
        offered.setdefault(since, day(since))
    return tuple((when.isoformat(), label) for when, label in offered.items())


def _fits(_line: Line, _value: str) -> bool:
    return True
