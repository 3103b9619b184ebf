"""Progress: work out of sequence, and what percent complete means."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.engine.analysis import analyse
from milepost.engine.instants import TICKS_PER_HOUR
from milepost.engine.plan import Link, LinkType, PercentKind, Plan, Project, Task
from milepost.engine.problems import ProblemCode, with_code
from milepost.engine.progress import Units, percent_complete
from milepost.engine.rules import MILEPOST, ProgressMode
from tests.oracles.adapters.networks import DAY, WITHOUT_REST, days

Case = dict[str, Any]


def check_out_of_sequence(case: Case) -> None:
    inputs, expected = case["inputs"], dict(case["expected"])
    number = {activity["id"]: at for at, activity in enumerate(inputs["activities"], 1)}
    analysis = analyse(_plan(inputs, number))
    pairs = [
        [task.name for task in analysis.plan.tasks if task.id in (*problem.related, problem.subject)]
        for problem in with_code(analysis.problems, ProblemCode.OUT_OF_SEQUENCE)
    ]
    assert pairs == expected.pop("out_of_sequence")
    assert days(analysis.finish) == expected.pop("project_finish")
    for name, answer in expected.items():
        row = analysis.schedule.row(number[name])
        found = {"resume": row.early_start, "start": row.start, "finish": row.finish}
        assert {field: days(found[field]) for field in answer} == answer, name


def _plan(inputs: dict[str, Any], number: dict[str, int]) -> Plan:
    tasks = tuple(
        Task(
            number[activity["id"]],
            1,
            activity["id"],
            duration=activity["remaining"] * DAY,
            remaining=activity["remaining"] * DAY,
            actual_start=None if "actual_start" not in activity else activity["actual_start"] * DAY,
            actual_finish=None if "actual_finish" not in activity else activity["actual_finish"] * DAY,
        )
        for activity in inputs["activities"]
    )
    links = tuple(
        Link(at, number[before], number[after], LinkType(type_), lag * DAY)
        for at, (before, after, type_, lag) in enumerate(inputs["links"], 1)
    )
    rules = replace(MILEPOST, progress=ProgressMode(inputs["mode"]))
    status = inputs["data_date"] * DAY
    return Plan((Project(1),), (WITHOUT_REST,), tasks, links, rules=rules, status=status)


def check_percent(case: Case) -> None:
    found = [_percent(row) for row in case["inputs"]["rows"]]
    assert found == pytest.approx(case["expected"]["percent"], abs=case["tolerance"]["abs"])


def _percent(row: dict[str, Any]) -> float | None:
    task = Task(
        1,
        1,
        duration=round(row.get("at_completion", 0) * TICKS_PER_HOUR),
        remaining=round(row["remaining"] * TICKS_PER_HOUR) if "remaining" in row else None,
        percent_kind=PercentKind(row["type"]),
        physical_percent=row.get("manual"),
        actual_start=0,
    )
    if "actual_units" not in row:
        return percent_complete(task)
    actual, left = row["actual_units"], row["remaining_units"]
    return percent_complete(task, Units(actual * TICKS_PER_HOUR, left * TICKS_PER_HOUR))
