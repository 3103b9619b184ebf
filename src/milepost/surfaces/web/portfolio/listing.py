"""The list of programs: its columns, and what it is narrowed, parted and sorted by."""

from __future__ import annotations

from django.utils.translation import gettext as _

from milepost.surfaces.web.lists.declared import Column, Filter, Grouping, Listing, among, by_value
from milepost.surfaces.web.portfolio.present import Board, Program


def of(board: Board) -> Listing[Program]:
    """What can be asked of this board; choices are what stands on it."""
    return Listing(
        screen="portfolio",
        noun=(_("program"), _("programs")),
        columns=_columns(board),
        filters=_filters(board),
        groupings=(
            Grouping("portfolio", _("By portfolio"), lambda row: (row.place, row.portfolio)),
            Grouping("stage", _("By stage"), lambda row: (row.stage_place, row.stage.capitalize())),
            by_value("manager", _("By manager"), lambda row: row.manager, _("Nobody yet")),
        ),
        words_of=lambda row: f"{row.short} {row.rest} {row.manager} {row.sponsor} {row.portfolio}",
        group="portfolio",
    )


def _columns(board: Board) -> tuple[Column[Program], ...]:
    slip = _("Planned finish, and working days after the baseline")
    return (
        Column("program", _("Program"), lambda row: row.short, is_fixed=True, is_wide=False),
        Column("stage", _("Stage"), lambda row: row.stage_place),
        Column("sponsor", _("Sponsor"), lambda row: row.sponsor, is_at_first=False),
        Column("promised", _("Promised"), lambda row: row.promised_at, css="n", is_at_first=False),
        Column("finish", _("Planned finish"), lambda row: row.finish_at, slip, css="n", is_wide=False),
        Column("slip", _("Slip"), lambda row: row.slip_days, slip, is_number=True, is_at_first=False),
        Column("plot", _("On one scale"), head=board.scale, css="plot"),
        Column("done", _("Tasks done"), lambda row: row.share, _("Tasks finished, of all"), is_number=True),
        Column("critical", _("Critical"), lambda row: row.critical, is_number=True),
        Column("problems", _("Odd"), lambda row: row.problems, _("Oddities in the plan"), is_number=True),
        Column("changed", _("Since Monday"), lambda row: row.changes, is_number=True, is_wide=False),
    )


def _filters(board: Board) -> tuple[Filter[Program], ...]:
    programs = board.programs
    return (
        Filter(
            "date",
            _("Against the baseline"),
            (("late", _("Late")), ("kept", _("On date or sooner")), ("open", _("Nothing promised"))),
            lambda row, value: _standing(row) == value,
        ),
        among("stage", _("Stage"), lambda row: row.stage, programs),
        among("manager", _("Manager"), lambda row: row.manager, programs),
        among("portfolio", _("Portfolio"), lambda row: row.portfolio, programs),
    )


def _standing(row: Program) -> str:
    if row.slip_days is None:
        return "open"
    return "late" if round(row.slip_days, 1) > 0 else "kept"
