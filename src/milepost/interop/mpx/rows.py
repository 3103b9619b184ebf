"""Tasks, resources and assignments of an MPX file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from milepost.engine.plan import EffortType
from milepost.interop.exchange.values import Assignment, Baseline, Link, Rate, Resource, Task, Uid
from milepost.interop.fidelity.tally import Tally
from milepost.interop.mpx import fields
from milepost.interop.mpx.values import CONSTRAINTS, PRIORITIES, Settings, flag

_INSTANTS = {
    *("start", "early_start", "late_start", "actual_start", "constraint_date", "suspended_at", "resumes_at"),
    *("finish", "early_finish", "late_finish", "actual_finish"),
}
_NOTHING = {"", "NA"}


class Rows:
    """The rows so far, and which fields the records of each kind hold."""

    def __init__(self, settings: Settings, tally: Tally) -> None:
        self.tasks: list[Task] = []
        self.resources: list[Resource] = []
        self.assignments: list[Assignment] = []
        self._settings = settings
        self._tally = tally
        self._task_fields: list[int] = []
        self._resource_fields: list[int] = []
        self._outline: list[tuple[int, Uid]] = []
        self._links: dict[Uid, tuple[str, str]] = {}

    def task_fields(self, values: list[str]) -> None:
        """Note which fields the tasks that follow hold."""
        self._task_fields = [int(value) for value in values if value.strip().isdigit()]

    def resource_fields(self, values: list[str]) -> None:
        """Note which fields the resources that follow hold."""
        self._resource_fields = [int(value) for value in values if value.strip().isdigit()]

    def task(self, values: list[str]) -> None:
        """Add one task."""
        said: dict[str, Any] = {}
        baseline: dict[str, Any] = {}
        custom: dict[str, Any] = {}
        carried: list[tuple[str, str]] = []
        for number, text in zip(self._task_fields, values, strict=False):
            if text.strip() in _NOTHING or number in fields.SAID_OTHERWISE:
                continue
            if number in fields.TASK:
                self._read(said, fields.TASK[number], text, self._task_value)
            elif number in fields.BASELINE:
                self._read(baseline, fields.BASELINE[number], text, self._baseline_value)
            elif number in fields.CUSTOM:
                self._read(custom, fields.CUSTOM[number], text, self._custom_value)
            else:
                self._tally.drop(f"task field {number}", "Milepost does not use it")
        if "contact" in said:
            carried.append(("Contact", said.pop("contact")))
        self._add_task(
            said, baseline, {name: value for name, value in custom.items() if value}, tuple(carried)
        )

    def _add_task(
        self,
        said: dict[str, Any],
        baseline: dict[str, Any],
        custom: dict[str, Any],
        carried: tuple[tuple[str, str], ...],
    ) -> None:
        uid = said.setdefault("uid", said.get("id", len(self.tasks) + 1))
        level = said.setdefault("outline_level", 1)
        while self._outline and self._outline[-1][0] >= level:
            self._outline.pop()
        said["parent"] = self._outline[-1][1] if self._outline else None
        self._outline.append((level, uid))
        if "duration" in said:
            said["duration"], said["duration_unit"] = said["duration"]
            said["is_elapsed"] = said["duration_unit"].startswith("e")
        said["effort_type"] = (
            EffortType.FIXED_DURATION if said.pop("is_fixed", False) else EffortType.FIXED_UNITS
        )
        self._links[uid] = (said.pop("predecessors_by_uid", ""), said.pop("predecessors_by_id", ""))
        is_set = "start" in baseline or "finish" in baseline or any(baseline.values())
        self.tasks.append(
            Task(
                baselines={0: Baseline(**_with_unit(baseline))} if is_set else {},
                custom=custom,
                carried=carried,
                **said,
            )
        )

    def _read(self, into: dict[str, Any], name: str, text: str, convert: Callable[[str, str], Any]) -> None:
        try:
            into[name] = convert(name, text)
            self._tally.kept += 1
        except (ValueError, KeyError, OverflowError):
            self._tally.drop(name, "its value cannot be read")
            self._tally.problem("unreadable_value", None, f"{name} says {text[:40]!r}, which cannot be read.")

    def _task_value(self, name: str, text: str) -> Any:
        settings = self._settings
        if name in _INSTANTS:
            return settings.instant(text)
        if name == "duration":
            return settings.duration(text)
        if name in {"actual_duration", "remaining", "levelling_delay", "free_float", "total_float"}:
            return settings.duration(text)[0]
        if name in {"work", "actual_work", "remaining_work"}:
            return settings.minutes(text)
        if name.endswith("cost"):
            return settings.money(text)
        if name.startswith("is_"):
            return flag(text)
        if name.startswith("percent"):
            return settings.number(text)
        if name in {"id", "uid", "outline_level"}:
            return int(text)
        if name == "constraint":
            return CONSTRAINTS[text.strip().lower()]
        if name == "priority":
            return PRIORITIES[text.strip().lower()]
        return text

    def _baseline_value(self, name: str, text: str) -> Any:
        if name == "duration":
            return self._settings.duration(text)
        if name == "work":
            return self._settings.minutes(text)
        if name == "cost":
            return self._settings.money(text)
        return self._settings.instant(text)

    def _custom_value(self, name: str, text: str) -> Any:
        kind = name.rstrip("0123456789")
        if kind == "Flag":
            return flag(text)
        if kind == "Number":
            return self._settings.number(text)
        if kind == "Cost":
            return float(self._settings.money(text))
        if kind == "Duration":
            return self._settings.minutes(text)
        return text

    def task_notes(self, values: list[str]) -> None:
        """Add notes to the last task."""
        if self.tasks:
            self.tasks[-1] = replace(self.tasks[-1], notes=values[0])
            self._tally.kept += 1

    def recurring(self, values: list[str]) -> None:
        """Mark the last task as one that recurs; its occurrences are tasks of their own."""
        if self.tasks:
            self.tasks[-1] = replace(self.tasks[-1], is_recurring=True)
            self._tally.kept += len(values)

    def finished_tasks(self) -> tuple[Task, ...]:
        """The tasks with their links, which name others by unique id or by row."""
        by_row = {task.id: task.uid for task in self.tasks}
        result = []
        for task in self.tasks:
            by_uid, by_id = self._links.get(task.uid, ("", ""))
            links = self._follows(by_uid, None) if by_uid else self._follows(by_id, by_row)
            result.append(replace(task, predecessors=links))
        return tuple(result)

    def _follows(self, text: str, by_row: dict[int | None, Uid] | None) -> tuple[Link, ...]:
        try:
            found = self._settings.predecessors(text)
        except (ValueError, KeyError) as wrong:
            self._tally.drop("predecessors", "they cannot be read")
            self._tally.problem(
                "unreadable_value", None, f"Predecessors {text[:40]!r} cannot be read: {wrong}."
            )
            return ()
        return tuple(
            Link(number if by_row is None else by_row.get(number, -number), kind, lag, counted, unit)
            for number, kind, lag, counted, unit in found
        )

    def resource(self, values: list[str]) -> None:
        """Add one resource."""
        said: dict[str, Any] = {}
        custom: dict[str, Any] = {}
        for number, text in zip(self._resource_fields, values, strict=False):
            if text.strip() in _NOTHING:
                continue
            if number in fields.RESOURCE:
                self._read(said, fields.RESOURCE[number], text, self._resource_value)
            elif number in fields.RESOURCE_CUSTOM:
                custom[fields.RESOURCE_CUSTOM[number]] = text
                self._tally.kept += 1
            else:
                self._tally.drop(f"resource field {number}", "Milepost does not use it")
        said.pop("base_calendar", None)
        said.setdefault("uid", said.get("id", len(self.resources) + 1))
        said.setdefault("max_units", 1)
        rate = Rate(
            cost_per_hour=said.pop("standard_rate", None),
            overtime_per_hour=said.pop("overtime_rate", None),
            cost_per_use=said.pop("cost_per_use", None),
        )
        self.resources.append(Resource(rates=(rate,), custom=custom, **said))

    def _resource_value(self, name: str, text: str) -> Any:
        if name in {"id", "uid"}:
            return int(text)
        if name == "work":
            return self._settings.minutes(text)
        if name in {"cost", "cost_per_use"}:
            return self._settings.money(text)
        if name.endswith("rate"):
            return self._settings.hourly(text)
        return self._settings.number(text) if name == "max_units" else text

    def resource_notes(self, values: list[str]) -> None:
        """Add notes to the last resource."""
        if self.resources:
            self.resources[-1] = replace(self.resources[-1], notes=values[0])
            self._tally.kept += 1

    def set_calendar(self, calendar: Uid) -> None:
        """Give the last resource its calendar."""
        if self.resources:
            self.resources[-1] = replace(self.resources[-1], calendar=calendar)

    def assignment(self, values: list[str]) -> None:
        """Add an assignment to the last task. Its resource goes by row, or by unique id where the file has
        that.
        """
        values = [*values, *[""] * (13 - len(values))]
        settings, said = self._settings, [None if value.strip() in _NOTHING else value for value in values]
        by_row = {resource.id: resource.uid for resource in self.resources}
        uid = int(said[12]) if said[12] else by_row.get(int(said[0] or -1))
        known = {resource.uid for resource in self.resources}
        work = None if said[2] is None else settings.minutes(said[2])
        actual = None if said[4] is None else settings.minutes(said[4])
        self.assignments.append(
            Assignment(
                uid=len(self.assignments) + 1,
                task=self.tasks[-1].uid,
                resource=uid if uid in known else None,
                units=None if said[1] is None else settings.number(said[1]),
                work=work,
                actual_work=actual,
                remaining_work=None if work is None else work - (actual or 0),
                cost=None if said[6] is None else settings.money(said[6]),
                actual_cost=None if said[8] is None else settings.money(said[8]),
                start=None if said[9] is None else settings.instant(said[9]),
                finish=None if said[10] is None else settings.instant(said[10]),
                delay=0 if said[11] is None else settings.duration(said[11])[0],
            )
        )
        self._tally.kept += sum(1 for value in said if value is not None)


def _with_unit(baseline: dict[str, Any]) -> dict[str, Any]:
    if "duration" not in baseline:
        return baseline
    ticks, unit = baseline["duration"]
    return {**baseline, "duration": ticks, "duration_unit": unit}
