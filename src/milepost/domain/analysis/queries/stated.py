"""What is stated of a task, field by field, as one would type it: so that two states can be held together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from milepost.domain.analysis.queries.view import View
from milepost.domain.analysis.rows.comparison import FieldDifference
from milepost.domain.schedule.queries import outline
from milepost.domain.schedule.rows import TaskRow
from milepost.engine.compare import differing
from milepost.engine.instants import Instant, Ticks, moment


@dataclass(frozen=True, slots=True)
class Told:
    """One state of a program with what its rows refer to by number."""

    view: View
    owners: Mapping[int, str]
    """Names of people by their number in the organisation."""

    def calendar(self, number: int | None) -> str:
        """A calendar's name; "" for the usual one."""
        facts = self.view.kept.facts
        rows = (*facts.own_calendars.calendars, *facts.shared_calendars.calendars)
        return next((row.name for row in rows if row.number == number), "")

    def length(self, row: TaskRow, amount: Ticks | None) -> str:
        """Working ticks in the task's own unit: `3d`."""
        if amount is None:
            return ""
        units = self.view.kept.units[row.project]
        return outline.duration_text(replace(row, duration=amount, is_estimated=False), units)


def instant_text(at: Instant | None) -> str:
    """A planned instant: `2026-09-18T17:00`."""
    return "" if at is None else moment(at).isoformat(timespec="minutes")


Say = Callable[[Told, TaskRow, Any], str]


def _plain(_told: Told, _row: TaskRow, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _instant(_told: Told, _row: TaskRow, value: Any) -> str:
    return instant_text(value)


def _length(told: Told, row: TaskRow, value: Any) -> str:
    return told.length(row, value)


def _duration(told: Told, row: TaskRow, _value: Any) -> str:
    return outline.duration_text(row, told.view.kept.units[row.project])


def _calendar(told: Told, _row: TaskRow, value: Any) -> str:
    return told.calendar(value)


def _owner(told: Told, _row: TaskRow, value: Any) -> str:
    return told.owners.get(value, "")


def _project(told: Told, _row: TaskRow, value: Any) -> str:
    return told.view.kept.facts.projects[value].name if told.view.sees_project(value) else ""


def _parent(told: Told, _row: TaskRow, value: Any) -> str:
    return told.view.name(value) if value is not None else ""


_IMPOSED = (
    *("constraint_date", "second_constraint_date", "deadline", "expected_finish", "promised"),
    *("manual_start", "manual_finish"),
)
_DONE = ("actual_start", "actual_finish", "suspended_at", "resumes_at")

_COMPARED: Mapping[str, tuple[str, Say]] = {
    "name": ("words", _plain),
    "notes": ("words", _plain),
    "code": ("words", _plain),
    "priority": ("words", _plain),
    "project": ("place", _project),
    "parent": ("place", _parent),
    "duration": ("duration", _duration),
    "duration_unit": ("duration", _duration),
    "levelling_delay": ("imposed", _length),
    "constraint": ("imposed", _plain),
    "second_constraint": ("imposed", _plain),
    **dict.fromkeys(_IMPOSED, ("imposed", _instant)),
    "is_manual": ("imposed", _plain),
    "is_active": ("imposed", _plain),
    "kind": ("words", _plain),
    "is_milestone": ("words", _plain),
    **dict.fromkeys(_DONE, ("progress", _instant)),
    "remaining": ("progress", _length),
    "percent_complete": ("progress", _plain),
    "percent_physical": ("progress", _plain),
    "calendar": ("calendar", _calendar),
    "ignores_resource_calendar": ("calendar", _plain),
    "owner": ("people", _owner),
    "effort_type": ("people", _plain),
    "is_effort_driven": ("people", _plain),
    "work_minutes": ("people", _plain),
}
"""The fields told of, each with what it is about. Money is left to those who read it elsewhere."""


def differences(before: Told, after: Told, task: int) -> Iterator[FieldDifference]:
    """What is stated otherwise of a task both states have."""
    was, now = before.view.kept.facts.tasks[task], after.view.kept.facts.tasks[task]
    if was is not now and was != now:
        yield from _of_row(before, after, was, now)
    yield from _of_links(before, after, task)
    if before.view.kept.bookings_of.get(task) != after.view.kept.bookings_of.get(task):
        yield from _unequal("people", "people", before.view.people(task), after.view.people(task))


def _of_row(before: Told, after: Told, was: TaskRow, now: TaskRow) -> Iterator[FieldDifference]:
    for name, old, new in differing(was, now):
        if name == "custom":
            yield from _of_custom(after, was, now)
        elif name in _COMPARED:
            kind, say = _COMPARED[name]
            field = "duration" if name == "duration_unit" and was.duration == now.duration else name
            yield from _unequal(field, kind, say(before, was, old), say(after, now, new))


def _of_custom(after: Told, was: TaskRow, now: TaskRow) -> Iterator[FieldDifference]:
    labels = {field.key: field.label for field in after.view.kept.facts.custom_fields}
    for key in {**was.custom, **now.custom}:
        before, value = was.custom.get(key), now.custom.get(key)
        yield from _unequal(
            labels.get(key, key), "words", _plain(after, was, before), _plain(after, now, value)
        )


def _of_links(before: Told, after: Told, task: int) -> Iterator[FieldDifference]:
    old, new = before.view.kept, after.view.kept
    if old.links_into.get(task) != new.links_into.get(task):
        texts = old.predecessor_texts.get(task, ""), new.predecessor_texts.get(task, "")
        yield from _unequal("predecessors", "links", *texts)


def _unequal(field: str, kind: str, before: str, after: str) -> Iterator[FieldDifference]:
    """A difference that can be seen; a foreign number or a unit that reads the same is none."""
    if before != after:
        yield FieldDifference(field, kind, before, after)
