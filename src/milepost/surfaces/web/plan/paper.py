"""The plan on paper: every task with its bar, drawn by the server. The sheet draws only what is on screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from milepost.domain.analysis.rows.plans import PlannedTask, ProjectFigures
from milepost.engine.instants import Instant, moment
from milepost.pictures import gantt
from milepost.surfaces.web.shell import present

MOST_ROWS = 1000
"""More rows make a page nobody prints; narrowing to a project is offered instead."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the printed plan. `depth` is how far its name is indented."""

    wbs: str
    name: str
    depth: int
    days: str
    start: str
    finish: str
    slip: str
    is_summary: bool
    is_critical: bool
    bar: SafeString


@dataclass(frozen=True, slots=True)
class Sheet:
    """The printed plan: the scale's head, its rows, and how many are left out."""

    head: SafeString
    lines: tuple[Line, ...]
    more: int


def sheet(rows: Sequence[PlannedTask], projects: Sequence[ProjectFigures], today: dt.date) -> Sheet:
    """The rows in outline order, each project's before those of the next."""
    shown = [row for row in rows if not row.is_stub][:MOST_ROWS]
    scale = gantt.scale_of(bar for row in shown if (bar := _bar(row)) is not None)
    figures = {row.number: row for row in projects}
    lines: list[Line] = []
    at: int | None = None
    for row in shown:
        if row.project != at:
            at = row.project
            lines.append(_project(figures, row.project, scale, today))
        lines.append(_line(row, scale, today))
    months = [(day, present.month(day)) for day in scale.months]
    head = mark_safe(gantt.head(scale, months))  # noqa: S308 - our own drawing
    return Sheet(head, tuple(lines), max(len(rows) - len(shown), 0))


def _project(figures: Mapping[int, ProjectFigures], number: int, scale: gantt.Scale, today: dt.date) -> Line:
    row = figures.get(number)
    start, finish = (row.start, row.finish) if row else (None, None)
    return Line(
        wbs="",
        name=row.name if row else "",
        depth=0,
        days="",
        start=_day(start, today),
        finish=_finish_day(finish, today),
        slip=present.slip(row.slip_days if row else None).text,
        is_summary=True,
        is_critical=False,
        bar=mark_safe(gantt.row(scale, None)),  # noqa: S308
    )


def _line(row: PlannedTask, scale: gantt.Scale, today: dt.date) -> Line:
    return Line(
        wbs=row.wbs,
        name=row.name or _("unnamed"),
        depth=min(row.depth, 5),
        days="" if row.kind == "milestone" else present.number(present.worked(row.duration)),
        start=_day(row.start, today),
        finish=_finish_day(row.finish, today),
        slip=present.slip(row.slip_days).text,
        is_summary=row.kind == "summary",
        is_critical=row.is_critical and row.actual_finish is None,
        bar=mark_safe(gantt.row(scale, _bar(row))),  # noqa: S308
    )


def _bar(row: PlannedTask) -> gantt.Bar | None:
    if row.start is None or row.finish is None:
        return None
    promised = None
    if row.baseline_start is not None and row.baseline_finish is not None:
        promised = moment(row.baseline_start), moment(row.baseline_finish)
    return gantt.Bar(
        dates=(moment(row.start), moment(row.finish)),
        done=row.percent_complete / 100,
        kind=row.kind,
        is_critical=row.is_critical and row.actual_finish is None,
        promised=promised,
    )


def _finish_day(instant: Instant | None, today: dt.date) -> str:
    return "" if instant is None else present.near_day(present.finish_day(instant), today)


def _day(instant: Instant | None, today: dt.date) -> str:
    return "" if instant is None else present.near_day(present.day_of(instant), today)
