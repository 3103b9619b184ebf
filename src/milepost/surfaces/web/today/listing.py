"""My work as a list: parted by day unless asked otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from milepost.domain.analysis.rows.plans import OwnTask
from milepost.surfaces.web.lists.declared import Column, Filter, Grouping, Listing, by_value
from milepost.surfaces.web.today import present


def of(rows: Sequence[OwnTask], today: dt.date) -> Listing[OwnTask]:
    """What can be asked of the tasks that wait; the programs are those they are in."""
    programs = sorted(
        {(row.slug, row.program_name.partition(":")[0]) for row in rows}, key=lambda pair: pair[1]
    )
    return Listing(
        screen="my-work",
        noun=(_("task"), _("tasks")),
        columns=(
            Column("due", _("Due"), lambda row: row.task.finish, is_fixed=True),
            Column("float", _("Room to spare"), lambda row: row.task.total_float, is_fixed=True),
            Column("name", _("Name"), lambda row: row.task.name, is_fixed=True),
        ),
        filters=(
            Filter(
                "only",
                _("Only"),
                (("critical", _("Critical")), ("late", _("Late")), ("running", _("Begun"))),
                lambda row, value: _is(row, value, today),
            ),
            Filter(
                "program",
                _("Program"),
                tuple(programs) if len(programs) > 1 else (),
                lambda row, value: row.slug == value,
            ),
        ),
        groupings=(
            Grouping("day", _("By day"), lambda row: present.when(row, today)),
            by_value("program", _("By program"), lambda row: row.program_name),
            by_value("project", _("By project"), lambda row: row.project_name),
        ),
        words_of=lambda row: f"{row.task.name} {row.task.wbs} {row.project_name} {row.program_name}",
        group="day",
        is_table=False,
    )


def _is(row: OwnTask, value: str, today: dt.date) -> bool:
    if value == "critical":
        return row.task.is_critical
    if value == "running":
        return row.task.actual_start is not None
    return present.item(row, today).is_late
