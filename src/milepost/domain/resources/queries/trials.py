"""What edits would make of the bookings of a plan, without a table being touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from milepost.domain.resources.queries import bookings
from milepost.domain.resources.rows import AssignmentRow, BookedEdit, ResourceRow
from milepost.domain.resources.rules import balancing, people
from milepost.domain.resources.rules.balancing import AFFECTING, Asked
from milepost.domain.schedule.rows import TaskEdit, TaskRow


@dataclass(frozen=True, slots=True)
class Booked:
    """Resources and bookings by number, and the edits of tasks that follow from them."""

    resources: Mapping[int, ResourceRow]
    assignments: Mapping[int, AssignmentRow]
    edits: Sequence[TaskEdit]


def booked(
    before: Mapping[int, TaskRow],
    now: Mapping[int, TaskRow],
    resources: Mapping[int, ResourceRow],
    assignments: Mapping[int, AssignmentRow],
    said: Sequence[BookedEdit],
) -> Booked:
    """What saving edits would make of the bookings; new rows have numbers below zero.

    `before` and `now` are the tasks without and with the edits.

    Raises: NotPeople.
    """
    touched = {
        one["task"]: one for one in said if "people" in one or not AFFECTING.isdisjoint(one.keys() - {"task"})
    }
    if not touched:
        return Booked(resources, assignments, ())
    trial = _Trial(resources, assignments, touched)
    edits = [
        edit for task in touched if (edit := trial.follow(before[task], now[task], touched[task])) is not None
    ]
    return Booked(trial.resources, trial.assignments, edits)


class _Trial:
    """The resources and bookings of a plan while edits are tried on them."""

    def __init__(
        self,
        resources: Mapping[int, ResourceRow],
        assignments: Mapping[int, AssignmentRow],
        tasks: Mapping[int, BookedEdit],
    ) -> None:
        self.resources, self.assignments = dict(resources), dict(assignments)
        self._by_name = {row.name.casefold(): row.number for row in resources.values()}
        self._timeless = frozenset(row.number for row in resources.values() if row.kind != "work")
        self._held: dict[int, list[AssignmentRow]] = defaultdict(list)
        for row in assignments.values():
            if row.task in tasks:
                self._held[row.task].append(row)

    def follow(self, before: TaskRow, now: TaskRow, said: BookedEdit) -> TaskEdit | None:
        """Let the bookings of a task follow its edit; what the task itself gets, None for nothing."""
        units = None
        if "people" in said:
            units = {self._number_of(entry.name): entry.units for entry in people.parse(said["people"])}
        held = self._held[now.number]
        asked = Asked(said.keys() - {"task"}, units)
        found = balancing.follows(
            bookings.task_time(before), bookings.task_time(now), held, self._timeless, asked
        )
        by_resource = {row.resource: row for row in held}
        for resource in found.gone:
            del self.assignments[by_resource[resource].number]
        for resource, columns in found.changed.items():
            row = by_resource[resource]
            self.assignments[row.number] = replace(row, **columns)
        for resource, columns in found.added.items():
            number = min(0, *self.assignments) - 1 if self.assignments else -1
            self.assignments[number] = _blank(number, now.number, resource, **columns)
        return cast(TaskEdit, {"task": now.number, **found.task}) if found.task else None

    def _number_of(self, name: str) -> int:
        number = self._by_name.get(name.casefold())
        if number is None:
            number = min(0, *self.resources) - 1 if self.resources else -1
            self.resources[number] = _somebody(number, name)
            self._by_name[name.casefold()] = number
        return number


def _blank(number: int, task: int, resource: int, **columns: float) -> AssignmentRow:
    row = AssignmentRow(
        number, task, resource, 1, None, None, None, 0, True, None, None, None, None, None, "", 0
    )
    return replace(row, **columns)  # type: ignore[arg-type]


def _somebody(number: int, name: str) -> ResourceRow:
    return ResourceRow(number, name, "work", "", "", 1, None, None, "", "", False, "", "", {}, (), 0)
