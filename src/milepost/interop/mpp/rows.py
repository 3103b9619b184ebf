"""Tasks, resources and assignments as MPXJ tells them."""

from __future__ import annotations

from typing import Any

from milepost.engine.plan import PercentKind, ResourceKind, TaskKind
from milepost.engine.rules import CriticalBy, FloatKind, LagCalendar, ProgressMode
from milepost.interop.exchange.values import Assignment, Availability, Baseline, Link, Rate, Resource, Task
from milepost.interop.fidelity.tally import Tally
from milepost.interop.mpp import fields

_P6_KINDS = {
    "START_MILESTONE": TaskKind.START_MILESTONE,
    "FINISH_MILESTONE": TaskKind.FINISH_MILESTONE,
    "LEVEL_OF_EFFORT": TaskKind.LEVEL_OF_EFFORT,
    "HAMMOCK": TaskKind.LEVEL_OF_EFFORT,
}
_RESOURCE_KINDS = {"MATERIAL": ResourceKind.MATERIAL, "COST": ResourceKind.COST}
_LAG_CALENDARS = {
    "PREDECESSOR": LagCalendar.PREDECESSOR,
    "SUCCESSOR": LagCalendar.SUCCESSOR,
    "PROJECT_DEFAULT": LagCalendar.PROJECT,
    "TWENTY_FOUR_HOUR": LagCalendar.ROUND_THE_CLOCK,
}
_ALL_TIME = (fields.instant("1984-01-01T00:00"), fields.instant("2049-12-31T23:59"))
_FULL_UNITS = 100


class Rows:
    """The rows of one project so far."""

    def __init__(self, tally: Tally, *, is_p6: bool) -> None:
        self.tasks: list[Task] = []
        self.resources: list[Resource] = []
        self.assignments: list[Assignment] = []
        self._tally = tally
        self._is_p6 = is_p6
        self._breakdown: set[int] = set()

    def task(self, said: dict[str, Any], links: list[Link], segments: list[list[str]]) -> None:
        """Add one task, its links and the stretches it is split into."""
        if said.get("NULL"):
            self._tally.drop("blank row", "it holds nothing")
            return
        values = self._values(_with_mandatory(said) if self._is_p6 else said, fields.TASK)
        _complete_duration(values)
        _complete_manual(values)
        if self._is_p6:
            self._complete_p6(values)
        else:
            values["suspended_at"], values["resumes_at"] = (
                values.pop("stop", None),
                values.pop("resume", None),
            )
            for name in _P6_ONLY:
                values.pop(name, None)
        kind = PercentKind(str(values.pop("percent_kind", "duration")).lower())
        self.tasks.append(
            Task(
                predecessors=tuple(links),
                segments=_segments(segments),
                percent_kind=kind,
                **values,
            )
        )

    def _complete_p6(self, values: dict[str, Any]) -> None:
        """P6's shown dates, kinds of activity, and breakdown nodes with ids of their own."""
        kind = values.pop("activity_type", None)
        parent = values.get("parent")
        if parent is not None:
            values["parent"] = f"wbs-{parent}"
        if values.get("is_summary") and kind in {None, "WBS_SUMMARY"}:
            values["uid"] = f"wbs-{values['uid']}"
        values["kind"] = _P6_KINDS.get(kind, TaskKind.TASK)
        resume = values.pop("resume", None)
        values["resumes_at"] = resume if values.get("suspended_at") is not None else None
        for end in ("start", "finish"):
            shown = (f"actual_{end}", f"remaining_early_{end}", f"early_{end}", f"planned_{end}", end)
            found = next((values[name] for name in shown if values.get(name) is not None), None)
            if not values.get("is_summary"):
                values[end] = found
        for name in _P6_ONLY:
            values.pop(name, None)

    def resource(self, said: dict[str, Any], rates: list[list[Any]], availability: list[list[Any]]) -> None:
        """Add one resource with its rates and availability."""
        values = self._values(said, fields.RESOURCE)
        if "uid" not in values:
            self._tally.drop("blank row", "it holds nothing")
            return
        values["kind"] = _RESOURCE_KINDS.get(values.get("kind", "WORK"), ResourceKind.WORK)
        if values.get("max_units") is not None:
            values["max_units"] = values["max_units"] / _FULL_UNITS
        self.resources.append(
            Resource(
                rates=tuple(rate for rate in map(_rate, rates) if not _is_default(rate)),
                availability=_availability(availability),
                **values,
            )
        )

    def assignment(self, said: dict[str, Any]) -> None:
        """Add one assignment; work nobody is named for has no resource."""
        values = self._values(said, fields.ASSIGNMENT)
        if values.get("task") is None:
            self._tally.drop("Assignment", "it has no task")
            return
        resource = values.pop("resource", None)
        if values.get("units") is not None:
            values["units"] = values["units"] / _FULL_UNITS
        self.assignments.append(
            Assignment(resource=resource if resource is not None and resource >= 0 else None, **values)
        )

    def _values(self, said: dict[str, Any], table: dict[str, tuple[str, fields.Convert]]) -> dict[str, Any]:
        """The fields of ours a row fills, its baselines, user-defined fields, and what it carries."""
        values: dict[str, Any] = {}
        carried: list[tuple[str, str]] = []
        kept = 0
        for name, value in said.items():
            known = table.get(name)
            if known is not None:
                values[known[0]] = known[1](value)
                kept += 1
            elif name in fields.CARRIED:
                carried.append((fields.CARRIED[name], _written(value)))
            elif fields.CUSTOM.match(name):
                if value:
                    values.setdefault("custom", {})[fields.custom_name(name)] = fields.custom_value(value)
                kept += 1
            elif fields.BASELINE.match(name) or fields.PART_OF_ANOTHER.search(name):
                kept += 1
            elif value or value == 0:
                self._tally.drop(name, "Milepost does not use it")
        self._tally.kept += kept
        self._tally.carried += len(carried)
        values["carried"] = tuple(carried)
        baselines = _baselines(said)
        if baselines:
            values["baselines"] = baselines
        return values


_P6_ONLY = (
    "activity_type",
    "stop",
    "planned_start",
    "planned_finish",
    "remaining_early_start",
    "remaining_early_finish",
    "remaining_late_start",
    "remaining_late_finish",
)


def p6_options(said: dict[str, Any]) -> dict[str, Any]:
    """The scheduling options of a P6 project as fields of `PlanRules`."""
    options: dict[str, Any] = {
        "lag_calendar": _LAG_CALENDARS.get(said.get("RELATIONSHIP_LAG_CALENDAR", ""), LagCalendar.PREDECESSOR)
    }
    if said.get("SCHEDULING_PROGRESSED_ACTIVITIES") == "PROGRESS_OVERRIDE":
        options["progress"] = ProgressMode.PROGRESS_OVERRIDE
    if said.get("CRITICAL_ACTIVITY_TYPE") == "LONGEST_PATH":
        options["critical_by"] = CriticalBy.LONGEST_PATH
    if "USE_EXPECTED_FINISH_DATES" in said:
        options["uses_expected_finish"] = bool(said["USE_EXPECTED_FINISH_DATES"])
    kind = said.get("TOTAL_SLACK_CALCULATION_TYPE", "")
    options["float_kind"] = {"START_SLACK": FloatKind.START, "FINISH_SLACK": FloatKind.FINISH}.get(
        kind, FloatKind.SMALLEST
    )
    return options


def _with_mandatory(said: dict[str, Any]) -> dict[str, Any]:
    """The row with P6's mandatory constraints under names of their own: MPXJ calls them as MS Project's
    "must".
    """
    mandatory = {"MUST_START_ON": "MANDATORY_START", "MUST_FINISH_ON": "MANDATORY_FINISH"}
    names = ("CONSTRAINT_TYPE", "SECONDARY_CONSTRAINT_TYPE")
    return said | {name: mandatory.get(said[name], said[name]) for name in names if name in said}


def _complete_duration(values: dict[str, Any]) -> None:
    duration = values.get("duration")
    if duration is None:
        return
    values["duration"] = fields.ticks(duration)
    values["duration_unit"] = duration[2]
    values["is_elapsed"] = duration[2].startswith("e")


def _complete_manual(values: dict[str, Any]) -> None:
    if values.pop("mode", "") == "MANUALLY_SCHEDULED":
        values["is_manual"] = True
        values["manual_start"], values["manual_finish"] = values.get("start"), values.get("finish")


def _segments(segments: list[list[str]]) -> tuple[tuple[int, int], ...]:
    found = tuple((fields.instant(begins), fields.instant(ends)) for begins, ends in segments)
    return found if len(found) > 1 else ()


def _rate(stated: list[Any]) -> Rate:
    table, starts, ends, hourly, overtime, per_use = stated
    first = fields.instant(starts) if starts else None
    last = fields.instant(ends) if ends else None
    return Rate(
        table=table,
        starts=None if first == _ALL_TIME[0] else first,
        ends=None if last == _ALL_TIME[1] else last,
        cost_per_hour=fields.hourly(hourly),
        overtime_per_hour=fields.hourly(overtime),
        cost_per_use=None if per_use is None else fields.money(per_use),
    )


def _is_default(rate: Rate) -> bool:
    """Whether it is one of the four empty tables every resource has beside its own."""
    return rate.table > 0 and not (rate.cost_per_hour or rate.overtime_per_hour or rate.cost_per_use)


def _availability(stated: list[list[Any]]) -> tuple[Availability, ...]:
    found = tuple(
        Availability(
            units=(units or 0) / _FULL_UNITS,
            starts=None if fields.instant(starts) == _ALL_TIME[0] else fields.instant(starts),
            ends=None if fields.instant(ends) == _ALL_TIME[1] else fields.instant(ends),
        )
        for starts, ends, units in stated
        if starts and ends
    )
    return () if len(found) == 1 and found[0].starts is None and found[0].ends is None else found


def _baselines(said: dict[str, Any]) -> dict[int, Baseline]:
    """The baselines a row holds. Every row of a file has the work and cost fields, at nothing where none was
    set.
    """
    found: dict[int, dict[str, Any]] = {}
    for name, value in said.items():
        match = fields.BASELINE.match(name)
        if match:
            found.setdefault(int(match[1] or 0), {})[match[2]] = value
    return {number: _baseline(parts) for number, parts in sorted(found.items()) if _is_set(parts)}


def _is_set(parts: dict[str, Any]) -> bool:
    return (
        "START" in parts
        or "FINISH" in parts
        or any(bool(part[1] if isinstance(part, list) else part) for part in parts.values())
    )


def _baseline(parts: dict[str, Any]) -> Baseline:
    duration = parts.get("DURATION")
    return Baseline(
        start=fields.instant(parts["START"]) if "START" in parts else None,
        finish=fields.instant(parts["FINISH"]) if "FINISH" in parts else None,
        duration=fields.ticks(duration) if duration else None,
        duration_unit=duration[2] if duration else None,
        work=fields.minutes(parts["WORK"]) if "WORK" in parts else None,
        cost=fields.money(parts["COST"]) if "COST" in parts else None,
    )


def _written(value: Any) -> str:
    """A value as MS Project XML writes it."""
    return str(int(value)) if isinstance(value, bool) else str(value)
