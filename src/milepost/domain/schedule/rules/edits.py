"""What an edit of a task changes in its row: text to ticks, and the fields that must follow one another.

Used alike by the operation that saves an edit and by the preview that does not. Nothing is looked up here:
the row as it stands and the edit are all there is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from milepost.base.refusal import Refusal
from milepost.domain.schedule.rows import TaskFields, TaskRow, Units
from milepost.domain.schedule.rules import durations
from milepost.engine.instants import TICKS_PER_DAY, TICKS_PER_MINUTE, Instant, Ticks, instant, minutes, moment
from milepost.engine.plan import ConstraintType, EffortType, TaskKind

Columns = dict[str, Any]
"""Values by column of the task table."""

UNDATED = frozenset({ConstraintType.AS_SOON_AS_POSSIBLE, ConstraintType.AS_LATE_AS_POSSIBLE})
_STARTS = frozenset(
    {
        ConstraintType.START_NO_EARLIER_THAN,
        ConstraintType.MUST_START_ON,
        ConstraintType.MANDATORY_START,
    }
)
_PLAIN = (
    "name",
    "calendar",
    "is_milestone",
    "is_active",
    "percent_physical",
    "is_effort_driven",
    "owner",
    "notes",
)
_LATEST = dt.datetime(2200, 1, 1)
_EARLIEST = dt.datetime(1900, 1, 1)


class NotPlannable(Refusal):
    """What was asked of a task contradicts itself or cannot be planned."""


def columns(task: TaskRow, fields: TaskFields, units: Units) -> Columns:
    """The columns an edit sets, dependent ones included. Predecessors are not a column and are left out.

    Raises: NotPlannable, NotADuration.
    """
    changed: Columns = {name: fields[name] for name in _PLAIN if name in fields}  # type: ignore[literal-required]
    changed |= _choices(fields)
    changed |= _duration(task, fields, units)
    changed |= _mode(fields)
    changed |= _constraint(task, fields, units)
    changed |= _dates(task, fields, units)
    changed |= _progress(task, fields, units)
    changed |= _work(fields, units)
    if "custom" in fields:
        changed["custom"] = _merged(task.custom, fields["custom"])
    if "name" in changed and not _is_visible(str(changed["name"])):
        raise NotPlannable("A task needs a name.")
    return changed


def at_time(when: dt.datetime | None, time_of_day: Ticks) -> Instant | None:
    """The instant somebody means; a date alone (midnight) means `time_of_day` on it.

    Raises: NotPlannable outside the years 1900 to 2199.
    """
    if when is None:
        return None
    if not _EARLIEST <= when < _LATEST:
        raise NotPlannable(f"{when:%d %b} {when.year} is too far away to plan; use the years 1900 to 2199.")
    at = instant(when)
    return at + time_of_day if at % TICKS_PER_DAY == 0 else at


def remaining_of(task: TaskRow) -> Ticks:
    """What is left to do: as stated, else the duration less the share done."""
    if task.actual_finish is not None:
        return 0
    if task.remaining is not None:
        return task.remaining
    return round(task.duration * (100 - task.percent_complete) / 100)


def _choices(fields: TaskFields) -> Columns:
    changed: Columns = {}
    if "kind" in fields:
        changed["kind"] = _one_of(TaskKind, fields["kind"], "kind of task")
    if "effort_type" in fields:
        changed["effort_type"] = _one_of(EffortType, fields["effort_type"], "task type")
    if "priority" in fields:
        if not 0 <= fields["priority"] <= 1000:
            raise NotPlannable("A priority lies between 0 and 1000; 500 is usual.")
        changed["priority"] = fields["priority"]
    return changed


def _one_of(choices: type[ConstraintType] | type[TaskKind] | type[EffortType], given: str, noun: str) -> str:
    known = [str(choice.value) for choice in choices]
    if given not in known:
        raise NotPlannable(f"'{given}' is no {noun}. Choose one of {', '.join(known)}.")
    return given


def _duration(task: TaskRow, fields: TaskFields, units: Units) -> Columns:
    if "duration" in fields:
        typed = durations.parse(fields["duration"], units)
    elif "duration_minutes" in fields:
        typed = durations.from_minutes(fields["duration_minutes"], task.duration_unit)
    else:
        return {}
    changed: Columns = {
        "duration_ticks": typed.ticks,
        "duration_unit": typed.unit,
        "is_estimated": typed.is_estimated,
    }
    if typed.ticks and task.is_milestone and "is_milestone" not in fields:
        # MS Project allows a milestone with a duration; here typing one says it is a task after all.
        changed["is_milestone"] = False
    if task.actual_start is not None and task.actual_finish is None:
        # What is done stays done: a longer task has more left, not less behind it.
        done = task.duration - remaining_of(task)
        changed["remaining_ticks"] = max(0, typed.ticks - done)
        changed["percent_complete"] = _share(done, typed.ticks)
    return changed


def _share(done: Ticks, whole: Ticks) -> float:
    return round(min(100.0, 100 * done / whole), 2) if whole else 0.0


def _mode(fields: TaskFields) -> Columns:
    if "is_manual" not in fields:
        return {}
    if fields["is_manual"]:
        return {"is_manual": True}
    return {"is_manual": False, "manual_start_tick": None, "manual_finish_tick": None}


def _constraint(task: TaskRow, fields: TaskFields, units: Units) -> Columns:
    if "constraint" not in fields and "constraint_date" not in fields:
        return _deadline(fields, units)
    kind = _one_of(ConstraintType, fields.get("constraint", task.constraint), "constraint")
    time_of_day = units.day_starts if kind in _STARTS else units.day_ends
    date = at_time(fields["constraint_date"], time_of_day) if "constraint_date" in fields else None
    if kind in UNDATED and date is not None:
        if "constraint" in fields:
            raise NotPlannable(f"'{kind.replace('_', ' ')}' has no date. Leave the date out.")
        kind, date = (
            str(ConstraintType.START_NO_EARLIER_THAN),
            at_time(fields["constraint_date"], units.day_starts),
        )
    elif kind not in UNDATED and date is None:
        if "constraint_date" in fields and "constraint" not in fields:
            kind = str(ConstraintType.AS_SOON_AS_POSSIBLE)
        elif task.constraint_date is None:
            raise NotPlannable(f"'{kind.replace('_', ' ')}' needs a date. Give one with it.")
        else:
            date = task.constraint_date
    return {"constraint": kind, "constraint_tick": date, **_deadline(fields, units)}


def _deadline(fields: TaskFields, units: Units) -> Columns:
    if "deadline" not in fields:
        return {}
    return {"deadline_tick": at_time(fields["deadline"], units.day_ends)}


def _dates(task: TaskRow, fields: TaskFields, units: Units) -> Columns:
    """What typing a start or finish means, by the state of the task."""
    changed: Columns = {}
    manual = fields.get("is_manual", task.is_manual)
    if "start" in fields:
        start = at_time(fields["start"], units.day_starts)
        changed |= _start_meant(task, start, manual=manual)
    if "finish" in fields:
        finish = at_time(fields["finish"], units.day_ends)
        changed |= _finish_meant(task, finish, manual=manual, has_start="start" in fields)
    begins, ends = changed.get("manual_start_tick"), changed.get("manual_finish_tick")
    if begins is not None and ends is not None and ends < begins:
        raise NotPlannable(f"'{task.name}' would finish before it starts.")
    return changed


def _start_meant(task: TaskRow, start: Instant | None, *, manual: bool) -> Columns:
    if manual:
        return {"manual_start_tick": start}
    if task.actual_start is not None and start is not None:
        return {"actual_start_tick": start}
    if start is None:
        return {"constraint": str(ConstraintType.AS_SOON_AS_POSSIBLE), "constraint_tick": None}
    return {"constraint": str(ConstraintType.START_NO_EARLIER_THAN), "constraint_tick": start}


def _finish_meant(task: TaskRow, finish: Instant | None, *, manual: bool, has_start: bool) -> Columns:
    if manual:
        return {"manual_finish_tick": finish}
    if has_start:
        raise NotPlannable(
            "A scheduled task takes a start and a duration, or a start alone; its finish follows."
        )
    if finish is None:
        return {"constraint": str(ConstraintType.AS_SOON_AS_POSSIBLE), "constraint_tick": None}
    return {"constraint": str(ConstraintType.FINISH_NO_EARLIER_THAN), "constraint_tick": finish}


def _progress(task: TaskRow, fields: TaskFields, units: Units) -> Columns:
    changed: Columns = {}
    if "percent_complete" in fields:
        changed |= _percent(fields["percent_complete"])
    remaining = _remaining(fields, units)
    if remaining is not None:
        whole = max(task.duration, remaining)
        changed |= {"remaining_ticks": remaining, "percent_complete": _share(whole - remaining, whole)}
        if remaining > task.duration:
            changed["duration_ticks"] = remaining
    if "actual_start" in fields:
        changed["actual_start_tick"] = at_time(fields["actual_start"], units.day_starts)
    if "actual_finish" in fields:
        changed |= _finished(task, at_time(fields["actual_finish"], units.day_ends))
    elif changed.get("percent_complete", 100) < 100 and task.actual_finish is not None:
        changed["actual_finish_tick"] = None
    _check_actuals(task, changed)
    return changed


def _percent(percent: float) -> Columns:
    if not 0 <= percent <= 100:
        raise NotPlannable(f"{percent:g} % is no progress. It lies between 0 and 100 %.")
    changed: Columns = {"percent_complete": float(percent), "remaining_ticks": None}
    if percent == 0:
        changed |= {"actual_start_tick": None, "actual_finish_tick": None}
    return changed


def _remaining(fields: TaskFields, units: Units) -> Ticks | None:
    if "remaining" in fields:
        return durations.parse(fields["remaining"], units).ticks
    given = fields.get("remaining_minutes")
    return None if given is None else durations.from_minutes(given, "d").ticks


def _work(fields: TaskFields, units: Units) -> Columns:
    """The effort of all who work on it; what follows for their units and the duration is their room's."""
    if "work" in fields:
        return {"work_minutes": minutes(durations.parse(fields["work"], units).ticks)}
    if "work_minutes" not in fields:
        return {}
    given = fields["work_minutes"]
    if given is not None and not 0 <= given < durations.LONGEST_MINUTES:
        raise NotPlannable("Work is not below nothing, nor more than a century of it.")
    return {"work_minutes": given}


def _finished(task: TaskRow, finish: Instant | None) -> Columns:
    if finish is not None:
        return {"actual_finish_tick": finish, "percent_complete": 100.0, "remaining_ticks": 0}
    if task.actual_finish is None:
        return {"actual_finish_tick": None}
    # Taken back: the task is open again, with all of it to do until somebody says what is left.
    return {"actual_finish_tick": None, "percent_complete": 0.0, "remaining_ticks": None}


def _check_actuals(task: TaskRow, changed: Mapping[str, Any]) -> None:
    start = changed.get("actual_start_tick", task.actual_start)
    finish = changed.get("actual_finish_tick", task.actual_finish)
    if start is not None and finish is not None and finish < start:
        raise NotPlannable(
            f"'{task.name}' cannot have finished on {moment(finish):%d %b %Y}, before it started"
            f" on {moment(start):%d %b %Y}."
        )


def _merged(held: Mapping[str, object], given: Mapping[str, object]) -> dict[str, object]:
    """Custom values with some set and those given as None taken away."""
    merged = {**held, **given}
    return {key: value for key, value in merged.items() if value is not None}


def day_text(at: Instant) -> str:
    """A planned day for a sentence: `5 Jun 2026`."""
    when = moment(at)
    return f"{when.day} {when:%b %Y}"


MINUTE: Ticks = TICKS_PER_MINUTE


def _is_visible(text: str) -> bool:
    """Is there anything to see in it? A zero-width space is no name."""
    return any(letter.isprintable() and not letter.isspace() for letter in text)
