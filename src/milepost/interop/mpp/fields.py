"""Which of MPXJ's fields become which of ours, which travel on under their MS Project XML names, which are
noise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

from milepost.engine import instants
from milepost.engine.instants import Instant, Ticks
from milepost.engine.plan import ConstraintType, EffortType

Convert: TypeAlias = Callable[[Any], Any]


@lru_cache(maxsize=65_536)
def instant(text: str) -> Instant:
    """The instant of a local date and time; what is left of a minute is rounded down to the tick."""
    return instants.instant(datetime.fromisoformat(text[:19]))


def ticks(duration: list[Any]) -> Ticks:
    """The ticks of a duration ["D", minutes, unit]."""
    return instants.ticks(duration[1])


def minutes(duration: list[Any]) -> float:
    """The minutes of a duration, free of the noise of binary fractions."""
    value = round(duration[1], 6)
    return int(value) if value == int(value) else value


def money(amount: float) -> Decimal:
    """An amount, free of the noise of binary fractions."""
    return Decimal(str(round(amount, 6)))


def hourly(rate: list[Any] | None) -> Decimal | None:
    """The amount of a rate ["R", amount an hour]."""
    return None if rate is None else money(rate[1])


def constraint(name: str) -> ConstraintType:
    """A constraint by MPXJ's name for it. P6's "start on" is soft there as it is here."""
    return _CONSTRAINTS[name] if name in _CONSTRAINTS else ConstraintType[name]


def effort_type(name: str) -> EffortType:
    """Fixed units, work or duration; P6's "fixed duration and units" is a fixed duration."""
    return EffortType.FIXED_DURATION if name == "FIXED_DURATION_AND_UNITS" else EffortType[name]


def same(value: Any) -> Any:
    """The value as it is."""
    return value


def lower(value: Any) -> str:
    """The value as text in small letters."""
    return str(value).lower()


def text(value: Any) -> str:
    """The value as text."""
    return str(value)


_CONSTRAINTS = {
    "START_ON": ConstraintType.MUST_START_ON,
    "FINISH_ON": ConstraintType.MUST_FINISH_ON,
    "MUST_START_ON": ConstraintType.MUST_START_ON,
    "MUST_FINISH_ON": ConstraintType.MUST_FINISH_ON,
}

TASK: dict[str, tuple[str, Convert]] = {
    "UNIQUE_ID": ("uid", same),
    "ID": ("id", same),
    "NAME": ("name", text),
    "WBS": ("wbs", text),
    "ACTIVITY_ID": ("code", text),
    "GUID": ("guid", text),
    "OUTLINE_LEVEL": ("outline_level", same),
    "PARENT_TASK_UNIQUE_ID": ("parent", same),
    "SUMMARY": ("is_summary", same),
    "MILESTONE": ("is_milestone", same),
    "ACTIVE": ("is_active", same),
    "TASK_MODE": ("mode", same),
    "RECURRING": ("is_recurring", same),
    "EXTERNAL_TASK": ("is_external", same),
    "ESTIMATED": ("is_estimated", same),
    "CALENDAR_UNIQUE_ID": ("calendar", same),
    "IGNORE_RESOURCE_CALENDAR": ("ignores_resource_calendars", same),
    "DURATION": ("duration", same),
    "TYPE": ("effort_type", effort_type),
    "EFFORT_DRIVEN": ("is_effort_driven", same),
    "CONSTRAINT_TYPE": ("constraint", constraint),
    "CONSTRAINT_DATE": ("constraint_date", instant),
    "SECONDARY_CONSTRAINT_TYPE": ("second_constraint", constraint),
    "SECONDARY_CONSTRAINT_DATE": ("second_constraint_date", instant),
    "DEADLINE": ("deadline", instant),
    "EXPECTED_FINISH": ("expected_finish", instant),
    "PRIORITY": ("priority", same),
    "MANUAL_DURATION": ("manual_duration", ticks),
    "LEVELING_DELAY": ("levelling_delay", ticks),
    "PERCENT_COMPLETE": ("percent_complete", same),
    "PERCENT_WORK_COMPLETE": ("percent_work_complete", same),
    "PHYSICAL_PERCENT_COMPLETE": ("percent_physical", same),
    "PERCENT_COMPLETE_TYPE": ("percent_kind", same),
    "ACTUAL_START": ("actual_start", instant),
    "ACTUAL_FINISH": ("actual_finish", instant),
    "ACTUAL_DURATION": ("actual_duration", ticks),
    "REMAINING_DURATION": ("remaining", ticks),
    "STOP": ("stop", instant),
    "RESUME": ("resume", instant),
    "SUSPEND_DATE": ("suspended_at", instant),
    "START": ("start", instant),
    "FINISH": ("finish", instant),
    "EARLY_START": ("early_start", instant),
    "EARLY_FINISH": ("early_finish", instant),
    "LATE_START": ("late_start", instant),
    "LATE_FINISH": ("late_finish", instant),
    "TOTAL_SLACK": ("total_float", ticks),
    "FREE_SLACK": ("free_float", ticks),
    "CRITICAL": ("is_critical", same),
    "WORK": ("work", minutes),
    "ACTUAL_WORK": ("actual_work", minutes),
    "REMAINING_WORK": ("remaining_work", minutes),
    "COST": ("cost", money),
    "ACTUAL_COST": ("actual_cost", money),
    "REMAINING_COST": ("remaining_cost", money),
    "FIXED_COST": ("fixed_cost", money),
    "NOTES": ("notes", text),
    "ACTIVITY_TYPE": ("activity_type", same),
    "PLANNED_START": ("planned_start", instant),
    "PLANNED_FINISH": ("planned_finish", instant),
    "REMAINING_EARLY_START": ("remaining_early_start", instant),
    "REMAINING_EARLY_FINISH": ("remaining_early_finish", instant),
    "REMAINING_LATE_START": ("remaining_late_start", instant),
    "REMAINING_LATE_FINISH": ("remaining_late_finish", instant),
}

RESOURCE: dict[str, tuple[str, Convert]] = {
    "UNIQUE_ID": ("uid", same),
    "ID": ("id", same),
    "NAME": ("name", text),
    "CODE": ("code", text),
    "GUID": ("guid", text),
    "INITIALS": ("initials", text),
    "EMAIL_ADDRESS": ("email", text),
    "GROUP": ("group", text),
    "TYPE": ("kind", same),
    "MATERIAL_LABEL": ("unit_of_measure", text),
    "UNIT_OF_MEASURE_UNIQUE_ID": ("unit_of_measure", text),
    "MAX_UNITS": ("max_units", same),
    "CALENDAR_UNIQUE_ID": ("calendar", same),
    "WORK": ("work", minutes),
    "COST": ("cost", money),
    "GENERIC": ("is_generic", same),
    "NOTES": ("notes", text),
}

ASSIGNMENT: dict[str, tuple[str, Convert]] = {
    "UNIQUE_ID": ("uid", same),
    "TASK_UNIQUE_ID": ("task", same),
    "RESOURCE_UNIQUE_ID": ("resource", same),
    "ASSIGNMENT_UNITS": ("units", same),
    "WORK": ("work", minutes),
    "ACTUAL_WORK": ("actual_work", minutes),
    "REMAINING_WORK": ("remaining_work", minutes),
    "START": ("start", instant),
    "FINISH": ("finish", instant),
    "ACTUAL_START": ("actual_start", instant),
    "ACTUAL_FINISH": ("actual_finish", instant),
    "ASSIGNMENT_DELAY": ("delay", ticks),
    "LEVELING_DELAY": ("levelling_delay", ticks),
    "PERCENT_WORK_COMPLETE": ("percent_work_complete", same),
    "COST": ("cost", money),
    "ACTUAL_COST": ("actual_cost", money),
    "REMAINING_COST": ("remaining_cost", money),
    "WORK_CONTOUR": ("contour", lower),
    "NOTES": ("notes", text),
}

CARRIED = {
    "CONTACT": "Contact",
    "HYPERLINK": "Hyperlink",
    "HYPERLINK_ADDRESS": "HyperlinkAddress",
    "HYPERLINK_SUBADDRESS": "HyperlinkSubAddress",
    "LEVEL_ASSIGNMENTS": "LevelAssignments",
    "LEVELING_CAN_SPLIT": "LevelingCanSplit",
    "HIDE_BAR": "HideBar",
    "ROLLUP": "Rollup",
    "OVERALLOCATED": "OverAllocated",
    "CAN_LEVEL": "CanLevel",
    "INACTIVE": "IsInactive",
    "BUDGET": "IsBudget",
}
"""Fields nothing here uses that MS Project XML has too: they are written there under its names."""

BASELINE = re.compile(r"^BASELINE(\d*)_(START|FINISH|DURATION|WORK|COST)$")
CUSTOM = re.compile(
    r"^(ENTERPRISE_)?(TEXT|FLAG|NUMBER|DATE|START|FINISH|COST|DURATION|OUTLINE_CODE|CUSTOM_FIELD)(\d+)$"
)
PART_OF_ANOTHER = re.compile(
    r"_UNITS$|^(OUTLINE_NUMBER|EXPANDED|RECALC_OUTLINE_CODES|BASELINE\d*_ESTIMATED_.*)$"
)
"""Fields that say again, or say how to show, what another field says."""


def custom_name(name: str) -> str:
    """MS Project's name of a user-defined field: TEXT1 is Text1."""
    return "".join(part.capitalize() for part in name.split("_"))


def custom_value(value: Any) -> str | int | float | bool:
    """A user-defined value: durations in minutes, dates as text."""
    if isinstance(value, list):
        return minutes(value) if value[0] == "D" else float(value[1])
    return value if isinstance(value, (str, int, float, bool)) else str(value)
