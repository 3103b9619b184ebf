"""Networks counted in whole days that never rest: textbook examples, paths, PERT."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.engine import floats, paths, pert
from milepost.engine.analysis import Analysis, analyse
from milepost.engine.instants import TICKS_PER_DAY, Ticks
from milepost.engine.plan import (
    ROUND_THE_CLOCK,
    Calendar,
    Link,
    LinkType,
    Plan,
    Project,
    Task,
    ThreePoint,
)

DAY = TICKS_PER_DAY
WITHOUT_REST = Calendar(1, "without rest", (ROUND_THE_CLOCK,) * 7)
Case = dict[str, Any]


def check_textbook(case: Case) -> None:
    inputs, expected = case["inputs"], case["expected"]
    number = numbers(inputs["durations"])
    analysis = analyse(plan(inputs["durations"], inputs["links"], inputs.get("imposed_finish")))
    near = case["tolerance"]["abs"]
    for name, answer in expected["activities"].items():
        found = _days_of(analysis, number[name])
        assert {field: found[field] for field in answer} == pytest.approx(answer, abs=near), name
    if "project_duration" in expected:
        assert days(analysis.finish) == pytest.approx(expected["project_duration"], abs=near)
    if "critical" in expected:
        assert [name for name in number if analysis.schedule.row(number[name]).is_critical] == expected[
            "critical"
        ]
    if "min_total_float" in expected:
        assert days(int(analysis.schedule.total_float.min())) == expected["min_total_float"]


def _days_of(analysis: Analysis, task: int) -> dict[str, float]:
    row = analysis.schedule.row(task)
    return {
        "es": days(row.early_start),
        "ef": days(row.early_finish),
        "ls": days(row.late_start),
        "lf": days(row.late_finish),
        "tf": days(row.total_float),
        "ff": days(row.free_float),
        "interfering": days(floats.interfering(analysis, task)),
        "independent": days(floats.independent(analysis, task)),
    }


def check_paths(case: Case) -> None:
    inputs, expected = case["inputs"], case["expected"]
    number = numbers(inputs["durations"])
    name = {at: text for text, at in number.items()}
    schedule = analyse(plan(inputs["durations"], inputs["links"])).schedule
    to = number[inputs["trace_to"]]
    assert days(schedule.ends) == expected["project_duration"]
    assert {n: days(schedule.row(number[n]).total_float) for n in number} == expected["total_float"]
    assert [name[t] for t in paths.driving_path(schedule, to)] == expected[
        f"driving_path_to_{inputs['trace_to']}"
    ]
    assert [name[t] for t in paths.longest_path(schedule)] == expected["longest_path"]
    slack = {
        f"{name[link.predecessor]}->{name[link.successor]}": days(int(schedule.slack[at]))
        for at, link in enumerate(schedule.plan.links)
    }
    assert {arrow: slack[arrow] for arrow in expected["relationship_float"]} == expected["relationship_float"]
    found = paths.float_paths(schedule, to, count=len(expected["float_paths_free"]))
    assert [
        {"rank": p.rank, "path": [name[t] for t in p.tasks], "relative_float": days(p.relative_float)}
        for p in found
    ] == expected["float_paths_free"]


def check_pert(case: Case) -> None:
    inputs, expected, near = case["inputs"], case["expected"], case["tolerance"]["abs"]
    number = numbers(inputs["three_point"])
    estimates = {
        number[name]: ThreePoint(*(round(days_ * DAY) for days_ in points))
        for name, points in inputs["three_point"].items()
    }
    network = plan(dict.fromkeys(number, 0), inputs["links"])
    found = pert.outlook(network, estimates, target=round(inputs["target"] * DAY))
    assert {n: found.expected[at] / DAY for n, at in number.items()} == pytest.approx(
        expected["expected"], abs=near
    )
    assert {n: found.variance[at] / DAY**2 for n, at in number.items()} == pytest.approx(
        expected["variance"], abs=near
    )
    assert found.mean / DAY == pytest.approx(expected["project_mean"], abs=near)
    assert found.path_variance / DAY**2 == pytest.approx(expected["project_variance"], abs=near)
    assert found.deviation / DAY == pytest.approx(expected["project_sd"], abs=near)
    assert found.z == pytest.approx(expected["z"], abs=near)
    assert found.probability == pytest.approx(expected["p_finish_by_target"], abs=near)
    assert found.is_optimistic


def plan(durations: dict[str, float], links: list[list[Any]], imposed_finish: float | None = None) -> Plan:
    number = numbers(durations)
    finish_by = None if imposed_finish is None else round(imposed_finish * DAY)
    return Plan(
        projects=(Project(1, start=0, finish_by=finish_by),),
        calendars=(WITHOUT_REST,),
        tasks=tuple(
            Task(number[name], 1, name, duration=round(length * DAY)) for name, length in durations.items()
        ),
        links=tuple(
            Link(at, number[before], number[after], LinkType(type_), round(lag * DAY))
            for at, (before, after, type_, lag) in enumerate(links, 1)
        ),
    )


def numbers(names: dict[str, Any]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names, 1)}


def days(ticks: Ticks | None) -> float:
    assert ticks is not None
    return ticks / DAY
