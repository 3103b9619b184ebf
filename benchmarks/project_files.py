"""MS Project files of any size for benchmarks: every element Project 2013 writes of a task, in its layout.

The dates in them are those the plan has, as in a file that was calculated before it was saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import plans
from milepost.engine.analysis import analyse
from milepost.engine.instants import TICKS_PER_HOUR, TICKS_PER_MINUTE, moment
from milepost.engine.plan import Calendar, Link, LinkType, Task
from milepost.engine.schedule import TaskDates
from milepost.interop.exchange import values
from milepost.interop.mspdi import write_calendars
from milepost.interop.mspdi.numbering import Numbering

LINK_CODES = {
    LinkType.FINISH_FINISH: 0,
    LinkType.FINISH_START: 1,
    LinkType.START_FINISH: 2,
    LinkType.START_START: 3,
}
DATES = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
RESOURCES = 200
TASKS_OF_A_PHASE = 50

_BEFORE_DATES = {"Active": 1, "Manual": 0, "Type": 0, "IsNull": 0, "CreateDate": "2026-01-02T09:00:00"}
_AFTER_DATES = {
    "DurationFormat": 7,
    "ResumeValid": 0,
    "EffortDriven": 0,
    "Recurring": 0,
    "OverAllocated": 0,
    "Estimated": 0,
    "Milestone": 0,
}
_FLAGS = {
    "DisplayAsSummary": 0,
    "Critical": 0,
    "IsSubproject": 0,
    "IsSubprojectReadOnly": 0,
    "ExternalTask": 0,
}
_AT_THE_END = {
    "FixedCost": 0,
    "FixedCostAccrual": 3,
    "PercentComplete": 0,
    "PercentWorkComplete": 0,
    "Cost": 0,
    "OvertimeCost": 0,
    "OvertimeWork": "PT0H0M0S",
    "ActualDuration": "PT0H0M0S",
    "ActualCost": 0,
    "ActualOvertimeCost": 0,
    "ActualWork": "PT0H0M0S",
    "ActualOvertimeWork": "PT0H0M0S",
    "RegularWork": "PT0H0M0S",
    "RemainingCost": 0,
    "RemainingOvertimeCost": 0,
    "RemainingOvertimeWork": "PT0H0M0S",
    "ACWP": "0.00",
    "CV": "0.00",
    "ConstraintType": 0,
}
_LEVELLING = {
    "LevelAssignments": 1,
    "LevelingCanSplit": 1,
    "LevelingDelay": 0,
    "LevelingDelayFormat": 8,
    "IgnoreResourceCalendar": 0,
    "HideBar": 0,
    "Rollup": 0,
    "BCWS": "0.00",
    "BCWP": "0.00",
    "PhysicalPercentComplete": 0,
    "EarnedValueMethod": 0,
}


def write(path: Path, tasks: int, *, seed: int) -> None:
    """A file of so many tasks in phases, with two links and an assignment each, five calendars."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_document(tasks, seed))


def _document(tasks: int, seed: int) -> Iterator[str]:
    plan = plans.network(tasks, seed=seed)
    schedule = analyse(plan).schedule
    links: dict[int, list[Link]] = {}
    for link in plan.links:
        links.setdefault(link.successor, []).append(link)
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    yield '<Project xmlns="http://schemas.microsoft.com/project">\n\t<SaveVersion>14</SaveVersion>\n'
    yield f"\t<StartDate>{plans.START.isoformat()}</StartDate>\n\t<CalendarUID>1</CalendarUID>\n"
    yield "\t<Calendars>\n"
    yield from _calendars(plan.calendars)
    yield "\t</Calendars>\n\t<Tasks>\n"
    for at, task in enumerate(plan.tasks):
        if at % TASKS_OF_A_PHASE == 0:
            yield _row("Task", _phase(at, tasks))
        yield _row(
            "Task", _task(task, schedule.row(task.id)), [_link(link) for link in links.get(task.id, ())]
        )
    yield "\t</Tasks>\n\t<Resources>\n"
    for uid in range(1, RESOURCES + 1):
        yield _row(
            "Resource", {"UID": uid, "ID": uid, "Name": f"Person {uid}", "Type": 1, "MaxUnits": "1.00"}
        )
    yield "\t</Resources>\n\t<Assignments>\n"
    for task in plan.tasks:
        yield _row("Assignment", _assignment(task))
    yield "\t</Assignments>\n</Project>\n"


def _calendars(stated: tuple[Calendar, ...]) -> Iterator[str]:
    rows = tuple(values.Calendar(one.id, one.name, None, one.week, one.exceptions) for one in stated)
    numbering = Numbering(values.Project(1, "", calendars=rows))
    yield from (write_calendars.calendar(row, numbering) for row in rows)


def _phase(at: int, tasks: int) -> dict[str, object]:
    uid = tasks + at // TASKS_OF_A_PHASE + 1
    ids = {"UID": uid, "ID": uid, "Name": f"Phase {uid - tasks}", **_BEFORE_DATES}
    return ids | {
        "OutlineLevel": 1,
        "Priority": 500,
        "Duration": "PT8H0M0S",
        **_AFTER_DATES,
        "Summary": 1,
        **_FLAGS,
    }


def _task(task: Task, found: TaskDates) -> dict[str, object]:
    dates = {name: moment(getattr(found, name)).isoformat() for name in DATES}
    work, place = _length(task.duration), f"{task.id // TASKS_OF_A_PHASE}.{task.id % TASKS_OF_A_PHASE}"
    stated: dict[str, object] = {"UID": task.id, "ID": task.id, "Name": f"Task {task.id} of the plan"}
    stated |= _BEFORE_DATES | {"WBS": place, "OutlineNumber": place, "OutlineLevel": 2, "Priority": 500}
    stated |= {"Start": dates["start"], "Finish": dates["finish"], "Duration": work}
    stated |= {"ManualStart": dates["start"], "ManualFinish": dates["finish"], "ManualDuration": work}
    stated |= _AFTER_DATES | {"Summary": 0} | _FLAGS
    stated |= {"EarlyStart": dates["early_start"], "EarlyFinish": dates["early_finish"]}
    stated |= {"LateStart": dates["late_start"], "LateFinish": dates["late_finish"]}
    stated |= {"StartVariance": 0, "FinishVariance": 0, "WorkVariance": "0.00"}
    stated |= {"FreeSlack": found.free_float, "TotalSlack": found.total_float}
    stated |= {"StartSlack": found.total_float, "FinishSlack": found.total_float} | _AT_THE_END
    return stated | {
        "CalendarUID": task.calendar or -1,
        "RemainingDuration": work,
        "Work": work,
        **_LEVELLING,
    }


def _assignment(task: Task) -> dict[str, object]:
    work = _length(task.duration)
    stated: dict[str, object] = {"UID": task.id, "TaskUID": task.id, "ResourceUID": task.id % RESOURCES + 1}
    stated |= {"PercentWorkComplete": 0, "ActualCost": 0, "ActualWork": "PT0H0M0S", "Confirmed": 0, "Cost": 0}
    stated |= {"CostRateTable": 0, "CostVariance": 0, "CV": "0.00", "Delay": 0, "LevelingDelay": 0}
    stated |= {"RegularWork": work, "RemainingCost": 0, "RemainingWork": work, "ResponsePending": 0}
    return stated | {
        "Units": 1,
        "UpdateNeeded": 0,
        "VAC": "0.00",
        "Work": work,
        "WorkContour": 0,
        "BookingType": 0,
    }


def _link(link: Link) -> str:
    stated = {
        "PredecessorUID": link.predecessor,
        "Type": LINK_CODES[link.type],
        "CrossProject": 0,
        "LinkLag": int(link.lag),
        "LagFormat": 7,
    }
    inside = "".join(f"\t\t\t\t<{name}>{value}</{name}>\n" for name, value in stated.items())
    return f"\t\t\t<PredecessorLink>\n{inside}\t\t\t</PredecessorLink>\n"


def _row(name: str, stated: dict[str, object], nested: list[str] | tuple[str, ...] = ()) -> str:
    inside = "".join(f"\t\t\t<{child}>{value}</{child}>\n" for child, value in stated.items())
    return f"\t\t<{name}>\n{inside}{''.join(nested)}\t\t</{name}>\n"


def _length(ticks: int) -> str:
    hours, rest = divmod(ticks, TICKS_PER_HOUR)
    return f"PT{hours}H{rest // TICKS_PER_MINUTE}M0S"
