"""The lists of the import: dates that differ, fields accounted for, and the files a program was fed with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milepost.interop.load.preview.report import Accounted
from milepost.surfaces.web.imports.present import Differing
from milepost.surfaces.web.lists.declared import Column, Filter, Grouping, Listing, among, by_value


@dataclass(frozen=True, slots=True)
class Brought:
    """One file of one import, with the projects it fed."""

    name: str
    projects: str
    how: str
    by: str
    at: dt.datetime
    when: str
    format: str
    size_bytes: int
    size: str
    entry: int
    entry_url: str
    may_undo: bool
    original_url: str
    again_url: str


def of_dates(rows: Sequence[Differing]) -> Listing[Differing]:
    """What can be asked of the dates that differ: by reason, by which date, by project."""
    names = {row.reason: row.because for row in rows}
    has_projects = len({row.project for row in rows}) > 1
    return Listing(
        screen="import-dates",
        noun=(_("date that differs"), _("dates that differ")),
        columns=(
            Column("task", _("Task"), lambda row: row.task, is_fixed=True, is_wide=False),
            Column("project", _("Project"), lambda row: row.project, is_at_first=has_projects),
            Column("field", _("Date"), lambda row: row.field, is_wide=False),
            Column("file", _("File"), is_number=True, is_wide=False),
            Column("ours", _("Here"), is_number=True, is_wide=False),
            Column(
                "days",
                _("Days"),
                lambda row: row.days,
                tip=_("How many days later here than in the file; working days for floats."),
                is_number=True,
            ),
            Column("because", _("Because"), lambda row: row.because),
        ),
        filters=(
            Filter("because", _("Because"), tuple(names.items()), lambda row, value: row.reason == value),
            among("date", _("Date"), lambda row: row.field, rows),
            among("project", _("Project"), lambda row: row.project, rows if has_projects else ()),
        ),
        groupings=(
            by_value("because", _("By reason"), lambda row: row.because),
            by_value("task", _("By task"), lambda row: row.task),
        ),
        words_of=lambda row: f"{row.task} {row.project}",
    )


def of_fields(rows: Sequence[Accounted]) -> Listing[Accounted]:
    """What can be asked of the fields of a file; what is dropped comes first."""
    order = {"dropped": 0, "carried": 1, "kept": 2}
    titles = {
        "dropped": _("Dropped: not taken over"),
        "carried": _("Carried: written back on export"),
        "kept": _("Kept: the plan uses it"),
    }
    there = {row.fate for row in rows}
    return Listing(
        screen="import-fields",
        noun=(_("field"), _("fields")),
        columns=(
            Column("field", _("Field"), lambda row: row.field, is_fixed=True, is_wide=False),
            Column("fate", _("What becomes of it"), lambda row: row.fate, is_wide=False),
            Column("count", _("Values"), lambda row: row.count, is_number=True, is_wide=False),
            Column("because", _("Because"), lambda row: row.because),
        ),
        filters=(
            Filter(
                "fate",
                _("What becomes of it"),
                tuple((fate, titles[fate]) for fate in order if fate in there),
                lambda row, value: row.fate == value,
            ),
        ),
        groupings=(
            Grouping("fate", _("By what becomes of it"), lambda row: (order[row.fate], titles[row.fate])),
        ),
        words_of=lambda row: f"{row.field} {row.because}",
        group="fate",
    )


def of_files(rows: Sequence[Brought]) -> Listing[Brought]:
    """What can be asked of the files a program was fed with."""
    return Listing(
        screen="imports",
        noun=(_("import"), _("imports")),
        columns=(
            Column("name", _("File"), lambda row: row.name, is_fixed=True, is_wide=False),
            Column("project", _("Projects"), lambda row: row.projects),
            Column("how", _("How"), lambda row: row.how),
            Column("by", _("By"), lambda row: row.by),
            Column("at", _("When"), lambda row: row.at, is_wide=False),
            Column("format", _("Format"), lambda row: row.format, is_at_first=False),
            Column("size", _("Size"), lambda row: row.size_bytes, is_number=True, is_at_first=False),
        ),
        filters=(
            among("how", _("How"), lambda row: row.how, rows),
            among("by", _("By"), lambda row: row.by, rows),
            among("format", _("Format"), lambda row: row.format, rows),
        ),
        groupings=(
            by_value("by", _("By whom"), lambda row: row.by),
            by_value("how", _("By how"), lambda row: row.how),
        ),
        words_of=lambda row: f"{row.name} {row.projects} {row.by}",
        sort="-at",
    )
