"""What Milepost reads from real plan files is what another reader, MPXJ, found in them.

The few values that differ on purpose are listed in `EXCEPTIONS` with their reasons.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from milepost.base.documents.sources import Unreadable
from milepost.interop import reading
from milepost.interop.exchange.document import document
from milepost.interop.mpp import runtime
from tests.interop import beside

LEAST_AGREEMENT = 0.995

EXCEPTIONS = {
    "custom": "costs of enterprise fields are as written here, in hundredths there",
    "resource rate": "there it is the rate of the day the file was looked at, here the first of the table",
    "segments": "pauses of contoured work shorter than a minute are not told apart",
    "lag": "a lag in hours with more decimals than a tenth of a minute has is rounded",
}

_FACTORS = {
    "m": 1,
    "h": 60,
    "em": 1,
    "eh": 60,
    "ed": 1440,
    "ew": 10080,
    "emo": 43200,
    "ey": 525600,
    "%": 1,
    "e%": 1,
}


NONE = [pytest.param("", Path(), marks=pytest.mark.skip(reason=beside.MISSING))]


@pytest.mark.parametrize(("name", "path"), beside.truths() or NONE)
def test_a_real_file_is_read_as_another_reader_read_it(name: str, path: Path) -> None:
    known = beside.truth(path)
    file = beside.plan_file(name)
    if not runtime.is_available() and reading.needs_java(file):
        pytest.skip("the extra milepost[msproject] is not installed")
    if "error" in known:
        with pytest.raises(Unreadable, match="password"):
            reading.read(file)
        return

    found = document(reading.read(file))

    checked, wrong = _compare(found, known)
    unexpected = Counter({field: count for field, count in wrong.items() if field not in EXCEPTIONS})
    assert unexpected.total() <= (1 - LEAST_AGREEMENT) * checked.total(), unexpected


def _compare(found: dict[str, Any], known: dict[str, Any]) -> tuple[Counter[str], Counter[str]]:
    checked: Counter[str] = Counter()
    wrong: Counter[str] = Counter()

    def hold(field: str, ours: Any, theirs: Any) -> None:
        checked[field] += 1
        wrong[field] += not _same(ours, theirs)

    hold("projects", len(found["projects"]), len(known["projects"]))
    for ours, theirs in zip(found["projects"], known["projects"], strict=False):
        _compare_project(ours, theirs, hold)
    return checked, wrong


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return abs(ours - theirs) <= 0.051
    return bool(ours == theirs)


def _compare_project(ours: dict[str, Any], theirs: dict[str, Any], hold: Any) -> None:
    about = theirs["project"]
    day, week, month = about["minutes_per_day"], about["minutes_per_week"], about["days_per_month"]
    factors = {**_FACTORS, "d": day, "w": week, "mo": day * month, "y": day * month * 12}

    def minutes(length: list[Any] | None) -> float | None:
        return None if length is None else length[0] * factors[length[1]]

    hold("minutes per day", ours["minutes_per_day"], day)
    hold("default calendar", ours["default_calendar"], about.get("default_calendar"))
    hold("status date", ours["status_date"], _at(about.get("status_date")))
    rows = {str(task["uid"]).removeprefix("wbs-"): task for task in ours["tasks"]}
    known = [task for task in theirs["tasks"] if "null" not in task["flags"]]
    hold("tasks", len(rows), len(known))
    for task in known:
        _compare_task(rows[str(task["uid"])], task, minutes, hold)
    _compare_calendars(ours, theirs, hold)
    _compare_resources(ours, theirs, hold)
    _compare_assignments(ours, theirs, minutes, hold)


def _compare_task(ours: dict[str, Any], theirs: dict[str, Any], minutes: Any, hold: Any) -> None:
    flags, stored = theirs["flags"], theirs.get("stored", [])
    for field, key in (("name", "name"), ("id", "id"), ("wbs", "wbs"), ("priority", "priority")):
        hold(field, ours[field] or None if field == "name" else ours[field], theirs.get(key))
    for field in (
        *("start", "finish", "early_start", "early_finish", "late_start", "late_finish"),
        *("actual_start", "actual_finish", "constraint_date", "deadline"),
    ):
        hold(field, ours[field], _at(theirs.get(field)))
    for field, flag in (
        ("is_active", "active"),
        ("is_milestone", "milestone"),
        ("is_recurring", "recurring"),
        ("is_effort_driven", "effort_driven"),
        ("is_estimated", "estimated"),
        ("ignores_resource_calendars", "ignore_resource_calendar"),
    ):
        hold(field, ours[field], flag in flags)
    if theirs["uid"] != 0:
        # The other reader calls the row of a project a summary even when the project has no tasks.
        hold("is_summary", ours["is_summary"], "summary" in flags)
    hold("outline level", ours["outline_level"], theirs.get("level", 1))
    hold("parent", _bare(ours["parent"]), _bare(theirs.get("parent")))
    hold("is_manual", ours["is_manual"], theirs["task_mode"] == "MANUALLY_SCHEDULED")
    hold("constraint", ours["constraint"].upper(), theirs.get("constraint", "AS_SOON_AS_POSSIBLE"))
    hold("calendar", ours["calendar"], theirs.get("calendar"))
    hold("duration", ours["duration_minutes"], theirs["duration_h"] * 60 if "duration_h" in theirs else None)
    hold(
        "duration unit",
        ours["duration_unit"] if "duration" in theirs else None,
        theirs.get("duration", [0, None])[1],
    )
    hold("remaining", ours["remaining_minutes"], minutes(theirs.get("remaining_duration")))
    if not str(ours["uid"]).startswith("wbs-"):
        # P6 keeps no percentage for nodes of its breakdown.
        hold("percent complete", ours["percent_complete"], theirs.get("pct"))
    hold("percent work complete", ours["percent_work_complete"], theirs.get("pct_work"))
    hold("percent physical", ours["percent_physical"], theirs.get("pct_physical"))
    if "total_slack" in stored and ours["total_float_minutes"] is not None:
        # The other reader says 0 for finished activities of P6, and works out floats an MPX file has not.
        hold("total float", ours["total_float_minutes"], minutes(theirs.get("total_slack")))
    if "free_slack" in stored:
        hold("free float", ours["free_float_minutes"], minutes(theirs.get("free_slack")))
    if "critical" in stored:
        hold("is critical", ours["is_critical"], theirs["critical"])
    hold("work", ours["work_minutes"], minutes(theirs.get("work")))
    hold("cost", _figure(ours["cost"]), theirs.get("cost"))
    hold("segments", ours["segments"], [[_at(one), _at(other)] for one, other in theirs.get("splits", [])])
    links = sorted([str(link["uid"]), link["type"]] for link in ours["predecessors"])
    hold("links", links, sorted([str(link[0]), link[1]] for link in theirs.get("pred", [])))
    lags = sorted(
        link["lag_percent"] if link["lag_minutes"] is None else link["lag_minutes"]
        for link in ours["predecessors"]
    )
    hold("lag", lags, sorted(minutes(link[2]) for link in theirs.get("pred", [])))
    baseline = ours["baselines"].get("0", {})
    hold("baseline start", baseline.get("start"), _at(theirs.get("baseline_start")))
    hold("baseline finish", baseline.get("finish"), _at(theirs.get("baseline_finish")))
    custom = {
        name.upper().replace("OUTLINECODE", "OUTLINE_CODE").replace(" ", "_"): value
        for name, value in ours["custom"].items()
    }
    known = {
        name: minutes(value) if isinstance(value, list) else value
        for name, value in theirs.get("custom", {}).items()
    }
    hold("custom", _said(custom), _said(known))


def _said(custom: dict[str, Any]) -> dict[str, Any]:
    """The user-defined values that say something: files write nothing, no and 0 d for fields nobody uses."""
    return {name: value for name, value in custom.items() if value}


def _compare_calendars(ours: dict[str, Any], theirs: dict[str, Any], hold: Any) -> None:
    rows = {calendar["uid"]: calendar for calendar in ours["calendars"]}
    hold("calendars", len(rows), len(theirs["calendars"]))
    for known in theirs["calendars"]:
        row = rows[known["uid"]]
        week = [
            None
            if day["t"] == "DEFAULT"
            else [[one, "24:00" if other == "00:00" else other] for one, other in day["h"]]
            for day in (known["days"][name] for name in ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"))
        ]
        hold("calendar week", row["week"], week)
        hold("calendar parent", row["parent"], known["parent"])
        hold("calendar exceptions", len(row["exceptions"]), len(known["exceptions"]))


def _compare_resources(ours: dict[str, Any], theirs: dict[str, Any], hold: Any) -> None:
    rows = {resource["uid"]: resource for resource in ours["resources"]}
    hold("resources", len(rows), len(theirs["resources"]))
    for known in theirs["resources"]:
        row = rows[known["uid"]]
        hold("resource name", row["name"] or None, known.get("name"))
        hold("resource kind", row["kind"].upper(), "WORK" if known["type"] == "NON_LABOR" else known["type"])
        hold("resource calendar", row["calendar"], known.get("calendar"))
        if "std_rate" in known and known["std_rate"][1] == "h":
            rate = _figure(row["rates"][0]["cost_per_hour"]) if row["rates"] else 0
            hold("resource rate", rate or 0, known["std_rate"][0])


def _compare_assignments(ours: dict[str, Any], theirs: dict[str, Any], minutes: Any, hold: Any) -> None:
    rows = {assignment["uid"]: assignment for assignment in ours["assignments"]}
    hold("assignments", len(rows), len(theirs["assignments"]))
    for known in theirs["assignments"]:
        row = rows[known["uid"]]
        hold("assignment task", row["task"], known["task"])
        hold("assignment resource", row["resource"], known.get("resource"))
        hold("assignment units", None if row["units"] is None else row["units"] * 100, known.get("units"))
        hold("assignment start", row["start"], _at(known.get("start")))
        hold("assignment finish", row["finish"], _at(known.get("finish")))
        hold("assignment work", row["work_minutes"], minutes(known.get("work")))
        hold("assignment cost", _figure(row["cost"]), known.get("cost"))


def _at(text: str | None) -> str | None:
    return None if text is None else text[:16] if text.endswith(":00") and len(text) == 19 else text


def _bare(uid: str | int | None) -> str | None:
    return None if uid is None else str(uid).removeprefix("wbs-")


def _figure(money: str | None) -> float | None:
    return None if money is None else float(money.split()[0])
