"""Which columns of a row belong together: one half of a constraint is not taken over without the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

TASK: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "code": ("code",),
    "place": ("parent", "behind"),
    "duration": ("duration_ticks", "duration_unit", "is_estimated"),
    "kind": ("kind", "is_milestone"),
    "calendar": ("calendar", "ignores_resource_calendar"),
    "constraint": ("constraint", "constraint_tick"),
    "second_constraint": ("second_constraint", "second_constraint_tick"),
    "deadline": ("deadline_tick",),
    "expected_finish": ("expected_finish_tick",),
    "mode": ("is_manual", "manual_start_tick", "manual_finish_tick"),
    "active": ("is_active",),
    "progress": (
        *("percent_complete", "percent_kind", "percent_work", "percent_physical"),
        *("actual_start_tick", "actual_finish_tick", "remaining_ticks", "suspended_tick", "resumes_tick"),
    ),
    "pauses": ("splits", "levelling_delay_ticks"),
    "priority": ("priority",),
    "effort": ("effort_type", "is_effort_driven"),
    "work": ("work_minutes", "actual_work_minutes", "remaining_work_minutes"),
    "cost": ("cost", "actual_cost", "remaining_cost", "fixed_cost"),
    "notes": ("notes",),
    "carried": ("extras", "carried"),
}
LINK = {"link": ("type", "lag", "lag_unit"), "carried": ("carried",)}
RESOURCE: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "initials"),
    "kind": ("kind", "unit_of_measure", "is_generic"),
    "group": ("group",),
    "email": ("email",),
    "units": ("max_units",),
    "calendar": ("calendar",),
    "rates": ("rates",),
    "notes": ("notes",),
    "carried": ("extras", "carried"),
}
BOOKING: Mapping[str, tuple[str, ...]] = {
    "units": ("units", "delay_ticks", "is_driving"),
    "work": ("work_minutes", "actual_work_minutes", "remaining_work_minutes"),
    "dates": ("start_tick", "finish_tick"),
    "cost": ("cost", "actual_cost", "remaining_cost"),
    "carried": ("extras", "carried"),
}
CALENDAR = {"week": ("week", "follows"), "exceptions": ("exceptions", "work_weeks"), "carried": ("carried",)}
PROJECT: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "start": ("start_tick", "is_from_finish"),
    "finish_by": ("finish_by_tick",),
    "status": ("status_tick",),
    "calendar": ("calendar",),
    "units": ("minutes_per_day", "minutes_per_week", "days_per_month"),
    "rules": ("rules", "rule_options"),
    "carried": ("extras", "carried"),
}

_CUSTOM = "custom."


def groups_of(
    groups: Mapping[str, tuple[str, ...]], file: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The groups a row of the file has something to say about; a user-defined field is a group of its own."""
    for name, columns in groups.items():
        if known := tuple(column for column in columns if column in file):
            yield name, known
    yield from ((column, (column,)) for column in file if column.startswith(_CUSTOM))


def with_custom(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A row with each user-defined field as a column: `custom.Phase`."""
    plain = {name: value for name, value in fields.items() if name != "custom"}
    return plain | {f"{_CUSTOM}{key}": value for key, value in (fields.get("custom") or {}).items()}


def custom_key(field: str) -> str | None:
    """The user-defined field a group is of; None for others."""
    return field.removeprefix(_CUSTOM) if field.startswith(_CUSTOM) else None
