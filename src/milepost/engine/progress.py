"""How far a task has come, and what is left of it.

The status date (P6: data date) parts the past from the future: what is done lies before it and stays
where it happened, what is left lies after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from milepost.engine.instants import Instant, Ticks, moment
from milepost.engine.plan import PercentKind, Task
from milepost.engine.problems import Problem, ProblemCode
from milepost.engine.settings import Setting


class Stage(IntEnum):
    """Where a task stands. Only a recorded actual start or finish moves it on, never a percentage."""

    NOT_STARTED = 0
    STARTED = 1
    COMPLETE = 2


def stage(task: Task) -> Stage:
    """Whether a task has started or is complete."""
    if task.actual_finish is not None:
        return Stage.COMPLETE
    return Stage.NOT_STARTED if task.actual_start is None else Stage.STARTED


def remaining(task: Task) -> Ticks:
    """The duration still to do: as stated, else what the percentage by duration leaves; 0 when complete."""
    now = stage(task)
    if now is Stage.COMPLETE:
        return 0
    if task.remaining is not None:
        return task.remaining
    if now is Stage.NOT_STARTED or task.percent_kind is not PercentKind.DURATION:
        return task.duration
    return round(task.duration * max(0.0, 100 - task.percent_complete) / 100)


def actual_duration(task: Task) -> Ticks:
    """The duration already done, never below zero."""
    return 0 if stage(task) is Stage.NOT_STARTED else max(0, task.duration - remaining(task))


def remaining_pauses(task: Task) -> Ticks:
    """The pauses of a split task that still lie ahead."""
    done = actual_duration(task)
    return sum(split.pause for split in task.splits if done <= split.after < task.duration)


@dataclass(frozen=True, slots=True)
class Units:
    """Effort done and effort left on a task, in ticks of work."""

    actual: Ticks
    remaining: Ticks


def percent_complete(task: Task, units: Units | None = None) -> float | None:
    """How complete a task is, 0 to 100, by its own kind of percentage.

    By duration: the share of the duration that is no longer remaining, never below 0. By units: actual
    over actual plus remaining work, None without any. Physical: as entered, None when nobody did.
    """
    if task.percent_kind is PercentKind.PHYSICAL:
        return task.physical_percent
    if task.percent_kind is PercentKind.UNITS:
        total = 0 if units is None else units.actual + units.remaining
        return None if units is None or total == 0 else 100 * units.actual / total
    if stage(task) is Stage.COMPLETE:
        return 100.0
    if task.duration == 0 or task.remaining is None:
        return task.percent_complete
    return max(0.0, 100 * (task.duration - task.remaining) / task.duration)


def problems_with(tasks: Iterable[Task], settings: dict[int, Setting]) -> list[Problem]:
    """Progress that cannot be: a finish without a start, anything that happened after the status date."""
    found = []
    for task in tasks:
        if task.actual_start is None and task.actual_finish is None:
            continue
        if task.actual_start is None:
            message = f"'{task.name}' has finished but never started."
            found.append(Problem(ProblemCode.FINISH_WITHOUT_START, task.id, message))
        status = settings[task.project].status if task.project in settings else None
        late = _after(task, status)
        if status is not None and late is not None:
            message = f"'{task.name}' records {moment(late):%Y-%m-%d %H:%M}, after the status date."
            found.append(Problem(ProblemCode.ACTUAL_AFTER_STATUS, task.id, message))
    return found


def _after(task: Task, status: Instant | None) -> Instant | None:
    if status is None:
        return None
    recorded = [at for at in (task.actual_start, task.actual_finish) if at is not None]
    return max((at for at in recorded if at > status), default=None)
