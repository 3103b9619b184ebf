"""Which elements of MS Project XML become which fields; whatever is not listed here is carried along.

Each table maps an element's name to the field of the exchange it fills and how its text is read.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

from milepost.engine.plan import ConstraintType, EffortType
from milepost.interop.mspdi import codes

Convert: TypeAlias = Callable[[str], Any]
Field: TypeAlias = tuple[str, Convert]


_MOST_TENTHS = 1000 * 366 * 14_400


def text(value: str) -> str:
    """The text as it is."""
    return value


def number(value: str) -> float:
    """A finite number.

    Raises: ValueError.
    """
    result = float(value)
    if result - result != 0:
        raise ValueError(f"{value!r} is not a finite number")
    return int(result) if result.is_integer() and abs(result) < 1 << 53 else result


def whole(value: str) -> int:
    """A whole number of sensible length.

    Raises: ValueError.
    """
    if len(value) > 15:
        raise ValueError("the number has too many digits")
    return int(value)


def flag(value: str) -> bool:
    """A yes or no, written 1, 0, true or false.

    Raises: ValueError.
    """
    if value in {"1", "true", "-1"}:
        return True
    if value in {"0", "false"}:
        return False
    raise ValueError(f"{value!r} is neither 1 nor 0")


def tenths(value: str) -> int:
    """Tenths of a minute, which are ticks.

    Raises: ValueError, also for lengths no plan has.
    """
    return int(bounded(value))


def bounded(value: str) -> float:
    """A number no larger than the tenths of a minute in a thousand years.

    Raises: ValueError.
    """
    found = number(value)
    if abs(found) > _MOST_TENTHS:
        raise ValueError(f"{value!r} is larger than any lag or float")
    return found


def amount(value: str) -> Decimal:
    """A plain amount of money, as rates are written.

    Raises: ValueError.
    """
    return Decimal(str(number(value)))


def calendar(value: str) -> int | None:
    """The id of a calendar; -1 and 0 mean none."""
    uid = whole(value)
    return uid if uid > 0 else None


def duration_format(value: str) -> codes.DurationFormat:
    """How a duration is shown."""
    return codes.duration_format(whole(value))


def effort_type(value: str) -> EffortType:
    """Which of units, work and duration is fixed; units, for a number nobody knows."""
    return codes.EFFORT_TYPES.get(whole(value), EffortType.FIXED_UNITS)


def constraint_type(value: str) -> ConstraintType:
    """The kind of a constraint; as soon as possible, for a number nobody knows."""
    return codes.CONSTRAINT_TYPES.get(whole(value), ConstraintType.AS_SOON_AS_POSSIBLE)


EACH_ITS_OWN = frozenset({"UID", "ID", "GUID", "Name", "WBS", "OutlineNumber", "TaskUID", "PredecessorUID"})
"""Elements that say something else in every row: not worth remembering."""

TASK: dict[str, Field] = {
    "IsNull": ("is_null", flag),
    "UID": ("uid", whole),
    "ID": ("id", whole),
    "Name": ("name", text),
    "WBS": ("wbs", text),
    "GUID": ("guid", text),
    "OutlineLevel": ("outline_level", whole),
    "Summary": ("is_summary", flag),
    "Milestone": ("is_milestone", flag),
    "Active": ("is_active", flag),
    "Manual": ("is_manual", flag),
    "Recurring": ("is_recurring", flag),
    "ExternalTask": ("is_external", flag),
    "Estimated": ("is_estimated", flag),
    "CalendarUID": ("calendar", calendar),
    "IgnoreResourceCalendar": ("ignores_resource_calendars", flag),
    "Duration": ("duration", codes.ticks_of),
    "DurationFormat": ("duration_format", duration_format),
    "Type": ("effort_type", effort_type),
    "EffortDriven": ("is_effort_driven", flag),
    "ConstraintType": ("constraint", constraint_type),
    "ConstraintDate": ("constraint_date", codes.instant_of),
    "Deadline": ("deadline", codes.instant_of),
    "Priority": ("priority", whole),
    "ManualStart": ("manual_start", codes.instant_of),
    "ManualFinish": ("manual_finish", codes.instant_of),
    "ManualDuration": ("manual_duration", codes.ticks_of),
    "LevelingDelay": ("levelling_delay", tenths),
    "PercentComplete": ("percent_complete", number),
    "PercentWorkComplete": ("percent_work_complete", number),
    "PhysicalPercentComplete": ("percent_physical", number),
    "ActualStart": ("actual_start", codes.instant_of),
    "ActualFinish": ("actual_finish", codes.instant_of),
    "ActualDuration": ("actual_duration", codes.ticks_of),
    "RemainingDuration": ("remaining", codes.ticks_of),
    "Stop": ("suspended_at", codes.instant_of),
    "Resume": ("resumes_at", codes.instant_of),
    "Start": ("start", codes.instant_of),
    "Finish": ("finish", codes.instant_of),
    "EarlyStart": ("early_start", codes.instant_of),
    "EarlyFinish": ("early_finish", codes.instant_of),
    "LateStart": ("late_start", codes.instant_of),
    "LateFinish": ("late_finish", codes.instant_of),
    "TotalSlack": ("total_float", tenths),
    "FreeSlack": ("free_float", tenths),
    "Critical": ("is_critical", flag),
    "Work": ("work", codes.minutes_of),
    "ActualWork": ("actual_work", codes.minutes_of),
    "RemainingWork": ("remaining_work", codes.minutes_of),
    "Cost": ("cost", codes.money_of),
    "ActualCost": ("actual_cost", codes.money_of),
    "RemainingCost": ("remaining_cost", codes.money_of),
    "FixedCost": ("fixed_cost", codes.money_of),
    "Notes": ("notes", text),
}

RESOURCE: dict[str, Field] = {
    "IsNull": ("is_null", flag),
    "UID": ("uid", whole),
    "ID": ("id", whole),
    "Name": ("name", text),
    "GUID": ("guid", text),
    "Code": ("code", text),
    "Initials": ("initials", text),
    "EmailAddress": ("email", text),
    "Group": ("group", text),
    "Type": ("type", whole),
    "IsCostResource": ("is_cost", flag),
    "MaterialLabel": ("unit_of_measure", text),
    "MaxUnits": ("max_units", number),
    "CalendarUID": ("calendar", calendar),
    "Work": ("work", codes.minutes_of),
    "Cost": ("cost", codes.money_of),
    "IsGeneric": ("is_generic", flag),
    "StandardRate": ("cost_per_hour", amount),
    "OvertimeRate": ("overtime_per_hour", amount),
    "CostPerUse": ("cost_per_use", codes.money_of),
    "Notes": ("notes", text),
}

RATE: dict[str, Field] = {
    "RateTable": ("table", whole),
    "RatesFrom": ("starts", codes.instant_of),
    "RatesTo": ("ends", codes.instant_of),
    "StandardRate": ("cost_per_hour", amount),
    "OvertimeRate": ("overtime_per_hour", amount),
    "CostPerUse": ("cost_per_use", codes.money_of),
}

AVAILABILITY: dict[str, Field] = {
    "AvailableFrom": ("starts", codes.instant_of),
    "AvailableTo": ("ends", codes.instant_of),
    "AvailableUnits": ("units", number),
}

ASSIGNMENT: dict[str, Field] = {
    "UID": ("uid", whole),
    "TaskUID": ("task", whole),
    "ResourceUID": ("resource", whole),
    "Units": ("units", number),
    "Work": ("work", codes.minutes_of),
    "ActualWork": ("actual_work", codes.minutes_of),
    "RemainingWork": ("remaining_work", codes.minutes_of),
    "Start": ("start", codes.instant_of),
    "Finish": ("finish", codes.instant_of),
    "ActualStart": ("actual_start", codes.instant_of),
    "ActualFinish": ("actual_finish", codes.instant_of),
    "Delay": ("delay", tenths),
    "LevelingDelay": ("levelling_delay", tenths),
    "PercentWorkComplete": ("percent_work_complete", number),
    "Cost": ("cost", codes.money_of),
    "ActualCost": ("actual_cost", codes.money_of),
    "RemainingCost": ("remaining_cost", codes.money_of),
    "WorkContour": ("contour", whole),
    "Notes": ("notes", text),
}

BASELINE: dict[str, Field] = {
    "Number": ("number", whole),
    "Start": ("start", codes.instant_of),
    "Finish": ("finish", codes.instant_of),
    "Duration": ("duration", codes.ticks_of),
    "DurationFormat": ("duration_format", duration_format),
    "Work": ("work", codes.minutes_of),
    "Cost": ("cost", codes.money_of),
}

PERIOD: dict[str, Field] = {
    "Type": ("kind", whole),
    "Start": ("starts", codes.instant_of),
    "Finish": ("ends", codes.instant_of),
    "Value": ("value", text),
}

CUSTOM: dict[str, Field] = {"FieldID": ("number", text), "Value": ("value", text)}

LINK: dict[str, Field] = {
    "PredecessorUID": ("predecessor", whole),
    "Type": ("type", whole),
    "CrossProject": ("is_cross_project", flag),
    "CrossProjectName": ("project", text),
    "LinkLag": ("lag", bounded),
    "LagFormat": ("lag_format", whole),
}

PROJECT: dict[str, Field] = {
    "SaveVersion": ("save_version", text),
    "UID": ("uid", text),
    "Name": ("name", text),
    "Title": ("title", text),
    "StartDate": ("start", codes.instant_of),
    "FinishDate": ("finish", codes.instant_of),
    "ScheduleFromStart": ("from_start", flag),
    "StatusDate": ("status", codes.instant_of),
    "CurrencyCode": ("currency", text),
    "CurrencySymbol": ("currency_symbol", text),
    "CalendarUID": ("calendar", calendar),
    "DefaultStartTime": ("default_start", codes.day_ticks_of),
    "DefaultFinishTime": ("default_finish", codes.day_ticks_of),
    "MinutesPerDay": ("minutes_per_day", number),
    "MinutesPerWeek": ("minutes_per_week", number),
    "DaysPerMonth": ("days_per_month", number),
    "CriticalSlackLimit": ("critical_limit", number),
    "HonorConstraints": ("honor_constraints", flag),
    "MultipleCriticalPaths": ("multiple_critical_paths", flag),
}
