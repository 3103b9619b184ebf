"""An MPX file as an exchange."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

from milepost.base.documents.sources import read_bytes
from milepost.engine.instants import TICKS_PER_DAY
from milepost.engine.plan import CalendarException, Day, Shift, Week
from milepost.interop.exchange.soundness import sound
from milepost.interop.exchange.values import Calendar, Exchange, Project
from milepost.interop.fidelity.tally import Tally
from milepost.interop.mpx import records
from milepost.interop.mpx.rows import Rows
from milepost.interop.mpx.values import Settings, clock

_DEFAULT_UNITS = {"0": "m", "1": "h", "2": "d", "3": "w"}


def read(source: bytes | Path) -> Exchange:
    """The plan in an MPX file.

    Raises: Unreadable.
    """
    content = read_bytes(source)
    head = records.head(content)
    reading = _Reading()
    for number, values in records.records(content, head):
        reading.take(number, values)
    return Exchange(
        format="mpx",
        version=head.version,
        encoding=head.encoding,
        projects=(sound(reading.project(), reading.tally.problem),),
        problems=reading.tally.problems(),
        fidelity=reading.tally.fidelity(),
    )


class _Reading:
    """The records so far."""

    def __init__(self) -> None:
        self.tally = Tally()
        self._settings = Settings()
        self._rows = Rows(self._settings, self.tally)
        self._calendars: list[Calendar] = []
        self._said: dict[str, Any] = {}
        self._actions: dict[int, Callable[[list[str]], None]] = {
            records.CURRENCY: self._currency,
            records.DEFAULTS: self._defaults,
            records.DATES: self._dates,
            records.CALENDAR: self._base_calendar,
            records.CALENDAR_HOURS: self._hours,
            records.CALENDAR_EXCEPTION: self._exception,
            records.PROJECT: self._project,
            records.RESOURCE_FIELDS: self._rows.resource_fields,
            records.RESOURCE: self._rows.resource,
            records.RESOURCE_NOTES: self._rows.resource_notes,
            records.RESOURCE_CALENDAR: self._resource_calendar,
            records.RESOURCE_HOURS: self._hours,
            records.RESOURCE_EXCEPTION: self._exception,
            records.TASK_FIELDS: self._rows.task_fields,
            records.TASK: self._rows.task,
            records.TASK_NOTES: self._rows.task_notes,
            records.RECURRING: self._rows.recurring,
            records.ASSIGNMENT: self._rows.assignment,
        }

    def take(self, number: int, values: list[str]) -> None:
        """Read one record; one that makes no sense is told and left out."""
        action = self._actions.get(number)
        if action is None:
            # 40 and 60 name the fields in words, 41 and 61 in numbers; 0 is a comment.
            if number not in {0, 40, 60}:
                self.tally.drop(f"record {number}", "Milepost does not use it")
            return
        try:
            action(values)
        except (ValueError, IndexError, KeyError, OverflowError) as wrong:
            self.tally.drop(f"record {number}", "it cannot be read")
            self.tally.problem("unreadable_value", None, f"A record {number} cannot be read: {wrong}.")

    def _currency(self, values: list[str]) -> None:
        self._settings.currency = values[0]
        self._settings.thousands = values[3] if len(values) > 3 else ","
        self._settings.decimal = values[4] if len(values) > 4 and values[4] else "."
        self.tally.kept += 3

    def _defaults(self, values: list[str]) -> None:
        settings = self._settings
        settings.default_unit = _DEFAULT_UNITS.get(values[0], "d")
        settings.minutes_per_day = settings.number(values[3]) * 60 or 480
        settings.minutes_per_week = settings.number(values[4]) * 60 or 2400
        self.tally.kept += 3

    def _dates(self, values: list[str]) -> None:
        self._settings.date_order = int(values[0] or 0)
        self._settings.default_start = int(values[2] or 480)
        self.tally.kept += 2

    def _base_calendar(self, values: list[str]) -> None:
        self._add_calendar(values[0], None, values[1:8], is_personal=False)

    def _resource_calendar(self, values: list[str]) -> None:
        base = next(
            (one.uid for one in self._calendars if one.name == values[0] and not one.is_personal), None
        )
        name = self._rows.resources[-1].name if self._rows.resources else ""
        self._add_calendar(name, base, values[1:8], is_personal=True)
        self._rows.set_calendar(self._calendars[-1].uid)

    def _add_calendar(self, name: str, base: Any, days: list[str], *, is_personal: bool) -> None:
        # Sunday first in the file; 0 is not worked, 1 is worked by the hours that follow, 2 comes from the
        # base.
        week: list[Day | None] = [
            None if day.strip() == "2" or (is_personal and not day.strip()) else () for day in days
        ]
        week += [None] * (7 - len(week))
        monday, tuesday, wednesday, thursday, friday, saturday, sunday = (*week[1:], week[0])
        whole: Week = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
        uid = len(self._calendars) + 1
        self._calendars.append(Calendar(uid, name, parent=base, week=whole, is_personal=is_personal))
        self.tally.kept += 1 + len(days)

    def _hours(self, values: list[str]) -> None:
        calendar = self._calendars[-1]
        days = list(calendar.week)
        days[(int(values[0]) + 5) % 7] = _shifts(values[1:])
        monday, tuesday, wednesday, thursday, friday, saturday, sunday = days
        self._calendars[-1] = replace(
            calendar, week=(monday, tuesday, wednesday, thursday, friday, saturday, sunday)
        )
        self.tally.kept += len(values)

    def _exception(self, values: list[str]) -> None:
        first = self._settings.instant(values[0])
        last = self._settings.instant(values[1]) if len(values) > 1 and values[1] else first
        works = len(values) > 2 and values[2].strip() == "1"
        exception = CalendarException(
            first_day=date.fromordinal(_EPOCH + first // TICKS_PER_DAY),
            last_day=date.fromordinal(_EPOCH + last // TICKS_PER_DAY),
            shifts=_shifts(values[3:]) if works else (),
        )
        calendar = self._calendars[-1]
        self._calendars[-1] = replace(calendar, exceptions=(*calendar.exceptions, exception))
        self.tally.kept += len(values)

    def _project(self, values: list[str]) -> None:
        values = values + [""] * (8 - len(values))
        self._said = {
            "title": values[0],
            "calendar": values[3],
            "start": self._settings.instant(values[4]) if values[4].strip(" NA") else None,
            "finish": self._settings.instant(values[5]) if values[5].strip(" NA") else None,
            "from_finish": values[6].strip() == "1",
        }
        self.tally.kept += 5

    def project(self) -> Project:
        """The whole project."""
        said, settings = self._said, self._settings
        named = next(
            (one.uid for one in self._calendars if one.name == said.get("calendar") and not one.is_personal),
            None,
        )
        return Project(
            uid="1",
            title=said.get("title", ""),
            start=said.get("start"),
            finish=said.get("finish"),
            from_finish=said.get("from_finish", False),
            currency=settings.currency or None,
            minutes_per_day=settings.minutes_per_day,
            minutes_per_week=settings.minutes_per_week,
            default_start=time(settings.default_start // 60 % 24, settings.default_start % 60),
            calendar=named,
            calendars=tuple(self._calendars),
            tasks=self._rows.finished_tasks(),
            resources=tuple(self._rows.resources),
            assignments=tuple(self._rows.assignments),
        )


_EPOCH = date(1970, 1, 1).toordinal()


def _shifts(values: list[str]) -> Day:
    pairs = [
        (begins, ends) for begins, ends in zip(values[::2], values[1::2], strict=False) if begins.strip()
    ]
    shifts = (Shift(clock(begins), clock(ends) or TICKS_PER_DAY) for begins, ends in pairs)
    return tuple(sorted(shift for shift in shifts if shift.starts < shift.ends))
