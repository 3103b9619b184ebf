"""What a change of a task or of its people means for the units, work and time of its bookings.

The same decision serves the operation that saves it and the preview that does not. Only people and machines
count: material and cost take no time. Work is stored only where it is not simply units times the task's
duration; left out, it follows the task by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from milepost.domain.resources.rows import AssignmentRow
from milepost.engine import balance
from milepost.engine.balance import Balance, Share
from milepost.engine.instants import Ticks, minutes, ticks
from milepost.engine.plan import EffortType

MOVES_TIME = frozenset({"duration", "duration_minutes", "remaining", "remaining_minutes"})
MOVES_WORK = frozenset({"work", "work_minutes"})
REPORTS = frozenset({"percent_complete", "remaining", "remaining_minutes", "actual_start", "actual_finish"})
AFFECTING = MOVES_TIME | MOVES_WORK | REPORTS

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TaskTime:
    """A task as far as its bookings care: its duration and what is left of it, in ticks, and its type."""

    duration: Ticks
    left: Ticks
    type: EffortType = EffortType.FIXED_UNITS
    is_effort_driven: bool = False
    is_manual: bool = False
    work_minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an edit says of a task: the fields named, and the units of everybody on it, None if not said.

    `units` and `work` speak of single bookings, by resource; work is effort in minutes, all of it.
    """

    fields: Collection[str] = ()
    people: Mapping[int, float] | None = None
    units: Mapping[int, float] | None = None
    work: Mapping[int, float] | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows: new columns by resource of bookings held and added, who is taken off, what the task gets.

    `task` holds `duration_minutes` and `work_minutes` as a task's edit takes them, where they differ.
    """

    changed: Mapping[int, Columns]
    added: Mapping[int, Columns]
    gone: Collection[int | None]
    task: Columns


def follows(
    before: TaskTime,
    now: TaskTime,
    bookings: Sequence[AssignmentRow],
    timeless: Collection[int],
    asked: Asked,
) -> Follows:
    """What an edit of a task brings about in its bookings and its duration.

    `before` and `now` are the task without and with its own edit, `timeless` the resources that take no time.
    """
    sharing = {
        row.resource: row
        for row in bookings
        if row.resource is not None and row.resource not in timeless and row.units > 0
    }
    found = _asked_for(_stated(before, now, sharing.values()), before, now, asked, timeless)
    done = now.duration - now.left
    duration = max(0, done + round(found.left))
    shares = {share.resource: share for share in found.shares}
    is_reported = bool(REPORTS & set(asked.fields))
    changed = {
        resource: columns
        for resource, row in sharing.items()
        if resource in shares
        and (columns := _booked(shares[resource], row, duration, duration - done, is_reported=is_reported))
    }
    added = {
        resource: _fresh(share, duration, done)
        for resource, share in shares.items()
        if resource not in sharing
    }
    held = {row.resource: row for row in bookings}
    if asked.people is None:
        return Follows(changed, added, (), _task(now, found, duration))
    for resource, units in asked.people.items():
        if resource not in shares and resource in held and held[resource].units != units:
            changed[resource] = {"units": units}
        elif resource not in shares and resource not in held:
            added[resource] = {"units": units}
        elif resource in added and resource in held:
            changed[resource] = added.pop(resource)
    gone = [resource for resource in held if resource not in asked.people]
    return Follows(changed, added, gone, _task(now, found, duration))


def _stated(before: TaskTime, now: TaskTime, bookings: Collection[AssignmentRow]) -> Balance:
    """The balance of a task before its edit, under the type it has after it."""
    unshared = None if bookings or not before.work_minutes else float(ticks(before.work_minutes))
    return Balance(
        # MS Project leaves the dates of manual tasks alone whatever their type.
        type=EffortType.FIXED_DURATION if now.is_manual else now.type,
        is_effort_driven=now.is_effort_driven and not now.is_manual,
        left=before.left,
        shares=tuple(_share(row, before.duration, before.left) for row in bookings),
        unshared=unshared,
    )


def _share(row: AssignmentRow, duration: Ticks, left_of_task: Ticks) -> Share:
    work = row.units * duration if row.work_minutes is None else ticks(row.work_minutes)
    if row.remaining_work_minutes is not None:
        left: float = ticks(row.remaining_work_minutes)
    elif row.actual_work_minutes:
        left = max(0, work - ticks(row.actual_work_minutes))
    else:
        left = work * left_of_task / duration if duration else work
    assert row.resource is not None
    return Share(row.resource, row.units, left, done=max(0, work - left), delay=row.delay)


def _asked_for(
    found: Balance, before: TaskTime, now: TaskTime, asked: Asked, timeless: Collection[int]
) -> Balance:
    """The balance after what was asked, one thing after another: time, work, pace, people."""
    is_reported = bool(REPORTS & set(asked.fields))
    if now.duration != before.duration:
        found = _lasted(found, before, now, is_reported=is_reported)
    if is_reported:
        found = _progressed(found, now.left)
    if MOVES_WORK & set(asked.fields) and now.work_minutes is not None:
        done = sum(share.done for share in found.shares)
        found = balance.working(found, max(0, ticks(now.work_minutes) - done))
    if asked.work is not None:
        done_by = {share.resource: share.done for share in found.shares}
        wanted = {one: max(0, ticks(work) - done_by.get(one, 0)) for one, work in asked.work.items()}
        found = balance.with_efforts(found, wanted)
    if asked.units is not None:
        found = balance.with_units(found, asked.units)
    if asked.people is not None:
        people = {one: units for one, units in asked.people.items() if one not in timeless and units > 0}
        found = balance.with_people(found, people)
    return found


def _lasted(found: Balance, before: TaskTime, now: TaskTime, *, is_reported: bool) -> Balance:
    """The balance of a task whose duration was changed; what was done of a finished one took as long."""
    if before.left or now.left:
        left = found.left + now.duration - before.duration if is_reported else now.left
        return balance.lasting(found, max(0, left))
    ratio = now.duration / before.duration if before.duration else None
    shares = []
    for share in found.shares:
        if found.type is EffortType.FIXED_WORK and ratio:
            shares.append(replace(share, units=share.units / ratio))
        else:
            done = share.units * now.duration if ratio is None else share.done * ratio
            shares.append(replace(share, done=done))
    return replace(found, shares=tuple(shares))


def _progressed(found: Balance, left: Ticks) -> Balance:
    """The balance of a task that has come further or less far: everybody's work keeps up with it."""
    shares = []
    for share in found.shares:
        # A task opened again had nothing left to tell people apart by: they work all of what is left of it.
        still = share.left * left / found.left if found.left else share.units * left
        shares.append(replace(share, left=still, done=max(0, share.done + share.left - still)))
    return replace(found, left=left, shares=tuple(shares))


def _booked(
    share: Share, row: AssignmentRow, duration: Ticks, left_of_task: Ticks, *, is_reported: bool
) -> Columns:
    """The columns in which a booking changes; none where it only does what it did."""
    columns: Columns = {}
    if abs(share.units - row.units) > 1e-9:
        columns["units"] = share.units
    implied = row.work_minutes is None and abs(share.units * duration - share.work) < 1
    if not implied and (row.work_minutes is None or ticks(row.work_minutes) != share.work):
        columns["work_minutes"] = minutes(share.work)
    is_counted = row.remaining_work_minutes is not None or bool(row.actual_work_minutes)
    follows_task = not duration or abs(share.work * left_of_task / duration - share.left) < 1
    if (is_counted or not follows_task) and (columns or is_reported or not follows_task):
        columns |= _counted(share, row)
    return columns


def _counted(share: Share, row: AssignmentRow) -> Columns:
    done, left = minutes(round(share.done)), minutes(round(share.left))
    columns: Columns = {}
    if (row.actual_work_minutes or 0) != done:
        columns["actual_work_minutes"] = done
    if row.remaining_work_minutes != left:
        columns["remaining_work_minutes"] = left
    return columns


def _fresh(share: Share, duration: Ticks, done: Ticks) -> Columns:
    columns: Columns = {"units": share.units}
    if done:
        work = minutes(share.work)
        return {**columns, "work_minutes": work, "actual_work_minutes": 0, "remaining_work_minutes": work}
    if abs(share.units * duration - share.work) >= 1:
        columns["work_minutes"] = minutes(share.work)
    return columns


def _task(now: TaskTime, found: Balance, duration: Ticks) -> Columns:
    columns: Columns = {}
    if duration != now.duration:
        columns["duration_minutes"] = minutes(duration)
    work = sum(share.work for share in found.shares)
    if now.work_minutes is not None and found.shares and ticks(now.work_minutes) != work:
        columns["work_minutes"] = minutes(work)
    return columns
