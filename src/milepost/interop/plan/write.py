"""An exchange as a text plan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_HOUR
from milepost.engine.plan import Day, Recurrence, Week
from milepost.engine.rules import PRESETS
from milepost.interop.exchange.values import Calendar, Exchange, Project
from milepost.interop.plan import codecs

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
VERSION = "milepost plan 1"
_SAID_BY_PLACE = {"uid", "name", "title", "parent", "outline_level"}


def write(exchange: Exchange) -> bytes:
    """The file, UTF-8."""
    return ("\n".join(_lines(exchange)) + "\n").encode("utf-8")


def _lines(exchange: Exchange) -> Iterator[str]:
    yield VERSION
    yield f"from {exchange.own_format} by {exchange.tool}"
    for project in exchange.projects:
        yield ""
        yield from _project(project)


def _project(project: Project) -> Iterator[str]:
    yield _headline("project", project.uid, project.title)
    yield from _fields(project, "  ")
    yield from _rules(project)
    yield from (f"  label {_text(name)} {_text(label)}" for name, label in project.custom_labels.items())
    yield from (f"  carried {_text(name)} {_text(text)}" for name, text in project.carried)
    for calendar in project.calendars:
        yield ""
        yield from _calendar(calendar)
    for resource in project.resources:
        yield ""
        yield _headline("resource", resource.uid, resource.name)
        yield from _fields(resource, "  ")
        yield from (f"  rate {codecs.pairs(rate)}" for rate in resource.rates)
        yield from (f"  available {codecs.pairs(period)}" for period in resource.availability)
        yield from _more(resource, "  ")
    yield ""
    yield from _tasks(project)
    for assignment in project.assignments:
        yield _headline("assignment", assignment.uid, None)
        yield from _fields(assignment, "  . ")
        yield from _more(assignment, "  . ")


def _tasks(project: Project) -> Iterator[str]:
    """The tasks, indented as they stand in the outline."""
    top = min((task.outline_level for task in project.tasks), default=1)
    if top != 1:
        yield f"outline {top}"
    for task in project.tasks:
        indent = "  " * (task.outline_level - top)
        yield indent + _headline("task", task.uid, task.name)
        inner = f"{indent}  . "
        yield from _fields(task, inner)
        for link in task.predecessors:
            yield f"{inner}after {codecs.pairs(link)}"
            yield from (f"{inner}after-carried {_text(name)} {_text(text)}" for name, text in link.carried)
        for starts, finishes in task.segments:
            instant = codecs.CODECS["Instant"].written
            yield f"{inner}segment {instant(starts)} {instant(finishes)}"
        yield from _more(task, inner)


def _headline(noun: str, uid: object, name: str | None) -> str:
    return f"{noun} {_text(uid)}" if name is None else f"{noun} {_text(uid)} {_text(name)}"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _fields(row: Any, indent: str) -> Iterator[str]:
    """The plain fields that differ from their defaults, one a line."""
    for field in fields(row):
        codec = codecs.codec_of(str(field.type))
        value = getattr(row, field.name)
        if codec is not None and field.name not in _SAID_BY_PLACE and value != codecs.default_of(field):
            yield f"{indent}{field.name} {codec.written(value) if value is not None else 'none'}"


def _more(row: Any, indent: str) -> Iterator[str]:
    """Baselines, user-defined fields and what is carried along."""
    for number, baseline in row.baselines.items():
        yield f"{indent}baseline {number} {codecs.pairs(baseline)}".rstrip()
        yield from (
            f"{indent}baseline-carried {number} {_text(name)} {_text(text)}"
            for name, text in baseline.carried
        )
    yield from (f"{indent}custom {_text(name)} {_text(value)}" for name, value in row.custom.items())
    yield from (f"{indent}carried {_text(name)} {_text(text)}" for name, text in row.carried)


def _rules(project: Project) -> Iterator[str]:
    """The rules: those of a tool, and what the file's options change."""
    preset = PRESETS[project.rules.name]
    yield f"  rules {preset.name}"
    for field in fields(preset):
        value = getattr(project.rules, field.name)
        if value != getattr(preset, field.name):
            yield f"  rule {field.name} {_text(value)}"


def _calendar(calendar: Calendar) -> Iterator[str]:
    yield _headline("calendar", calendar.uid, calendar.name)
    yield from _fields(calendar, "  ")
    if calendar.parent is not None:
        yield f"  base {_text(calendar.parent)}"
    yield from _week(calendar.week, "  ")
    for exception in calendar.exceptions:
        days = f"{exception.first_day.isoformat()} {exception.last_day.isoformat()}"
        again = "" if exception.recurrence is None else f" every {_recurrence(exception.recurrence)}"
        yield f"  except {days} {day_text(exception.shifts)} {_text(exception.name)}{again}"
    for week in calendar.work_weeks:
        yield f"  week {week.first_day.isoformat()} {week.last_day.isoformat()} {_text(week.name)}"
        yield from _week(week.week, "    ")
    yield from (f"  carried {_text(name)} {_text(text)}" for name, text in calendar.carried)


def _week(week: Week, indent: str) -> Iterator[str]:
    yield from (
        f"{indent}{name} {day_text(day)}" for name, day in zip(DAYS, week, strict=True) if day is not None
    )


def day_text(day: Day) -> str:
    """The shifts of a day as `08:00-12:00,13:00-17:00`; `off` when nobody works."""
    return ",".join(f"{_clock(shift.starts)}-{_clock(shift.ends)}" for shift in day) or "off"


def _clock(ticks: int) -> str:
    hours, rest = (24, 0) if ticks == TICKS_PER_DAY else divmod(ticks, TICKS_PER_HOUR)
    seconds = f":{rest % 10 * 6:02d}" if rest % 10 else ""
    return f"{hours:02d}:{rest // 10:02d}{seconds}"


def _recurrence(again: Recurrence) -> str:
    weekdays = ",".join(DAYS[day] for day in again.weekdays) or "-"
    return f"{again.every} {again.pattern.value} {weekdays} {again.week} {again.day} {again.month}"
