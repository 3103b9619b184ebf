"""The numbers fields go by in the records of tasks and resources.

Source: Microsoft, "File format for MPX" (1997); user-defined fields as MPXJ names them.
"""

from __future__ import annotations

TASK = {
    1: "name",
    2: "wbs",
    3: "outline_level",
    14: "notes",
    15: "contact",
    20: "work",
    22: "actual_work",
    23: "remaining_work",
    25: "percent_work_complete",
    30: "cost",
    32: "actual_cost",
    33: "remaining_cost",
    35: "fixed_cost",
    40: "duration",
    42: "actual_duration",
    43: "remaining",
    44: "percent_complete",
    50: "start",
    51: "finish",
    52: "early_start",
    53: "early_finish",
    54: "late_start",
    55: "late_finish",
    58: "actual_start",
    59: "actual_finish",
    68: "constraint_date",
    70: "predecessors_by_id",
    74: "predecessors_by_uid",
    80: "is_fixed",
    81: "is_milestone",
    82: "is_critical",
    90: "id",
    91: "constraint",
    92: "levelling_delay",
    93: "free_float",
    94: "total_float",
    95: "priority",
    98: "uid",
    120: "is_summary",
    150: "suspended_at",
    151: "resumes_at",
}
BASELINE = {21: "work", 31: "cost", 41: "duration", 56: "start", 57: "finish"}
RESOURCE = {
    1: "name",
    2: "initials",
    3: "group",
    4: "code",
    11: "email",
    20: "work",
    30: "cost",
    40: "id",
    41: "max_units",
    42: "standard_rate",
    43: "overtime_rate",
    44: "cost_per_use",
    48: "base_calendar",
    49: "uid",
}
SAID_OTHERWISE = {71, 72, 73, 75, 99}
"""Fields of tasks that say again what others say: successors, resource names, outline numbers."""

_RUNS = (("Text", 4, 10), ("Cost", 36, 3), ("Duration", 46, 3), ("Flag", 110, 10), ("Number", 140, 5))
CUSTOM = {first + place: f"{kind}{place + 1}" for kind, first, count in _RUNS for place in range(count)}
CUSTOM |= {60: "Start1", 61: "Finish1", 62: "Start2", 63: "Finish2", 64: "Start3", 65: "Finish3"}
CUSTOM |= {126: "Start4", 127: "Finish4", 128: "Start5", 129: "Finish5"}
RESOURCE_CUSTOM = {5 + place: f"Text{place + 1}" for place in range(5)}
