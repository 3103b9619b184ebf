"""Networks with calendars and dates, by the rules of MS Project or P6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from milepost.engine.analysis import analyse
from milepost.engine.instants import TICKS_PER_HOUR, Instant, instant
from milepost.engine.plan import (
    Calendar,
    CalendarException,
    ConstraintType,
    LagUnit,
    Link,
    LinkType,
    Plan,
    Project,
    Shift,
    Task,
    TaskKind,
)
from milepost.engine.rules import MSPROJECT, P6, LagCalendar, PlanRules, ProgressMode

RULES = {"msp": MSPROJECT, "p6": P6}
LAG_CALENDARS = {
    "predecessor": LagCalendar.PREDECESSOR,
    "successor": LagCalendar.SUCCESSOR,
    "project": LagCalendar.PROJECT,
    "project_default": LagCalendar.PROJECT,
    "default": LagCalendar.PROJECT,
    "24h": LagCalendar.ROUND_THE_CLOCK,
}
KINDS = {
    "loe": TaskKind.LEVEL_OF_EFFORT,
    "finish_milestone": TaskKind.FINISH_MILESTONE,
    "start_milestone": TaskKind.START_MILESTONE,
}
CONSTRAINTS = {
    "ASAP": ConstraintType.AS_SOON_AS_POSSIBLE,
    "ALAP": ConstraintType.AS_LATE_AS_POSSIBLE,
    "SNET": ConstraintType.START_NO_EARLIER_THAN,
    "SNLT": ConstraintType.START_NO_LATER_THAN,
    "FNET": ConstraintType.FINISH_NO_EARLIER_THAN,
    "FNLT": ConstraintType.FINISH_NO_LATER_THAN,
    "MSO": ConstraintType.MUST_START_ON,
    "MFO": ConstraintType.MUST_FINISH_ON,
    "SO": ConstraintType.MUST_START_ON,
    "FO": ConstraintType.MUST_FINISH_ON,
}
MANDATORY = {"MSO": ConstraintType.MANDATORY_START, "MFO": ConstraintType.MANDATORY_FINISH}
"""What P6's mandatory constraints are called in the cases; its "start on" and "finish on" are SO and FO."""
OTHER_NAMES = {
    "MS": ConstraintType.MANDATORY_START,
    "MF": ConstraintType.MANDATORY_FINISH,
    "MANDSTART": ConstraintType.MANDATORY_START,
    "MANDFIN": ConstraintType.MANDATORY_FINISH,
}
DATES = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")


def check(case: dict[str, Any]) -> None:
    inputs, expected = case["inputs"], case["expected"]
    number = {activity["id"]: at for at, activity in enumerate(inputs["activities"], 1)}
    analysis = analyse(plan(inputs, number, case["dialect"]))
    for name, answer in expected["activities"].items():
        row = analysis.schedule.row(number[name])
        for field in DATES:
            if field in answer:
                assert getattr(row, field) == at(answer[field]), f"{name} {field}"
        for field in ("total_float", "free_float"):
            if f"{field}_h" in answer:
                hours = getattr(row, field) / TICKS_PER_HOUR
                assert hours == pytest.approx(answer[f"{field}_h"], abs=case["tolerance"]["float_h"]), name
        if "critical" in answer:
            assert row.is_critical == answer["critical"], name
        if "longest_path" in answer:
            assert row.on_longest_path == answer["longest_path"], name
    assert analysis.finish == at(expected["project_finish"])


def plan(inputs: dict[str, Any], number: dict[str, int], dialect: str) -> Plan:
    calendars = {name: at for at, name in enumerate(inputs["calendars"], 1)}
    project = Project(
        1,
        start=at(inputs["project_start"]),
        calendar=calendars[inputs["default_calendar"]],
        finish_by=_optional(inputs.get("must_finish_by")),
    )
    return Plan(
        projects=(project,),
        calendars=tuple(
            _calendar(calendars[name], name, stated) for name, stated in inputs["calendars"].items()
        ),
        tasks=tuple(_task(activity, number, calendars, dialect) for activity in inputs["activities"]),
        links=tuple(_link(at, stated, number) for at, stated in enumerate(inputs["links"], 1)),
        rules=_rules(inputs, dialect),
        status=_optional(inputs.get("data_date")),
    )


def _rules(inputs: dict[str, Any], dialect: str) -> PlanRules:
    rules = RULES[dialect]
    if "lag_calendar" in inputs:
        rules = replace(rules, lag_calendar=LAG_CALENDARS[inputs["lag_calendar"]])
    if inputs.get("progress_mode", inputs.get("mode")) == "progress_override":
        rules = replace(rules, progress=ProgressMode.PROGRESS_OVERRIDE)
    return replace(rules, honor_constraints=inputs.get("honor_constraints", rules.honor_constraints))


def _calendar(id_: int, name: str, stated: dict[str, Any]) -> Calendar:
    monday, *rest = (tuple(Shift(_tick(a), _tick(b)) for a, b in day) for day in stated["week"])
    tuesday, wednesday, thursday, friday, saturday, sunday = rest
    exceptions = tuple(
        CalendarException(
            date.fromisoformat(exception["from"]),
            date.fromisoformat(exception.get("to", exception["from"])),
            tuple(Shift(_tick(a), _tick(b)) for a, b in exception.get("times", ())),
        )
        for exception in stated.get("exceptions", ())
    )
    return Calendar(id_, name, (monday, tuesday, wednesday, thursday, friday, saturday, sunday), exceptions)


def _task(activity: dict[str, Any], number: dict[str, int], calendars: dict[str, int], dialect: str) -> Task:
    constraint, second = activity.get("constraint") or {}, activity.get("constraint2") or {}
    return Task(
        id=number[activity["id"]],
        project=1,
        name=activity["id"],
        parent=number.get(activity.get("parent", "")),
        duration=round(activity.get("duration_h", 0) * TICKS_PER_HOUR),
        is_elapsed=activity.get("duration_elapsed", activity.get("elapsed", False)),
        calendar=calendars.get(activity.get("calendar", "")),
        kind=KINDS.get(activity.get("type", ""), TaskKind.TASK),
        is_manual=activity.get("manual", False),
        constraint=_constraint(constraint.get("type", "ASAP"), dialect),
        constraint_date=_optional(constraint.get("date")),
        second_constraint=_constraint(second["type"], dialect) if second else None,
        second_constraint_date=_optional(second.get("date")),
        deadline=_optional(activity.get("deadline")),
        expected_finish=_optional(activity.get("expected_finish")),
        actual_start=_optional(activity.get("actual_start")),
        actual_finish=_optional(activity.get("actual_finish")),
        remaining=round(activity["remaining_h"] * TICKS_PER_HOUR) if "remaining_h" in activity else None,
    )


def _constraint(code: str, dialect: str) -> ConstraintType:
    if code in OTHER_NAMES:
        return OTHER_NAMES[code]
    return MANDATORY[code] if dialect == "p6" and code in MANDATORY else CONSTRAINTS[code]


def _link(id_: int, stated: dict[str, Any], number: dict[str, int]) -> Link:
    lag, unit = round(stated["lag_h"] * TICKS_PER_HOUR), LagUnit.WORKING
    if stated.get("lag_elapsed"):
        unit = LagUnit.ELAPSED
    if "lag_percent" in stated:
        lag, unit = stated["lag_percent"], LagUnit.PERCENT
    return Link(id_, number[stated["pred"]], number[stated["succ"]], LinkType(stated["type"]), lag, unit)


def at(text: str) -> Instant:
    return instant(datetime.fromisoformat(text))


def _optional(text: str | None) -> Instant | None:
    return None if text is None else at(text)


def _tick(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * TICKS_PER_HOUR + int(minutes) * TICKS_PER_HOUR // 60
