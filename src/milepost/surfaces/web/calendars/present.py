"""A calendar in words and as rulers of 24 hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from milepost.domain.schedule.rows import CalendarRow, ExceptionRow, WorkWeekRow
from milepost.surfaces.web.shell import present

Shifts = Sequence[Sequence[float]]
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of work on the ruler, in hundredths of the day."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week: its shifts on a ruler and in words. `is_followed`: taken from another calendar."""

    name: str
    text: str
    spans: tuple[Span, ...]
    is_followed: bool


@dataclass(frozen=True, slots=True)
class Differing:
    """Days that differ, in words."""

    number: int
    name: str
    days: str
    text: str
    is_free: bool
    is_past: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar with everything that is said of it."""

    number: int
    name: str
    follows: str
    hours: str
    days: tuple[Day, ...]
    differing: tuple[Differing, ...]
    weeks: tuple[Differing, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A calendar in the list of calendars; `minutes` is the working time of its week."""

    number: int
    name: str
    evidence: str
    url: str
    is_chosen: bool
    minutes: float
    is_personal: bool


def calendar(
    row: CalendarRow,
    rows: Mapping[int, CalendarRow],
    exceptions: Sequence[ExceptionRow],
    weeks: Sequence[WorkWeekRow],
    today: dt.date,
) -> Calendar:
    """One calendar; days it leaves open are shown as those of the calendar it follows."""
    week = resolved(row, rows)
    return Calendar(
        number=row.number,
        name=row.name,
        follows=followed.name if (followed := rows.get(row.follows or 0)) else "",
        hours=hours(week),
        days=tuple(
            Day(
                str(WEEKDAYS[place]).capitalize(),
                times(shifts),
                _spans(shifts),
                row.week[place : place + 1] == [None],
            )
            for place, shifts in enumerate(week)
        ),
        differing=tuple(differing(one, today) for one in exceptions if one.calendar == row.number),
        weeks=tuple(_other_week(one, today) for one in weeks if one.calendar == row.number),
    )


def resolved(row: CalendarRow, rows: Mapping[int, CalendarRow]) -> list[Shifts]:
    """The seven days, each from the first calendar up the line that says something about it."""
    week: list[Shifts] = []
    for place in range(7):
        at: CalendarRow | None = row
        shifts: Shifts | None = None
        while at is not None and shifts is None:
            shifts = at.week[place] if place < len(at.week) else None
            at = rows.get(at.follows) if at.follows is not None else None
        week.append(shifts or [])
    return week


def hours(week: Sequence[Shifts]) -> str:
    """ "40 hours a week"."""
    return _("%(hours)s hours a week") % {"hours": present.number(minutes(week) / 60)}


def minutes(week: Sequence[Shifts]) -> float:
    """Working minutes of a week."""
    return sum(ends - starts for shifts in week for starts, ends in shifts)


def times(shifts: Shifts) -> str:
    """ "08:00 to 12:00, 13:00 to 17:00", or "free"."""
    if not shifts:
        return _("free")
    return ", ".join(f"{clock(starts)}–{clock(ends)}" for starts, ends in shifts)


def typed_week(row: CalendarRow) -> dict[str, object]:
    """What the form of a calendar starts with."""
    week = {
        f"day_{place}": None if shifts is None else [[clock(starts), clock(ends)] for starts, ends in shifts]
        for place, shifts in enumerate(row.week)
    }
    return {"name": row.name, **week}


def differing(row: ExceptionRow, today: dt.date) -> Differing:
    """Days on which a calendar differs from its week."""
    last = row.ends_before - dt.timedelta(days=1)
    return Differing(
        number=row.number,
        name=row.name or (_("Free") if not row.times else _("Other hours")),
        days=_range(row.starts_on, last, today) if row.pattern is None else _recurring(row, last),
        text=times(row.times),
        is_free=not row.times,
        is_past=last < today,
    )


def clock(minute: float) -> str:
    """A minute of the day as "08:30"."""
    return f"{int(minute) // 60:02d}:{int(minute) % 60:02d}"


def _other_week(row: WorkWeekRow, today: dt.date) -> Differing:
    last = row.ends_before - dt.timedelta(days=1)
    return Differing(
        row.number,
        row.name or _("Another week"),
        _range(row.starts_on, last, today),
        hours([shifts or [] for shifts in row.week]),
        is_free=False,
        is_past=last < today,
    )


def _range(first: dt.date, last: dt.date, today: dt.date) -> str:
    if first == last:
        return present.near_day(first, today)
    return f"{present.near_day(first, last)} – {present.near_day(last, today)}"


def _recurring(row: ExceptionRow, last: dt.date) -> str:
    pattern = row.pattern or {}
    kind = str(pattern.get("pattern", ""))
    words = {
        "daily": _("every day or so"),
        "weekly": _("every week"),
        "monthly_by_day": _("every month"),
        "monthly_by_weekday": _("every month"),
    }
    if kind.startswith("yearly"):
        return _("every %(day)s until %(year)s") % {
            "day": present.day(row.starts_on, year=False),
            "year": last.year,
        }
    return _("%(how)s, %(first)s to %(last)s") % {
        "how": words.get(kind, _("again and again")),
        "first": present.day(row.starts_on),
        "last": present.day(last),
    }


def _spans(shifts: Shifts) -> tuple[Span, ...]:
    return tuple(
        Span(round(starts / DAY_MINUTES * 100, 2), round((ends - starts) / DAY_MINUTES * 100, 2))
        for starts, ends in shifts
    )
