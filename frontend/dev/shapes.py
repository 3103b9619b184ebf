"""The plan in the shape of the real answers: columns of tasks and links, headline, differences."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from atlas import (
    MINUTES,
    PEOPLE,
    PROJECTS,
    STATUS,
    TODAY,
    Plan,
    Task,
    finish_minute,
    minute,
    start_minute,
)

Json = dict[str, Any]


def columns(plan: Plan, numbers: list[int]) -> Json:
    summaries = plan.summaries()
    rows = [row(plan, plan.tasks[number], number in summaries) for number in numbers]
    return {key: [one[key] for one in rows] for key in (rows[0] if rows else {})}


def row(plan: Plan, task: Task, is_summary: bool) -> Json:
    float_days = task.late - task.finish
    kind = "summary" if is_summary else "milestone" if task.days == 0 else "task"
    baseline = task.baseline
    return {
        "number": task.number,
        "parent": task.parent,
        "project": task.project,
        "rank": task.rank,
        "wbs": wbs(plan, task.number),
        "name": task.name,
        "kind": kind,
        "duration": task.days * MINUTES,
        "duration_unit": "d",
        "start": finish_minute(task.start) if kind == "milestone" else start_minute(task.start),
        "finish": finish_minute(task.finish),
        "late_finish": finish_minute(task.late),
        "baseline_start": start_minute(baseline[0]) if baseline else None,
        "baseline_finish": finish_minute(baseline[1]) if baseline else None,
        "slip_days": task.finish - baseline[1] if baseline else None,
        "total_float": float_days * MINUTES,
        "free_float": 0,
        "critical": int(float_days <= 0 and task.percent < 100),
        "on_path": int(float_days <= 0),
        "percent": task.percent,
        "actual_start": start_minute(task.start) if task.percent else None,
        "actual_finish": finish_minute(task.finish) if task.percent == 100 else None,
        "remaining": round(task.days * (100 - task.percent) / 100) * MINUTES,
        "constraint": task.constraint,
        "constraint_date": start_minute(task.not_before) if task.not_before else None,
        "deadline": finish_minute(task.deadline) if task.deadline else None,
        "calendar": None,
        "is_manual": 0,
        "is_active": 1,
        "people": task.people,
        "predecessors": ";".join(
            f"{before}{kind}{f'{lag:+}d' if lag else ''}" for before, kind, lag in task.links
        ),
        "notes": int(task.number % 17 == 0),
        "driven_by": task.driven_by,
        "owner": task.people,
        "version": task.version,
        "custom": None,
    }


def wbs(plan: Plan, number: int) -> str:
    if number < 0:
        return str(-number)
    task = plan.tasks[number]
    siblings = (
        sorted((one.rank, one.number) for one in plan.tasks.values() if one.parent == task.parent)
        if len(plan.tasks) < 500
        else []
    )
    place = siblings.index((task.rank, task.number)) + 1 if siblings else number
    return f"{wbs(plan, task.parent)}.{place}"


def project_rows(plan: Plan) -> Json:
    rows = []
    for number, name in enumerate(PROJECTS, start=1):
        inside = [task for task in plan.tasks.values() if task.parent == -number]
        pretend = Task(
            -number,
            name,
            0,
            number,
            start=min(t.start for t in inside),
            finish=max(t.finish for t in inside),
            late=max(t.late for t in inside),
            rank=number,
        )
        pretend.days = pretend.finish - pretend.start
        rows.append(row(plan, pretend, True) | {"parent": None, "kind": "project"})
    return {key: [one[key] for one in rows] for key in rows[0]}


def joined(*tables: Json) -> Json:
    return {key: [value for table in tables for value in table.get(key, [])] for key in tables[0]}


def links(plan: Plan, numbers: list[int]) -> Json:
    rows = [
        (number * 10 + at, before, number, kind, lag)
        for number in numbers
        for at, (before, kind, lag) in enumerate(plan.tasks[number].links)
    ]
    return {
        "number": [r[0] for r in rows],
        "predecessor": [r[1] for r in rows],
        "successor": [r[2] for r in rows],
        "type": [r[3] for r in rows],
        "lag": [r[4] * MINUTES for r in rows],
        "lag_unit": ["d" for _ in rows],
        "driving": [int(r[1] in plan.tasks[r[2]].driven_by) for r in rows],
    }


def headline(plan: Plan) -> Json:
    floats = [task.late - task.finish for task in plan.tasks.values() if task.days]
    return {
        "start": start_minute(0),
        "finish": finish_minute(plan.last),
        "critical": sum(one <= 0 for one in floats),
        "near_critical": sum(0 < one <= 5 for one in floats),
        "tasks": len(plan.tasks) - len([n for n in plan.summaries() if n > 0]),
        "sentence": "",
    }


def whole(plan: Plan) -> Json:
    first = date(2026, 1, 3)
    weekends = [
        [minute(first + timedelta(weeks=week)), minute(first + timedelta(weeks=week, days=2))]
        for week in range(160)
    ]
    freeze = [minute(date(2026, 12, 12)), minute(date(2027, 1, 6))]
    numbers = sorted(plan.tasks, key=lambda number: (plan.tasks[number].rank, number))
    return {
        "revision": plan.revision,
        "program": {"slug": "atlas", "name": "Atlas", "start": start_minute(0)},
        "status": minute(STATUS, 17),
        "today": minute(TODAY, 10),
        "minutes_per_day": MINUTES,
        "rights": ["plan.edit"],
        "nonworking": sorted([*weekends, freeze]),
        "projects": [
            {"number": at, "name": name, "can_edit": True} for at, name in enumerate(PROJECTS, start=1)
        ],
        "people": [{"number": 500 + at, "name": name} for at, name in enumerate(PEOPLE)],
        "calendars": [{"number": 1, "name": "Standard"}],
        "baselines": [
            {"number": 0, "name": "Baseline 1", "taken_on": "2026-03-02"},
            {"number": 1, "name": "Baseline 2", "taken_on": "2026-06-15"},
        ],
        "custom": [],
        "tasks": joined(project_rows(plan), columns(plan, numbers)),
        "links": links(plan, numbers),
        "headline": headline(plan),
        "problems": [],
    }


def difference(before: Plan, after: Plan) -> Json:
    old = (
        {number: row(before, before.tasks[number], number in before.summaries()) for number in before.tasks}
        if len(before.tasks) < 500
        else {}
    )
    new_summaries = after.summaries()
    changed = [
        number
        for number, task in after.tasks.items()
        if (
            old.get(number) != row(after, task, number in new_summaries)
            if old
            else before.tasks.get(number) != task
        )
    ]
    known = set(links(before, list(before.tasks))["number"])
    return {
        "tasks": joined(project_rows(after), columns(after, changed)) if changed else {},
        "removed": [number for number in before.tasks if number not in after.tasks],
        "links": links(after, changed),
        "links_removed": sorted(known - set(links(after, list(after.tasks))["number"])),
        "headline": headline(after),
        "problems": [],
    }
